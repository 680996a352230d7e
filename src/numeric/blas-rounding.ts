/**
 * Sums of products with the rounding of numpy on x86-64. Where sklearn subtracts nearly equal numbers (distances by
 * `|x|² − 2 x·y + |y|²` of a row to itself), what is left is rounding alone, and its square root is seen in the eighth
 * digit: to answer the same, the same rounding is needed. Only differences that cancel come here; it is slow.
 *
 * Measured against numpy 1.15 to 2.5 with OpenBLAS: products of matrices add with one rounding a term (FMA) from numpy
 * 1.19 on and with two before; squared lengths add in two lanes, eight values a step.
 */

/** How numpy of a time rounds: `fused` products of matrices, `lanes` of the tail of a squared length. */
export interface Rounding {
  readonly fused: boolean;
  readonly lanes: boolean;
}

const SPLITTER = 2 ** 27 + 1;

/** `a · b + c` with one rounding (Dekker's product, Knuth's sum). */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const ah = SPLITTER * a - (SPLITTER * a - a);
  const bh = SPLITTER * b - (SPLITTER * b - b);
  const al = a - ah;
  const bl = b - bh;
  const lost = al * bl - (product - ah * bh - al * bh - ah * bl);
  const sum = product + c;
  const back = sum - product;
  return sum + (product - (sum - back) + (c - back) + lost);
}

/** `x · y` as a product of matrices computes it. */
export function blasDot(x: Float64Array, y: Float64Array, { fused }: Rounding): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) {
    const [a, b] = [x[j] ?? 0, y[j] ?? 0];
    sum = fused ? fusedMultiplyAdd(a, b, sum) : sum + a * b;
  }
  return sum;
}

/** `|x|²` as `numpy.einsum("ij,ij->i", X, X)` computes it. */
export function einsumSquare(x: Float64Array, { lanes }: Rounding): number {
  const at = (i: number): number => (x[i] ?? 0) * (x[i] ?? 0);
  let [even, odd, i] = [0, 0, 0];
  for (; x.length - i >= 8; i += 8)
    for (const pair of lanes ? [6, 4, 2, 0] : [0, 2, 4, 6]) {
      even += at(i + pair);
      odd += at(i + pair + 1);
    }
  if (lanes) {
    for (; i < x.length; i += 2) {
      even += at(i);
      odd += at(i + 1);
    }
    return even + odd;
  }
  let sum = even + odd;
  for (let k = x.length - 1; k >= i; k--) sum += at(k);
  return sum;
}

/** Sums of sparse rows go one by one, with a rounding for the product and one for the sum. */
const PLAIN: Rounding = { fused: false, lanes: false };

/**
 * The squared distance as sklearn.metrics.pairwise.euclidean_distances computes it, rounding and all; X may have been
 * sparse.
 */
export function cancelledSquare(x: Float64Array, y: Float64Array, rounding: Rounding, sparse: boolean): number {
  const dot = blasDot(x, y, sparse ? PLAIN : rounding);
  const own = sparse ? blasDot(x, x, PLAIN) : einsumSquare(x, rounding);
  return Math.max(0, -2 * dot + own + einsumSquare(y, rounding));
}
