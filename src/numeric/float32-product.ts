/**
 * Products of float32 matrices, each step rounded as a BLAS rounds it. Values that nearly cancel differ in the fourth
 * digit from the same product in doubles, and Python's are the former.
 */
import { type Matrix, matrix } from "./ndarray.js";

/**
 * `A · Bᵀ` of matrices whose values are floats. `fused`: one rounding a term (FMA), else one for the product and one for
 * the sum.
 */
export function multiplyTransposedFloat32(a: Matrix, b: Matrix, fused: boolean): Matrix {
  const out = matrix(a.rows, b.rows);
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < b.rows; j++) {
      let sum = 0;
      for (let k = 0, p = i * a.cols, q = j * b.cols; k < a.cols; k++) {
        const product = (a.data[p + k] ?? 0) * (b.data[q + k] ?? 0);
        sum = Math.fround(sum + (fused ? product : Math.fround(product)));
      }
      out.data[i * b.rows + j] = sum;
    }
  return out;
}
