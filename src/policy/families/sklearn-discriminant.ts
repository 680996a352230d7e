/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn discriminant: every spelling since 0.17. */
export const SKLEARN_DISCRIMINANT: readonly ClassRow[] = [
  {
    path: "sklearn.discriminant_analysis.LinearDiscriminantAnalysis",
    at: "sklearn.discriminant_analysis",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ClassifierMixin LinearClassifierMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_more_tags _solve_eigen _solve_lsqr _solve_lstsq _solve_svd decision_function fit predict_log_proba predict_proba set_score_request transform",
    estimator: true,
  },
  {
    path: "sklearn.discriminant_analysis.QuadraticDiscriminantAnalysis",
    at: "sklearn.discriminant_analysis",
    bases: "BaseEstimator ClassifierMixin DiscriminantAnalysisPredictionMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members:
      "_decision_function _solve_eigen _solve_svd covariances_ decision_function fit predict predict_log_proba predict_proba set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.lda.LDA",
    at: "sklearn.lda",
    bases: "BaseEstimator ClassifierMixin LinearClassifierMixin TransformerMixin",
    members:
      "_more_tags _solve_eigen _solve_lsqr _solve_lstsq _solve_svd decision_function fit predict_log_proba predict_proba set_score_request transform",
    estimator: true,
  },
  {
    path: "sklearn.qda.QDA",
    at: "sklearn.qda",
    bases: "BaseEstimator ClassifierMixin",
    members:
      "_decision_function _solve_eigen _solve_svd covariances_ decision_function fit predict predict_log_proba predict_proba set_score_request",
    estimator: true,
  },
];
