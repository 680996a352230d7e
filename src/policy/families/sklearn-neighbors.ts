/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn neighbors: every spelling since 0.17. */
export const SKLEARN_NEIGHBORS: readonly ClassRow[] = [
  {
    path: "sklearn.neighbors.KNeighborsClassifier",
    at: "sklearn.neighbors._classification sklearn.neighbors.classification",
    bases:
      "BaseEstimator ClassifierMixin KNeighborsMixin MultiOutputMixin NeighborsBase ReprHTMLMixin SupervisedIntegerMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags fit predict predict_proba score set_score_request",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
  {
    path: "sklearn.neighbors.KNeighborsRegressor",
    at: "sklearn.neighbors._regression sklearn.neighbors.regression",
    bases:
      "BaseEstimator KNeighborsMixin MultiOutputMixin NeighborsBase RegressorMixin ReprHTMLMixin SupervisedFloatMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags _pairwise fit predict set_score_request",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
  {
    path: "sklearn.neighbors.KNeighborsTransformer",
    at: "sklearn.neighbors._graph",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin KNeighborsMixin MultiOutputMixin NeighborsBase ReprHTMLMixin TransformerMixin UnsupervisedMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_more_tags fit fit_transform transform",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
  {
    path: "sklearn.neighbors.KernelDensity",
    at: "sklearn.neighbors._kde sklearn.neighbors.kde",
    bases: "BaseEstimator ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_choose_algorithm _more_tags fit sample score score_samples set_fit_request",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
  {
    path: "sklearn.neighbors.LSHForest",
    at: "sklearn.neighbors.approximate",
    bases: "BaseEstimator KNeighborsMixin RadiusNeighborsMixin",
    members: "_compute_distances _generate_masks _get_candidates _get_radius_neighbors _query fit kneighbors partial_fit radius_neighbors",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
  {
    path: "sklearn.neighbors.LocalOutlierFactor",
    at: "sklearn.neighbors._lof sklearn.neighbors.lof",
    bases:
      "BaseEstimator KNeighborsMixin MultiOutputMixin NeighborsBase OutlierMixin ReprHTMLMixin UnsupervisedMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members:
      "_check_novelty_decision_function _check_novelty_fit_predict _check_novelty_predict _check_novelty_score_samples _decision_function _fit_predict _local_reachability_density _more_tags _predict _score_samples decision_function fit fit_predict predict score_samples",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
  {
    path: "sklearn.neighbors.NearestCentroid",
    at: "sklearn.neighbors._nearest_centroid sklearn.neighbors.nearest_centroid",
    bases: "BaseEstimator ClassifierMixin DiscriminantAnalysisPredictionMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_check_euclidean_metric _decision_function decision_function fit predict predict_log_proba predict_proba set_score_request",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
  {
    path: "sklearn.neighbors.NearestNeighbors",
    at: "sklearn.neighbors._unsupervised sklearn.neighbors.unsupervised",
    bases:
      "BaseEstimator KNeighborsMixin MultiOutputMixin NeighborsBase RadiusNeighborsMixin ReprHTMLMixin UnsupervisedMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
  {
    path: "sklearn.neighbors.NeighborhoodComponentsAnalysis",
    at: "sklearn.neighbors._nca sklearn.neighbors.nca",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_callback _initialize _loss_grad_lbfgs _more_tags _validate_params fit transform",
    refs: "callback",
    estimator: true,
  },
  {
    path: "sklearn.neighbors.RadiusNeighborsClassifier",
    at: "sklearn.neighbors._classification sklearn.neighbors.classification",
    bases:
      "BaseEstimator ClassifierMixin MultiOutputMixin NeighborsBase RadiusNeighborsMixin ReprHTMLMixin SupervisedIntegerMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags fit predict predict_proba score set_score_request",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
  {
    path: "sklearn.neighbors.RadiusNeighborsRegressor",
    at: "sklearn.neighbors._regression sklearn.neighbors.regression",
    bases:
      "BaseEstimator MultiOutputMixin NeighborsBase RadiusNeighborsMixin RegressorMixin ReprHTMLMixin SupervisedFloatMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit predict set_score_request",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
  {
    path: "sklearn.neighbors.RadiusNeighborsTransformer",
    at: "sklearn.neighbors._graph",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin MultiOutputMixin NeighborsBase RadiusNeighborsMixin ReprHTMLMixin TransformerMixin UnsupervisedMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_more_tags fit fit_transform transform",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
  {
    path: "sklearn.neighbors.approximate.GaussianRandomProjectionHash",
    at: "sklearn.neighbors.approximate",
    bases: "BaseEstimator BaseRandomProjection TransformerMixin",
    members: "_make_random_matrix _to_hash fit_transform transform",
    estimator: true,
  },
];
