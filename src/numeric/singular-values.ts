/**
 * Singular values by one-sided Jacobi rotations (Hestenes 1958; Golub and Van Loan, Matrix Computations, 8.6.3), and
 * the pseudoinverse made of them. Accurate to the last digits also where values are small; cubic, for small matrices.
 */
import { transpose } from "./linear-algebra.js";
import { type Matrix, matrix } from "./ndarray.js";

const SWEEPS = 60;

/** Rotates columns p and q of A and V until they are orthogonal; true when they were. */
function rotate(a: Matrix, v: Matrix, p: number, q: number): boolean {
  let [alpha, beta, gamma] = [0, 0, 0];
  for (let i = 0; i < a.rows; i++) {
    const x = a.data[i * a.cols + p];
    const y = a.data[i * a.cols + q];
    alpha += x * x;
    beta += y * y;
    gamma += x * y;
  }
  if (!(Math.abs(gamma) > Number.EPSILON * Math.sqrt(alpha * beta))) return true;
  const zeta = (beta - alpha) / (2 * gamma);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const c = 1 / Math.hypot(1, t);
  turn(a, p, q, c, c * t);
  turn(v, p, q, c, c * t);
  return false;
}

function turn(m: Matrix, p: number, q: number, c: number, s: number): void {
  for (let i = 0; i < m.rows; i++) {
    const x = m.data[i * m.cols + p];
    const y = m.data[i * m.cols + q];
    m.data[i * m.cols + p] = c * x - s * y;
    m.data[i * m.cols + q] = s * x + c * y;
  }
}

/** `A · V = U · S` with orthogonal columns: `us` is (n, m), `v` (m, m), `values` the lengths of the columns, unsorted. */
export function singularValues(a: Matrix): { readonly us: Matrix; readonly v: Matrix; readonly values: Float64Array } {
  const us = matrix(a.rows, a.cols, Float64Array.from(a.data));
  const v = matrix(a.cols, a.cols);
  for (let i = 0; i < a.cols; i++) v.data[i * a.cols + i] = 1;
  for (let sweep = 0, done = false; !done && sweep < SWEEPS; sweep++) {
    done = true;
    for (let p = 0; p < a.cols; p++) for (let q = p + 1; q < a.cols; q++) done = rotate(us, v, p, q) && done;
  }
  const values = new Float64Array(a.cols);
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < a.cols; j++) values[j] = Math.hypot(values[j], us.data[i * a.cols + j]);
  return { us, v, values };
}

/** The pseudoinverse (m, n); values below `max(n, m) · ε · largest` count as zero (scipy.linalg.pinv 1.7). */
export function pseudoinverse(a: Matrix): Matrix {
  if (a.cols > a.rows) return transpose(pseudoinverse(transpose(a)));
  const { us, v, values } = singularValues(a);
  const cut = Math.max(a.rows, a.cols) * Number.EPSILON * values.reduce((most, value) => Math.max(most, value), 0);
  const out = matrix(a.cols, a.rows);
  values.forEach((value, k) => {
    if (value <= cut) return;
    for (let i = 0; i < a.cols; i++)
      for (let j = 0; j < a.rows; j++) out.data[i * a.rows + j] += (v.data[i * a.cols + k] * us.data[j * a.cols + k]) / (value * value);
  });
  return out;
}
