/**
 * Cluster centres: which is nearest, and how far all are. The nearest is found as sklearn finds it, by
 * `|c|² − 2 x·c`, the first of equals (sklearn.cluster._k_means_lloyd, sklearn.metrics.pairwise_distances_argmin).
 */
import { cancelledSquare, type Rounding } from "../../numeric/blas-rounding.js";
import { dotRows, squaredDistance } from "../../numeric/linear-algebra.js";
import { floats, floatType, type Matrix, matrix } from "../../numeric/ndarray.js";
import type { Method } from "../define.js";
import type { Expectation } from "../samples.js";
import type { State } from "../state.js";
import { roundingOf } from "./rounding.js";

/** Below this share of the squared lengths a difference of them is rounding for the most part. */
const CANCELLED = 1e-5;

const squares = (a: Matrix): Float64Array => Float64Array.from({ length: a.rows }, (_, i) => dotRows(a, i, a, i));

/** Positions of the nearest centres, one a row of X. */
export function nearestCenters(centers: Matrix): (x: Matrix) => Int32Array {
  const norms = squares(centers);
  return (x) => {
    const out = new Int32Array(x.rows);
    for (let i = 0; i < x.rows; i++) out[i] = nearest(x, i, centers, norms);
    return out;
  };
}

function nearest(x: Matrix, i: number, centers: Matrix, norms: Float64Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < centers.rows; k++) {
    const distance = (norms[k] ?? 0) - 2 * dotRows(x, i, centers, k);
    if (distance < least) {
      least = distance;
      best = k;
    }
  }
  return best;
}

const row = (a: Matrix, i: number): Float64Array => a.data.subarray(i * a.cols, (i + 1) * a.cols);

/**
 * Distances of each row to each centre (sklearn.metrics.pairwise.euclidean_distances). sklearn computes them by
 * `√(|x|² − 2 x·c + |c|²)`, so that a row that is a centre may be 1e-8 away from it; it is here, too.
 */
export function distances(x: Matrix, centers: Matrix, rounding: Rounding, sparse: boolean): Float64Array {
  const out = matrix(x.rows, centers.rows);
  const [own, theirs] = [squares(x), squares(centers)];
  for (let i = 0; i < x.rows; i++)
    for (let k = 0; k < centers.rows; k++) {
      const direct = squaredDistance(x, i, centers, k);
      const cancelled = direct < CANCELLED * ((own[i] ?? 0) + (theirs[k] ?? 0));
      out.data[i * centers.rows + k] = Math.sqrt(cancelled ? cancelledSquare(row(x, i), row(centers, k), rounding, sparse) : direct);
    }
  return out.data;
}

/** `transform` of a clustering: distances to all centres. */
export function distanceTransform(state: State, key: string, centers: Matrix, expected: Expectation): Method {
  const dtype = state.dtype(key);
  const rounding = roundingOf(state);
  return (x) => {
    const m = x.matrix(expected);
    return floats(floatType(x.dtype, dtype), [m.rows, centers.rows], distances(m, centers, rounding, x.sparse(expected) !== null));
  };
}
