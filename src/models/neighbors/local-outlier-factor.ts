/**
 * sklearn.neighbors.LocalOutlierFactor 1.5: how much thinner it is around a query than around its neighbours (Breunig,
 * Kriegel, Ng, Sander 2000). Only models fitted with `novelty=True` can be asked about new rows.
 */
import { floats, int64 } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { nearestMethods } from "../parts/neighbors/methods.js";
import { readSearch } from "../parts/neighbors/search.js";
import type { Samples } from "../samples.js";

export const LocalOutlierFactor = defineModel({
  class: "sklearn.neighbors.LocalOutlierFactor",
  build: (state) => {
    const search = readSearch(state);
    if (!state.flag("novelty", false)) return { ...search.expected, methods: methods(nearestMethods(state, search)) };
    const k = state.whole("n_neighbors_", 1, search.rows);
    const reach = state.matrix("_distances_fit_X_", search.rows);
    if (reach.cols < k) throw state.inconsistent(`_distances_fit_X_ has ${reach.cols} columns for ${k} neighbours`);
    const density = state.vector("_lrd", search.rows);
    const offset = state.amount("offset_");
    // From 1.1 on distances of float32 rows are rounded to it.
    const single = state.since(1, 1);
    const scores = (x: Samples): Float64Array => {
      const { indices, distances: found } = search.nearest(x, k);
      const distances = single && x.dtype === "float32" ? found.map(Math.fround) : found;
      return Float64Array.from({ length: indices.length / k }, (_, i) => {
        let [reached, around] = [0, 0];
        for (let at = i * k; at < (i + 1) * k; at++) {
          const index = indices[at];
          reached += Math.max(distances[at], reach.data[index * reach.cols + k - 1]);
          around += density[index];
        }
        // 1e-10: no division by nothing where all neighbours are the query itself.
        return -(around / k) * (reached / k + 1e-10);
      });
    };
    const array = (x: Samples, data: Float64Array) => floats(x.dtype === "float32" ? state.dtype("_lrd") : "float64", [data.length], data);
    return {
      ...search.expected,
      methods: methods({
        ...nearestMethods(state, search),
        score_samples: (x) => array(x, scores(x)),
        decision_function: (x) =>
          array(
            x,
            scores(x).map((score) => score - offset),
          ),
        predict: (x) => {
          const labels = Array.from(scores(x), (score) => (score - offset < 0 ? -1 : 1));
          return int64([labels.length], labels);
        },
      }),
    };
  },
});
