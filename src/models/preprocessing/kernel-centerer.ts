/**
 * sklearn.preprocessing.KernelCenterer (_data 1.7): K minus the means of the training kernel's rows and of its own, plus the mean
 * of all. Of float32 each of these is float32, where numbers cancel.
 */

import { texts } from "../../numeric/ndarray.js";
import { pairwiseSum } from "../../numeric/pairwise-sum.js";
import { defineModel, methods } from "../define.js";
import { copyOf, floating } from "../parts/columns/columns.js";
import { expectationOf } from "../parts/expectation.js";

/** In place, as numpy does: each step is an operation on all values, in their type. */
function center(data: Float32Array | Float64Array, rows: Float64Array, all: number): void {
  const cols = rows.length;
  for (let from = 0; from < data.length; from += cols) {
    const sum = pairwiseSum(data, from, cols) / cols;
    const mean = data instanceof Float32Array ? Math.fround(sum) : sum;
    for (let j = 0; j < cols; j++) {
      data[from + j] -= rows[j];
      data[from + j] -= mean;
      data[from + j] += all;
    }
  }
}

export const KernelCenterer = defineModel({
  class: "sklearn.preprocessing.KernelCenterer",
  build: (state) => {
    const rows = state.vector("K_fit_rows_");
    const all = state.amount("K_fit_all_");
    const expected = expectationOf(state, rows.length);
    // Beside numpy 2, which came with sklearn 1.5, the mean of all is a double among float32, too.
    const last = state.since(1, 5) ? all : Math.fround(all);
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          const k = x.matrix(expected);
          const data = copyOf(k.data, x.dtype);
          center(data, rows, data instanceof Float32Array ? last : all);
          return floating([k.rows, k.cols], data);
        },
        get_feature_names_out: () => texts(Array.from(rows, (_, j) => `kernelcenterer${j}`)),
      }),
    };
  },
});
