/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn tree: every spelling since 0.17. */
export const SKLEARN_TREE: readonly ClassRow[] = [
  {
    path: "sklearn.tree.DecisionTreeClassifier",
    at: "sklearn.tree._classes sklearn.tree.tree",
    bases:
      "BaseDecisionTree BaseEstimator ClassifierMixin MultiOutputMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members:
      "_more_tags fit predict_log_proba predict_proba set_fit_request set_predict_proba_request set_predict_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.tree.DecisionTreeRegressor",
    at: "sklearn.tree._classes sklearn.tree.tree",
    bases:
      "BaseDecisionTree BaseEstimator MultiOutputMixin RegressorMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members: "_compute_partial_dependence_recursion _more_tags fit set_fit_request set_predict_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.tree.ExtraTreeClassifier",
    at: "sklearn.tree._classes sklearn.tree.tree",
    bases:
      "BaseDecisionTree BaseEstimator ClassifierMixin MultiOutputMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members:
      "_more_tags fit predict_log_proba predict_proba set_fit_request set_predict_proba_request set_predict_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.tree.ExtraTreeRegressor",
    at: "sklearn.tree._classes sklearn.tree.tree",
    bases:
      "BaseDecisionTree BaseEstimator MultiOutputMixin RegressorMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members: "_compute_partial_dependence_recursion _more_tags fit set_fit_request set_predict_request set_score_request",
    estimator: true,
  },
];
