/**
 * Euclidean neighbours by brute force, fast: all fitted rows are screened by plain products, four queries at once (of many
 * queries by a coarse screen before, while it lets few pass), and only the few that may be nearest are computed as Python
 * rounds them. Where some of those tie, all that the screen let through are offered in their order, so that the heap has
 * the history that Python's had.
 */
import { gramDistance, plainDot, type Rounding, rowSquares } from "../../../numeric/gram-distances.js";
import type { Matrix } from "../../../numeric/ndarray.js";
import type { NeighborHeap } from "../../../numeric/neighbor-heap.js";
import { type CoarseScreen, coarseScreen, LANES } from "./coarse.js";

/** Fitted rows that are read together. */
const ROWS = 3;

/** Fewer rows of X are not worth making a coarse screen. */
const FEW = 128;

/** A coarse screen that lets more than one pair in so many pass costs more than it saves. */
const WORTH = 16;

/** A fitted row that may be near to the query of a lane. */
type Near = (lane: number, j: number, value: number) => void;

/** Up to four rows of X, value by value: the four first values, the four second ones … */
function interleaved(x: Matrix, i: number, count: number): Float64Array {
  const out = new Float64Array(x.cols * LANES);
  for (let k = 0; k < x.cols; k++) for (let lane = 0; lane < count; lane++) out[k * LANES + lane] = x.data[(i + lane) * x.cols + k];
  return out;
}

/** What passed the screen for one query, in the fitted rows' order. */
class Passed {
  readonly rows: number[] = [];
  readonly values: number[] = [];
}

/**
 * Where brute force spends its time: |y|² − 2 x·y of four queries, three fitted rows at once (as many sums as there are
 * registers), no checks in the loop. Tells `near` each that does not exceed its query's limit; `near` lowers the limits.
 */
function screen(packed: Float64Array, { rows, cols, data }: Matrix, yy: Float64Array, limits: Float64Array, near: Near): void {
  for (let j = 0; j < rows; j += ROWS) {
    // The last row is looked at again where there are no three, and counts once.
    const count = Math.min(ROWS, rows - j);
    const first = j * cols;
    const second = Math.min(j + 1, rows - 1) * cols - first;
    const third = Math.min(j + 2, rows - 1) * cols - first;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let t0 = 0;
    let t1 = 0;
    let t2 = 0;
    let t3 = 0;
    let u0 = 0;
    let u1 = 0;
    let u2 = 0;
    let u3 = 0;
    for (let p = 0, at = first, end = first + cols; at < end; at++, p += LANES) {
      const s = data[at];
      const t = data[at + second];
      const u = data[at + third];
      const q0 = packed[p];
      const q1 = packed[p + 1];
      const q2 = packed[p + 2];
      const q3 = packed[p + 3];
      s0 += s * q0;
      s1 += s * q1;
      s2 += s * q2;
      s3 += s * q3;
      t0 += t * q0;
      t1 += t * q1;
      t2 += t * q2;
      t3 += t * q3;
      u0 += u * q0;
      u1 += u * q1;
      u2 += u * q2;
      u3 += u * q3;
    }
    offer(limits, near, j, yy[j], s0, s1, s2, s3);
    if (count > 1) offer(limits, near, j + 1, yy[j + 1], t0, t1, t2, t3);
    if (count > 2) offer(limits, near, j + 2, yy[j + 2], u0, u1, u2, u3);
  }
}

/** One fitted row's four values. */
function offer(limits: Float64Array, near: Near, j: number, square: number, d0: number, d1: number, d2: number, d3: number): void {
  if (!(square - 2 * d0 > limits[0])) near(0, j, square - 2 * d0);
  if (!(square - 2 * d1 > limits[1])) near(1, j, square - 2 * d1);
  if (!(square - 2 * d2 > limits[2])) near(2, j, square - 2 * d2);
  if (!(square - 2 * d3 > limits[3])) near(3, j, square - 2 * d3);
}

/** Fills up to four heaps with the nearest to the rows from `i` on; `first` is the coarse screen, which changes no heap. */
export function euclideanFill(
  x: Matrix,
  fitted: Matrix,
  rounding: Rounding,
  first = x.rows < FEW ? null : coarseScreen(x, fitted),
): (i: number, heaps: readonly NeighborHeap[]) => void {
  const [xx, yy] = [rowSquares(x, rounding), rowSquares(fitted, rounding)];
  let top = 0;
  for (const square of yy) top = Math.max(top, square);
  const exact = (row: number, j: number): number => gramDistance(x, row, xx[row], fitted, j, yy[j], rounding);
  let coarse: CoarseScreen | null = first;
  return (i, heaps) => {
    const passed = heaps.map(() => new Passed());
    // What the screen sees as the nearest so far; lanes without a query let nothing through.
    const limits = new Float64Array(LANES).fill(Number.NEGATIVE_INFINITY);
    const slack = heaps.map((_, lane) => 8 * Number.EPSILON * (x.cols + 4) * (xx[i + lane] + top));
    limits.fill(Number.POSITIVE_INFINITY, 0, heaps.length);
    const near: Near = (lane, j, value) => {
      const [heap, list] = [heaps[lane], passed[lane]];
      if (heap === undefined || list === undefined) return;
      heap.push(value, j);
      list.rows.push(j);
      list.values.push(value);
      limits[lane] = heap.largest + slack[lane];
    };
    /** The same value and the same question as in `screen`. */
    const visit = (lane: number, j: number): number => {
      const value = yy[j] - 2 * plainDot(fitted.data, j * x.cols, x.data, (i + lane) * x.cols, x.cols);
      if (!(value > limits[lane])) near(lane, j, value);
      return limits[lane] + xx[i + lane] + slack[lane];
    };
    if (coarse === null) screen(interleaved(x, i, heaps.length), fitted, yy, limits, near);
    else if (coarse(i, heaps.length, visit) * WORTH > fitted.rows * heaps.length) coarse = null;
    heaps.forEach((heap, lane) => {
      settle(heap, passed[lane] ?? new Passed(), limits[lane], (j) => exact(i + lane, j));
    });
  };
}

/** Puts exact distances where the screened ones were. */
function settle(heap: NeighborHeap, { rows, values }: Passed, limit: number, exact: (j: number) => number): void {
  const last = rows.filter((_, n) => !(values[n] > limit));
  const distances = last.map(exact);
  heap.clear();
  if (new Set(distances).size < distances.length) for (const j of rows) heap.push(exact(j), j);
  else last.forEach((j, n) => void heap.push(distances[n], j));
}
