/** What the mixtures that were removed in sklearn 0.20 store, read: covariances and precisions of all types, and expected log weights. */
import { arrayOf, typeOf } from "../../../neutral/document.js";
import { digamma } from "../../../numeric/gamma.js";
import { cholesky } from "../../../numeric/linear-algebra.js";
import { type Matrix, matrix } from "../../../numeric/ndarray.js";
import type { State } from "../../state.js";

/** float32's ε, which these classes add to keep digamma and the shares away from zero. */
export const EPSILON = 2 ** -23;
/** What GMM adds to a covariance that has no Cholesky factor. */
const RIDGE = 1e-7;

type Values = (k: number, i: number, j: number) => number;

/**
 * A matrix a component, as `covars_` or `precs_` has it for the covariance type: full, tied, diagonal, spherical.
 * @throws CornichonError `model.inconsistent`
 */
export function matrices(state: State, key: string, count: number, d: number): { readonly diagonal: boolean; readonly at: Values } {
  const { shape, data } = typeOf(state.get(key)) === "ndarray" ? state.numbers(key) : stacked(state, key, d);
  const sizes = shape.join();
  const diagonal = sizes === `${count},${d}` || sizes === `${count}` || sizes === `${count},1`;
  if (state.text("covariance_type") === "tied" && sizes === `${d},${d}`) return { diagonal: false, at: (_, i, j) => data[i * d + j] };
  if (sizes === `${count},${d},${d}`) return { diagonal: false, at: (k, i, j) => data[(k * d + i) * d + j] };
  if (!diagonal) throw state.inconsistent(`${key} is (${shape}) for ${count} components of ${d} features`);
  const width = data.length / count;
  return { diagonal, at: (k, i, j) => (i === j ? data[k * width + (width === 1 ? 0 : j)] : 0) };
}

/** A list of matrices as one array. */
function stacked(state: State, key: string, d: number): { readonly shape: readonly number[]; readonly data: Float64Array } {
  const parts = state.items(key).map((item) => Float64Array.from(arrayOf(item).data, Number));
  if (parts.some((part) => part.length !== d * d)) throw state.inconsistent(`${key} has a matrix that is not ${d} by ${d}`);
  return { shape: [parts.length, d, d], data: Float64Array.from(parts.flatMap((part) => Array.from(part))) };
}

/** Cholesky factors of the covariances. @throws CornichonError `model.inconsistent` */
export function covarianceFactors(state: State, count: number, d: number): readonly Matrix[] {
  const { diagonal, at } = matrices(state, "covars_", count, d);
  return Array.from({ length: count }, (_, k) => {
    const values = (ridge: number): Matrix =>
      matrix(
        d,
        d,
        Float64Array.from({ length: d * d }, (_v, p) => at(k, Math.floor(p / d), p % d) + (p % (d + 1) === 0 ? ridge : 0)),
      );
    const factor = cholesky(values(0)) ?? (diagonal ? null : cholesky(values(RIDGE)));
    if (factor === null) throw state.inconsistent("covars_ must be symmetric, positive-definite");
    return factor;
  });
}

const psi = (x: number): number => digamma(x + EPSILON);

/** Expected log weights: of a Dirichlet distribution (VBGMM), or of broken sticks (DPGMM, whose γ has three columns). */
export function expectedWeights(state: State, count: number): Float64Array {
  if (state.numbers("gamma_").shape.length === 1) {
    const gamma = state.vector("gamma_", count);
    const whole = psi(gamma.reduce((sum, value) => sum + value, 0));
    return gamma.map((value) => psi(value) - whole);
  }
  const { data } = state.matrix("gamma_", count, 3);
  const at = (k: number, column: number): number => data[k * 3 + column];
  const whole = (k: number): number => psi(at(k, 1) + at(k, 2));
  let left = psi(at(0, 2)) - whole(0);
  return Float64Array.from({ length: count }, (_, k) => {
    if (k > 0) left += psi(at(k - 1, 2)) - whole(k - 1);
    return psi(at(k, 1)) - whole(k) + left;
  });
}
