/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn random projection: every spelling since 0.17. */
export const SKLEARN_RANDOM_PROJECTION: readonly ClassRow[] = [
  {
    path: "sklearn.random_projection.GaussianRandomProjection",
    at: "sklearn.random_projection",
    bases:
      "BaseEstimator BaseRandomProjection ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_make_random_matrix transform",
    keys: "_n_features_out",
    estimator: true,
  },
  {
    path: "sklearn.random_projection.SparseRandomProjection",
    at: "sklearn.random_projection",
    bases:
      "BaseEstimator BaseRandomProjection ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_make_random_matrix transform",
    keys: "_n_features_out",
    estimator: true,
  },
];
