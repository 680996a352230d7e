/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn calibration: every spelling since 0.17. */
export const SKLEARN_CALIBRATION: readonly ClassRow[] = [
  {
    path: "sklearn.calibration.CalibratedClassifierCV",
    at: "sklearn.calibration",
    bases: "BaseEstimator ClassifierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_get_estimator _more_tags fit get_metadata_routing predict predict_proba set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.calibration.HalfBinomialLoss",
    at: "sklearn._loss.loss",
    bases: "BaseLoss",
    members: "constant_to_optimal_zero predict_proba",
    callable: true,
  },
  {
    path: "sklearn.calibration.HalfMultinomialLoss",
    at: "sklearn._loss.loss",
    bases: "BaseLoss",
    members: "fit_intercept_only gradient_proba in_y_true_range predict_proba",
    callable: true,
  },
  {
    path: "sklearn.calibration.HalfMultinomialLossArrayAPI",
    at: "sklearn._loss.loss",
    bases: "ArrayAPILossMixin BaseLoss",
    members: "_compute_gradient _compute_loss fit_intercept_only gradient_proba in_y_true_range predict_proba",
    callable: true,
  },
  {
    path: "sklearn.calibration._CalibratedClassifier",
    at: "sklearn.calibration",
    members: "_preproc fit predict_proba",
  },
  {
    path: "sklearn.calibration._SigmoidCalibration",
    at: "sklearn.calibration",
    bases: "BaseEstimator RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit predict set_fit_request set_predict_request set_score_request",
  },
  {
    path: "sklearn.calibration._TemperatureScaling",
    at: "sklearn.calibration",
    bases: "BaseEstimator RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit predict set_fit_request set_score_request",
  },
];
