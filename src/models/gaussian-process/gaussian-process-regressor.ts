/**
 * sklearn.gaussian_process.GaussianProcessRegressor 1.5: mean, standard deviation and covariance of the posterior
 * (Rasmussen and Williams 2006, algorithm 2.1). The variance is what is left of the prior's, so its rounding follows the
 * version: since 1.0 from one triangular solve, in 0.24 from two, before from the inverse.
 */
import { CornichonError, sentence } from "../../errors.js";
import { blasSolveLower } from "../../numeric/blas-solve.js";
import { rowSquares } from "../../numeric/gram-distances.js";
import { identity, multiply, multiplyTransposed, solveLower, solveLowerTransposed, transpose } from "../../numeric/linear-algebra.js";
import { float64, floats, type Matrix, matrix, type NDArray } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { type KernelRows, kernelRows, readCovariance } from "../parts/kernels/covariance.js";
import type { State } from "../state.js";

interface Posterior {
  readonly fitted: KernelRows;
  /** L⁻¹ is never formed: K = L · Lᵀ. */
  readonly lower: Matrix;
  readonly state: State;
}

/** What the data take from the prior's covariance: K(X, F) · K⁻¹ · K(F, X). */
function explained({ lower, state }: Posterior, cross: Matrix): (diagonal: boolean) => Float64Array {
  return (diagonal) => {
    if (state.since(1, 0)) {
      const v = transpose(blasSolveLower(lower, transpose(cross), state.since(1, 3)));
      return diagonal ? rowSquares(v, "lanes") : multiplyTransposed(v, v).data;
    }
    const right =
      state.since(0, 24) || !diagonal
        ? transpose(solveLowerTransposed(lower, solveLower(lower, transpose(cross))))
        : multiply(cross, inverseOf(lower));
    return diagonal ? rowProducts(right, cross) : multiplyTransposed(cross, right).data;
  };
}

/** (L · Lᵀ)⁻¹ as the product of L⁻¹'s. */
function inverseOf(lower: Matrix): Matrix {
  const upper = transpose(solveLower(lower, identity(lower.rows)));
  return multiplyTransposed(upper, upper);
}

const rowProducts = (a: Matrix, b: Matrix): Float64Array =>
  Float64Array.from({ length: a.rows }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < a.cols; j++) sum += a.data[i * a.cols + j] * b.data[i * a.cols + j];
    return sum;
  });

/** `_y_train_mean` or `_y_train_std`: one value, or one an output. */
function scaleOf(state: State, key: string, outputs: number, otherwise: number): Float64Array {
  const values = state.has(key) ? state.vector(key) : Float64Array.of(otherwise);
  if (values.length !== 1 && values.length !== outputs)
    throw state.inconsistent(`${key} has ${values.length} values for ${outputs} outputs`);
  return Float64Array.from({ length: outputs }, (_, k) => values[values.length === 1 ? 0 : k]);
}

export const GaussianProcessRegressor = defineModel({
  class: "sklearn.gaussian_process.GaussianProcessRegressor",
  build: (state) => {
    const fitted = kernelRows(state.matrix("X_train_"), state.dtype("X_train_"));
    const { shape, data } = state.numbers("alpha_");
    const [rows = 0, outputs = 1] = shape;
    if (shape.length < 1 || shape.length > 2 || rows !== fitted.rows)
      throw state.inconsistent(`alpha_ is (${shape}) for ${fitted.rows} rows`);
    const lower = state.matrix("L_", fitted.rows, fitted.rows);
    const expected = expectationOf(state, fitted.cols);
    const kernel = readCovariance(state, "kernel_", fitted.cols);
    const mean = scaleOf(state, "_y_train_mean", outputs, 0);
    const scale = scaleOf(state, "_y_train_std", outputs, 1);
    const posterior = { fitted, lower, state };
    // One column is one axis since 1.1. Deviations have a column an output since 1.0, where scales have one, too.
    const flat = shape.length === 1 || (outputs === 1 && state.since(1, 1));
    const several = state.since(1, 0) && state.has("_y_train_std") && state.vector("_y_train_std").length > 1;
    const mixes = state.before(1, 0) && outputs > 1 && state.has("_y_train_std") && state.vector("_y_train_std").length > 1;
    const shaped = (counts: readonly number[], values: Float64Array): NDArray => float64(several ? [...counts, outputs] : counts, values);
    const spread = (values: Float64Array): Float64Array =>
      several
        ? Float64Array.from({ length: values.length * outputs }, (_, at) => values[Math.floor(at / outputs)] * scale[at % outputs] ** 2)
        : values.map((value) => value * (scale[0] ?? 1) ** 2);
    return {
      ...expected,
      methods: methods({
        predict: (samples, options) => {
          const x = kernelRows(samples.matrix(expected), samples.dtype);
          const cross = kernel.of(x, fitted);
          const values = multiply(cross, matrix(rows, outputs, data)).data.map(
            (value, at) => value * scale[at % outputs] + mean[at % outputs],
          );
          const means = float64(flat ? [x.rows] : [x.rows, outputs], values);
          if (mixes && x.rows > 1 && (options["return_std"] === true || options["return_cov"] === true))
            throw new CornichonError("model.method", sentence`sklearn 0.24 cannot scale deviations by those of several outputs.`);
          const [deviation, covariance] = [options["return_std"] === true, options["return_cov"] === true];
          if (deviation && covariance)
            throw new CornichonError("model.method", sentence`At most one of return_std or return_cov can be requested.`);
          if (mixes && (covariance || deviation)) {
            // One row's variance times each output's scale: an axis of outputs instead of one of rows.
            const variance = kernel.diagonal(x)[0] - explained(posterior, cross)(deviation)[0];
            const each = scale.map((one) => variance * one ** 2);
            return [
              means,
              covariance
                ? float64([1, outputs], each)
                : float64(
                    [outputs],
                    each.map((value) => Math.sqrt(Math.max(0, value))),
                  ),
            ];
          }
          if (covariance) {
            const taken = explained(posterior, cross)(false);
            return [means, shaped([x.rows, x.rows], spread(kernel.self(x).data.map((value, at) => value - taken[at])))];
          }
          if (!deviation) return means;
          const taken = explained(posterior, cross)(true);
          const variances = kernel.diagonal(x).map((value, i) => Math.max(0, value - taken[i]));
          const deviations = shaped([x.rows], spread(variances).map(Math.sqrt));
          // What the data take was taken off in place.
          const single = state.before(1, 0) && x.single === true && kernel.keeps === true;
          return [means, single ? floats("float32", deviations.shape, Float64Array.from(deviations.data, Number)) : deviations];
        },
      }),
    };
  },
});
