/**
 * How OpenBLAS adds a float32 matrix times one vector (sgemv) on processors with AVX-512, the machines that recorded
 * the answers we are held to: short rows are taken in blocks, and what is left of a block is added in another order.
 * Measured with OpenBLAS 0.3.34 and OPENBLAS_CORETYPE=SkylakeX (Cooperlake and SapphireRapids alike) on random
 * matrices of 1 to 70 rows in C order; those of a DataFrame, in Fortran order, are one fused chain a row. Haswell and
 * Zen differ in the last bit with the same numpy. Not known: four rows of six and seven columns, a last row of eight.
 */

/** The sum over `count` products of `x` from `at` and `weights` from `from`, each step rounded to float32. */
export type Sum = (x: Float64Array, at: number, weights: Float64Array, from: number, count: number) => number;

const { fround } = Math;

/** One chain of fused multiply-adds: a product of two float32 is exact as a double. */
export const inChain: Sum = (x, at, weights, from, count) => {
  let sum = 0;
  for (let j = 0; j < count; j++) sum = fround(x[at + j] * weights[from + j] + sum);
  return sum;
};

/** One chain with the second column before the first. */
const inSwappedChain: Sum = (x, at, weights, from, count) => {
  let sum = fround(x[at] * weights[from] + fround(x[at + 1] * weights[from + 1]));
  for (let j = 2; j < count; j++) sum = fround(x[at + j] * weights[from + j] + sum);
  return sum;
};

/** One chain of rounded products. */
const oneByOne: Sum = (x, at, weights, from, count) => {
  let sum = 0;
  for (let j = 0; j < count; j++) sum = fround(sum + fround(x[at + j] * weights[from + j]));
  return sum;
};

/** Two vectors: rounded products, added in doubles. */
const inDoubles: Sum = (x, at, weights, from, count) => {
  let sum = 0;
  for (let j = 0; j < count; j++) sum += fround(x[at + j] * weights[from + j]);
  return fround(sum);
};

/** Four rounded products in two pairs. */
const inPairs: Sum = (x, at, weights, from) => {
  const product = (j: number): number => fround(x[at + j] * weights[from + j]);
  return fround(fround(product(0) + product(1)) + fround(product(2) + product(3)));
};

/** Eight rounded products: pairs, pairs of pairs (`near`: the next one; else the next but one), and the two. */
const inEights =
  (near: boolean): Sum =>
  (x, at, weights, from) => {
    const pair = (j: number): number => fround(fround(x[at + j] * weights[from + j]) + fround(x[at + j + 1] * weights[from + j + 1]));
    const [a, b, c, d] = [pair(0), pair(2), pair(4), pair(6)];
    return near ? fround(fround(a + b) + fround(c + d)) : fround(fround(a + c) + fround(b + d));
  };

/** Of so many rows in a row, from the largest block to what is left at the end: how each is added. */
const BLOCKS: Readonly<Record<number, readonly (readonly [block: number, sum: Sum])[]>> = {
  2: [
    [16, inChain],
    [1, oneByOne],
  ],
  3: [
    [8, inChain],
    [4, inSwappedChain],
    [2, oneByOne],
    [1, inSwappedChain],
  ],
  4: [
    [2, inPairs],
    [1, oneByOne],
  ],
  5: [
    [4, inChain],
    [1, oneByOne],
  ],
  6: [
    [4, inChain],
    [1, oneByOne],
  ],
  7: [
    [4, inChain],
    [1, oneByOne],
  ],
  8: [
    [4, inEights(true)],
    [1, inEights(false)],
  ],
};

/** More columns than these are added in several chains also where two vectors are multiplied. */
const SHORT_DOT = 31;

/** How row `at` of `rows` rows of `cols` columns is added. */
export function gemvSum(rows: number, cols: number, at: number): Sum {
  if (rows === 1) return cols <= SHORT_DOT ? inDoubles : inChain;
  let start = 0;
  for (const [block, sum] of BLOCKS[cols] ?? []) {
    start += rows - start - ((rows - start) % block);
    if (at < start) return sum;
  }
  return inChain;
}
