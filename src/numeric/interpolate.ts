/** Linear interpolation (numpy.interp): `xs` ascend; outside them the first and the last value hold; at a knot, its own value. */

/** Number of values that are ≤ x (numpy.searchsorted, side="right"); `xs` ascend. NaN lies after all. */
export function countUpTo(xs: ArrayLike<number>, x: number, from = 0, to: number = xs.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x < xs[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The value at x of the line through (xs, ys), which are as long as each other and not empty. NaN gives NaN. */
export function interpolate(x: number, xs: ArrayLike<number>, ys: ArrayLike<number>): number {
  if (Number.isNaN(x)) return x;
  const after = countUpTo(xs, x);
  if (after === 0) return ys[0] ?? 0;
  const [x0, y0] = [xs[after - 1], ys[after - 1]];
  if (after === xs.length || x0 === x) return y0;
  return ((ys[after] - y0) / (xs[after] - x0)) * (x - x0) + y0;
}
