/**
 * A first screen of Euclidean neighbours: all rows are put on a grid of whole numbers, so coarse that two fitted rows' sums
 * of products fit into one double beside each other, and one multiplication serves both. Sums of whole numbers are exact,
 * and a row's distance from its grid point is known: by the triangle inequality nothing near is lost, and few others pass.
 * 5 nearest of 5,000 x 20 normal rows: 0.7 of the time without it, with 100 columns 0.65. Data of no finite or no extent,
 * or of too many columns, have no such screen; where one row lies far from all others the grid is too coarse to help.
 */
import type { Matrix } from "../../../numeric/ndarray.js";

/** Rows of X that are looked at together: each fitted row is read once for all of them. */
export const LANES = 4;

/** Pairs of fitted rows that are read together. */
const PAIRS = 3;

/** The second row of a pair is that much above the first; sums of the first stay below half of it. */
const HIGH = 2 ** 26;

/** Added and taken away again, it leaves whole multiples of HIGH: it is 2⁵² of them and half as many again. */
const MULTIPLES = 1.5 * 2 ** 52 * HIGH;

/** Steps from the middle to the end; fewer would let most rows pass. */
const FEWEST_STEPS = 8;

/** Squares of an extent beyond are not to be trusted. */
const [SMALLEST, LARGEST] = [1e-140, 1e140];

/** What all roundings together do not reach, in steps. */
const ROUNDING = 1e-6;

/** A row that may be near to the query of a lane; gives the squared distance up to which rows are near from now on. */
export type Visit = (lane: number, j: number) => number;

/** Visits what may be near to `count` rows of X from `i` on, a lane's in the fitted rows' order; gives how many it visited. */
export type CoarseScreen = (i: number, count: number, visit: Visit) => number;

interface Grid {
  readonly middle: Float64Array;
  readonly step: number;
}

/** The grid of all rows, so fine that sums of products stay below half of HIGH. */
function gridOf(x: Matrix, fitted: Matrix): Grid | null {
  const { cols } = fitted;
  const [least, most] = [new Float64Array(cols).fill(Number.POSITIVE_INFINITY), new Float64Array(cols).fill(Number.NEGATIVE_INFINITY)];
  for (const { rows, data } of [x, fitted])
    for (let j = 0, at = 0; j < rows; j++)
      for (let k = 0; k < cols; k++, at++) {
        least[k] = Math.min(least[k], data[at]);
        most[k] = Math.max(most[k], data[at]);
      }
  const halves = least.map((low, k) => most[k] / 2 - low / 2);
  const extent = halves.reduce((top, half) => Math.max(top, half), 0);
  const steps = Math.floor(Math.sqrt((HIGH / 2 - 1) / (1.5 * cols)));
  if (!(extent >= SMALLEST && extent <= LARGEST && steps >= FEWEST_STEPS)) return null;
  return { middle: least.map((low, k) => low + halves[k]), step: extent / steps };
}

/** Tells `put` a row's grid point; gives its square and the row's distance from it, in steps. */
function onGrid({ cols, data }: Matrix, j: number, { middle, step }: Grid, put: (k: number, cell: number) => void): [number, number] {
  let [square, rest] = [0, 0];
  for (let k = 0; k < cols; k++) {
    const value = (data[j * cols + k] - middle[k]) / step;
    const cell = Math.round(value);
    square += cell * cell;
    rest += (value - cell) ** 2;
    put(k, cell);
  }
  return [square, Math.sqrt(rest)];
}

/** Fitted rows on the grid, two in one, filled up with empty ones. */
interface Packed {
  readonly cols: number;
  readonly data: Float64Array;
  /** Where a pair's sums start: each row's half square, rounded down, below zero. */
  readonly starts: Float64Array;
  /** The largest distance of a row from its grid point. */
  readonly blur: number;
}

function packed(fitted: Matrix, grid: Grid): Packed {
  const { rows, cols } = fitted;
  const pairs = Math.ceil(rows / (2 * PAIRS)) * PAIRS;
  const [data, starts] = [new Float64Array(pairs * cols), new Float64Array(pairs)];
  let blur = 0;
  for (let j = 0; j < rows; j++) {
    const [first, weight] = [(j >> 1) * cols, j % 2 === 0 ? 1 : HIGH];
    const [square, rest] = onGrid(fitted, j, grid, (k, cell) => {
      data[first + k] += cell * weight;
    });
    starts[j >> 1] -= Math.floor(square / 2) * weight;
    blur = Math.max(blur, rest);
  }
  return { cols, data, starts, blur };
}

/** A pair of rows that may be near, with their sum. */
type Near = (lane: number, j: number, sum: number) => void;

/**
 * Four queries and six fitted rows at once, as many sums as there are registers, no checks in the loop. `euclidean.ts` has
 * the same loop over other sums: one function for both, which has to write twelve sums down, takes 7 % longer.
 */
function screen({ cols, data, starts }: Packed, queries: Float64Array, limits: Float64Array, near: Near): void {
  const [second, third] = [cols, 2 * cols];
  for (let first = 0, j = 0; first < data.length; first += PAIRS * cols, j += 2 * PAIRS) {
    const before = starts[j >> 1];
    const between = starts[(j >> 1) + 1];
    const after = starts[(j >> 1) + 2];
    let s0 = before;
    let s1 = before;
    let s2 = before;
    let s3 = before;
    let t0 = between;
    let t1 = between;
    let t2 = between;
    let t3 = between;
    let u0 = after;
    let u1 = after;
    let u2 = after;
    let u3 = after;
    for (let p = 0, at = first, end = first + cols; at < end; at++, p += LANES) {
      const s = data[at];
      const t = data[at + second];
      const u = data[at + third];
      const q0 = queries[p];
      const q1 = queries[p + 1];
      const q2 = queries[p + 2];
      const q3 = queries[p + 3];
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
    if (!far(s0, limits[0])) near(0, j, s0);
    if (!far(s1, limits[1])) near(1, j, s1);
    if (!far(s2, limits[2])) near(2, j, s2);
    if (!far(s3, limits[3])) near(3, j, s3);
    if (!far(t0, limits[0])) near(0, j + 2, t0);
    if (!far(t1, limits[1])) near(1, j + 2, t1);
    if (!far(t2, limits[2])) near(2, j + 2, t2);
    if (!far(t3, limits[3])) near(3, j + 2, t3);
    if (!far(u0, limits[0])) near(0, j + 4, u0);
    if (!far(u1, limits[1])) near(1, j + 4, u1);
    if (!far(u2, limits[2])) near(2, j + 4, u2);
    if (!far(u3, limits[3])) near(3, j + 4, u3);
  }
}

/** What the upper row of a pair has in a sum. */
const upper = (sum: number): number => sum + MULTIPLES - MULTIPLES;

/** True when both rows of a pair are too far; nothing is, where the limit is not a number. */
function far(sum: number, limit: number): boolean {
  const above = upper(sum);
  return sum - above < limit && above < limit * HIGH;
}

/** The screen of X, or null where there is none. */
export function coarseScreen(x: Matrix, fitted: Matrix): CoarseScreen | null {
  const grid = gridOf(x, fitted);
  if (grid === null) return null;
  const rows = packed(fitted, grid);
  return (i, count, visit) => {
    const queries = new Float64Array(x.cols * LANES);
    // Lanes without a query let nothing through.
    const limits = new Float64Array(LANES).fill(Number.POSITIVE_INFINITY).fill(Number.NEGATIVE_INFINITY, 0, count);
    const own = Array.from({ length: count }, (_, lane) =>
      onGrid(x, i + lane, grid, (k, cell) => {
        queries[k * LANES + lane] = cell;
      }),
    );
    let visited = 0;
    const look = (lane: number, j: number): void => {
      if (j >= fitted.rows) return;
      visited++;
      const [square, rest] = own[lane] ?? [0, 0];
      const reach = Math.sqrt(Math.max(0, visit(lane, j))) / grid.step + rest + rows.blur + ROUNDING;
      limits[lane] = (square - reach * reach) / 2;
    };
    screen(rows, queries, limits, (lane, j, sum) => {
      const above = upper(sum);
      if (!(sum - above < limits[lane])) look(lane, j);
      if (!(above < limits[lane] * HIGH)) look(lane, j + 1);
    });
    return visited;
  };
}
