/** LightGBM's wrappers that predict values: regressors, rankers and the base of all of them. */
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { lightgbmPredict, readBooster } from "../parts/boosters/lightgbm-methods.js";

const regressor = (name: string): ModelDefinition =>
  defineModel({
    class: `lightgbm.${name}`,
    build: (state) => {
      const asked = readBooster(state);
      return {
        ...asked.model.expected,
        methods: methods({ predict: (x, options) => lightgbmPredict(asked, x, options) }),
      };
    },
  });

export const LGBMModel = /* @__PURE__ */ regressor("LGBMModel");
export const LGBMRegressor = /* @__PURE__ */ regressor("LGBMRegressor");
export const LGBMRanker = /* @__PURE__ */ regressor("LGBMRanker");
