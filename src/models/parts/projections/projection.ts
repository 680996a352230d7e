/**
 * Models whose columns are products of X with fixed weights: `(X − mean) · Wᵀ`, then maybe a factor, a summand, a
 * function of each value. X may be sparse where nothing is taken off it. Where X and all that it meets are float32,
 * every step is rounded to float32, as in numpy.
 */
import { multiplyTransposedFloat32, rowTimesTransposedFloat32 } from "../../../numeric/float32-product.js";
import { linearSparseFloat32 } from "../../../numeric/float32-sums.js";
import { besideFloat, floats, floatType, type Matrix, matrix, type NDArray } from "../../../numeric/ndarray.js";
import { timesTransposed } from "../../../numeric/sparse-product.js";
import type { Method } from "../../define.js";
import type { Expectation, Samples } from "../../samples.js";

export interface Projection {
  /** What is taken off each row first. */
  readonly mean?: Float64Array | null;
  /** dtype of the mean: with X in `float32`, too, the difference is; `float32` also where it is taken off in place. */
  readonly meanType?: string;
  /** The mean's own product is taken off the products, which rounds otherwise. */
  readonly late?: boolean;
  /** What is done with all of X first, where that is more than the mean. */
  readonly first?: (x: Matrix, single: boolean) => Matrix;
  /** (columns out, columns in). */
  readonly weights: Matrix;
  /** dtypes of what X meets: with X in `float32` and all of these, the result is, too. */
  readonly dtypes?: readonly string[];
  /** Booleans and small integers are not made doubles first: beside float32 they count as it. */
  readonly narrow?: boolean;
  /** float32 products are fused (`isFused`). */
  readonly fused?: boolean;
  /** A step for each value of a column: division by the deviation, the summand of an inverse. */
  readonly last?: ((value: number, column: number, single: boolean) => number) | undefined;
}

/** Each row without the mean. */
export function centered(x: Matrix, mean: Float64Array | null | undefined): Matrix {
  if (mean === null || mean === undefined) return x;
  return matrix(
    x.rows,
    x.cols,
    x.data.map((value, at) => value - mean[at % x.cols]),
  );
}

function update(m: Matrix, step: (value: number, column: number) => number): void {
  for (let at = 0; at < m.data.length; at++) m.data[at] = step(m.data[at], at % m.cols);
}

/** The products of all rows with all weights, in float32 steps where `single`. */
export function products(x: Samples, expected: Expectation, projection: Projection, single = false): Matrix {
  const { mean, meanType = "float64", first, late, weights, fused, last, dtypes, narrow } = projection;
  const sparse = (mean ?? first) === undefined || mean === null || late === true ? x.sparse(expected) : null;
  const times = (m: Matrix): Matrix => (single ? multiplyTransposedFloat32(m, weights, fused ?? true) : timesTransposed(m, weights));
  const out =
    sparse === null
      ? times(
          prepared(
            x.matrix(expected),
            projection,
            single || floatType(narrow === true ? besideFloat(x.dtype, meanType) : x.dtype, meanType) === "float32",
            floatType(x.dtype) === "float32",
          ),
        )
      : single
        ? matrix(sparse.shape[0], weights.rows, linearSparseFloat32(sparse, weights.data, weights.rows))
        : timesTransposed(sparse, weights);
  const round = single ? Math.fround : (value: number): number => value;
  // The mean's product has the type of the model alone.
  const lateSingle = floatType(...(dtypes ?? ["float64"])) === "float32";
  if (late === true && mean !== null && mean !== undefined) {
    const less = single || lateSingle ? rowTimesTransposedFloat32(mean, weights) : times(matrix(1, mean.length, mean)).data;
    update(out, (value, k) => round(value - less[k]));
  }
  if (last !== undefined) update(out, (value, k) => round(last(value, k, single)));
  return out;
}

function prepared(x: Matrix, { mean, first, late }: Projection, single: boolean, given: boolean): Matrix {
  const out = first === undefined ? centered(x, late === true ? null : mean) : first(x, given);
  if (single && out !== x) update(out, Math.fround);
  return out;
}

/** `transform` (or `inverse_transform`) by a projection. */
export const projected =
  (expected: Expectation, projection: Projection): Method =>
  (x): NDArray => {
    const { dtypes = [], narrow } = projection;
    const dtype = floatType(narrow === true ? besideFloat(x.dtype, dtypes[0] ?? "float64") : x.dtype, ...dtypes);
    const out = products(x, expected, projection, dtype === "float32");
    return floats(dtype, [out.rows, out.cols], out.data);
  };
