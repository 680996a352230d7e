/**
 * Dense linear algebra over row-major doubles: products, triangular solves, Cholesky, LU. Sums run left to right in
 * plain doubles, as a BLAS without blocking would; models only need small systems, so nothing here is blocked but the
 * product, which is the one that meets many rows.
 */
import { type Matrix, matrix } from "./ndarray.js";
import { saturatedDot } from "./saturated-dot.js";

/** Rows of B that stay in the cache while a block of A passes. */
const BLOCK = 64;

/** `A · B`: (n, k) times (k, m). */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const out = matrix(a.rows, b.cols);
  const { cols: inner } = a;
  const { cols } = b;
  for (let k0 = 0; k0 < inner; k0 += BLOCK) {
    const k1 = Math.min(inner, k0 + BLOCK);
    for (let i = 0; i < a.rows; i++)
      for (let k = k0; k < k1; k++) {
        const factor = a.data[i * inner + k];
        for (let j = 0; j < cols; j++) out.data[i * cols + j] += factor * b.data[k * cols + j];
      }
  }
  return out;
}

/** `A · Bᵀ`: (n, k) times (m, k). Each value is one sum along two rows. */
export function multiplyTransposed(a: Matrix, b: Matrix): Matrix {
  const out = matrix(a.rows, b.rows);
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < b.rows; j++) out.data[i * b.rows + j] = dotRows(a, i, b, j);
  return out;
}

/** Product of row `i` of A with row `j` of B, which have the same length. */
export function dotRows(a: Matrix, i: number, b: Matrix, j: number): number {
  let sum = 0;
  for (let k = 0, p = i * a.cols, q = j * b.cols; k < a.cols; k++) sum += a.data[p + k] * b.data[q + k];
  return sum - sum === 0 ? sum : saturatedDot(a.data, i * a.cols, b.data, j * b.cols, a.cols);
}

export function transpose(a: Matrix): Matrix {
  const out = matrix(a.cols, a.rows);
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < a.cols; j++) out.data[j * a.rows + i] = a.data[i * a.cols + j];
  return out;
}

/** Lower triangular L with `L · Lᵀ = A`; null when A is not positive definite. */
export function cholesky(a: Matrix): Matrix | null {
  const n = a.rows;
  const out = matrix(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a.data[i * n + j];
      for (let k = 0; k < j; k++) sum -= out.data[i * n + k] * out.data[j * n + k];
      if (i === j && !(sum > 0)) return null;
      out.data[i * n + j] = i === j ? Math.sqrt(sum) : sum / out.data[j * n + j];
    }
  return out;
}

/** X with `L · X = B`, L lower triangular (n, n), B (n, m). */
export function solveLower(l: Matrix, b: Matrix): Matrix {
  const n = l.rows;
  const out = matrix(n, b.cols, Float64Array.from(b.data));
  for (let i = 0; i < n; i++)
    for (let j = 0; j < b.cols; j++) {
      let sum = out.data[i * b.cols + j];
      for (let k = 0; k < i; k++) sum -= l.data[i * n + k] * out.data[k * b.cols + j];
      out.data[i * b.cols + j] = sum / l.data[i * n + i];
    }
  return out;
}

/** X with `Lᵀ · X = B`, L lower triangular (n, n), B (n, m). */
export function solveLowerTransposed(l: Matrix, b: Matrix): Matrix {
  const n = l.rows;
  const out = matrix(n, b.cols, Float64Array.from(b.data));
  for (let i = n - 1; i >= 0; i--)
    for (let j = 0; j < b.cols; j++) {
      let sum = out.data[i * b.cols + j];
      for (let k = i + 1; k < n; k++) sum -= l.data[k * n + i] * out.data[k * b.cols + j];
      out.data[i * b.cols + j] = sum / l.data[i * n + i];
    }
  return out;
}

/** X with `A · X = B` by elimination with row pivots (LAPACK's gesv); null when A is singular. */
export function solve(a: Matrix, b: Matrix): Matrix | null {
  const n = a.rows;
  const lu = matrix(n, n, Float64Array.from(a.data));
  const out = matrix(n, b.cols, Float64Array.from(b.data));
  if (triangular(lu, out) === null) return null;
  for (let i = n - 1; i >= 0; i--)
    for (let j = 0; j < b.cols; j++) {
      let sum = out.data[i * b.cols + j];
      for (let k = i + 1; k < n; k++) sum -= lu.data[i * n + k] * out.data[k * b.cols + j];
      out.data[i * b.cols + j] = sum / lu.data[i * n + i];
    }
  return out;
}

/**
 * Eliminates below A's diagonal, in place and with row pivots (LAPACK's getrf); `out` goes through the same steps. Gives
 * the sign that the exchanged rows lend to the determinant; null when A is singular.
 */
export function triangular(a: Matrix, out: Matrix): number | null {
  let sign = 1;
  for (let p = 0; p < a.rows; p++) {
    const pivot = pivotRow(a, p);
    if (a.data[pivot * a.cols + p] === 0) return null;
    if (pivot !== p) sign = -sign;
    swapRows(a, p, pivot);
    swapRows(out, p, pivot);
    for (let i = p + 1; i < a.rows; i++) eliminate(a, out, p, i);
  }
  return sign;
}

function pivotRow(a: Matrix, p: number): number {
  let best = p;
  for (let i = p + 1; i < a.rows; i++) if (Math.abs(a.data[i * a.cols + p]) > Math.abs(a.data[best * a.cols + p])) best = i;
  return best;
}

function swapRows(a: Matrix, i: number, j: number): void {
  if (i === j) return;
  const row = a.data.slice(i * a.cols, (i + 1) * a.cols);
  a.data.copyWithin(i * a.cols, j * a.cols, (j + 1) * a.cols);
  a.data.set(row, j * a.cols);
}

/** Takes row `p`'s multiple from row `i`, so that column `p` of row `i` is zero. */
function eliminate(lu: Matrix, out: Matrix, p: number, i: number): void {
  const n = lu.cols;
  const factor = lu.data[i * n + p] / lu.data[p * n + p];
  if (factor === 0) return;
  for (let k = p; k < n; k++) lu.data[i * n + k] -= factor * lu.data[p * n + k];
  for (let j = 0; j < out.cols; j++) out.data[i * out.cols + j] -= factor * out.data[p * out.cols + j];
}

/** The identity of `n` rows. */
export function identity(n: number): Matrix {
  const out = matrix(n, n);
  for (let i = 0; i < n; i++) out.data[i * n + i] = 1;
  return out;
}

/** A⁻¹; null when A is singular. */
export const inverse = (a: Matrix): Matrix | null => solve(a, identity(a.rows));

/** Squared Euclidean distance of row `i` of A and row `j` of B, as a sum of squares. */
export function squaredDistance(a: Matrix, i: number, b: Matrix, j: number): number {
  let sum = 0;
  for (let k = 0, p = i * a.cols, q = j * b.cols; k < a.cols; k++) {
    const step = a.data[p + k] - b.data[q + k];
    sum += step * step;
  }
  return sum;
}

/** Squared Euclidean distances, (n, m). */
export function squaredDistances(a: Matrix, b: Matrix): Matrix {
  const out = matrix(a.rows, b.rows);
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < b.rows; j++) out.data[i * b.rows + j] = squaredDistance(a, i, b, j);
  return out;
}
