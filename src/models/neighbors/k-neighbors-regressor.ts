/** sklearn.neighbors.KNeighborsRegressor 1.5: the mean of the k nearest, weighted by distance where asked. */
import { defineModel, methods } from "../define.js";
import { nearestMethods } from "../parts/neighbors/methods.js";
import { readRegressionTargets } from "../parts/neighbors/regression.js";
import { readSearch } from "../parts/neighbors/search.js";
import { meanOf, readWeights, singleMeanOf } from "../parts/neighbors/votes.js";

export const KNeighborsRegressor = defineModel({
  class: "sklearn.neighbors.KNeighborsRegressor",
  build: (state) => {
    const search = readSearch(state);
    const { y, outputs, dtype, array } = readRegressionTargets(state, search.rows);
    const weigh = readWeights(state);
    const k = state.whole("n_neighbors", 1, Number.MAX_SAFE_INTEGER);
    return {
      ...search.expected,
      methods: methods({
        ...nearestMethods(state, search),
        predict: (x) => {
          const { indices, distances } = search.nearest(x, k);
          const rows = indices.length / k;
          const out = new Float64Array(rows * outputs);
          let weighted = false;
          for (let i = 0; i < rows; i++) {
            const weights = weigh(distances.subarray(i * k, (i + 1) * k));
            weighted ||= weights !== null;
            const own = indices.subarray(i * k, (i + 1) * k);
            out.set(
              dtype === "float32" && weights === null ? singleMeanOf(y, outputs, own) : meanOf(y, outputs, own, weights),
              i * outputs,
            );
          }
          return array(rows, out, weighted ? "float64" : dtype);
        },
      }),
    };
  },
});
