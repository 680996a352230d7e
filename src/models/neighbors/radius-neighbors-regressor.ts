/**
 * sklearn.neighbors.RadiusNeighborsRegressor 1.5: the mean of all within the radius. A query without any is NaN; with
 * whole targets numpy casts that NaN to the smallest int64 (from 0.20 on).
 */
import type { NDArray } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { radiusOf, withinMethods } from "../parts/neighbors/methods.js";
import { readRegressionTargets } from "../parts/neighbors/regression.js";
import { readSearch } from "../parts/neighbors/search.js";
import { meanOf, readWeights } from "../parts/neighbors/votes.js";

const nothingFound = ({ shape, data }: NDArray, dtype: string): NDArray => ({
  dtype,
  shape,
  data: Array.from<unknown, bigint>(data, () => -(2n ** 63n)),
});

export const RadiusNeighborsRegressor = defineModel({
  class: "sklearn.neighbors.RadiusNeighborsRegressor",
  build: (state) => {
    const search = readSearch(state);
    const { y, outputs, dtype, array } = readRegressionTargets(state, search.rows);
    const weigh = readWeights(state);
    const radius = radiusOf(state);
    const whole = /^u?int/.test(dtype) && state.since(0, 20);
    const empty = whole ? -(2 ** 63) : Number.NaN;
    return {
      ...search.expected,
      methods: methods({
        ...withinMethods(state, search),
        predict: (x) => {
          const found = search.within(x, radius);
          // Without any mean nothing makes doubles of them.
          if (whole && found.every(({ indices }) => indices.length === 0))
            return nothingFound(array(found.length, new Float64Array(found.length * outputs)), dtype);
          const out = new Float64Array(found.length * outputs);
          let weighted = false;
          found.forEach(({ indices, distances }, i) => {
            const weights = weigh(distances);
            weighted ||= weights !== null;
            const mean = indices.length > 0 ? meanOf(y, outputs, indices, weights) : new Float64Array(outputs).fill(empty);
            out.set(mean, i * outputs);
          });
          return array(found.length, out, weighted ? "float64" : dtype);
        },
      }),
    };
  },
});
