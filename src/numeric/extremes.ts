/** Largest and smallest of any number of values. `Math.max(...values)` has as many arguments as values, and ends at about 100,000. */

/** −∞ for none; NaN where one is. */
export function largest(values: Iterable<number>): number {
  let top = Number.NEGATIVE_INFINITY;
  for (const value of values) top = Math.max(top, value);
  return top;
}

/** ∞ for none; NaN where one is. */
export function smallest(values: Iterable<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) least = Math.min(least, value);
  return least;
}
