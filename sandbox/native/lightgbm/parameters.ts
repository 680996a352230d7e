/** Names of LightGBM's parameters (`Config::SaveMembersToString`), versions 2 to 4, and of those that name a file or a machine. */

export const PARAMETERS =
  "boosting objective metric tree_learner device_type data_sample_strategy num_iterations learning_rate num_leaves num_threads seed " +
  "deterministic force_col_wise force_row_wise histogram_pool_size max_depth min_data_in_leaf min_sum_hessian_in_leaf bagging_fraction " +
  "pos_bagging_fraction neg_bagging_fraction bagging_freq bagging_seed bagging_by_query feature_fraction feature_fraction_bynode " +
  "feature_fraction_seed extra_trees extra_seed early_stopping_round early_stopping_min_delta first_metric_only max_delta_step lambda_l1 " +
  "lambda_l2 linear_lambda min_gain_to_split drop_rate max_drop skip_drop xgboost_dart_mode uniform_drop drop_seed top_rate other_rate " +
  "min_data_per_group max_cat_threshold cat_l2 cat_smooth max_cat_to_onehot top_k monotone_constraints monotone_constraints_method " +
  "monotone_penalty feature_contri refit_decay_rate cegb_tradeoff cegb_penalty_split cegb_penalty_feature_lazy " +
  "cegb_penalty_feature_coupled path_smooth interaction_constraints verbosity saved_feature_importance_type use_quantized_grad " +
  "num_grad_quant_bins quant_train_renew_leaf stochastic_rounding linear_tree max_bin max_bin_by_feature min_data_in_bin " +
  "bin_construct_sample_cnt data_random_seed is_enable_sparse enable_bundle max_conflict_rate sparse_threshold use_missing " +
  "zero_as_missing feature_pre_filter pre_partition two_round save_binary enable_load_from_binary_file header label_column weight_column " +
  "group_column ignore_column categorical_feature predict_raw_score predict_leaf_index predict_contrib num_iteration_predict " +
  "start_iteration_predict predict_disable_shape_check pred_early_stop pred_early_stop_freq pred_early_stop_margin " +
  "convert_model_language precise_float_parser snapshot_freq objective_seed num_class is_unbalance scale_pos_weight sigmoid " +
  "boost_from_average reg_sqrt alpha fair_c poisson_max_delta_step tweedie_variance_power max_position lambdarank_truncation_level " +
  "lambdarank_norm lambdarank_position_bias_regularization lambdamart_norm label_gain metric_freq is_provide_training_metric eval_at " +
  "multi_error_top_k auc_mu_weights num_machines local_listen_port time_out gpu_platform_id gpu_device_id gpu_use_dp num_gpu " +
  "is_parallel is_data_based_parallel task bagging_is_balance cpu_threads gpu_device_id_list";

/** Empty, or as LightGBM has them where nobody set them. */
export const UNSET =
  "data valid forcedsplits_filename forcedbins_filename output_model input_model output_result initscore_filename valid_data_initscores " +
  "convert_model machine_list_filename machines parser_config_file save_period config";

export function unsetValue(name: string): string {
  if (name === "output_model") return "LightGBM_model.txt";
  if (name === "output_result") return "LightGBM_predict_result.txt";
  return name === "convert_model" ? "gbdt_prediction.cpp" : "";
}
