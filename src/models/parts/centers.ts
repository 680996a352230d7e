/**
 * Cluster centres: which is nearest, and how far all are. The nearest is found as sklearn finds it, by
 * `|c|² − 2 x·c`, the first of equals (sklearn.cluster._k_means_lloyd, sklearn.metrics.pairwise_distances_argmin).
 */
import { dotRows } from "../../numeric/linear-algebra.js";
import { type Matrix, matrix } from "../../numeric/ndarray.js";

/** Positions of the nearest centres, one a row of X. */
export function nearestCenters(centers: Matrix): (x: Matrix) => Int32Array {
  const norms = Float64Array.from({ length: centers.rows }, (_, k) => dotRows(centers, k, centers, k));
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

/** Squared length of row `i`. */
const norm = (a: Matrix, i: number): number => dotRows(a, i, a, i);

/**
 * Distances of each row to each centre, as `√(|x|² − 2 x·c + |c|²)`: near a centre the rounding of that formula is
 * what sklearn shows, too (sklearn.metrics.pairwise.euclidean_distances).
 */
export function centerDistances(centers: Matrix): (x: Matrix) => Float64Array {
  const norms = Float64Array.from({ length: centers.rows }, (_, k) => norm(centers, k));
  return (x) => {
    const out = matrix(x.rows, centers.rows);
    for (let i = 0; i < x.rows; i++) {
      const own = norm(x, i);
      for (let k = 0; k < centers.rows; k++)
        out.data[i * centers.rows + k] = Math.sqrt(Math.max(0, own - 2 * dotRows(x, i, centers, k) + (norms[k] ?? 0)));
    }
    return out.data;
  };
}
