/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn dummy: every spelling since 0.17. */
export const SKLEARN_DUMMY: readonly ClassRow[] = [
  {
    path: "sklearn.dummy.DummyClassifier",
    at: "sklearn.dummy",
    bases: "BaseEstimator ClassifierMixin MultiOutputMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags fit outputs_2d_ predict predict_log_proba predict_proba score set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.dummy.DummyRegressor",
    at: "sklearn.dummy",
    bases: "BaseEstimator MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags fit outputs_2d_ predict score set_fit_request set_predict_request set_score_request",
    estimator: true,
  },
];
