/**
 * A triangular solve with the rounding of OpenBLAS on x86-64 (measured with numpy 1.15 to 2.5). Variances of Gaussian
 * processes at fitted rows cancel down to that rounding, so to answer as Python does, it must be the same. Slow.
 */
import { fusedMultiplyAdd } from "./fused-multiply-add.js";
import type { Matrix } from "./ndarray.js";

/**
 * X with `L · X = B`, L lower triangular, as a BLAS solves it (trsm): terms are taken one after the other, fused or not,
 * and the diagonal's inverse is a factor. Where `B` comes from the rows that L was made of, `1 − |x|²` is rounding alone.
 */
export function blasSolveLower(l: Matrix, b: Matrix, fused: boolean): Matrix {
  const x = Float64Array.from(b.data);
  const { cols } = b;
  for (let i = 0; i < l.rows; i++) {
    const inverse = 1 / l.data[i * l.cols + i];
    for (let j = 0; j < cols; j++) {
      let sum = x[i * cols + j];
      for (let k = 0; k < i; k++) {
        const factor = -l.data[i * l.cols + k];
        const value = x[k * cols + j];
        sum = fused ? fusedMultiplyAdd(factor, value, sum) : sum + factor * value;
      }
      x[i * cols + j] = sum * inverse;
    }
  }
  return { rows: b.rows, cols, data: x };
}
