/** `(X − mean) · Wᵀ` in a graph, and the density of a Gaussian with few latent directions. */
import { gaussianLogDensity } from "../../numeric/determinant.js";
import { type Matrix, matrix } from "../../numeric/ndarray.js";
import type { Context } from "../define.js";
import type { Value } from "../ir.js";
import { transposed } from "./linear.js";

/** X without a mean. */
export const centred = ({ ops, rows }: Context, mean: Float64Array | null): Value =>
  mean === null ? rows.x : ops.sub(rows.x, ops.row(mean));

/** `x · Wᵀ`; rows of W are what comes out. */
export const times = ({ ops }: Context, x: Value, { rows, cols, data }: Matrix): Value =>
  ops.matmul(x, ops.doubles([cols, rows], transposed(data, rows, cols)));

/** Log density of each row (sklearn.decomposition._base.score_samples). */
export function logDensity(context: Context, mean: Float64Array | null, precision: Matrix): Value {
  const { ops } = context;
  const x = centred(context, mean);
  const squares = ops.sum(ops.mul(x, ops.matmul(x, ops.doubles([precision.rows, precision.cols], precision.data))));
  // Of the mean itself only the constant is left.
  const [constant = 0] = gaussianLogDensity(matrix(1, precision.rows), precision);
  return ops.add(ops.mul(squares, ops.double(-0.5)), ops.double(constant));
}
