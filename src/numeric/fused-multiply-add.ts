/** A product and a sum with one rounding, as processors do it: what BLAS libraries add terms with. */

const SPLITTER = 2 ** 27 + 1;

/** `a · b + c` (Dekker's exact product, then Knuth's sum; twice rounded only in rare half-way cases). */
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
