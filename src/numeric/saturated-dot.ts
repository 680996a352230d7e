/**
 * A product of two rows that overflows, as a BLAS sums it: each product is fused with its addition, so that it does not
 * overflow by itself, and a sum that has become infinite stays what it is. Asked only where the plain sum is not finite.
 */

/** Far enough from the largest double for any product of a scaled one. */
const SCALE = 2 ** -512;
const MOST = Number.MAX_VALUE * SCALE * SCALE;

export function saturatedDot(a: Float64Array, i: number, b: Float64Array, j: number, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) {
    sum += a[i + k] * SCALE * (b[j + k] * SCALE);
    if (Math.abs(sum) > MOST) return sum > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }
  return sum / SCALE / SCALE;
}
