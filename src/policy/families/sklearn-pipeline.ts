/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn pipeline: every spelling since 0.17. */
export const SKLEARN_PIPELINE: readonly ClassRow[] = [
  {
    path: "sklearn.pipeline.FeatureUnion",
    at: "sklearn.pipeline",
    bases:
      "BaseEstimator ReprHTMLMixin TransformerMixin _BaseComposition _BasePipeline _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin _SetOutputMixin",
    members:
      "_add_prefix_for_feature_names_out _hstack _iter _log_message _parallel_func _sk_visual_block_ _update_transformer_list _validate_transformer_weights _validate_transformers feature_names_in_ fit fit_transform get_feature_names get_feature_names_out get_metadata_routing get_params n_features_in_ named_transformers set_output set_params transform",
    refs: "estimators transformer_list",
    estimator: true,
  },
  {
    path: "sklearn.pipeline.Pipeline",
    at: "sklearn.pipeline",
    bases: "BaseEstimator CallbackSupportMixin ReprHTMLMixin _BaseComposition _BasePipeline _HTMLDocumentationLinkMixin _MetadataRequester",
    members:
      "_can_fit_transform _can_inverse_transform _can_transform _check_fit_params _check_method_params _estimator_type _final_estimator _fit _get_metadata_for_step _inverse_transform _iter _log_message _more_tags _pairwise _sk_visual_block_ _transform _validate_steps classes_ decision_function feature_names_in_ fit fit_predict fit_transform get_feature_names_out get_metadata_routing get_params inverse_transform n_features_in_ named_steps predict predict_log_proba predict_proba score score_samples set_output set_params set_score_request transform",
    refs: "estimators transformer_list",
    estimator: true,
  },
];
