/**
 * Non-negative W with `X ≈ W · H` for a given H, by coordinate descent from W = 0 (Cichocki and Phan 2009;
 * sklearn.decomposition._nmf._fit_coordinate_descent 0.17 to 1.9). It ends when all rows together violate the conditions
 * of an optimum by less than `tolerance` times what they did in the first round.
 */
import { multiplyTransposed } from "../linear-algebra.js";
import { type Matrix, matrix } from "../ndarray.js";
import type { Sparse } from "../sparse.js";
import { timesTransposed } from "../sparse-product.js";
import type { Penalty } from "./penalty.js";

/** One round over the components; returns the sum of the projected gradients' sizes. */
function round(w: Matrix, gram: Matrix, products: Matrix, order: ArrayLike<number>): number {
  const k = w.cols;
  let violation = 0;
  for (let n = 0; n < k; n++) {
    const t = order[n];
    const hessian = gram.data[t * k + t];
    for (let i = 0; i < w.rows; i++) {
      let gradient = -products.data[i * k + t];
      for (let r = 0; r < k; r++) gradient += gram.data[t * k + r] * w.data[i * k + r];
      const value = w.data[i * k + t];
      violation += Math.abs(value === 0 ? Math.min(0, gradient) : gradient);
      if (hessian !== 0) w.data[i * k + t] = Math.max(value - gradient / hessian, 0);
    }
  }
  return violation;
}

/** `order` gives the order of the components in each round. */
export function coordinateDescent(
  x: Matrix | Sparse,
  h: Matrix,
  penalty: Penalty,
  tolerance: number,
  rounds: number,
  order: () => ArrayLike<number>,
): Matrix {
  const gram = multiplyTransposed(h, h);
  const products = timesTransposed(x, h);
  if (penalty.l2 !== 0) for (let t = 0; t < h.rows; t++) gram.data[t * (h.rows + 1)] = gram.data[t * (h.rows + 1)] + penalty.l2;
  if (penalty.l1 !== 0) for (let at = 0; at < products.data.length; at++) products.data[at] -= penalty.l1;
  const w = matrix(products.rows, h.rows);
  let first = 0;
  for (let n = 0; n < rounds; n++) {
    const violation = round(w, gram, products, order());
    if (n === 0) first = violation;
    if (first === 0 || violation / first <= tolerance) break;
  }
  return w;
}
