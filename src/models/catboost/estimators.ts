/**
 * catboost's estimators (catboost.core, 0.24 to 1.2): the classifier gives labels, those of several classes as a column; the
 * regressor what its loss asks for; CatBoost and the ranker raw values.
 */
import { defineModel, type MethodOptions, type ModelDefinition, methods } from "../define.js";
import { catboostLabels, isOfClasses } from "../parts/boosters/catboost-classes.js";
import {
  catboostLeaves,
  catboostPredict,
  catboostStages,
  type PredictionType,
  readEstimator,
  usualOf,
} from "../parts/boosters/catboost-methods.js";
import type { State } from "../state.js";

const estimator = (name: string, usualOf: (state: State) => PredictionType): ModelDefinition =>
  defineModel({
    class: `catboost.${name}`,
    build: (state) => {
      const asked = readEstimator(state);
      const usual = usualOf(state);
      return {
        ...asked.model.expected,
        methods: methods({
          predict: (x, options) => catboostPredict(asked, x, options, usual),
          staged_predict: (x, options) => catboostStages(asked, x, options, usual),
          calc_leaf_indexes: (x, options) => catboostLeaves(asked, x, options),
        }),
      };
    },
  });

const asked = (options: MethodOptions, type: PredictionType): MethodOptions => ({ ...options, prediction_type: type });

export const CatBoost = /* @__PURE__ */ estimator("CatBoost", () => "RawFormulaVal");
export const CatBoostRanker = /* @__PURE__ */ estimator("CatBoostRanker", () => "RawFormulaVal");
export const CatBoostRegressor = /* @__PURE__ */ estimator("CatBoostRegressor", usualOf);

export const CatBoostClassifier = defineModel({
  class: "catboost.CatBoostClassifier",
  build: (state) => {
    const model = readEstimator(state);
    return {
      ...model.model.expected,
      ...(isOfClasses(model.model) ? { classes: catboostLabels(state, model.model).classes } : {}),
      methods: methods({
        predict: (x, options) => catboostPredict(model, x, options, "Class"),
        predict_proba: (x, options) => catboostPredict(model, x, asked(options, "Probability"), "Class"),
        predict_log_proba: (x, options) => catboostPredict(model, x, asked(options, "LogProbability"), "Class"),
        staged_predict: (x, options) => catboostStages(model, x, options, "Class"),
        staged_predict_proba: (x, options) => catboostStages(model, x, asked(options, "Probability"), "Class"),
        staged_predict_log_proba: (x, options) => catboostStages(model, x, asked(options, "LogProbability"), "Class"),
        calc_leaf_indexes: (x, options) => catboostLeaves(model, x, options),
      }),
    };
  },
});
