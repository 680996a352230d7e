/**
 * Products that are summed in float32, as numpy's are for float32 arrays: where sums cancel, what is left is their
 * rounding. A BLAS sums short rows in one chain of fused multiply-adds (the last rows of a block may differ by kernel
 * and processor); a matrix of four columns or more times one vector (many rows of one output, one row of many) in pairs;
 * two vectors in doubles; scipy's sparse rows in one chain without fusing (OpenBLAS 0.2 and 0.3 beside numpy 1.15 to 2.5: none of 500
 * rows differed). Longer rows are summed in doubles and rounded.
 */
import { linear, type Matrix } from "./ndarray.js";
import type { Sparse } from "./sparse.js";

/** More columns than these are summed by a BLAS in several chains. */
const LONGEST_CHAIN = 64;

/** So many columns are summed in lanes of four by a product of a matrix and one vector; fewer by some processors only. */
const [FEWEST_IN_LANES, MOST_IN_LANES] = [4, 7];
/** And more than these by a product of two vectors. */
const SHORT_DOT = 31;

/** `X · Wᵀ` of float32 numbers, W `outputs × cols`: float32 numbers as doubles. */
export function linearFloat32(x: Matrix, weights: Float64Array, outputs: number): Float64Array {
  if (x.cols > LONGEST_CHAIN) return linear(x, weights, outputs, () => 0).map(Math.fround);
  const out = new Float64Array(x.rows * outputs);
  const sum = sumOf(x, outputs);
  for (let i = 0; i < x.rows; i++)
    for (let k = 0; k < outputs; k++) out[i * outputs + k] = sum(x.data, i * x.cols, weights, k * x.cols, x.cols);
  return out;
}

type Sum = (x: Float64Array, at: number, weights: Float64Array, from: number, count: number) => number;

/** How a BLAS sums: by how many rows and outputs there are. */
function sumOf({ rows, cols }: Matrix, outputs: number): Sum {
  if (rows === 1 && outputs === 1 && cols <= SHORT_DOT) return inDoubles;
  const lanes = cols >= FEWEST_IN_LANES && cols <= MOST_IN_LANES;
  return lanes && (rows === 1 || outputs === 1) ? inLanes : inChain;
}

/** One chain of fused multiply-adds: a product of two float32 is exact as a double. */
function inChain(x: Float64Array, at: number, weights: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let j = 0; j < count; j++) sum = Math.fround(x[at + j] * weights[from + j] + sum);
  return sum;
}

/** Two vectors: rounded products, added in doubles. */
function inDoubles(x: Float64Array, at: number, weights: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let j = 0; j < count; j++) sum += Math.fround(x[at + j] * weights[from + j]);
  return Math.fround(sum);
}

/** A matrix and one vector: four products in two pairs, then what the others are together. */
function inLanes(x: Float64Array, at: number, weights: Float64Array, from: number, count: number): number {
  const product = (j: number): number => Math.fround(x[at + j] * weights[from + j]);
  let rest = 0;
  for (let j = 4; j < count; j++) rest = Math.fround(rest + product(j));
  return Math.fround(Math.fround(Math.fround(product(0) + product(1)) + Math.fround(product(2) + product(3))) + rest);
}

/** The same of sparse rows (scipy.sparse.csr_matvec). */
export function linearSparseFloat32(x: Sparse, weights: Float64Array, outputs: number): Float64Array {
  const [rows, cols] = x.shape;
  const out = new Float64Array(rows * outputs);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < outputs; k++) {
      let sum = 0;
      for (let at = x.indptr[i]; at < x.indptr[i + 1]; at++)
        sum = Math.fround(sum + Math.fround(Number(x.data[at]) * weights[k * cols + x.indices[at]]));
      out[i * outputs + k] = sum;
    }
  return out;
}
