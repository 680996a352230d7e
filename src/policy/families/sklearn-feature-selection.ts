/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn feature selection: every spelling since 0.17. */
export const SKLEARN_FEATURE_SELECTION: readonly ClassRow[] = [
  {
    path: "sklearn.feature_selection.GenericUnivariateSelect",
    at: "sklearn.feature_selection._univariate_selection sklearn.feature_selection.univariate_selection",
    bases:
      "BaseEstimator ReprHTMLMixin SelectorMixin TransformerMixin _BaseFilter _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_check_params _get_support_mask _make_selector _more_tags",
    refs: "score_func",
    estimator: true,
  },
  {
    path: "sklearn.feature_selection.RFE",
    at: "sklearn.feature_selection._rfe sklearn.feature_selection.rfe",
    bases:
      "BaseEstimator ReprHTMLMixin SelectorMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin _SetOutputMixin",
    members:
      "_estimator_type _fit _get_support_mask _more_tags classes_ decision_function fit get_metadata_routing predict predict_log_proba predict_proba score",
    refs: "_scorer importance_getter scorer_ scoring",
    estimator: true,
  },
  {
    path: "sklearn.feature_selection.RFECV",
    at: "sklearn.feature_selection._rfe sklearn.feature_selection.rfe",
    bases:
      "BaseEstimator ReprHTMLMixin SelectorMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin _SetOutputMixin",
    members:
      "_estimator_type _fit _get_scorer _get_support_mask _more_tags classes_ decision_function fit get_metadata_routing predict predict_log_proba predict_proba score set_fit_request",
    refs: "_scorer importance_getter scorer_ scoring",
    estimator: true,
  },
  {
    path: "sklearn.feature_selection.SelectFdr",
    at: "sklearn.feature_selection._univariate_selection sklearn.feature_selection.univariate_selection",
    bases:
      "BaseEstimator ReprHTMLMixin SelectorMixin TransformerMixin _BaseFilter _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_get_support_mask",
    refs: "score_func",
    estimator: true,
  },
  {
    path: "sklearn.feature_selection.SelectFpr",
    at: "sklearn.feature_selection._univariate_selection sklearn.feature_selection.univariate_selection",
    bases:
      "BaseEstimator ReprHTMLMixin SelectorMixin TransformerMixin _BaseFilter _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_get_support_mask",
    refs: "score_func",
    estimator: true,
  },
  {
    path: "sklearn.feature_selection.SelectFromModel",
    at: "sklearn.feature_selection._from_model sklearn.feature_selection.from_model",
    bases: "BaseEstimator ReprHTMLMixin SelectorMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_check_max_features _get_support_mask _more_tags fit get_metadata_routing n_features_in_ partial_fit",
    refs: "_scorer importance_getter max_features scorer_ scoring",
    estimator: true,
  },
  {
    path: "sklearn.feature_selection.SelectFwe",
    at: "sklearn.feature_selection._univariate_selection sklearn.feature_selection.univariate_selection",
    bases:
      "BaseEstimator ReprHTMLMixin SelectorMixin TransformerMixin _BaseFilter _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_get_support_mask",
    refs: "score_func",
    estimator: true,
  },
  {
    path: "sklearn.feature_selection.SelectKBest",
    at: "sklearn.feature_selection._univariate_selection sklearn.feature_selection.univariate_selection",
    bases:
      "BaseEstimator ReprHTMLMixin SelectorMixin TransformerMixin _BaseFilter _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_check_params _get_support_mask _more_tags",
    refs: "score_func",
    estimator: true,
  },
  {
    path: "sklearn.feature_selection.SelectPercentile",
    at: "sklearn.feature_selection._univariate_selection sklearn.feature_selection.univariate_selection",
    bases:
      "BaseEstimator ReprHTMLMixin SelectorMixin TransformerMixin _BaseFilter _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_check_params _get_support_mask _more_tags",
    refs: "score_func",
    estimator: true,
  },
  {
    path: "sklearn.feature_selection.SequentialFeatureSelector",
    at: "sklearn.feature_selection._sequential",
    bases:
      "BaseEstimator ReprHTMLMixin SelectorMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin _SetOutputMixin",
    members: "_get_best_new_feature _get_best_new_feature_score _get_support_mask _more_tags fit get_metadata_routing",
    refs: "_curve_scorer _score_func _scorer scorer scorer_ scoring",
    estimator: true,
  },
  {
    path: "sklearn.feature_selection.VarianceThreshold",
    at: "sklearn.feature_selection._variance_threshold sklearn.feature_selection.variance_threshold",
    bases: "BaseEstimator ReprHTMLMixin SelectorMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_get_support_mask _more_tags fit",
    estimator: true,
  },
];
