/**
 * catboost's estimators as inert data. Each is its parameters and, under `__model`, the bytes of a flatbuffer that native code
 * follows without a check of what is in it, so our own reader follows all of it (`sandbox/native`): what does not hold is
 * refused, whatever is switched on, and so are models with counted categories, texts or embeddings, which are not read.
 *
 * What a state holds beside the model becomes parameters, never attributes, but for two rows of numbers.
 */
import type { ClassRow, Family } from "../rows.js";

const estimator = (name: string): ClassRow => ({
  path: `catboost.${name}`,
  at: "catboost.core catboost",
  state: "catboost-model",
  bases: "CatBoost",
  estimator: true,
});

export const CATBOOST: Family = {
  family: "catboost",
  doc: "Estimators of catboost 0.1x to 1.2; the model's own bytes are judged to their end, kept as they are, and decoded.",
  classes: ["CatBoost", "CatBoostClassifier", "CatBoostRegressor", "CatBoostRanker"].map(estimator),
  members: {
    CatBoost:
      "_base_calc_leaf_indexes _base_drop_unused_features _base_eval_metrics _base_predict _base_predict_multi _base_shrink _base_virtual_ensembles_predict _calc_fstr _calc_leaf_indexes _calc_ostr _check_is_classification_objective _check_is_compatible_loss _check_is_regressor_loss _convert_to_asymmetric_representation _dataset_train_eval_split _deserialize_model _estimator_type _eval_metrics _fit _get_borders _get_canonized_params _get_cat_feature_indices _get_default_prediction_type _get_embedding_feature_indices _get_float_feature_indices _get_nan_treatments _get_params _get_params_from_model_updated_with_init_params _get_tags _get_text_feature_indices _get_tree_leaf_values _get_tree_node_to_leaf _get_tree_splits _get_tree_step_nodes _is_classification_objective _is_classifier _is_comparable_to _is_multiclass_compatible _is_multilabel_objective _is_multiregression_objective _is_multitarget_objective _is_ranking_objective _is_regression_objective _is_survivalregression_objective _iterate_leaf_indexes _leaf_indexes_iterator _load_from_stream _load_from_string _load_model _plot_nonsymmetric_tree _plot_oblivious_tree _predict _prepare_train_params _process_predict_input_data _save_borders _save_model _serialize_model _set_test_evals _set_trained_model_attributes _staged_predict _staged_predict_iterator _sum_models _train _tune_hyperparams _validate_prediction_type _virtual_ensembles_predict best_iteration_ best_score_ calc_feature_statistics calc_leaf_indexes classes_ compare copy create_metric_calcer drop_unused_features eval_metrics evals_result_ feature_importances_ feature_names_ fit get_all_params get_best_iteration get_best_score get_borders get_cat_feature_indices get_embedding_feature_indices get_evals_result get_feature_importance get_leaf_values get_leaf_weights get_metadata get_n_features_in get_object_importance get_param get_params get_probability_threshold get_scale_and_bias get_sklearn_estimator_xfail_checks get_test_eval get_test_evals get_text_feature_indices get_tree_leaf_counts grid_search is_fitted iterate_leaf_indexes learning_rate_ load_model n_features_in_ plot_partial_dependence plot_predictions plot_tree predict predict_log_proba predict_proba random_seed_ randomized_search save_borders save_model score select_features set_feature_names set_leaf_values set_params set_probability_threshold set_scale_and_bias shrink staged_predict staged_predict_log_proba staged_predict_proba tree_count_ virtual_ensembles_predict",
  },
};
