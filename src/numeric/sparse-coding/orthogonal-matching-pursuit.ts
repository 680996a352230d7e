/**
 * Orthogonal matching pursuit: takes the atom that correlates most with what is left, and fits all taken ones anew
 * (Rubinstein, Zibulevsky and Elad 2008; sklearn.linear_model._omp._gram_omp 0.17 to 1.9, with its order of equals and
 * its early ends: nothing left, dependent atoms).
 */
import { dotRows, solveLower, solveLowerTransposed } from "../linear-algebra.js";
import { type Matrix, matrix } from "../ndarray.js";

/** Square matrix of the first `n` rows and columns. */
const leading = (l: Matrix, n: number): Matrix =>
  matrix(
    n,
    n,
    Float64Array.from({ length: n * n }, (_, at) => l.data[Math.floor(at / n) * l.cols + (at % n)]),
  );

function largest(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (Math.abs(values[k]) > Math.abs(values[best])) best = k;
  return best;
}

/** Writes row `n` of L, of atom `to`, whose last value is its pivot; false when the atom depends on those before. */
function factorRow(l: Matrix, gram: Matrix, order: readonly number[], n: number, to: number, unit: boolean): boolean {
  const atom = order[to];
  const own = unit ? 1 : gram.data[atom * gram.cols + atom];
  const column = matrix(
    n,
    1,
    Float64Array.from({ length: n }, (_, k) => gram.data[atom * gram.cols + order[k]]),
  );
  const row = n === 0 ? column : solveLower(leading(l, n), column);
  const pivot = own - row.data.reduce((sum, value) => sum + value * value, 0);
  if (n > 0 && pivot <= Number.EPSILON) return false;
  l.data.set(row.data, n * l.cols);
  l.data[n * l.cols + n] = Math.sqrt(pivot);
  return true;
}

/**
 * Weights of the atoms: `gram` is D·Dᵀ, `products` D·x, at most `count` weights are not zero. `unit`: all atoms count as
 * of length one, as sklearn took them to 0.19.
 */
export function orthogonalMatchingPursuit(gram: Matrix, products: Float64Array, count: number, unit: boolean): Float64Array {
  const atoms = products.length;
  const order = Array.from(products, (_, k) => k);
  const l = matrix(count, count);
  let left = Float64Array.from(products);
  let weights: Float64Array = new Float64Array();
  for (let n = 0; n < count; ) {
    const best = largest(left);
    if (best < n || left[best] ** 2 < Number.EPSILON || !factorRow(l, gram, order, n, best, unit)) break;
    [order[n], order[best]] = [order[best], order[n]];
    n++;
    const lower = leading(l, n);
    const target = matrix(
      n,
      1,
      Float64Array.from({ length: n }, (_, k) => products[order[k]]),
    );
    weights = solveLowerTransposed(lower, solveLower(lower, target)).data;
    const taken = matrix(1, n, weights);
    left = Float64Array.from({ length: atoms }, (_, k) => {
      const atom = order[k];
      const row = matrix(
        1,
        n,
        Float64Array.from({ length: n }, (_v, m) => gram.data[atom * gram.cols + order[m]]),
      );
      return products[atom] - dotRows(row, 0, taken, 0);
    });
  }
  const out = new Float64Array(atoms);
  weights.forEach((weight, k) => {
    out[order[k]] = weight;
  });
  return out;
}
