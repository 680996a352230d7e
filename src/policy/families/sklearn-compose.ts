/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn compose: every spelling since 0.17. */
export const SKLEARN_COMPOSE: readonly ClassRow[] = [
  {
    path: "sklearn.compose.ColumnTransformer",
    at: "sklearn.compose._column_transformer",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _BaseComposition _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_add_prefix_for_feature_names_out _call_func_on_transformers _fit_transform _get_empty_routing _get_feature_name_out_for_transformer _get_remainder_cols _get_remainder_cols_dtype _hstack _iter _log_message _record_output_indices _sk_visual_block_ _transformers _update_fitted_transformers _validate_column_callables _validate_features _validate_output _validate_remainder _validate_transformers fit fit_transform get_feature_names get_feature_names_out get_metadata_routing get_params named_transformers_ set_output set_params transform",
    refs: "_columns _remainder _transformer_to_input_indices output_indices_ remainder transformers transformers_ verbose_feature_names_out",
    estimator: true,
  },
  {
    path: "sklearn.compose.TransformedTargetRegressor",
    at: "sklearn.compose._target",
    bases: "BaseEstimator RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin",
    members:
      "_fit_transformer _get_regressor _more_tags _sk_visual_block_ fit get_metadata_routing n_features_in_ predict set_score_request",
    refs: "func inverse_func",
    estimator: true,
  },
  {
    path: "sklearn.compose._column_transformer._RemainderColsList",
    at: "sklearn.compose._column_transformer",
    members:
      "_UserList__cast _repr_pretty_ _show_remainder_cols_warning append clear copy count extend index insert pop remove reverse sort",
  },
  {
    path: "sklearn.compose.make_column_selector",
    at: "sklearn.compose._column_transformer",
    refs: "dtype_exclude dtype_include",
    callable: true,
  },
];
