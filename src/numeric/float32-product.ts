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
        const product = a.data[p + k] * b.data[q + k];
        sum = Math.fround(sum + (fused ? product : Math.fround(product)));
      }
      out.data[i * b.rows + j] = sum;
    }
  return out;
}

/**
 * `v · Bᵀ` for one row, B in columns as an eigendecomposition leaves it. OpenBLAS adds four values in pairs there (so
 * measured with numpy 2.1 and 2.5), the first fours of columns in another order than the rest; otherwise one by one.
 */
export function rowTimesTransposedFloat32(v: Float64Array, b: Matrix): Float64Array {
  if (v.length !== 4 || b.rows < 2) return multiplyTransposedFloat32(matrix(1, v.length, v), b, true).data;
  const blocked = b.rows - (b.rows % 4);
  return Float64Array.from({ length: b.rows }, (_, j) => {
    const [p0 = 0, p1 = 0, p2 = 0, p3 = 0] = Array.from(v, (value, k) => value * b.data[j * 4 + k]);
    const f = Math.fround;
    if (b.rows < 4) return f(f(p0 + f(p1)) + f(p2 + f(p3)));
    return j < blocked ? f(f(p2 + f(p0)) + f(p3 + f(p1))) : f(p3 + f(p2 + f(p1 + f(p0))));
  });
}
