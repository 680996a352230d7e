/**
 * xgboost's wrappers and Booster as inert data. The Booster's bytes go to a native parser that does not survive mutated input,
 * so our own reader follows all of them (`sandbox/native`): what does not hold is refused, whatever is switched on. Callbacks
 * that are plain data are listed; a function that one prints with is an inert reference.
 */
import type { ClassRow, Family } from "../rows.js";

/** Attributes that some version stores and another computes. */
const KEYS =
  "best_iteration best_score best_ntree_limit n_features_in_ feature_names_in_ classes_ n_classes_ coef_ intercept_ feature_importances_";

const wrapper = (name: string): ClassRow => ({
  path: `xgboost.${name}`,
  at: "xgboost.sklearn xgboost",
  bases: "XGBModel",
  keys: KEYS,
  refs: "objective eval_metric callbacks kwargs",
  estimator: true,
});

export const XGBOOST: Family = {
  family: "xgboost",
  doc: "Wrappers and Boosters of xgboost 0.6 to 3; the model's own bytes are judged to their end, kept as they are, and decoded.",
  classes: [
    ...["XGBModel", "XGBClassifier", "XGBRegressor", "XGBRanker", "XGBRFClassifier", "XGBRFRegressor"].map(wrapper),
    {
      path: "xgboost.Booster",
      at: "xgboost.core xgboost",
      state: "native-booster",
      bases: "Booster",
      keys: "best_iteration best_score best_ntree_limit feature_names feature_types",
    },
    {
      path: "xgboost.compat.XGBoostLabelEncoder",
      at: "xgboost.compat",
      members: "fit transform fit_transform inverse_transform from_json to_json get_params set_params",
    },
    { path: "xgboost.callback.EarlyStopping", at: "xgboost.callback", bases: "TrainingCallback", members: "_update_rounds" },
    {
      path: "xgboost.callback.EvaluationMonitor",
      at: "xgboost.callback",
      bases: "TrainingCallback",
      members: "_fmt_metric",
      refs: "_logger",
    },
  ],
  references: [{ what: "function", at: "xgboost.collective", names: "communicator_print", public: "xgboost.collective" }],
  members: {
    XGBModel:
      "_can_use_inplace_predict _configure_fit _create_dmatrix _create_ltr_dmatrix _doc_link_module _doc_link_template _get_iteration_range _get_type _load_model_attributes _more_tags _set_evaluation_result _update_sklearn_tags_from_dict _wrapper_params apply best_iteration best_score classes_ coef_ evals_result feature_importances_ feature_names_in_ fit get_booster get_num_boosting_rounds get_params get_xgb_params intercept_ load_model n_features_in_ predict predict_log_proba predict_proba save_model score set_fit_request set_params set_predict_proba_request set_predict_request set_score_request transform",
    TrainingCallback: "before_training after_training before_iteration after_iteration",
    Booster:
      "_assign_dmatrix_features _configure_constraints _get_feature_info _set_feature_info _transform_interaction_constraints _transform_monotone_constrains _validate_features attr attributes best_iteration best_score boost copy dump_model eval eval_set feature_names feature_types get_categories get_dump get_fscore get_score get_split_value_histogram inplace_predict load_config load_model num_boosted_rounds num_features predict reset save_config save_model save_raw set_attr set_param trees_to_dataframe update",
  },
};
