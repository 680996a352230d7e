/** xgboost's wrappers that predict values: regressors, rankers and the base of all of them. */
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { xgboostApply, xgboostPredict } from "../parts/boosters/xgboost-methods.js";
import { readWrapper } from "../parts/boosters/xgboost-wrapper.js";

const regressor = (name: string): ModelDefinition =>
  defineModel({
    class: `xgboost.${name}`,
    build: (state) => {
      const asked = readWrapper(state);
      return {
        ...asked.model.expected,
        methods: methods({
          predict: (x, options) => xgboostPredict(asked, x, options),
          apply: (x, options) => xgboostApply(asked, x, options),
        }),
      };
    },
  });

export const XGBModel = /* @__PURE__ */ regressor("XGBModel");
export const XGBRegressor = /* @__PURE__ */ regressor("XGBRegressor");
export const XGBRanker = /* @__PURE__ */ regressor("XGBRanker");
export const XGBRFRegressor = /* @__PURE__ */ regressor("XGBRFRegressor");
