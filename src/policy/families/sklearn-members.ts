/**
 * Methods and properties of sklearn's base classes and mixins, united over the versions: refused as state keys, since
 * a value under such a name would stand in for the method. Made by scripts/policy/sklearn_rows.py; do not edit.
 */
import type { MemberSets } from "../rows.js";

/** Base class to the methods and properties that it had in any version. */
export const SKLEARN_MEMBERS: MemberSets = {
  ArrayAPILossMixin: "gradient loss loss_gradient",
  BaseBagging:
    "_fit _get_estimator _get_estimators_indices _more_tags _parallel_args _set_oob_score _validate_y estimators_samples_ fit get_metadata_routing n_features_ set_fit_request",
  BaseCrossValidator: "_iter_test_indices _iter_test_masks get_n_splits split",
  BaseDecisionTree:
    "_compute_missing_values_in_feature_mask _fit _prune_tree _support_missing_values _validate_X_predict apply cost_complexity_pruning_path decision_path feature_importances_ fit get_depth get_n_leaves predict set_predict_request",
  BaseDiscreteNB: "_check_alpha _get_coef _get_intercept _more_tags _update_class_log_prior coef_ fit intercept_ partial_fit",
  BaseEnsemble: "_make_estimator _validate_estimator base_estimator_",
  BaseEstimator:
    "_check_feature_names _check_n_features _get_fitted_attr_html _get_param_names _get_params_html _get_tags _html_repr _more_tags _repr_html_ _repr_html_inner _repr_mimebundle_ _validate_data _validate_params get_params set_params",
  BaseForest:
    "_compute_oob_predictions _get_estimators_indices _more_tags _set_oob_score _set_oob_score_and_attributes _validate_X_predict _validate_y_class_weight apply decision_path estimators_samples_ feature_importances_ fit n_features_ set_fit_request",
  BaseGradientBoosting:
    "_check_initialized _check_params _clear_state _compute_partial_dependence_recursion _decision_function _encode_y _fit_stage _fit_stages _get_loss _init_decision_function _init_state _is_fitted _is_initialized _make_estimator _raw_predict _raw_predict_init _resize_state _set_max_features _staged_decision_function _staged_raw_predict _validate_y _warn_mae_for_criterion apply decision_function feature_importances_ fit loss_ n_features n_features_ set_fit_request staged_decision_function",
  BaseGraphicalLasso: "set_score_request",
  BaseHistGradientBoosting:
    "_bin_data _check_categorical_features _check_categories _check_early_stopping_loss _check_early_stopping_scorer _check_interaction_cst _clear_state _compute_partial_dependence_recursion _encode_y _encode_y_val _finalize_sample_weight _get_loss _get_small_trainset _is_fitted _more_tags _predict_iterations _preprocess_X _print_iteration_stats _raw_predict _score_with_raw_predictions _should_stop _staged_raw_predict _validate_parameters fit n_iter_ set_fit_request",
  BaseLabelPropagation: "_build_graph _get_kernel fit predict predict_proba set_score_request",
  BaseLibSVM:
    "_compute_kernel _decision_function _dense_decision_function _dense_fit _dense_predict _get_coef _more_tags _pairwise _sparse_decision_function _sparse_fit _sparse_predict _validate_for_predict _validate_targets _warn_from_fit_status coef_ decision_function fit n_support_ predict set_fit_request",
  BaseLink: "derivative inverse inverse_derivative link",
  BaseLoss:
    "constant_to_optimal_zero fit_intercept_only get_baseline_prediction gradient gradient_hessian in_y_pred_range in_y_true_range init_gradient_and_hessian init_gradients_and_hessians loss loss_gradient pointwise_loss update_gradients_and_hessians",
  BaseMixture:
    "_check_initial_parameters _check_is_fitted _check_parameters _e_step _estimate_log_prob _estimate_log_prob_resp _estimate_log_weights _estimate_weighted_log_prob _get_parameters _initialize _initialize_parameters _m_step _print_verbose_msg_init_beg _print_verbose_msg_init_end _print_verbose_msg_iter_end _set_parameters fit fit_predict predict predict_proba sample score score_samples",
  BaseMultilayerPerceptron:
    "_backprop _check_solver _compute_loss_grad _fit _fit_lbfgs _fit_stochastic _forward_pass _forward_pass_fast _init_coef _initialize _loss_grad_lbfgs _partial_fit _predict _score_with_function _unpack _update_no_improvement_count _validate_hyperparameters fit partial_fit set_fit_request",
  BaseNB: "_joint_log_likelihood predict predict_log_proba predict_proba",
  BaseOptimizer: "iteration_ends trigger_stopping update_params",
  BaseRandomProjection: "_compute_inverse_components _make_random_matrix _more_tags _n_features_out fit inverse_transform transform",
  BaseRandomizedLinearModel: "_get_support_mask _make_estimator_and_params _preprocess_data fit get_support inverse_transform transform",
  BaseSGD:
    "_allocate_parameter_mem _get_l1_ratio _get_learning_rate_type _get_loss_function _get_penalty_type _make_validation_score_cb _make_validation_split _more_validate_params _validate_params _validate_sample_weight average_coef_ average_intercept_ fit loss_function_ set_params standard_coef_ standard_intercept_",
  BaseSGDClassifier:
    "_fit _fit_binary _fit_multiclass _partial_fit fit loss_function partial_fit set_fit_request set_partial_fit_request set_score_request",
  BaseSGDRegressor:
    "_decision_function _fit _fit_regressor _partial_fit decision_function fit partial_fit predict set_fit_request set_partial_fit_request set_score_request",
  BaseSVC:
    "_check_proba _class_weight _dense_predict_proba _get_coef _predict_log_proba _predict_proba _sparse_predict_proba _validate_targets decision_function predict predict_log_proba predict_proba probA_ probB_ set_fit_request set_score_request",
  BaseSearchCV:
    "_check_input_parameters _check_is_fitted _check_refit_for_multimetric _check_scorers_accept_sample_weight _estimator_type _fit _format_results _get_routed_params_for_fit _get_scorers _more_tags _pairwise _run_search _select_best_index _sk_visual_block_ _wrap_namespace_error best_params_ best_score_ classes_ decision_function fit get_metadata_routing grid_scores_ inverse_transform n_features_in_ predict predict_log_proba predict_proba score score_samples set_fit_request transform",
  BaseShuffleSplit: "_iter_indices get_n_splits split",
  BaseSpectral: "_check_parameters _k_means _more_tags _svd fit",
  BaseSuccessiveHalving: "_check_input_parameters _generate_candidate_params _more_tags _run_search _select_best_index fit set_fit_request",
  BaseThresholdClassifier:
    "_get_response_method _more_tags classes_ decision_function fit predict_log_proba predict_proba set_score_request",
  BaseWeightBoosting: "_boost _check_X _validate_X_predict _validate_data feature_importances_ fit set_fit_request staged_score",
  BiclusterMixin: "biclusters_ get_indices get_shape get_submatrix",
  CallbackSupportMixin: "_init_callback_context set_callbacks",
  ClassNamePrefixFeaturesOutMixin: "get_feature_names_out",
  ClassificationLossFunction:
    "_raw_prediction_to_decision _raw_prediction_to_proba _score_to_decision _score_to_proba check_init_estimator",
  ClassifierMixin: "_more_tags score",
  ClusterMixin: "_more_tags fit_predict",
  DensityMixin: "score",
  DiscriminantAnalysisPredictionMixin: "decision_function predict predict_log_proba predict_proba",
  ElasticNet: "_decision_function decision_function fit path set_fit_request set_score_request sparse_coef_",
  EmpiricalCovariance: "_set_covariance error_norm fit get_precision mahalanobis score set_score_request",
  ExponentialDispersionModel: "deviance deviance_derivative in_y_range unit_deviance unit_deviance_derivative unit_variance",
  ForestClassifier:
    "_get_oob_predictions _more_tags _set_oob_score _set_oob_score_and_attributes _validate_y_class_weight predict predict_log_proba predict_proba set_fit_request set_score_request",
  ForestRegressor:
    "_compute_partial_dependence_recursion _get_oob_predictions _more_tags _set_oob_score _set_oob_score_and_attributes predict set_fit_request set_score_request",
  GeneralizedLinearRegressor: "_linear_predictor _more_tags fit predict score",
  GenericKernelMixin: "requires_vector_input",
  GraphicalLasso: "fit set_score_request",
  GroupsConsumerMixin: "set_split_request",
  KNeighborsMixin: "_kneighbors_reduce_func kneighbors kneighbors_graph",
  Kernel:
    "_check_bounds_params bounds clone_with_theta diag get_params hyperparameters is_stationary n_dims requires_vector_input set_params theta",
  KernelOperator: "bounds get_params hyperparameters is_stationary requires_vector_input theta",
  Lars: "_fit _get_gram fit set_fit_request set_score_request",
  Lasso: "path set_fit_request set_score_request",
  LinearClassifierMixin: "_predict_proba_lr decision_function predict",
  LinearModel: "_decision_function _more_tags _preprocess_data _set_intercept decision_function fit predict",
  LinearModelCV: "_get_estimator _is_multitask _more_tags fit get_metadata_routing path set_fit_request",
  LossFunction: "_update_terminal_region get_init_raw_predictions init_estimator negative_gradient update_terminal_regions",
  MultiOutputEstimator: "_more_tags fit partial_fit predict",
  MultiOutputLinearModel: "predict",
  MultiOutputMixin: "_more_tags",
  NMF: "_check_params _check_w_h _fit_transform _more_tags _n_features_out _scale_regularization fit fit_transform inverse_transform transform",
  NeighborsBase: "_check_algorithm_metric _fit _init_params _more_tags _pairwise",
  NormalizedKernelMixin: "diag",
  OneToOneFeatureMixin: "get_feature_names_out",
  OutlierMixin: "fit_predict",
  RadiusNeighborsMixin: "_radius_neighbors_reduce_func radius_neighbors radius_neighbors_graph",
  RegressionLossFunction: "check_init_estimator get_init_raw_predictions",
  RegressorMixin: "_more_tags score",
  ReprHTMLMixin: "_repr_html_ _repr_html_inner _repr_mimebundle_",
  SelectorMixin: "_get_support_mask _transform get_feature_names_out get_support inverse_transform transform",
  ShuffleSplit: "_iter_indices",
  SparseCodingMixin: "_set_sparse_coding_params transform",
  SparseCoefMixin: "densify sparsify",
  StationaryKernelMixin: "is_stationary",
  SupervisedFloatMixin: "_more_tags fit",
  SupervisedIntegerMixin: "_more_tags fit",
  TransformerMixin: "fit_transform",
  TweedieDistribution: "power unit_deviance unit_variance",
  UnsupervisedMixin: "fit",
  VectorizerMixin:
    "_char_ngrams _char_wb_ngrams _check_stop_words_consistency _check_vocabulary _validate_custom_analyzer _validate_params _validate_vocabulary _word_ngrams build_analyzer build_preprocessor build_tokenizer decode get_stop_words",
  _BaseChain: "_get_estimator _get_predictions _log_message fit predict",
  _BaseComposition: "_check_estimators_are_instances _get_params _replace_estimator _set_params _validate_names",
  _BaseDiscreteNB:
    "_check_X _check_X_y _check_alpha _count _get_coef _get_intercept _init_counters _more_tags _update_class_log_prior _update_feature_log_prob coef_ fit intercept_ n_features_ partial_fit set_fit_request set_partial_fit_request set_score_request",
  _BaseEncoder:
    "_check_X _check_infrequent_enabled _fit _fit_infrequent_category_mapping _get_feature _identify_infrequent _map_infrequent_categories _more_tags _transform infrequent_categories_",
  _BaseFilter: "_check_params _more_tags fit",
  _BaseHeterogeneousEnsemble: "_more_tags _validate_estimators get_params named_estimators set_params",
  _BaseImputer: "_concatenate_indicator _concatenate_indicator_feature_names_out _fit_indicator _more_tags _transform_indicator",
  _BaseKFold: "get_n_splits split",
  _BaseKMeans:
    "_check_mkl_vcomp _check_params _check_params_vs_input _check_test_data _init_centroids _more_tags _transform _validate_center_shape _warn_mkl_vcomp fit_predict fit_transform predict score set_predict_request set_score_request transform",
  _BaseNB: "_check_X _joint_log_likelihood predict predict_joint_log_proba predict_log_proba predict_proba set_score_request",
  _BaseNMF: "_check_params _check_w_h _compute_regularization _more_tags _n_features_out fit inverse_transform",
  _BasePCA: "_n_features_out _transform fit get_covariance get_precision inverse_transform transform",
  _BasePipeline: "_get_params _replace_step _set_params _validate_names",
  _BaseRidge: "fit set_fit_request",
  _BaseRidgeCV: "_get_scorer cv_values_ fit get_metadata_routing set_fit_request",
  _BaseScorer:
    "_accept_sample_weight _check_pos_label _factory_args _get_metadata_request _get_pos_label _routing_repr _select_proba_binary _warn_overlap set_score_request",
  _BaseSparseCoding: "_inverse_transform _transform inverse_transform transform",
  _BaseSparsePCA: "_more_tags _n_features_out fit inverse_transform transform",
  _BaseStacking:
    "_clone_final_estimator _concatenate_predictions _method_name _sk_visual_block_ _sk_visual_block_with_final_estimator _transform fit get_feature_names_out get_metadata_routing n_features_in_ predict set_fit_request",
  _BaseVoting:
    "_log_message _more_tags _predict _sk_visual_block_ _weights_not_none fit fit_transform get_metadata_routing get_params n_features_in_ named_estimators set_fit_request set_params",
  _ClassNamePrefixFeaturesOutMixin: "get_feature_names_out",
  _DPGMMBase:
    "_bound_concentration _bound_means _bound_precisions _bound_proportions _do_mstep _fit _get_covars _get_precisions _initialize_gamma _logprior _monitor _set_covars _set_weights _update_concentration _update_means _update_precisions lower_bound score_samples",
  _GMMBase: "_do_mstep _fit _get_covars _n_parameters _set_covars aic bic fit fit_predict predict predict_proba sample score score_samples",
  _GeneralizedLinearRegressor: "_get_loss _linear_predictor _more_tags family fit predict score set_fit_request set_score_request",
  _HTMLDocumentationLinkMixin: "_doc_link_template _get_doc_link",
  _LearntSelectorMixin: "transform",
  _MetadataRequester:
    "_build_request_for_signature _get_class_level_metadata_request_values _get_default_requests _get_metadata_request get_metadata_routing",
  _MultiOutputEstimator: "_more_tags fit get_metadata_routing partial_fit predict set_fit_request set_partial_fit_request",
  _OneToOneFeatureMixin: "get_feature_names_out",
  _PLS: "_more_tags coef_ fit fit_transform inverse_transform norm_y_weights predict set_predict_request set_score_request set_transform_request transform x_mean_ x_scores_ x_std_ y_mean_ y_scores_ y_std_",
  _PartitionIterator: "_empty_mask _iter_test_indices _iter_test_masks",
  _RepeatedSplits: "get_n_splits split",
  _RidgeClassifierMixin: "_get_scorer_instance _more_tags _prepare_data classes_ predict",
  _RoutingNotSupportedMixin: "get_metadata_routing",
  _SetOutputMixin: "set_output",
  _UnstableArchMixin: "_more_tags",
  _UnsupportedGroupCVMixin: "split",
  _VectorizerMixin:
    "_char_ngrams _char_wb_ngrams _check_stop_words_consistency _check_vocabulary _validate_custom_analyzer _validate_ngram_range _validate_params _validate_vocabulary _warn_for_unused_params _word_ngrams build_analyzer build_preprocessor build_tokenizer decode get_stop_words",
};
