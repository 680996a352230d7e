/** sklearn.ensemble.GradientBoostingRegressor: the scores of its stages are the predictions. */
import { float64 } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { readBoosted } from "../parts/boosting/gradient.js";
import { type Scores, valuesOf } from "../parts/boosting/scores.js";

export const GradientBoostingRegressor = defineModel({
  class: "sklearn.ensemble.GradientBoostingRegressor",
  build: (state, make) => {
    const boosted = readBoosted(state, make, false);
    if (boosted.each !== 1 || boosted.link !== "identity") throw state.inconsistent("its loss or its stages are a classifier's");
    const column = ({ rows, data }: Scores) => float64([rows, 1], data);
    return {
      ...boosted.expected,
      methods: methods({
        predict: (x) => valuesOf(boosted.link, boosted.scores(x)),
        staged_predict: (x) => boosted.staged(x).map((scores) => valuesOf(boosted.link, scores)),
        ...boosted.methods,
        decision_function: state.before(0, 19) ? (x) => valuesOf(boosted.link, boosted.scores(x)) : undefined,
        staged_decision_function: state.before(0, 19) ? (x) => boosted.staged(x).map(column) : undefined,
      }),
    };
  },
});
