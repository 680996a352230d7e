/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn kernel ridge: every spelling since 0.17. */
export const SKLEARN_KERNEL_RIDGE: readonly ClassRow[] = [
  {
    path: "sklearn.kernel_ridge.KernelRidge",
    at: "sklearn.kernel_ridge",
    bases: "BaseEstimator MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_get_kernel _more_tags _pairwise fit predict set_fit_request set_score_request",
    refs: "kernel kernel_",
    estimator: true,
  },
];
