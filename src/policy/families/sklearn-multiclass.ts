/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn multiclass: every spelling since 0.17. */
export const SKLEARN_MULTICLASS: readonly ClassRow[] = [
  {
    path: "sklearn.multiclass.OneVsOneClassifier",
    at: "sklearn.multiclass",
    bases: "BaseEstimator ClassifierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members:
      "_more_tags _pairwise decision_function fit get_metadata_routing n_classes_ partial_fit predict set_partial_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.multiclass.OneVsRestClassifier",
    at: "sklearn.multiclass",
    bases: "BaseEstimator ClassifierMixin MultiOutputMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members:
      "_first_estimator _more_tags _pairwise coef_ decision_function fit get_metadata_routing intercept_ multilabel_ n_classes_ partial_fit predict predict_proba set_partial_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.multiclass.OutputCodeClassifier",
    at: "sklearn.multiclass",
    bases: "BaseEstimator ClassifierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit get_metadata_routing predict set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.multiclass._ConstantPredictor",
    at: "sklearn.multiclass",
    bases: "BaseEstimator ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "decision_function fit predict predict_proba",
  },
];
