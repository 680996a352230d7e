/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn semi supervised: every spelling since 0.17. */
export const SKLEARN_SEMI_SUPERVISED: readonly ClassRow[] = [
  {
    path: "sklearn.semi_supervised.LabelPropagation",
    at: "sklearn.semi_supervised._label_propagation sklearn.semi_supervised.label_propagation",
    bases: "BaseEstimator BaseLabelPropagation ClassifierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_build_graph fit set_score_request",
    refs: "kernel kernel_",
    estimator: true,
  },
  {
    path: "sklearn.semi_supervised.LabelSpreading",
    at: "sklearn.semi_supervised._label_propagation sklearn.semi_supervised.label_propagation",
    bases: "BaseEstimator BaseLabelPropagation ClassifierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_build_graph set_score_request",
    refs: "kernel kernel_",
    estimator: true,
  },
  {
    path: "sklearn.semi_supervised.SelfTrainingClassifier",
    at: "sklearn.semi_supervised._self_training",
    bases: "BaseEstimator ClassifierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin",
    members: "_get_estimator decision_function fit get_metadata_routing predict predict_log_proba predict_proba score",
    estimator: true,
  },
];
