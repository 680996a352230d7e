/**
 * Neighbours by looking at every fitted row. Newer sklearn keeps the nearest in a heap while it computes distances
 * (sklearn.metrics._pairwise_distances_reduction, 1.1 on); older versions, and metrics that the reduction does not know,
 * partition whole rows of distances with numpy. Ties come out differently.
 *
 * Euclidean distances are screened by plain differences first, and only what may be near is computed as Python rounds it.
 */
import type { Metric } from "../../../numeric/distances.js";
import { gramDistance, type Rounding, rowSquares } from "../../../numeric/gram-distances.js";
import type { Matrix } from "../../../numeric/ndarray.js";
import { NeighborHeap, type TieRules } from "../../../numeric/neighbor-heap.js";
import { argPartition, argSort } from "../../../numeric/partition.js";

/** The nearest of each query, nearest first, row after row. */
export interface Nearest {
  readonly indices: Int32Array;
  readonly distances: Float64Array;
}

/** Queries that the reduction takes as one block; up to four blocks it walks fitted rows first, and fills its heaps twice. */
const TWICE_UP_TO = 4 * 256;
const EPSILON = 2 ** -52;

/** Fills a heap with the nearest to row `i`. */
type Fill = (i: number, heap: NeighborHeap) => void;

const fillByMetric =
  (x: Matrix, fitted: Matrix, metric: Metric): Fill =>
  (i, heap) => {
    for (let j = 0; j < fitted.rows; j++) heap.push(metric.reduced(x.data, i * x.cols, fitted.data, j * fitted.cols, x.cols), j);
  };

/** Squared differences of two rows; gives up above `most`. */
function screened(x: Float64Array, at: number, y: Float64Array, from: number, size: number, most: number): number {
  let sum = 0;
  let k = 0;
  while (k < size) {
    const stop = Math.min(size, k + 8);
    for (; k < stop; k++) {
      const step = (x[at + k] as number) - (y[from + k] as number);
      sum += step * step;
    }
    if (sum > most) return sum;
  }
  return sum;
}

function fillEuclidean(x: Matrix, fitted: Matrix, rounding: Rounding): Fill {
  const [xx, yy] = [rowSquares(x, rounding), rowSquares(fitted, rounding)];
  let top = 0;
  for (const square of yy) top = Math.max(top, square);
  const { cols } = x;
  return (i, heap) => {
    const square = xx[i] ?? 0;
    const slack = 4 * EPSILON * (cols + 4) * (square + top);
    const finite = Number.isFinite(slack);
    for (let j = 0; j < fitted.rows; j++) {
      const most = heap.largest + slack;
      if (finite && screened(x.data, i * cols, fitted.data, j * cols, cols, most) > most) continue;
      heap.push(gramDistance(x, i, square, fitted, j, yy[j] ?? 0, rounding), j);
    }
  };
}

/** The nearest `k` by heaps. */
export function nearestByHeap(x: Matrix, fitted: Matrix, metric: Metric, k: number, rounding: Rounding | null, rules: TieRules): Nearest {
  const fill = rounding === null ? fillByMetric(x, fitted, metric) : fillEuclidean(x, fitted, rounding);
  const out = { indices: new Int32Array(x.rows * k), distances: new Float64Array(x.rows * k) };
  const [heap, second] = [new NeighborHeap(k, rules), new NeighborHeap(k, rules)];
  const twice = x.rows <= TWICE_UP_TO && x.rows <= fitted.rows;
  for (let i = 0; i < x.rows; i++) {
    heap.clear();
    fill(i, heap);
    const last = twice ? pushedAgain(heap, second) : heap;
    last.sort();
    out.indices.set(last.indices, i * k);
    for (let n = 0; n < k; n++) out.distances[i * k + n] = metric.toDistance(Math.max(0, last.values[n] ?? 0));
  }
  return out;
}

/** A heap's items, in the order in which they lie there, in another heap. */
function pushedAgain(from: NeighborHeap, into: NeighborHeap): NeighborHeap {
  into.clear();
  for (let n = 0; n < from.size; n++) into.push(from.values[n] ?? 0, from.indices[n] ?? 0);
  return into;
}

/** Reduced distances of row `i` to all fitted rows. */
export type DistanceRow = (i: number) => Float64Array;

/** Rows of distances, squared Euclidean ones as Python rounds them. */
export function distanceRows(x: Matrix, fitted: Matrix, metric: Metric, rounding: Rounding | null): DistanceRow {
  if (rounding === null)
    return (i) =>
      Float64Array.from({ length: fitted.rows }, (_, j) => metric.reduced(x.data, i * x.cols, fitted.data, j * fitted.cols, x.cols));
  const [xx, yy] = [rowSquares(x, rounding), rowSquares(fitted, rounding)];
  return (i) => Float64Array.from(yy, (square, j) => gramDistance(x, i, xx[i] ?? 0, fitted, j, square, rounding));
}

/** The nearest `k` by partitions of whole rows (NeighborsBase._kneighbors_reduce_func). */
export function nearestByPartition(rows: number, row: DistanceRow, k: number, toDistance: (reduced: number) => number): Nearest {
  const out = { indices: new Int32Array(rows * k), distances: new Float64Array(rows * k) };
  for (let i = 0; i < rows; i++) {
    const values = row(i);
    const first = argPartition(values, k - 1).subarray(0, k);
    const order = argSort(Float64Array.from(first, (j) => values[j] ?? 0));
    for (let n = 0; n < k; n++) {
      const j = first[order[n] ?? 0] ?? 0;
      out.indices[i * k + n] = j;
      out.distances[i * k + n] = toDistance(values[j] ?? 0);
    }
  }
  return out;
}
