/**
 * What mixtures share: from the log of each component's weighted density at each row to the row's own density, to
 * responsibilities and to the likeliest component (sklearn.mixture._base 1.7).
 */
import { logSumExp } from "../../../numeric/log-sum-exp.js";
import { argmax, floats, int64, type Matrix, type NDArray } from "../../../numeric/ndarray.js";

/** ln Σ exp of each row. */
export const logSums = ({ rows, cols, data }: Matrix): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) => logSumExp(data, i, cols));

/** Shares of the components in each row, which sum to one. */
export function responsibilities(logs: Matrix, dtype = "float64"): NDArray {
  const sums = logSums(logs);
  return floats(
    dtype,
    [logs.rows, logs.cols],
    logs.data.map((value, at) => Math.exp(value - sums[Math.floor(at / logs.cols)])),
  );
}

/** Position of the largest value of each row. */
export const likeliest = (logs: Matrix): NDArray =>
  int64(
    [logs.rows],
    Array.from({ length: logs.rows }, (_, i) => argmax(logs.data, i, logs.cols)),
  );
