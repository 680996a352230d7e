/**
 * Models whose columns are products of X with fixed weights: `(X − mean) · Wᵀ`, then maybe something with each value.
 * X may be sparse where nothing is taken off it.
 */
import { floats, floatType, type Matrix, matrix, type NDArray } from "../../numeric/ndarray.js";
import { timesTransposed } from "../../numeric/sparse-product.js";
import type { Method } from "../define.js";
import type { Expectation, Samples } from "../samples.js";

export interface Projection {
  /** What is taken off each row first. */
  readonly mean?: Float64Array | null;
  /** What is done with all of X first, where that is more than the mean. */
  readonly first?: (x: Matrix) => Matrix;
  /** (columns out, columns in). */
  readonly weights: Matrix;
  /** dtypes of what X meets: with X in `float32` and all of these, the result is, too. */
  readonly dtypes?: readonly string[];
  /** What becomes of a product. */
  readonly last?: (value: number, column: number) => number;
}

/** Each row without the mean. */
export function centered(x: Matrix, mean: Float64Array | null | undefined): Matrix {
  if (mean === null || mean === undefined) return x;
  return matrix(
    x.rows,
    x.cols,
    x.data.map((value, at) => value - (mean[at % x.cols] ?? 0)),
  );
}

/** The products of all rows with all weights. */
export function products(x: Samples, expected: Expectation, { mean, first, weights, last }: Projection): Matrix {
  const sparse = (mean ?? first) === undefined || mean === null ? x.sparse(expected) : null;
  const prepare = first ?? ((m: Matrix) => centered(m, mean));
  const out = timesTransposed(sparse ?? prepare(x.matrix(expected)), weights);
  if (last !== undefined) for (let at = 0; at < out.data.length; at++) out.data[at] = last(out.data[at] ?? 0, at % out.cols);
  return out;
}

/** `transform` (or `inverse_transform`) by a projection. */
export const projected =
  (expected: Expectation, projection: Projection): Method =>
  (x): NDArray => {
    const out = products(x, expected, projection);
    return floats(floatType(x.dtype, ...(projection.dtypes ?? [])), [out.rows, out.cols], out.data);
  };
