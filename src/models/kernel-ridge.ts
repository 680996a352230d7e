/**
 * sklearn.kernel_ridge.KernelRidge 1.5: kernel values with the fitted rows, times `dual_coef_`. A sparse precomputed kernel
 * is refused: numpy makes an array of sparse matrices of it, which is no prediction.
 */
import { CornichonError, sentence } from "../errors.js";
import { multiply } from "../numeric/linear-algebra.js";
import { floats, floatType, matrix } from "../numeric/ndarray.js";
import { defineModel, methods } from "./define.js";
import { expectationOf } from "./parts/expectation.js";
import { kernelParameters, readKernel } from "./parts/kernels/pairwise.js";
import { storedMatrix } from "./parts/stored/matrix.js";

export const KernelRidge = defineModel({
  class: "sklearn.kernel_ridge.KernelRidge",
  build: (state) => {
    const fitted = storedMatrix(state, "X_fit_");
    const { shape, data } = state.numbers("dual_coef_");
    const [rows = 0, outputs = 1] = shape;
    if (shape.length < 1 || shape.length > 2 || rows !== fitted.rows)
      throw state.inconsistent(`dual_coef_ is (${shape}) for ${fitted.rows} rows`);
    const precomputed = state.text("kernel") === "precomputed";
    const expected = expectationOf(state, precomputed ? fitted.rows : fitted.cols);
    const kernel = readKernel(state, "kernel", kernelParameters(state));
    const dtypes = [state.dtype("X_fit_"), state.dtype("dual_coef_")];
    return {
      ...expected,
      methods: methods({
        predict: (samples) => {
          if (precomputed && samples.sparse(expected) !== null)
            throw new CornichonError(
              "input.malformed",
              sentence`Sparse data was passed for a precomputed kernel, but dense data is required.`,
            );
          const x = samples.matrix(expected);
          const out = multiply(kernel(x, fitted), matrix(rows, outputs, data));
          return floats(floatType(samples.dtype, ...dtypes), shape.length === 1 ? [x.rows] : [x.rows, outputs], out.data);
        },
      }),
    };
  },
});
