/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn frozen: every spelling since 0.17. */
export const SKLEARN_FROZEN: readonly ClassRow[] = [
  {
    path: "sklearn.frozen.FrozenEstimator",
    at: "sklearn.frozen._frozen",
    bases: "BaseEstimator ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit get_params set_params",
    estimator: true,
  },
];
