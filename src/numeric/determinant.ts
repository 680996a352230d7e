/** Determinants by elimination with row pivots (LAPACK's getrf), and the density of a Gaussian with a given precision. */
import { triangular } from "./linear-algebra.js";
import { type Matrix, matrix } from "./ndarray.js";

/** ln |A|, −∞ where the determinant is not positive (sklearn.utils.extmath.fast_logdet). */
export function logDeterminant(a: Matrix): number {
  const n = a.rows;
  const lu = matrix(n, n, Float64Array.from(a.data));
  let sign = triangular(lu, matrix(n, 0)) ?? 0;
  let log = 0;
  for (let p = 0; p < n; p++) {
    const pivot = lu.data[p * n + p];
    sign *= Math.sign(pivot);
    log += Math.log(Math.abs(pivot));
  }
  return sign > 0 ? log : Number.NEGATIVE_INFINITY;
}

/** `xᵀ · A · x` for each row of X. */
export function quadraticForms(x: Matrix, a: Matrix): Float64Array {
  const n = a.rows;
  return Float64Array.from({ length: x.rows }, (_, row) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      let inner = 0;
      for (let j = 0; j < n; j++) inner += a.data[i * n + j] * x.data[row * n + j];
      sum += x.data[row * n + i] * inner;
    }
    return sum;
  });
}

/** Log density of each row (its mean taken off) under a Gaussian with this precision. */
export function gaussianLogDensity(x: Matrix, precision: Matrix): Float64Array {
  const constant = 0.5 * (precision.rows * Math.log(2 * Math.PI) - logDeterminant(precision));
  return quadraticForms(x, precision).map((square) => -0.5 * square - constant);
}
