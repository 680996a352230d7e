/**
 * Cluster centres: which is nearest, and how far all are. sklearn finds both by `|x|² − 2 x·c + |c|²`: where that
 * cancels, or two centres are equally near, its rounding decides, and it does here, too.
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { gramDistance, type Rounding, rowSquares } from "../../../numeric/gram-distances.js";
import { squaredDistance } from "../../../numeric/linear-algebra.js";
import { floats, floatType, type Matrix, matrix } from "../../../numeric/ndarray.js";
import type { Method } from "../../define.js";
import { unnamed } from "../../input/x.js";
import type { Expectation, Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { gramRounding } from "../stored/rounding.js";

/** Below this share of the squared lengths a difference of them is rounding for the most part. */
const CANCELLED = 1e-5;
/** Centres whose squared distances differ by less than this share of the squared lengths are compared as sklearn does. */
const TIED = 1e-12;

/** How the nearest centre is found: with which rounding, with `|x|²` or without, by squares or by their roots. */
export interface NearestRule {
  readonly rounding: Rounding;
  readonly own: boolean;
  readonly root: boolean;
}

/** k-means: without `|x|²` since 0.23 (sklearn.cluster._k_means_lloyd). */
export const lloydRule = (state: State): NearestRule => ({ rounding: gramRounding(state), own: state.before(0, 23), root: false });

/** Others: a reduction since 1.1, roots of distances before (sklearn.metrics.pairwise_distances_argmin). */
export function argminRule(state: State): NearestRule {
  if (state.before(1, 1)) return { rounding: gramRounding(state), own: true, root: true };
  return { rounding: state.since(1, 3) ? "blas" : "products", own: true, root: false };
}

/** Positions of the nearest centres, one a row of X; the first of equals. */
export function nearestCenters(centers: Matrix, { rounding, own, root }: NearestRule): (x: Matrix) => Int32Array {
  const squares = rowSquares(centers, rounding);
  const plain = new Float64Array(centers.rows);
  const rounded = (x: Matrix, i: number, k: number): number => {
    const square = own ? rowSquares(matrix(1, x.cols, row(x, i)), rounding)[0] : 0;
    const distance = gramDistance(x, i, square, centers, k, squares[k], rounding, own);
    return root ? Math.sqrt(distance) : distance;
  };
  return (x) => {
    const out = new Int32Array(x.rows);
    for (let i = 0; i < x.rows; i++) {
      for (let k = 0; k < centers.rows; k++) plain[k] = squaredDistance(x, i, centers, k);
      out[i] = nearest(plain, squares, (k) => rounded(x, i, k));
    }
    return out;
  };
}

function nearest(distances: Float64Array, squares: Float64Array, rounded: (k: number) => number): number {
  let best = 0;
  for (let k = 1; k < distances.length; k++) if (distances[k] < distances[best]) best = k;
  const margin = distances[best] * (1 + TIED) + TIED * squares[best];
  let [first, least] = [best, Number.NaN];
  for (let k = 0; k < distances.length; k++) {
    if (k === best || !(distances[k] <= margin)) continue;
    if (Number.isNaN(least)) least = rounded(best);
    const other = rounded(k);
    if (other < least || (other === least && k < first)) [first, least] = [k, other];
  }
  return first;
}

const row = (a: Matrix, i: number): Float64Array => a.data.subarray(i * a.cols, (i + 1) * a.cols);

/** Distances of each row to each centre (sklearn.metrics.pairwise.euclidean_distances); a row that is a centre may be 1e-8 away. */
function distances(x: Matrix, centers: Matrix, rounding: Rounding, sparse: boolean): Float64Array {
  const out = matrix(x.rows, centers.rows);
  const [own, theirs] = [rowSquares(x, sparse ? "sparse" : rounding), rowSquares(centers, rounding)];
  for (let i = 0; i < x.rows; i++)
    for (let k = 0; k < centers.rows; k++) {
      const direct = squaredDistance(x, i, centers, k);
      const [a, b] = [own[i], theirs[k]];
      const sums = direct < CANCELLED * (a + b) || direct === Number.POSITIVE_INFINITY;
      const square = sums ? gramDistance(x, i, a, centers, k, b, sparse ? "sparse" : rounding) : direct;
      out.data[i * centers.rows + k] = Math.sqrt(square);
    }
  return out.data;
}

/** Labels are found in one dtype alone, until 0.22 for sparse rows only. @throws CornichonError `input.malformed` */
export function checkType(state: State, key: string, x: Samples): void {
  const [mine, theirs] = [state.dtype(key), floatType(x.dtype)];
  const mixed = mine !== theirs && (mine === "float32" || mine === "float64");
  if (mixed && (state.since(0, 23) || x.sparse(unnamed(state.name, null)) !== null))
    throw new CornichonError("input.malformed", sentence`Buffer dtype mismatch, expected ${showText(mine)} but got ${showText(theirs)}`);
}

/** `transform` of a clustering: distances to all centres. */
export function distanceTransform(state: State, key: string, centers: Matrix, expected: Expectation): Method {
  const dtype = state.dtype(key);
  const rounding = gramRounding(state);
  return (x) => {
    const m = x.matrix(expected);
    return floats(floatType(x.dtype, dtype), [m.rows, centers.rows], distances(m, centers, rounding, x.sparse(expected) !== null));
  };
}
