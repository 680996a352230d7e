/**
 * Non-negative W with `X ≈ W · H` for a given H, by projected gradients with a search for the step (Lin 2007;
 * sklearn.decomposition.nmf._nls_subproblem 0.17). It ends when the projected gradient of all rows is shorter than
 * `tolerance`.
 */
import { multiply } from "../linear-algebra.js";
import { type Matrix, matrix } from "../ndarray.js";

const SIGMA = 0.01;
const SHRINK = 0.1;
const STEPS = 20;

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, at) => sum + value * b[at], 0);

/** How `gradient` and W would go on: W one step further, not below zero. */
const stepped = (w: Matrix, gradient: Float64Array, size: number): Float64Array =>
  w.data.map((value, at) => Math.max(value - size * gradient[at], 0));

interface Step {
  readonly data: Float64Array;
  readonly size: number;
}

/** The largest step, among powers of ten of the last size, that decreases the error enough. */
function search(w: Matrix, gram: Matrix, gradient: Float64Array, start: number): Step {
  let size = start;
  let previous = w.data;
  let shrinking = false;
  for (let inner = 0; inner < STEPS; inner++) {
    const next = stepped(w, gradient, size);
    const change = matrix(
      w.rows,
      w.cols,
      next.map((value, at) => value - w.data[at]),
    );
    const enough = (1 - SIGMA) * dot(gradient, change.data) + 0.5 * dot(multiply(change, gram).data, change.data) < 0;
    if (inner === 0) shrinking = !enough;
    if (shrinking) {
      if (enough) return { data: next, size };
      size *= SHRINK;
    } else if (!enough || previous.every((value, at) => value === next[at])) return { data: previous, size };
    else {
      size /= SHRINK;
      previous = next;
    }
  }
  return { data: w.data, size };
}

/** `gram` is `H · Hᵀ`, `products` `X · Hᵀ`; `alpha` penalizes as an elastic net. */
export function projectedGradient(gram: Matrix, products: Matrix, alpha: number, ratio: number, tolerance: number, rounds: number): Matrix {
  let w = matrix(products.rows, gram.rows);
  let size = 1;
  for (let n = 0; n < rounds; n++) {
    const gradient = multiply(w, gram).data.map((value, at) => value - products.data[at] + alpha * (ratio + (1 - ratio) * w.data[at]));
    const projected = gradient.map((value, at) => (value < 0 || w.data[at] > 0 ? value : 0));
    if (Math.sqrt(dot(projected, projected)) < tolerance) break;
    const step = search(w, gram, gradient, size);
    w = matrix(w.rows, w.cols, step.data);
    size = step.size;
  }
  return w;
}
