/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn impute: every spelling since 0.17. */
export const SKLEARN_IMPUTE: readonly ClassRow[] = [
  {
    path: "sklearn.impute.IterativeImputer",
    at: "sklearn.impute._iterative",
    bases:
      "BaseEstimator ReprHTMLMixin TransformerMixin _BaseImputer _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin _SetOutputMixin",
    members:
      "_get_abs_corr_mat _get_neighbor_feat_idx _get_ordered_idx _impute_one_feature _initial_imputation _more_tags _validate_limit fit fit_transform get_feature_names_out get_metadata_routing transform",
    estimator: true,
  },
  {
    path: "sklearn.impute.KNNImputer",
    at: "sklearn.impute._knn",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _BaseImputer _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_calc_impute fit get_feature_names_out transform",
    refs: "effective_metric_ metric metric_ strategy weights",
    estimator: true,
  },
  {
    path: "sklearn.impute.MissingIndicator",
    at: "sklearn.impute sklearn.impute._base",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_fit _get_missing_features_info _more_tags _validate_input fit fit_transform get_feature_names_out transform",
    estimator: true,
  },
  {
    path: "sklearn.impute.SimpleImputer",
    at: "sklearn.impute sklearn.impute._base",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _BaseImputer _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_dense_fit _more_tags _sparse_fit _validate_input fit get_feature_names_out inverse_transform transform",
    refs: "effective_metric_ metric metric_ strategy",
    estimator: true,
  },
];
