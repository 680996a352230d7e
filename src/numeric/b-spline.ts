/**
 * B-splines on ascending knots: values of the basis functions that are not zero at a place, by the recursion of Cox and
 * de Boor (as scipy.interpolate.BSpline evaluates them, including how it picks the interval).
 */

/** Knots and degree; there are `knots.length − degree − 1` basis functions, at least `degree + 1`. */
export interface Basis {
  readonly knots: Float64Array;
  readonly degree: number;
}

export const basisCount = ({ knots, degree }: Basis): number => knots.length - degree - 1;

/**
 * The interval [t_i, t_i+1) of x with degree ≤ i < count; the first or the last one for places outside, and the last
 * for its own right end.
 */
export function intervalOf({ knots, degree }: Basis, x: number): number {
  const last = knots.length - degree - 2;
  let low = degree;
  let high = last;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (x >= knots[middle]) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Values of the functions `interval − degree … interval` at x, into `out` (`degree + 1` long). */
export function basisAt({ knots }: Basis, degree: number, interval: number, x: number, out: Float64Array): void {
  out.fill(0);
  out[0] = 1;
  for (let d = 1; d <= degree; d++) {
    let carried = 0;
    for (let a = 0; a < d; a++) {
      const right = knots[interval + a + 1];
      const left = knots[interval + a + 1 - d];
      const value = right === left ? 0 : out[a] / (right - left);
      out[a] = carried + (right - x) * value;
      carried = (x - left) * value;
    }
    out[d] = carried;
  }
}

/** First derivatives of the same functions, into `out`. */
export function slopesAt(basis: Basis, interval: number, x: number, out: Float64Array): void {
  const { knots, degree } = basis;
  out.fill(0);
  if (degree === 0) return;
  const below = new Float64Array(degree);
  basisAt(basis, degree - 1, interval, x, below);
  for (let a = 0; a < degree; a++) {
    const right = knots[interval + a + 1];
    const left = knots[interval + a + 1 - degree];
    const slope = right === left ? 0 : (degree * below[a]) / (right - left);
    out[a] -= slope;
    out[a + 1] += slope;
  }
}
