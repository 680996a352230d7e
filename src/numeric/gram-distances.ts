/**
 * Squared Euclidean distances as `|x|² − 2·x·y + |y|²`, rounded as Python's BLAS rounds them: what is zero there, or ties
 * there, must here. Which sum is rounded how depends on who computes it (sklearn.metrics.pairwise.euclidean_distances,
 * sklearn.metrics._pairwise_distances_reduction 1.1 on, numpy's einsum for norms before): products in a BLAS are fused
 * with their addition, one term after the other.
 */
import { fusedMultiplyAdd } from "./fused-multiply-add.js";
import type { Matrix } from "./ndarray.js";
import { saturatedDot } from "./saturated-dot.js";

/** Product of two rows that begin at `i` and `j`, fused term by term. */
function fusedDot(a: Float64Array, i: number, b: Float64Array, j: number, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum = fusedMultiplyAdd(a[i + k], b[j + k], sum);
  return sum;
}

/** The same, each product rounded. */
export function plainDot(a: Float64Array, i: number, b: Float64Array, j: number, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += a[i + k] * b[j + k];
  return sum;
}

/**
 * A product of one row of four: numpy calls a BLAS' product of a matrix and a vector, which multiplies four values at once
 * and adds the halves (measured with numpy 1.15 to 2.5; of other lengths it depends on the version and on the row).
 */
const rowOfFour = (a: Float64Array, i: number, b: Float64Array, j: number): number =>
  a[i] * b[j] + a[i + 2] * b[j + 2] + (a[i + 1] * b[j + 1] + a[i + 3] * b[j + 3]);

/** The product of rows `i` and `j`. */
function dotOf(a: Matrix, i: number, b: Matrix, j: number, rounding: Rounding): number {
  const size = a.cols;
  if (rounding === "sparse") return plainDot(a.data, i * size, b.data, j * size, size);
  if (a.rows === 1 && size === 4 && (rounding === "lanes" || rounding === "backward")) return rowOfFour(a.data, 0, b.data, j * size);
  return fusedDot(a.data, i * size, b.data, j * size, size);
}

/** Places of the pairs in a step of eight values: numpy multiplies and adds the last pair first since 1.20. */
const LAST_FIRST = [6, 4, 2, 0];
const FIRST_FIRST = [0, 2, 4, 6];

/** Squares of whole steps of eight values in two lanes (SSE), to be added at the end. */
function stepSquares(a: Float64Array, i: number, whole: number, pairs: readonly number[]): [number, number] {
  let [even, odd] = [0, 0];
  for (let k = i; k < i + whole; k += 8)
    for (const pair of pairs) {
      even += a[k + pair] ** 2;
      odd += a[k + pair + 1] ** 2;
    }
  return [even, odd];
}

/** Square of a row as numpy's einsum sums it since 1.20: what is left of the steps goes into the lanes, too. */
function laneSquare(a: Float64Array, i: number, size: number): number {
  const whole = size - (size % 8);
  let [even, odd] = stepSquares(a, i, whole, LAST_FIRST);
  for (let k = whole; k < size; k += 2) {
    even += a[i + k] ** 2;
    if (k + 1 < size) odd += a[i + k + 1] ** 2;
  }
  return even + odd;
}

/** The same to numpy 1.19: what is left is added one by one, from its end. */
function backwardSquare(a: Float64Array, i: number, size: number): number {
  const whole = size - (size % 8);
  const [even, odd] = stepSquares(a, i, whole, FIRST_FIRST);
  let sum = even + odd;
  for (let k = size - 1; k >= whole; k--) sum += a[i + k] ** 2;
  return sum;
}

/**
 * How norms and products are rounded: all fused (`blas`), products alone (`products`: an older BLAS), norms by numpy
 * (`lanes`, `backward`), nothing fused (`sparse`).
 */
export type Rounding = "blas" | "products" | "lanes" | "backward" | "sparse";

/** Squares of the rows. */
export function rowSquares({ rows, cols, data }: Matrix, rounding: Rounding): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    if (rounding === "lanes") return laneSquare(data, i * cols, cols);
    if (rounding === "backward") return backwardSquare(data, i * cols, cols);
    const fused = rounding === "blas" ? fusedDot(data, i * cols, data, i * cols, cols) : Number.NaN;
    return Number.isNaN(fused) ? plainDot(data, i * cols, data, i * cols, cols) : fused;
  });
}

/**
 * Squared distance of row `i` of A and row `j` of B with their squares. `positive`: rounding below zero counts as zero;
 * where A's square is left out, it must not.
 */
export function gramDistance(
  a: Matrix,
  i: number,
  aa: number,
  b: Matrix,
  j: number,
  bb: number,
  rounding: Rounding,
  positive = true,
): number {
  const dot = dotOf(a, i, b, j, rounding);
  // A fused product that overflows is NaN here, not infinite.
  const distance = Number.isNaN(dot) ? -2 * saturatedDot(a.data, i * a.cols, b.data, j * b.cols, a.cols) + aa + bb : aa + -2 * dot + bb;
  return positive ? Math.max(0, distance) : distance;
}
