/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn utils: every spelling since 0.17. */
export const SKLEARN_UTILS: readonly ClassRow[] = [
  {
    path: "sklearn.utils.Bunch",
    at: "sklearn.utils sklearn.utils._bunch",
    form: "dict-subclass",
    members: "_set_deprecated",
  },
  {
    path: "sklearn.utils._metadata_requests.MethodMetadataRequest",
    at: "sklearn.utils._metadata_requests",
    members: "_check_warnings _consumes _get_param_names _route_params _serialize add_request",
    refs: "owner",
  },
  {
    path: "sklearn.utils._mocking.CheckingClassifier",
    at: "sklearn.utils._mocking sklearn.utils.mocking",
    bases: "BaseEstimator ClassifierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_check_X_y _more_tags decision_function fit predict predict_proba score set_fit_request",
    refs: "check_X check_y expected_fit_params methods_to_check",
    estimator: true,
  },
  {
    path: "sklearn.utils.deprecation.DeprecationDict",
    at: "sklearn.utils.deprecation",
    form: "dict-subclass",
    members: "add_warning get",
    refs: "_deprecations",
  },
  {
    path: "sklearn.utils.metadata_routing.MetadataRequest",
    at: "sklearn.utils._metadata_requests",
    members: "_check_warnings _get_param_names _route_params _serialize consumes",
    refs: "owner",
  },
];
