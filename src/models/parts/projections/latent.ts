/**
 * The Gaussian that a model with few latent directions stands for: covariance `Cᵀ · diag(w) · C + diag(noise)`, its
 * precision by the matrix inversion lemma (sklearn.decomposition._base.get_precision, _factor_analysis.get_precision
 * 1.7; Bishop 2006, 12.2.1).
 */
import { CornichonError, sentence } from "../../../errors.js";
import { gaussianLogDensity } from "../../../numeric/determinant.js";
import { inverse, multiply, transpose } from "../../../numeric/linear-algebra.js";
import { besideFloat, floats, floatType, type Matrix, matrix } from "../../../numeric/ndarray.js";
import type { Method } from "../../define.js";
import type { Expectation } from "../../samples.js";
import { centered } from "./projection.js";

/** Directions as rows, each with its variance above the noise; one noise a feature. */
export interface Latent {
  readonly components: Matrix;
  readonly variances: Float64Array;
  readonly noise: Float64Array;
}

/** Rows of a matrix, each times its factor. */
export const scaleRows = (m: Matrix, factors: ArrayLike<number>): Matrix =>
  matrix(
    m.rows,
    m.cols,
    m.data.map((value, at) => value * factors[Math.floor(at / m.cols)]),
  );

const scaleColumns = (m: Matrix, factors: ArrayLike<number>): Matrix =>
  matrix(
    m.rows,
    m.cols,
    m.data.map((value, at) => value * factors[at % m.cols]),
  );

/** A plus something on its diagonal. */
export const addDiagonal = (m: Matrix, values: (i: number) => number): Matrix =>
  matrix(
    m.rows,
    m.cols,
    m.data.map((value, at) => (at % (m.cols + 1) === 0 ? value + values(at / (m.cols + 1)) : value)),
  );

function inverted(m: Matrix): Matrix {
  const out = inverse(m);
  if (out === null) throw new CornichonError("model.method", sentence`The model's covariance is singular: there is no density.`);
  return out;
}

/** The inverse of the covariance. @throws CornichonError `model.method` where that is singular */
export function latentPrecision({ components, variances, noise }: Latent): Matrix {
  const c = transpose(components);
  if (noise.some((value) => value === 0)) {
    const covariance = multiply(c, scaleRows(components, variances));
    return inverted(addDiagonal(covariance, (i) => noise[i]));
  }
  const inner = multiply(
    scaleColumns(
      components,
      noise.map((value) => 1 / value),
    ),
    c,
  );
  const middle = inverted(addDiagonal(inner, (k) => 1 / variances[k]));
  const less = multiply(c, multiply(middle, components));
  const scaled = less.data.map((value, at) => -value / noise[Math.floor(at / less.cols)] / noise[at % less.cols]);
  return addDiagonal(matrix(less.rows, less.cols, scaled), (i) => 1 / noise[i]);
}

/** `score_samples`: the log density of each row; the precision is computed when it is first asked for. */
export function latentScores(
  latent: Latent,
  mean: Float64Array | null,
  expected: Expectation,
  dtypes: readonly string[],
  narrow = false,
): Method {
  let precision: Matrix | null = null;
  return (x) => {
    precision ??= latentPrecision(latent);
    const m = centered(x.matrix(expected), mean);
    const own = narrow ? besideFloat(x.dtype, floatType(...dtypes)) : x.dtype;
    return floats(floatType(own, ...dtypes), [m.rows], gaussianLogDensity(m, precision));
  };
}
