/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn cluster: every spelling since 0.17. */
export const SKLEARN_CLUSTER: readonly ClassRow[] = [
  {
    path: "sklearn.cluster.AffinityPropagation",
    at: "sklearn.cluster._affinity_propagation sklearn.cluster.affinity_propagation_",
    bases: "BaseEstimator ClusterMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags _pairwise fit fit_predict predict",
    estimator: true,
  },
  {
    path: "sklearn.cluster.AgglomerativeClustering",
    at: "sklearn.cluster._agglomerative sklearn.cluster.hierarchical",
    bases: "BaseEstimator ClusterMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_fit fit fit_predict",
    refs: "affinity connectivity effective_metric_ metric metric_ pooling_func",
    estimator: true,
  },
  {
    path: "sklearn.cluster.Birch",
    at: "sklearn.cluster._birch sklearn.cluster.birch",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ClusterMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_check_fit _fit _get_leaves _global_clustering _more_tags _predict fit partial_fit predict transform",
    estimator: true,
  },
  {
    path: "sklearn.cluster.BisectingKMeans",
    at: "sklearn.cluster._bisect_k_means",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ClusterMixin ReprHTMLMixin TransformerMixin _BaseKMeans _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_bisect _check_params _inertia_per_cluster _more_tags _predict_recursive _warn_mkl_vcomp fit predict set_fit_request set_score_request",
    refs: "_kmeans_single init",
    estimator: true,
  },
  {
    path: "sklearn.cluster.DBSCAN",
    at: "sklearn.cluster._dbscan sklearn.cluster.dbscan_",
    bases: "BaseEstimator ClusterMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags fit fit_predict set_fit_request",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
  {
    path: "sklearn.cluster.FeatureAgglomeration",
    at: "sklearn.cluster._agglomerative sklearn.cluster.hierarchical",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ClusterMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_fit fit fit_predict inverse_transform transform",
    refs: "affinity connectivity effective_metric_ metric metric_ pooling_func",
    estimator: true,
  },
  {
    path: "sklearn.cluster.HDBSCAN",
    at: "sklearn.cluster._hdbscan.hdbscan",
    bases: "BaseEstimator ClusterMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags _weighted_cluster_center dbscan_clustering fit fit_predict",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
  {
    path: "sklearn.cluster.KMeans",
    at: "sklearn.cluster._kmeans sklearn.cluster.k_means_",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ClusterMixin ReprHTMLMixin TransformerMixin _BaseKMeans _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_check_fit_data _check_mkl_vcomp _check_params _check_params_vs_input _check_test_data _init_centroids _more_tags _transform _validate_center_shape _warn_mkl_vcomp fit fit_predict fit_transform predict score set_fit_request set_predict_request set_score_request transform",
    refs: "init",
    estimator: true,
  },
  {
    path: "sklearn.cluster.MeanShift",
    at: "sklearn.cluster._mean_shift sklearn.cluster.mean_shift_",
    bases: "BaseEstimator ClusterMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit predict",
    estimator: true,
  },
  {
    path: "sklearn.cluster.MiniBatchKMeans",
    at: "sklearn.cluster._kmeans sklearn.cluster.k_means_",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ClusterMixin ReprHTMLMixin TransformerMixin _BaseKMeans _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_check_fit_data _check_mkl_vcomp _check_params _check_params_vs_input _check_test_data _init_centroids _labels_inertia_minibatch _mini_batch_convergence _more_tags _random_reassign _transform _validate_center_shape _warn_mkl_vcomp fit fit_predict fit_transform partial_fit predict random_state_ score set_fit_request set_partial_fit_request set_predict_request set_score_request transform",
    refs: "init",
    estimator: true,
  },
  {
    path: "sklearn.cluster.OPTICS",
    at: "sklearn.cluster._optics sklearn.cluster.optics_",
    bases: "BaseEstimator ClusterMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
  {
    path: "sklearn.cluster.SpectralBiclustering",
    at: "sklearn.cluster._bicluster sklearn.cluster.bicluster",
    bases: "BaseEstimator BaseSpectral BiclusterMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_check_parameters _fit _fit_best_piecewise _project_and_cluster",
    estimator: true,
  },
  {
    path: "sklearn.cluster.SpectralClustering",
    at: "sklearn.cluster._spectral sklearn.cluster.spectral",
    bases: "BaseEstimator ClusterMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags _pairwise fit fit_predict",
    refs: "affinity",
    estimator: true,
  },
  {
    path: "sklearn.cluster.SpectralCoclustering",
    at: "sklearn.cluster._bicluster sklearn.cluster.bicluster",
    bases: "BaseEstimator BaseSpectral BiclusterMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_check_parameters _fit",
    estimator: true,
  },
  {
    path: "sklearn.cluster._birch._CFNode",
    at: "sklearn.cluster._birch sklearn.cluster.birch",
    members: "append_subcluster insert_cf_subcluster update_split_subclusters",
  },
  {
    path: "sklearn.cluster._birch._CFSubcluster",
    at: "sklearn.cluster._birch sklearn.cluster.birch",
    members: "merge_subcluster radius update",
  },
  {
    path: "sklearn.cluster._bisect_k_means._BisectingTree",
    at: "sklearn.cluster._bisect_k_means",
    members: "get_cluster_to_bisect iter_leaves split",
  },
];
