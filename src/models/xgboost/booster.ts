/** xgboost.Booster: `predict` takes rows where Python's takes a DMatrix of them. All iterations count unless asked otherwise. */
import { defineModel, methods } from "../define.js";
import { checkOptions, xgboostPredict } from "../parts/boosters/xgboost-methods.js";
import { readXgboost } from "../parts/boosters/xgboost-model.js";

export const Booster = defineModel({
  class: "xgboost.Booster",
  build: (state) => {
    const model = readXgboost(state, state.name);
    const asked = { model, state, missing: Number.NaN, usual: null, isMatrix: true };
    return {
      nFeatures: model.features,
      featureNames: model.expected.featureNames,
      methods: methods({
        predict: (x, options) => {
          checkOptions(state, options);
          return xgboostPredict(asked, x, options);
        },
      }),
    };
  },
});
