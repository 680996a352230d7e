/** xgboost.Booster: `predict` takes rows where Python's takes a DMatrix of them. All iterations count unless asked otherwise. */
import { defineModel, methods } from "../define.js";
import { xgboostPredict } from "../parts/boosters/xgboost-methods.js";
import { readXgboost } from "../parts/boosters/xgboost-model.js";

export const Booster = defineModel({
  class: "xgboost.Booster",
  build: (state) => {
    const model = readXgboost(state, state.name);
    const asked = { model, state, missing: Number.NaN, usual: null, isMatrix: true };
    return {
      ...model.expected,
      methods: methods({
        predict: (x, options) => xgboostPredict(asked, x, options),
      }),
    };
  },
});
