/**
 * lightgbm's wrappers and Booster as inert data. The Booster's text goes to a native parser that trusts it, so our own reader
 * follows all of it (`sandbox/native`): what does not hold is refused, whatever is switched on.
 */
import type { ClassRow, Family } from "../rows.js";

/** Attributes that some version stores and another computes. */
const KEYS =
  "best_iteration best_iteration_ best_score best_score_ booster_ classes classes_ n_classes n_classes_ evals_result evals_result_ n_features_ n_features_in_ feature_name_ feature_names_in_ feature_importances_ objective_ n_iter_ n_estimators_";

const wrapper = (name: string): ClassRow => ({
  path: `lightgbm.${name}`,
  at: "lightgbm.sklearn lightgbm",
  bases: "LGBMModel",
  keys: KEYS,
  refs: "objective _objective _fobj _eval_metric eval_metric _other_params callbacks",
  estimator: true,
});

export const LIGHTGBM: Family = {
  family: "lightgbm",
  doc: "Wrappers and Boosters of lightgbm 2 to 4; the model's own text is judged to its end, kept as it is, and decoded.",
  classes: [
    ...["LGBMModel", "LGBMClassifier", "LGBMRegressor", "LGBMRanker"].map(wrapper),
    {
      path: "lightgbm.Booster",
      at: "lightgbm.basic lightgbm",
      state: "native-booster",
      bases: "Booster",
      keys: "best_iteration best_score params pandas_categorical train_set_version",
    },
    {
      path: "lightgbm.compat.LGBMLabelEncoder",
      at: "lightgbm.compat lightgbm.sklearn",
      names: "LGBMLabelEncoder _LGBMLabelEncoder",
      members: "fit transform fit_transform inverse_transform get_params set_params",
    },
  ],
  members: {
    LGBMModel:
      "_LGBMClassifier__is_multiclass _more_tags _process_n_jobs _process_params _update_sklearn_tags_from_dict best_iteration_ best_score_ booster_ classes_ decision_function evals_result_ feature_importances_ feature_name_ feature_names_in_ fit get_params n_classes_ n_estimators_ n_features_ n_features_in_ n_iter_ objective_ predict predict_log_proba predict_proba score set_decision_function_request set_fit_request set_params set_predict_proba_request set_predict_request set_score_request transform",
    Booster:
      "_Booster__boost _Booster__get_eval_info _Booster__inner_eval _Booster__inner_predict _free_buffer _get_loaded_param _to_predictor add_valid attr current_iteration dump_model eval eval_train eval_valid feature_importance feature_name free_dataset free_network get_leaf_output get_split_value_histogram lower_bound model_from_string model_to_string num_feature num_model_per_iteration num_trees predict refit reset_parameter rollback_one_iter save_model set_attr set_leaf_output set_network set_train_data_name shuffle_models trees_to_dataframe update upper_bound",
  },
};
