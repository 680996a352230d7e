/** A second class's probabilities p as the columns 1 − p and p, row by row. */
export function complements(p: ArrayLike<number>): Float64Array {
  const out = new Float64Array(2 * p.length);
  for (let i = 0; i < p.length; i++) {
    out[2 * i] = 1 - p[i];
    out[2 * i + 1] = p[i];
  }
  return out;
}
