/**
 * Products that are summed in float32, as numpy's are for float32 arrays: where sums cancel, what is left is their
 * rounding. A BLAS sums short rows in one chain of fused multiply-adds (the last rows of a block may differ by kernel
 * and processor), rows of four for one output in two pairs and shorter ones in one chain without fusing (gemv of OpenBLAS
 * 0.3, numpy 1.20 to 2.5: none of 100 rows differed), scipy's
 * sparse rows in one chain without fusing. Longer rows are summed in doubles and rounded.
 */
import { linear, type Matrix } from "./ndarray.js";
import type { Sparse } from "./sparse.js";

/** More columns than these are summed by a BLAS in several chains. */
const LONGEST_CHAIN = 64;

/** `X · Wᵀ` of float32 numbers, W `outputs × cols`: float32 numbers as doubles. */
export function linearFloat32(x: Matrix, weights: Float64Array, outputs: number): Float64Array {
  if (x.cols > LONGEST_CHAIN) return linear(x, weights, outputs, () => 0).map(Math.fround);
  if (x.cols === 4 && outputs === 1) return inPairs(x.data, weights, x.rows);
  if (x.cols < 4 && outputs === 1) return unfused(x, weights);
  const out = new Float64Array(x.rows * outputs);
  for (let i = 0; i < x.rows; i++)
    for (let k = 0; k < outputs; k++) {
      let sum = 0;
      // A product of two float32 is exact as a double.
      for (let j = 0; j < x.cols; j++) sum = Math.fround(x.data[i * x.cols + j] * weights[k * x.cols + j] + sum);
      out[i * outputs + k] = sum;
    }
  return out;
}

/** Short rows: each product and each sum is rounded. */
function unfused(x: Matrix, weights: Float64Array): Float64Array {
  const out = new Float64Array(x.rows);
  for (let i = 0; i < x.rows; i++)
    for (let j = 0; j < x.cols; j++) out[i] = Math.fround(out[i] + Math.fround(x.data[i * x.cols + j] * weights[j]));
  return out;
}

/** Rows of four: products in four lanes, added two by two. */
function inPairs(x: Float64Array, weights: Float64Array, rows: number): Float64Array {
  const product = (i: number, j: number): number => Math.fround(x[4 * i + j] * weights[j]);
  return Float64Array.from({ length: rows }, (_, i) =>
    Math.fround(Math.fround(product(i, 0) + product(i, 1)) + Math.fround(product(i, 2) + product(i, 3))),
  );
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
