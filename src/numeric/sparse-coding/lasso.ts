/**
 * The lasso by coordinate descent on the Gram matrix, ended by its duality gap (Friedman, Hastie and Tibshirani 2010;
 * sklearn.linear_model._cd_fast.enet_coordinate_descent_gram 0.17 to 1.9). What it answers depends on when it ends, so
 * the rules are sklearn's: from 1.8 on it looks at the gap first and leaves out atoms that the gap shows to be zero
 * (Fercoq, Gramfort and Salmon 2015).
 */
import type { Matrix } from "../ndarray.js";

export interface LassoRules {
  /** Weight of the sum of absolute values. */
  readonly alpha: number;
  readonly positive: boolean;
  readonly tolerance: number;
  readonly rounds: number;
  /** Screens by the gap, as from 1.8 on. */
  readonly screening: boolean;
}

class Descent {
  readonly weights: Float64Array;
  readonly #fit: Float64Array;
  readonly #gram: Matrix;
  readonly #products: Float64Array;
  readonly #square: number;
  readonly #rules: LassoRules;
  #active: number[];
  /** Largest correlation that is left, set by `gap`. */
  #dual = 0;

  constructor(gram: Matrix, products: Float64Array, square: number, rules: LassoRules) {
    this.weights = new Float64Array(products.length);
    this.#fit = new Float64Array(products.length);
    this.#gram = gram;
    this.#products = products;
    this.#square = square;
    this.#rules = rules;
    this.#active = Array.from(products, (_, j) => j).filter((j) => this.#own(j) !== 0);
  }

  #own(j: number): number {
    return this.#gram.data[j * (this.#gram.cols + 1)];
  }

  #left(j: number): number {
    return this.#products[j] - this.#fit[j];
  }

  #move(j: number, to: number): void {
    const step = to - this.weights[j];
    if (step === 0) return;
    for (let k = 0; k < this.#fit.length; k++) this.#fit[k] += step * this.#gram.data[j * this.#gram.cols + k];
    this.weights[j] = to;
  }

  /** One round over the active atoms; the largest step over the largest weight, 0 when all weights are zero. */
  round(): number {
    const { alpha, positive } = this.#rules;
    let [most, largest] = [0, 0];
    for (const j of this.#active) {
      const before = this.weights[j];
      const pull = this.#left(j) + before * this.#own(j);
      const size = Math.max(Math.abs(pull) - alpha, 0) / this.#own(j);
      this.#move(j, positive && pull < 0 ? 0 : Math.sign(pull) * size);
      most = Math.max(most, Math.abs(this.weights[j] - before));
      largest = Math.max(largest, Math.abs(this.weights[j]));
    }
    return largest === 0 ? 0 : most / largest;
  }

  gap(): number {
    const { alpha, positive } = this.#rules;
    let [sum, fitted, explained] = [0, 0, 0];
    this.#dual = positive ? Number.NEGATIVE_INFINITY : 0;
    let gradient = 0;
    for (let j = 0; j < this.weights.length; j++) {
      const weight = this.weights[j];
      const left = this.#left(j);
      sum += Math.abs(weight);
      fitted += weight * this.#fit[j];
      explained += weight * this.#products[j];
      gradient += left * left;
      this.#dual = Math.max(this.#dual, positive ? left : Math.abs(left));
    }
    if (alpha === 0 && this.#rules.screening) return gradient;
    const residual = this.#square + fitted - 2 * explained;
    const scale = this.#dual > alpha ? alpha / this.#dual : 1;
    return 0.5 * residual * (1 + scale * scale) + alpha * sum - scale * (this.#square - explained);
  }

  /** Leaves out atoms whose weight must be zero at a solution this near. */
  screen(gap: number): void {
    const { alpha } = this.#rules;
    const radius = Math.sqrt(2 * Math.abs(gap)) / alpha;
    const kept = this.#active.filter(
      (j) => (1 - Math.abs(this.#left(j) / Math.max(alpha, this.#dual))) / Math.sqrt(this.#own(j)) <= radius,
    );
    const stays = new Set(kept);
    for (const j of this.#active) if (!stays.has(j)) this.#move(j, 0);
    this.#active = kept;
  }
}

/** Weights of the atoms: `gram` is D·Dᵀ, `products` D·x, `square` x·x. */
export function lasso(gram: Matrix, products: Float64Array, square: number, rules: LassoRules): Float64Array {
  const descent = new Descent(gram, products, square, rules);
  const { screening, rounds, tolerance } = rules;
  const enough = (gap: number): boolean => (screening ? gap <= tolerance * square : gap < tolerance * square);
  const screens = screening && rules.alpha !== 0;
  if (screening) {
    const gap = descent.gap();
    if (gap >= 0 && enough(gap)) return descent.weights;
    if (screens) descent.screen(gap);
  }
  for (let n = 0; n < rounds; n++) {
    const change = descent.round();
    if (change !== 0 && !(screening ? change <= tolerance : change < tolerance) && n < rounds - 1) continue;
    const gap = descent.gap();
    if (enough(gap)) break;
    if (screens) descent.screen(gap);
  }
  return descent.weights;
}
