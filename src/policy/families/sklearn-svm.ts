/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn svm: every spelling since 0.17. */
export const SKLEARN_SVM: readonly ClassRow[] = [
  {
    path: "sklearn.svm.LinearSVC",
    at: "sklearn.svm._classes sklearn.svm.classes",
    bases:
      "BaseEstimator ClassifierMixin LinearClassifierMixin ReprHTMLMixin SparseCoefMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members: "_more_tags fit set_fit_request set_score_request",
    refs: "kernel kernel_",
    estimator: true,
  },
  {
    path: "sklearn.svm.LinearSVR",
    at: "sklearn.svm._classes sklearn.svm.classes",
    bases: "BaseEstimator LinearModel RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags fit set_fit_request set_score_request",
    refs: "kernel kernel_",
    estimator: true,
  },
  {
    path: "sklearn.svm.NuSVC",
    at: "sklearn.svm._classes sklearn.svm.classes",
    bases: "BaseEstimator BaseLibSVM BaseSVC ClassifierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags set_fit_request set_score_request",
    keys: "n_support_ probA_ probB_",
    refs: "kernel kernel_",
    estimator: true,
  },
  {
    path: "sklearn.svm.NuSVR",
    at: "sklearn.svm._classes sklearn.svm.classes",
    bases: "BaseEstimator BaseLibSVM RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags set_fit_request set_score_request",
    keys: "n_support_",
    refs: "kernel kernel_",
    estimator: true,
  },
  {
    path: "sklearn.svm.OneClassSVM",
    at: "sklearn.svm._classes sklearn.svm.classes",
    bases: "BaseEstimator BaseLibSVM OutlierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags decision_function fit predict score_samples set_fit_request",
    keys: "n_support_",
    refs: "kernel kernel_",
    estimator: true,
  },
  {
    path: "sklearn.svm.SVC",
    at: "sklearn.svm._classes sklearn.svm.classes",
    bases: "BaseEstimator BaseLibSVM BaseSVC ClassifierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags set_fit_request set_score_request",
    keys: "n_support_ probA_ probB_",
    refs: "kernel kernel_",
    estimator: true,
  },
  {
    path: "sklearn.svm.SVR",
    at: "sklearn.svm._classes sklearn.svm.classes",
    bases: "BaseEstimator BaseLibSVM RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags set_fit_request set_score_request",
    keys: "n_support_",
    refs: "kernel kernel_",
    estimator: true,
  },
];
