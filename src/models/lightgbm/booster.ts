/** lightgbm.Booster. */
import { defineModel, methods } from "../define.js";
import { lightgbmPredict, readBooster } from "../parts/boosters/lightgbm-methods.js";

export const Booster = defineModel({
  class: "lightgbm.Booster",
  build: (state) => {
    const asked = readBooster(state);
    return {
      ...asked.model.expected,
      methods: methods({ predict: (x, options) => lightgbmPredict(asked, x, options) }),
    };
  },
});
