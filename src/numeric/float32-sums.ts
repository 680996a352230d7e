/**
 * Products that are summed in float32, as numpy's are for float32 arrays: where sums cancel, what is left is their
 * rounding. A BLAS sums two matrices of short rows in one chain of fused multiply-adds (to 32 columns the same on every
 * processor tried), a matrix and a vector as `float32-gemv.ts` says; scipy's sparse rows are summed in one chain without
 * fusing. Longer rows are summed in doubles and rounded.
 */
import { gemvSum, inChain } from "./float32-gemv.js";
import { linear, type Matrix } from "./ndarray.js";
import type { Sparse } from "./sparse.js";

/** More columns than these are summed by a BLAS in several chains. */
const LONGEST_CHAIN = 64;

/** `X · Wᵀ` of float32 numbers, W `outputs × cols`: float32 numbers as doubles. */
export function linearFloat32(x: Matrix, weights: Float64Array, outputs: number): Float64Array {
  if (x.cols > LONGEST_CHAIN) return linear(x, weights, outputs, () => 0).map(Math.fround);
  const out = new Float64Array(x.rows * outputs);
  const oneVector = x.rows === 1 || outputs === 1;
  for (let at = 0; at < out.length; at++) {
    const [i, k] = [Math.floor(at / outputs), at % outputs];
    const sum = oneVector ? gemvSum(out.length, x.cols, at) : inChain;
    out[at] = sum(x.data, i * x.cols, weights, k * x.cols, x.cols);
  }
  return out;
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
