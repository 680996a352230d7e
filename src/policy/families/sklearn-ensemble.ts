/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn ensemble: every spelling since 0.17. */
export const SKLEARN_ENSEMBLE: readonly ClassRow[] = [
  {
    path: "sklearn.ensemble.AdaBoostClassifier",
    at: "sklearn.ensemble._weight_boosting sklearn.ensemble.weight_boosting",
    bases:
      "BaseEnsemble BaseEstimator BaseWeightBoosting ClassifierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin",
    members:
      "_boost _boost_discrete _boost_real _compute_proba_from_decision _validate_estimator decision_function fit predict predict_log_proba predict_proba set_fit_request set_score_request staged_decision_function staged_predict staged_predict_proba",
    keys: "base_estimator_",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.AdaBoostRegressor",
    at: "sklearn.ensemble._weight_boosting sklearn.ensemble.weight_boosting",
    bases:
      "BaseEnsemble BaseEstimator BaseWeightBoosting RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin",
    members: "_boost _get_median_predict _validate_estimator fit predict set_fit_request set_score_request staged_predict",
    keys: "base_estimator_",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.BaggingClassifier",
    at: "sklearn.ensemble._bagging sklearn.ensemble.bagging",
    bases:
      "BaseBagging BaseEnsemble BaseEstimator ClassifierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin",
    members:
      "_get_estimator _more_tags _set_oob_score _validate_estimator _validate_y decision_function predict predict_log_proba predict_proba set_fit_request set_score_request",
    keys: "base_estimator_ estimators_samples_ n_features_",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.BaggingRegressor",
    at: "sklearn.ensemble._bagging sklearn.ensemble.bagging",
    bases:
      "BaseBagging BaseEnsemble BaseEstimator RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin",
    members: "_get_estimator _more_tags _set_oob_score _validate_estimator predict set_fit_request set_score_request",
    keys: "base_estimator_ estimators_samples_ n_features_",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.ExtraTreesClassifier",
    at: "sklearn.ensemble._forest sklearn.ensemble.forest",
    bases:
      "BaseEnsemble BaseEstimator BaseForest ClassifierMixin ForestClassifier MultiOutputMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members: "set_fit_request set_score_request",
    keys: "base_estimator_ n_features_",
    refs: "oob_score",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.ExtraTreesRegressor",
    at: "sklearn.ensemble._forest sklearn.ensemble.forest",
    bases:
      "BaseEnsemble BaseEstimator BaseForest ForestRegressor MultiOutputMixin RegressorMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members: "set_fit_request set_score_request",
    keys: "base_estimator_ n_features_",
    refs: "oob_score",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.GradientBoostingClassifier",
    at: "sklearn.ensemble._gb sklearn.ensemble.gradient_boosting",
    bases:
      "BaseEnsemble BaseEstimator BaseGradientBoosting ClassifierMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members:
      "_encode_y _get_loss _validate_y _warn_mae_for_criterion decision_function predict predict_log_proba predict_proba set_fit_request set_score_request staged_decision_function staged_predict staged_predict_proba",
    keys: "loss_ n_features n_features_",
    refs: "_loss _scorer loss loss_ scorer_ scoring",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.GradientBoostingRegressor",
    at: "sklearn.ensemble._gb sklearn.ensemble.gradient_boosting",
    bases:
      "BaseEnsemble BaseEstimator BaseGradientBoosting RegressorMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members: "_encode_y _get_loss _validate_y _warn_mae_for_criterion apply predict set_fit_request set_score_request staged_predict",
    keys: "loss_ n_features n_features_",
    refs: "_loss _scorer loss loss_ scorer_ scoring",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.HistGradientBoostingClassifier",
    at: "sklearn.ensemble._hist_gradient_boosting.gradient_boosting",
    bases: "BaseEstimator BaseHistGradientBoosting ClassifierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members:
      "_encode_y _encode_y_val _finalize_sample_weight _get_loss decision_function predict predict_proba set_fit_request set_score_request staged_decision_function staged_predict staged_predict_proba",
    refs: "_loss _scorer loss loss_ scorer_ scoring",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.HistGradientBoostingRegressor",
    at: "sklearn.ensemble._hist_gradient_boosting.gradient_boosting",
    bases: "BaseEstimator BaseHistGradientBoosting RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_encode_y _encode_y_val _get_loss predict set_fit_request set_score_request staged_predict",
    refs: "_loss _scorer loss loss_ scorer_ scoring",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.IsolationForest",
    at: "sklearn.ensemble._iforest sklearn.ensemble.iforest",
    bases: "BaseBagging BaseEnsemble BaseEstimator OutlierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members:
      "_compute_chunked_score_samples _compute_score_samples _get_estimator _more_tags _parallel_args _score_samples _set_oob_score decision_function fit predict score_samples set_fit_request",
    keys: "base_estimator_ n_features_",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.RandomForestClassifier",
    at: "sklearn.ensemble._forest sklearn.ensemble.forest",
    bases:
      "BaseEnsemble BaseEstimator BaseForest ClassifierMixin ForestClassifier MultiOutputMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members: "set_fit_request set_score_request",
    keys: "base_estimator_ n_features_",
    refs: "oob_score",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.RandomForestRegressor",
    at: "sklearn.ensemble._forest sklearn.ensemble.forest",
    bases:
      "BaseEnsemble BaseEstimator BaseForest ForestRegressor MultiOutputMixin RegressorMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members: "set_fit_request set_score_request",
    keys: "base_estimator_ n_features_",
    refs: "oob_score",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.RandomTreesEmbedding",
    at: "sklearn.ensemble._forest sklearn.ensemble.forest",
    bases:
      "BaseEnsemble BaseEstimator BaseForest MultiOutputMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester _SetOutputMixin",
    members: "_set_oob_score _set_oob_score_and_attributes fit fit_transform get_feature_names_out set_fit_request transform",
    keys: "base_estimator_ n_features_",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.StackingClassifier",
    at: "sklearn.ensemble._stacking",
    bases:
      "BaseEstimator ClassifierMixin ReprHTMLMixin TransformerMixin _BaseComposition _BaseHeterogeneousEnsemble _BaseStacking _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin _SetOutputMixin",
    members:
      "_sk_visual_block_ _validate_estimators _validate_final_estimator decision_function fit predict predict_proba set_fit_request set_score_request transform",
    refs: "estimators transformer_list",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.StackingRegressor",
    at: "sklearn.ensemble._stacking",
    bases:
      "BaseEstimator RegressorMixin ReprHTMLMixin TransformerMixin _BaseComposition _BaseHeterogeneousEnsemble _BaseStacking _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin _SetOutputMixin",
    members: "_sk_visual_block_ _validate_final_estimator fit fit_transform predict set_fit_request set_score_request transform",
    refs: "estimators transformer_list",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.VotingClassifier",
    at: "sklearn.ensemble._voting sklearn.ensemble.voting sklearn.ensemble.voting_classifier",
    bases:
      "BaseEstimator ClassifierMixin ReprHTMLMixin TransformerMixin _BaseComposition _BaseHeterogeneousEnsemble _BaseVoting _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin _SetOutputMixin",
    members:
      "_check_voting _collect_probas _predict _predict_proba _weights_not_none fit get_feature_names_out get_params predict predict_proba set_fit_request set_params set_score_request transform",
    keys: "named_estimators",
    refs: "estimators transformer_list",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.VotingRegressor",
    at: "sklearn.ensemble._voting sklearn.ensemble.voting",
    bases:
      "BaseEstimator RegressorMixin ReprHTMLMixin TransformerMixin _BaseComposition _BaseHeterogeneousEnsemble _BaseVoting _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin _SetOutputMixin",
    members: "fit get_feature_names_out predict set_fit_request set_score_request transform",
    refs: "estimators transformer_list",
    estimator: true,
  },
  {
    path: "sklearn.ensemble._gb_losses.BinomialDeviance",
    at: "sklearn.ensemble._gb_losses sklearn.ensemble.gradient_boosting",
    bases: "ClassificationLossFunction LossFunction",
    members:
      "_raw_prediction_to_decision _raw_prediction_to_proba _score_to_decision _score_to_proba _update_terminal_region get_init_raw_predictions init_estimator negative_gradient",
    callable: true,
  },
  {
    path: "sklearn.ensemble._gb_losses.ExponentialLoss",
    at: "sklearn.ensemble._gb_losses sklearn.ensemble.gradient_boosting",
    bases: "ClassificationLossFunction LossFunction",
    members:
      "_raw_prediction_to_decision _raw_prediction_to_proba _score_to_decision _score_to_proba _update_terminal_region get_init_raw_predictions init_estimator negative_gradient",
    callable: true,
  },
  {
    path: "sklearn.ensemble._gb_losses.HuberLossFunction",
    at: "sklearn.ensemble._gb_losses sklearn.ensemble.gradient_boosting",
    bases: "LossFunction RegressionLossFunction",
    members: "_update_terminal_region init_estimator negative_gradient",
    callable: true,
  },
  {
    path: "sklearn.ensemble._gb_losses.LeastAbsoluteError",
    at: "sklearn.ensemble._gb_losses sklearn.ensemble.gradient_boosting",
    bases: "LossFunction RegressionLossFunction",
    members: "_update_terminal_region init_estimator negative_gradient",
    callable: true,
  },
  {
    path: "sklearn.ensemble._gb_losses.LeastSquaresError",
    at: "sklearn.ensemble._gb_losses sklearn.ensemble.gradient_boosting",
    bases: "LossFunction RegressionLossFunction",
    members: "_update_terminal_region init_estimator negative_gradient update_terminal_regions",
    callable: true,
  },
  {
    path: "sklearn.ensemble._gb_losses.MultinomialDeviance",
    at: "sklearn.ensemble._gb_losses sklearn.ensemble.gradient_boosting",
    bases: "ClassificationLossFunction LossFunction",
    members:
      "_raw_prediction_to_decision _raw_prediction_to_proba _score_to_decision _score_to_proba _update_terminal_region get_init_raw_predictions init_estimator negative_gradient",
    callable: true,
  },
  {
    path: "sklearn.ensemble._gb_losses.QuantileLossFunction",
    at: "sklearn.ensemble._gb_losses sklearn.ensemble.gradient_boosting",
    bases: "LossFunction RegressionLossFunction",
    members: "_update_terminal_region init_estimator negative_gradient",
    callable: true,
  },
  {
    path: "sklearn.ensemble._hist_gradient_boosting.binning._BinMapper",
    at: "sklearn.ensemble._hist_gradient_boosting.binning",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "fit make_known_categories_bitsets set_fit_request transform",
  },
  {
    path: "sklearn.ensemble._hist_gradient_boosting.loss.BinaryCrossEntropy",
    at: "sklearn.ensemble._hist_gradient_boosting.loss",
    bases: "BaseLoss",
    members: "get_baseline_prediction inverse_link_function pointwise_loss predict_proba update_gradients_and_hessians",
    callable: true,
  },
  {
    path: "sklearn.ensemble._hist_gradient_boosting.loss.CategoricalCrossEntropy",
    at: "sklearn.ensemble._hist_gradient_boosting.loss",
    bases: "BaseLoss",
    members: "get_baseline_prediction pointwise_loss predict_proba update_gradients_and_hessians",
    callable: true,
  },
  {
    path: "sklearn.ensemble._hist_gradient_boosting.loss.LeastAbsoluteDeviation",
    at: "sklearn.ensemble._hist_gradient_boosting.loss",
    bases: "BaseLoss",
    members: "get_baseline_prediction inverse_link_function pointwise_loss update_gradients_and_hessians update_leaves_values",
    callable: true,
  },
  {
    path: "sklearn.ensemble._hist_gradient_boosting.loss.LeastSquares",
    at: "sklearn.ensemble._hist_gradient_boosting.loss",
    bases: "BaseLoss",
    members: "get_baseline_prediction inverse_link_function pointwise_loss update_gradients_and_hessians",
    callable: true,
  },
  {
    path: "sklearn.ensemble._hist_gradient_boosting.loss.Poisson",
    at: "sklearn.ensemble._hist_gradient_boosting.loss",
    bases: "BaseLoss",
    members: "get_baseline_prediction inverse_link_function pointwise_loss update_gradients_and_hessians",
    callable: true,
  },
  {
    path: "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    at: "sklearn.ensemble._hist_gradient_boosting.predictor",
    state: "tree-predictor",
    members: "compute_partial_dependence get_max_depth get_n_leaf_nodes predict predict_binned",
  },
  {
    path: "sklearn.ensemble.gradient_boosting.LogOddsEstimator",
    at: "sklearn.ensemble.gradient_boosting",
    bases: "BaseEstimator",
    members: "fit predict",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.gradient_boosting.MeanEstimator",
    at: "sklearn.ensemble.gradient_boosting",
    bases: "BaseEstimator",
    members: "fit predict",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.gradient_boosting.PriorProbabilityEstimator",
    at: "sklearn.ensemble.gradient_boosting",
    bases: "BaseEstimator",
    members: "fit predict",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.gradient_boosting.QuantileEstimator",
    at: "sklearn.ensemble.gradient_boosting",
    bases: "BaseEstimator",
    members: "fit predict",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.gradient_boosting.ScaledLogOddsEstimator",
    at: "sklearn.ensemble.gradient_boosting",
    bases: "BaseEstimator",
    members: "fit predict",
    estimator: true,
  },
  {
    path: "sklearn.ensemble.gradient_boosting.VerboseReporter",
    at: "sklearn.ensemble.gradient_boosting",
    members: "init update",
  },
  {
    path: "sklearn.ensemble.gradient_boosting.ZeroEstimator",
    at: "sklearn.ensemble.gradient_boosting",
    bases: "BaseEstimator",
    members: "fit predict predict_proba",
    estimator: true,
  },
];
