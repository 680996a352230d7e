/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn covariance: every spelling since 0.17. */
export const SKLEARN_COVARIANCE: readonly ClassRow[] = [
  {
    path: "sklearn.covariance.EllipticEnvelope",
    at: "sklearn.covariance._elliptic_envelope sklearn.covariance.elliptic_envelope sklearn.covariance.outlier_detection",
    bases: "BaseEstimator ClassifierMixin EmpiricalCovariance OutlierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members:
      "_nonrobust_covariance correct_covariance decision_function fit predict reweight_covariance score score_samples set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.covariance.EmpiricalCovariance",
    at: "sklearn.covariance._empirical_covariance sklearn.covariance.empirical_covariance_",
    bases: "BaseEstimator ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_set_covariance error_norm fit get_precision mahalanobis score set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.covariance.GraphLasso",
    at: "sklearn.covariance.graph_lasso_",
    bases: "BaseEstimator EmpiricalCovariance GraphicalLasso",
    members: "fit",
    estimator: true,
  },
  {
    path: "sklearn.covariance.GraphLassoCV",
    at: "sklearn.covariance.graph_lasso_",
    bases: "BaseEstimator EmpiricalCovariance GraphicalLasso",
    members: "fit",
    estimator: true,
  },
  {
    path: "sklearn.covariance.GraphicalLasso",
    at: "sklearn.covariance._graph_lasso sklearn.covariance.graph_lasso_",
    bases: "BaseEstimator BaseGraphicalLasso EmpiricalCovariance ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.covariance.GraphicalLassoCV",
    at: "sklearn.covariance._graph_lasso sklearn.covariance.graph_lasso_",
    bases:
      "BaseEstimator BaseGraphicalLasso EmpiricalCovariance GraphicalLasso ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin",
    members: "fit get_metadata_routing grid_scores set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.covariance.LedoitWolf",
    at: "sklearn.covariance._shrunk_covariance sklearn.covariance.shrunk_covariance_",
    bases: "BaseEstimator EmpiricalCovariance ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.covariance.MinCovDet",
    at: "sklearn.covariance._robust_covariance sklearn.covariance.robust_covariance",
    bases: "BaseEstimator EmpiricalCovariance ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_nonrobust_covariance correct_covariance fit reweight_covariance set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.covariance.OAS",
    at: "sklearn.covariance._shrunk_covariance sklearn.covariance.shrunk_covariance_",
    bases: "BaseEstimator EmpiricalCovariance ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.covariance.ShrunkCovariance",
    at: "sklearn.covariance._shrunk_covariance sklearn.covariance.shrunk_covariance_",
    bases: "BaseEstimator EmpiricalCovariance ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.covariance._graph_lasso._DictWithDeprecatedKeys",
    at: "sklearn.covariance._graph_lasso",
    form: "dict-subclass",
    members: "_set_deprecated",
  },
];
