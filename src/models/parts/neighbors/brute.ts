/**
 * Neighbours by looking at every fitted row. Newer sklearn keeps the nearest in a heap while it computes distances
 * (sklearn.metrics._pairwise_distances_reduction, 1.1 on); older versions, and metrics that the reduction does not know,
 * partition whole rows of distances with numpy. Ties come out differently. */
import type { Metric } from "../../../numeric/distances.js";
import { gramDistance, type Rounding, rowSquares } from "../../../numeric/gram-distances.js";
import type { Matrix } from "../../../numeric/ndarray.js";
import { NeighborHeap, type TieRules } from "../../../numeric/neighbor-heap.js";
import { argPartition, argSort } from "../../../numeric/partition.js";
import { LANES } from "./coarse.js";
import { euclideanFill } from "./euclidean.js";

/** The nearest of each query, nearest first, row after row. */
export interface Nearest {
  readonly indices: Int32Array;
  readonly distances: Float64Array;
}

/** Queries that the reduction takes as one block; up to four blocks it walks fitted rows first, and fills its heaps twice. */
const TWICE_UP_TO = 4 * 256;

/** Fills a heap with the nearest to row `i`. */
const fillByMetric = (x: Matrix, i: number, fitted: Matrix, metric: Metric, heap: NeighborHeap): void => {
  for (let j = 0; j < fitted.rows; j++) heap.push(metric.reduced(x.data, i * x.cols, fitted.data, j * fitted.cols, x.cols), j);
};

/** The nearest `k` by heaps. */
export function nearestByHeap(x: Matrix, fitted: Matrix, metric: Metric, k: number, rounding: Rounding | null, rules: TieRules): Nearest {
  const out = { indices: new Int32Array(x.rows * k), distances: new Float64Array(x.rows * k) };
  const heaps = Array.from({ length: LANES }, () => new NeighborHeap(k, rules, Number.MAX_VALUE));
  const second = new NeighborHeap(k, rules, Number.MAX_VALUE);
  const twice = x.rows <= TWICE_UP_TO && x.rows <= fitted.rows;
  const fill = rounding === null ? null : euclideanFill(x, fitted, rounding);
  for (let i = 0; i < x.rows; i += LANES) {
    const used = heaps.slice(0, x.rows - i);
    for (const heap of used) heap.clear();
    if (fill !== null) fill(i, used);
    else for (const [lane, heap] of used.entries()) fillByMetric(x, i + lane, fitted, metric, heap);
    used.forEach((heap, lane) => {
      const last = twice ? pushedAgain(heap, second) : heap;
      const start = (i + lane) * k;
      last.sort();
      out.indices.set(last.indices, start);
      for (let n = 0; n < k; n++) out.distances[start + n] = metric.toDistance(Math.max(0, last.values[n]));
    });
  }
  return out;
}

/** A heap's items, in the order in which they lie there, in another heap. */
function pushedAgain(from: NeighborHeap, into: NeighborHeap): NeighborHeap {
  into.clear();
  for (let n = 0; n < from.size; n++) into.push(from.values[n], from.indices[n]);
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
  return (i) => Float64Array.from(yy, (square, j) => gramDistance(x, i, xx[i], fitted, j, square, rounding));
}

/** The nearest `k` by partitions of whole rows (NeighborsBase._kneighbors_reduce_func). */
export function nearestByPartition(rows: number, row: DistanceRow, k: number, toDistance: (reduced: number) => number): Nearest {
  const out = { indices: new Int32Array(rows * k), distances: new Float64Array(rows * k) };
  for (let i = 0; i < rows; i++) {
    const values = row(i);
    const first = argPartition(values, k - 1).subarray(0, k);
    const order = argSort(Float64Array.from(first, (j) => values[j]));
    for (let n = 0; n < k; n++) {
      const j = first[order[n]];
      out.indices[i * k + n] = j;
      out.distances[i * k + n] = toDistance(values[j]);
    }
  }
  return out;
}
