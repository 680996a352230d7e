/**
 * sklearn.ensemble.AdaBoostRegressor: the weighted median of its estimators (Drucker 1997;
 * sklearn.ensemble._weight_boosting.AdaBoostRegressor._get_median_predict, 0.17 to 1.9).
 */
import { CornichonError, sentence } from "../../errors.js";
import { floats, floatType, type NDArray } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { answer } from "../parts/meta/delegation.js";
import { handedOn } from "../parts/meta/handed-on.js";
import { membersOf } from "../parts/meta/members.js";
import type { Samples } from "../samples.js";

/**
 * Members that answer with an axis of outputs: sklearn sorts rows instead of members, and finds no weight for most of them.
 * @throws CornichonError `model.method`
 */
function checkAxes(columns: readonly NDArray[]): void {
  const [rows = 0, outputs] = columns[0]?.shape ?? [];
  if (outputs !== undefined && rows > 1)
    throw new CornichonError("model.method", sentence`index ${rows - 1} is out of bounds: its estimators answer with two axes.`);
}

/** Weighted medians of rows over the first `limit` columns of predictions: where half of the weight is reached. */
function medians(columns: readonly NDArray[], weights: Float64Array, limit: number): NDArray {
  checkAxes(columns);
  const rows = columns[0]?.data.length ?? 0;
  const order = Array.from({ length: limit }, (_, k) => k);
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const value = (k: number): number => Number(columns[k]?.data[i]);
    order.sort((a, b) => value(a) - value(b));
    let total = 0;
    for (const k of order) total += weights[k];
    let reached = 0;
    const middle = order.find((k) => {
      reached += weights[k];
      return reached >= 0.5 * total;
    });
    out[i] = value(middle ?? order[0] ?? 0);
  }
  return floats(floatType(...columns.slice(0, limit).map(({ dtype }) => dtype)), [rows], out);
}

export const AdaBoostRegressor = defineModel({
  class: "sklearn.ensemble.AdaBoostRegressor",
  build: (state, make) => {
    const models = membersOf(state, make);
    const weights = state.vector("estimator_weights_");
    if (weights.length < models.length) throw state.inconsistent(`${weights.length} weights for ${models.length} estimators`);
    const expected = expectationOf(state, models[0]?.nFeatures ?? null);
    const answers = (x: Samples): NDArray[] => {
      const given = handedOn(x, expected);
      return models.map((model) => answer(state, model, "predict", given));
    };
    return {
      ...expected,
      methods: methods({
        predict: (x) => medians(answers(x), weights, models.length),
        staged_predict: (x) => {
          const all = answers(x);
          return models.map((_, at) => medians(all, weights, at + 1));
        },
      }),
    };
  },
});
