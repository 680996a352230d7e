/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn multioutput: every spelling since 0.17. */
export const SKLEARN_MULTIOUTPUT: readonly ClassRow[] = [
  {
    path: "sklearn.multioutput.ClassifierChain",
    at: "sklearn.multioutput",
    bases: "BaseEstimator ClassifierMixin ReprHTMLMixin _BaseChain _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags decision_function fit get_metadata_routing predict predict_log_proba predict_proba set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.multioutput.MultiOutputClassifier",
    at: "sklearn.multioutput",
    bases:
      "BaseEstimator ClassifierMixin MultiOutputEstimator ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester _MultiOutputEstimator",
    members: "_check_predict_proba _more_tags _predict_proba fit predict_proba score set_fit_request set_partial_fit_request",
    estimator: true,
  },
  {
    path: "sklearn.multioutput.MultiOutputRegressor",
    at: "sklearn.multioutput",
    bases:
      "BaseEstimator MultiOutputEstimator RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester _MultiOutputEstimator",
    members: "partial_fit score set_fit_request set_partial_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.multioutput.RegressorChain",
    at: "sklearn.multioutput",
    bases: "BaseEstimator RegressorMixin ReprHTMLMixin _BaseChain _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags fit get_metadata_routing set_score_request",
    estimator: true,
  },
];
