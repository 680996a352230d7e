/** sklearn.preprocessing.KernelCenterer (_data 1.7): K minus the means of the training kernel's rows and of its own, plus the mean of all. */
import { texts } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { copyOf, floating } from "../parts/columns/columns.js";
import { expectationOf } from "../parts/expectation.js";

export const KernelCenterer = defineModel({
  class: "sklearn.preprocessing.KernelCenterer",
  build: (state) => {
    const rows = state.vector("K_fit_rows_");
    const all = state.amount("K_fit_all_");
    const expected = expectationOf(state, rows.length);
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          const k = x.matrix(expected);
          const data = copyOf(k.data, x.dtype);
          for (let i = 0; i < k.rows; i++) {
            let sum = 0;
            for (let j = 0; j < k.cols; j++) sum += k.data[i * k.cols + j];
            const mean = sum / rows.length;
            for (let j = 0; j < k.cols; j++) data[i * k.cols + j] = data[i * k.cols + j] - rows[j] - mean + all;
          }
          return floating([k.rows, k.cols], data);
        },
        get_feature_names_out: () => texts(Array.from(rows, (_, j) => `kernelcenterer${j}`)),
      }),
    };
  },
});
