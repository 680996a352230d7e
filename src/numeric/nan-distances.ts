/**
 * Euclidean distances of rows with gaps (sklearn.metrics.pairwise.nan_euclidean_distances 1.5): computed with zeros for
 * gaps, from which is taken what stands against them, and scaled to all features. NaN where no feature is shared. Rounded
 * as there: what ties there has to tie here.
 */
import { gramDistance, type Rounding, rowSquares } from "./gram-distances.js";
import type { Matrix } from "./ndarray.js";

/** Squares of row `i` of `a` where row `j` of `b` has gaps. */
function squaresAtGaps(a: Matrix, i: number, gaps: Uint8Array, j: number): number {
  let sum = 0;
  for (let k = 0; k < a.cols; k++) if (gaps[j * a.cols + k] === 1) sum += a.data[i * a.cols + k] ** 2;
  return sum;
}

/** Distances of row `i` of `a` to all rows of `b`; both with zeros for their gaps. */
export function nanGramRow(
  a: Matrix,
  aGaps: Uint8Array,
  i: number,
  b: Matrix,
  bGaps: Uint8Array,
  rounding: Rounding = "lanes",
): Float64Array {
  const one = { rows: 1, cols: a.cols, data: a.data.subarray(i * a.cols, (i + 1) * a.cols) };
  const [square = 0] = rowSquares(one, rounding);
  return rowSquares(b, rounding).map((other, j) => {
    let present = 0;
    for (let k = 0; k < a.cols; k++) if (aGaps[i * a.cols + k] !== 1 && bGaps[j * a.cols + k] !== 1) present++;
    if (present === 0) return Number.NaN;
    const all = gramDistance(a, i, square, b, j, other, rounding);
    const shared = all - squaresAtGaps(a, i, bGaps, j) - squaresAtGaps(b, j, aGaps, i);
    return Math.sqrt((Math.max(0, shared) / present) * a.cols);
  });
}
