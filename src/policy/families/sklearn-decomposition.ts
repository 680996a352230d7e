/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn decomposition: every spelling since 0.17. */
export const SKLEARN_DECOMPOSITION: readonly ClassRow[] = [
  {
    path: "sklearn.decomposition.DictionaryLearning",
    at: "sklearn.decomposition._dict_learning sklearn.decomposition.dict_learning",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin SparseCodingMixin TransformerMixin _BaseSparseCoding _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_more_tags _n_features_out fit fit_transform",
    refs: "callback",
    estimator: true,
  },
  {
    path: "sklearn.decomposition.FactorAnalysis",
    at: "sklearn.decomposition._factor_analysis sklearn.decomposition.factor_analysis",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_n_features_out _rotate fit get_covariance get_precision score score_samples transform",
    estimator: true,
  },
  {
    path: "sklearn.decomposition.FastICA",
    at: "sklearn.decomposition._fastica sklearn.decomposition.fastica_",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_fit _fit_transform _more_tags _n_features_out fit fit_transform inverse_transform set_inverse_transform_request set_transform_request transform",
    refs: "fun g",
    estimator: true,
  },
  {
    path: "sklearn.decomposition.IncrementalPCA",
    at: "sklearn.decomposition._incremental_pca sklearn.decomposition.incremental_pca",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _BasePCA _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "fit partial_fit set_partial_fit_request transform",
    estimator: true,
  },
  {
    path: "sklearn.decomposition.KernelPCA",
    at: "sklearn.decomposition._kernel_pca sklearn.decomposition.kernel_pca",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_fit_inverse_transform _fit_transform _fit_transform_in_place _get_kernel _more_tags _n_features_out _pairwise fit fit_transform inverse_transform transform",
    refs: "kernel kernel_",
    estimator: true,
  },
  {
    path: "sklearn.decomposition.LatentDirichletAllocation",
    at: "sklearn.decomposition._lda sklearn.decomposition.online_lda",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_approx_bound _check_non_neg_array _check_params _e_step _em_step _init_latent_vars _more_tags _n_features_out _perplexity_precomp_distr _unnormalized_transform fit fit_transform partial_fit perplexity score set_transform_request transform",
    estimator: true,
  },
  {
    path: "sklearn.decomposition.MiniBatchDictionaryLearning",
    at: "sklearn.decomposition._dict_learning sklearn.decomposition.dict_learning",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin SparseCodingMixin TransformerMixin _BaseSparseCoding _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_check_convergence _check_params _initialize_dict _minibatch_step _more_tags _n_features_out _update_inner_stats fit partial_fit",
    refs: "callback",
    estimator: true,
  },
  {
    path: "sklearn.decomposition.MiniBatchNMF",
    at: "sklearn.decomposition._nmf",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin NMF ReprHTMLMixin TransformerMixin _BaseNMF _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_check_params _fit_transform _minibatch_convergence _minibatch_step _solve_W fit_transform partial_fit set_partial_fit_request transform",
    estimator: true,
  },
  {
    path: "sklearn.decomposition.MiniBatchSparsePCA",
    at: "sklearn.decomposition._sparse_pca sklearn.decomposition.sparse_pca",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _BaseSparsePCA _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_fit _more_tags _n_features_out fit transform",
    refs: "callback",
    estimator: true,
  },
  {
    path: "sklearn.decomposition.NMF",
    at: "sklearn.decomposition._nmf sklearn.decomposition.nmf",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _BaseNMF _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_check_params _check_w_h _fit_transform _more_tags _n_features_out _scale_regularization fit fit_transform inverse_transform transform",
    estimator: true,
  },
  {
    path: "sklearn.decomposition.PCA",
    at: "sklearn.decomposition._pca sklearn.decomposition.pca",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _BasePCA _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_fit _fit_full _fit_truncated _more_tags fit fit_transform score score_samples",
    estimator: true,
  },
  {
    path: "sklearn.decomposition.ProjectedGradientNMF",
    at: "sklearn.decomposition.nmf",
    bases: "BaseEstimator NMF TransformerMixin",
    estimator: true,
  },
  {
    path: "sklearn.decomposition.RandomizedPCA",
    at: "sklearn.decomposition.pca",
    bases: "BaseEstimator TransformerMixin",
    members: "_fit fit fit_transform inverse_transform transform",
    estimator: true,
  },
  {
    path: "sklearn.decomposition.SparseCoder",
    at: "sklearn.decomposition._dict_learning sklearn.decomposition.dict_learning",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin SparseCodingMixin TransformerMixin _BaseSparseCoding _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_more_tags _n_features_out fit inverse_transform transform",
    estimator: true,
  },
  {
    path: "sklearn.decomposition.SparsePCA",
    at: "sklearn.decomposition._sparse_pca sklearn.decomposition.sparse_pca",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _BaseSparsePCA _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_fit _more_tags _n_features_out fit transform",
    estimator: true,
  },
  {
    path: "sklearn.decomposition.TruncatedSVD",
    at: "sklearn.decomposition._truncated_svd sklearn.decomposition.truncated_svd",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_more_tags _n_features_out fit fit_transform inverse_transform transform",
    estimator: true,
  },
];
