/** sklearn.ensemble.HistGradientBoostingRegressor: scores through the loss's inverse link (exp for counts and amounts). */
import { defineModel, methods } from "../define.js";
import { readHistogramBoosted } from "../parts/boosting/histogram.js";
import { valuesOf } from "../parts/boosting/scores.js";

export const HistGradientBoostingRegressor = defineModel({
  class: "sklearn.ensemble.HistGradientBoostingRegressor",
  build: (state) => {
    const boosted = readHistogramBoosted(state);
    if (boosted.each !== 1 || (boosted.link !== "identity" && boosted.link !== "log"))
      throw state.inconsistent("its loss or its iterations are a classifier's");
    return {
      ...boosted.expected,
      methods: methods({
        predict: (x) => valuesOf(boosted.link, boosted.scores(x)),
        staged_predict: (x) => boosted.staged(x).map((scores) => valuesOf(boosted.link, scores)),
      }),
    };
  },
});
