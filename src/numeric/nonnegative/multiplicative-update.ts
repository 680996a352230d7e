/**
 * Non-negative W with `X ≈ W · H` for a given H, by multiplicative updates for any beta divergence (Févotte and Idier
 * 2011; sklearn.decomposition._nmf._multiplicative_update_w 0.19 to 1.9). X is read row by row, so that sparse rows
 * stay sparse; a round takes `rows · columns · components` products.
 */
import { multiplyTransposedFloat32 } from "../float32-product.js";
import { dotRows, multiplyTransposed } from "../linear-algebra.js";
import { type Matrix, matrix } from "../ndarray.js";
import { pairwiseSum } from "../pairwise-sum.js";
import type { Sparse } from "../sparse.js";
import type { Penalty } from "./penalty.js";

/** float32's ε, below which sklearn divides by it. */
const EPSILON = 2 ** -23;

export interface Updates {
  readonly h: Matrix;
  /** 2 Frobenius, 1 Kullback and Leibler, 0 Itakura and Saito, or between. */
  readonly beta: number;
  readonly penalty: Penalty;
  /** Small values count as zero, not zeros alone (from 1.3 on). */
  readonly floor: boolean;
  /** X is of float32 and H is not: so is W. */
  readonly singleRows?: boolean;
  /** H is of float32 and X is not: so are its sums and products with itself. */
  readonly singleParts?: boolean;
}

/** Power of the steps that lets the divergence fall. */
const damping = (beta: number): number => (beta < 1 ? 1 / (2 - beta) : beta > 2 ? 1 / (beta - 1) : 1);

const rowsOf = (x: Matrix | Sparse): readonly [number, number] => ("indptr" in x ? x.shape : [x.rows, x.cols]);

/** Writes row `i` of X to `out`. */
function readRow(x: Matrix | Sparse, i: number, out: Float64Array): void {
  if (!("indptr" in x)) {
    out.set(x.data.subarray(i * x.cols, (i + 1) * x.cols));
    return;
  }
  out.fill(0);
  for (let at = x.indptr[i]; at < x.indptr[i + 1]; at++) out[x.indices[at]] = Number(x.data[at]);
}

/** Row `i` of `W · H` to `out`. */
function fitRow(w: Matrix, i: number, h: Matrix, out: Float64Array): void {
  out.fill(0);
  for (let k = 0; k < h.rows; k++) {
    const weight = w.data[i * h.rows + k];
    for (let j = 0; j < h.cols; j++) out[j] += weight * h.data[k * h.cols + j];
  }
}

/** The divergence of X from `W · H` (sklearn.decomposition._nmf._beta_divergence), as a length. */
function divergence(x: Matrix | Sparse, w: Matrix, { h, beta, floor }: Updates): number {
  const [rows, cols] = rowsOf(x);
  const [row, fit] = [new Float64Array(cols), new Float64Array(cols)];
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    readRow(x, i, row);
    fitRow(w, i, h, fit);
    for (let j = 0; j < cols; j++) sum += divergenceAt(row[j], fit[j], beta, floor);
  }
  return Math.sqrt(2 * sum);
}

function divergenceAt(value: number, fit: number, beta: number, floor: boolean): number {
  if (beta === 2) return (value - fit) ** 2 / 2;
  const seen = value > EPSILON;
  const safe = floor ? Math.max(fit, EPSILON) : fit === 0 ? EPSILON : fit;
  if (beta === 1) return fit + (seen ? value * Math.log(value / safe) - value : 0);
  if (beta === 0) return (seen ? value / safe - Math.log(value / safe) : 0) - 1;
  const own = seen ? value ** beta - beta * value * safe ** (beta - 1) : 0;
  return (own + fit ** beta * (beta - 1)) / (beta * (beta - 1));
}

/** Numerators and denominators of a row's step, for divergences but the Frobenius norm. */
function ratios(row: Float64Array, fit: Float64Array, sums: Float64Array, u: Updates, up: Float64Array, down: Float64Array): void {
  const { h, beta, floor } = u;
  const safe = (value: number): number => ((floor ? value < EPSILON : value === 0) ? EPSILON : value);
  up.fill(0);
  if (beta === 1) down.set(sums);
  else down.fill(0);
  for (let j = 0; j < h.cols; j++) {
    const value = fit[j];
    const base = beta < 2 ? safe(value) : value;
    const above = row[j] === 0 ? 0 : beta === 1 ? row[j] / base : row[j] * base ** (beta - 2);
    const below = beta === 1 ? 0 : (beta < 1 ? safe(value) : value) ** (beta - 1);
    for (let k = 0; k < h.rows; k++) {
      const weight = h.data[k * h.cols + j];
      up[k] += above * weight;
      if (beta !== 1) down[k] += below * weight;
    }
  }
}

/** One update of W in place. */
function update(x: Matrix | Sparse, w: Matrix, u: Updates, gram: Matrix, sums: Float64Array): void {
  const { h, beta, penalty } = u;
  const [rows, cols] = rowsOf(x);
  const [row, fit, up, down] = [new Float64Array(cols), new Float64Array(cols), new Float64Array(h.rows), new Float64Array(h.rows)];
  const power = damping(beta);
  for (let i = 0; i < rows; i++) {
    readRow(x, i, row);
    if (beta === 2)
      for (let k = 0; k < h.rows; k++) {
        up[k] = dotRows({ rows: 1, cols, data: row }, 0, h, k);
        down[k] = dotRows(w, i, gram, k);
      }
    else {
      fitRow(w, i, h, fit);
      ratios(row, fit, sums, u, up, down);
    }
    for (let k = 0; k < h.rows; k++) {
      const weight = w.data[i * h.rows + k];
      const whole = down[k] + penalty.l1 + penalty.l2 * weight;
      const step = up[k] / (whole === 0 ? EPSILON : whole);
      const next = weight * (power === 1 ? step : step ** power);
      w.data[i * h.rows + k] = u.singleRows === true ? Math.fround(next) : next;
    }
  }
}

/** W whose values are all √(mean of X / components), and the sums of H that every update needs. */
function begin(
  x: Matrix | Sparse,
  { h, singleRows = false, singleParts = false }: Updates,
): { readonly w: Matrix; readonly gram: Matrix; readonly sums: Float64Array } {
  const [rows, cols] = rowsOf(x);
  const round = singleRows ? Math.fround : Number;
  const values = singleRows ? Float32Array.from(x.data, Number) : Float64Array.from(x.data, Number);
  const w = matrix(rows, h.rows);
  w.data.fill(round(Math.sqrt(round(pairwiseSum(values, 0, values.length) / (rows * cols)) / h.rows)));
  const parts = singleParts ? Float32Array.from(h.data) : h.data;
  const sums = Float64Array.from({ length: h.rows }, (_, k) => pairwiseSum(parts, k * cols, cols));
  return { w, gram: singleParts ? multiplyTransposedFloat32(h, h, true) : multiplyTransposed(h, h), sums };
}

/** Updates until the divergence of ten rounds falls by less than `tolerance` of the first (NMF, solver `mu`). */
export function multiplicativeUpdate(x: Matrix | Sparse, u: Updates, tolerance: number, rounds: number): Matrix {
  const { w, gram, sums } = begin(x, u);
  const first = divergence(x, w, u);
  let last = first;
  for (let n = 1; n <= rounds; n++) {
    update(x, w, u, gram, sums);
    if (u.beta < 1) for (let at = 0; at < w.data.length; at++) if (w.data[at] < Number.EPSILON) w.data[at] = 0;
    if (!(tolerance > 0) || n % 10 !== 0) continue;
    const error = divergence(x, w, u);
    if ((last - error) / first < tolerance) break;
    last = error;
  }
  return w;
}

/** Updates until W changes by less than `tolerance` of its length (MiniBatchNMF). */
export function multiplicativeUpdateByChange(x: Matrix | Sparse, u: Updates, tolerance: number, rounds: number): Matrix {
  const { w, gram, sums } = begin(x, u);
  for (let n = 0; n < rounds; n++) {
    const before = Float64Array.from(w.data);
    update(x, w, u, gram, sums);
    let [change, length] = [0, 0];
    for (let at = 0; at < before.length; at++) {
      change += (w.data[at] - before[at]) ** 2;
      length += w.data[at] ** 2;
    }
    if (tolerance > 0 && Math.sqrt(change) / Math.sqrt(length) <= tolerance) break;
  }
  return w;
}
