/**
 * Least angle regression and the lasso's path on the Gram matrix (Efron, Hastie, Johnstone and Tibshirani 2004;
 * sklearn.linear_model._least_angle._lars_path_solver 0.17 to 1.9): where the path ends is exact but for sklearn's
 * margin of float32's ε, which is kept.
 */
import { cholesky, solveLower, solveLowerTransposed } from "../linear-algebra.js";
import { type Matrix, matrix } from "../ndarray.js";

/** What counts as the same alpha. */
const MARGIN = 2 ** -23;
/** float32's smallest normal number, which keeps divisors from zero. */
const TINY = 2 ** -126;
/** Pivots below this are of atoms that depend on the others. */
const DEGENERATE = 1e-7;
const DECIMALS = 1e15;

export interface PathRules {
  /** `lasso` takes atoms back whose weight changes its sign. */
  readonly lasso: boolean;
  readonly positive: boolean;
  /** Where the path ends: the largest correlation over `samples`. */
  readonly alpha: number;
  readonly samples: number;
  readonly steps: number;
}

/** Smallest positive value, or the largest double. */
function leastPositive(values: readonly number[]): number {
  let least = Number.MAX_VALUE;
  for (const value of values) if (value > 0 && value < least) least = value;
  return least;
}

class Path {
  readonly #gram: Matrix;
  readonly #products: Float64Array;
  readonly #rules: PathRules;
  /** Atoms on the path with the signs of their correlations, and those that are not, with what correlates. */
  #active: number[] = [];
  #signs: number[] = [];
  #idle: number[];
  #left: number[];
  weights: Float64Array;
  #before: Float64Array;

  constructor(gram: Matrix, products: Float64Array, rules: PathRules) {
    this.#gram = gram;
    this.#products = products;
    this.#rules = rules;
    this.#idle = Array.from(products, (_, k) => k);
    this.#left = Array.from(products);
    this.weights = new Float64Array(products.length);
    this.#before = this.weights;
  }

  get full(): boolean {
    return this.#active.length >= this.#products.length;
  }

  /** Place of the idle atom that correlates most. */
  #best(): number {
    const size = (value: number): number => (this.#rules.positive ? value : Math.abs(value));
    let best = 0;
    this.#left.forEach((value, k) => {
      if (size(value) > size(this.#left[best])) best = k;
    });
    return best;
  }

  /** The largest correlation; none is left when every atom has joined. */
  correlation(): number {
    const value = this.#left[this.#best()] ?? 0;
    return this.#rules.positive ? value : Math.abs(value);
  }

  /** Goes back from this corner of the path to where alpha is `wanted`. */
  interpolate(share: number): void {
    this.weights = this.weights.map((value, k) => this.#before[k] + share * (value - this.#before[k]));
  }

  #square(atoms: readonly number[]): Matrix {
    const n = atoms.length;
    return matrix(
      n,
      n,
      Float64Array.from({ length: n * n }, (_, at) => this.#at(atoms[Math.floor(at / n)], atoms[at % n])),
    );
  }

  #at(a: number, b: number): number {
    return this.#gram.data[a * this.#gram.cols + b];
  }

  /** The best idle atom joins; false when it depends on those that have joined: it then counts as uncorrelated. */
  join(): boolean {
    const best = this.#best();
    const value = this.#left[best];
    const atom = this.#idle[best];
    const factor = cholesky(this.#square([...this.#active, atom]));
    const last = factor === null ? 0 : factor.data[factor.data.length - 1];
    if (last < DEGENERATE) {
      this.#left[best] = 0;
      return false;
    }
    // As the solver swaps: the first idle atom takes the place of the one that joins.
    this.#idle[best] = this.#idle[0];
    this.#left[best] = this.#left[0];
    this.#idle.shift();
    this.#left.shift();
    this.#active.push(atom);
    this.#signs.push(this.#rules.positive ? 1 : Math.sign(value));
    return true;
  }

  /** The direction in which all active correlations fall alike, and by how much. */
  #direction(): { readonly direction: number[]; readonly fall: number } {
    const factor = cholesky(this.#square(this.#active));
    const signs = matrix(this.#signs.length, 1, Float64Array.from(this.#signs));
    const raw = factor === null ? signs.data : solveLowerTransposed(factor, solveLower(factor, signs)).data;
    const fall = 1 / Math.sqrt(raw.reduce((sum, value, k) => sum + value * this.#signs[k], 0));
    return { direction: Array.from(raw, (value) => value * fall), fall };
  }

  /** One step, to where another atom correlates as much or an active weight reaches zero; true when one is taken back. */
  step(correlation: number): boolean {
    const { direction, fall } = this.#direction();
    const changes = this.#idle.map((atom) => {
      const change = direction.reduce((sum, value, k) => sum + value * this.#at(this.#active[k], atom), 0);
      return Math.round(change * DECIMALS) / DECIMALS;
    });
    const meets = (sign: number): number =>
      leastPositive(changes.map((change, k) => (correlation - sign * this.#left[k]) / (fall - sign * change + TINY)));
    let size = Math.min(meets(1), this.#rules.positive ? Number.MAX_VALUE : meets(-1), correlation / fall);
    const zeros = this.#active.map((atom, k) => -this.weights[atom] / (direction[k] + TINY));
    const crossing = leastPositive(zeros);
    const dropped = crossing < size ? zeros.flatMap((value, k) => (value === crossing ? [k] : [])).reverse() : [];
    for (const k of dropped) this.#signs[k] = -this.#signs[k];
    if (dropped.length > 0 && this.#rules.lasso) size = crossing;
    this.#before = this.weights;
    const next = new Float64Array(this.weights.length);
    this.#active.forEach((atom, k) => {
      next[atom] = this.weights[atom] + size * direction[k];
    });
    this.weights = next;
    this.#left = this.#left.map((value, k) => value - size * changes[k]);
    if (this.#rules.lasso) for (const k of dropped) this.#takeBack(k);
    return dropped.length > 0;
  }

  #takeBack(k: number): void {
    const [atom = 0] = this.#active.splice(k, 1);
    this.#signs.splice(k, 1);
    const fit = this.weights.reduce((sum, value, other) => sum + value * this.#at(atom, other), 0);
    this.#idle.unshift(atom);
    this.#left.unshift(this.#products[atom] - fit);
  }
}

/** Weights of the atoms at the end of the path: `gram` is D·Dᵀ, `products` D·x. */
export function leastAngle(gram: Matrix, products: Float64Array, rules: PathRules): Float64Array {
  const path = new Path(gram, products, rules);
  let [last, dropped, n] = [0, false, 0];
  // A step takes one atom more or one back, and what cannot join is set aside once before the next step.
  for (let tries = rules.steps + products.length * (rules.steps + 1); tries >= 0; tries--) {
    const correlation = path.correlation();
    const alpha = correlation / rules.samples;
    if (alpha <= rules.alpha + MARGIN) {
      if (Math.abs(alpha - rules.alpha) > MARGIN && n > 0) path.interpolate((last - rules.alpha) / (last - alpha));
      return path.weights;
    }
    if (n >= rules.steps || path.full) return path.weights;
    if (!dropped && !path.join()) continue;
    if (rules.lasso && n > 0 && last < alpha) return path.weights;
    dropped = path.step(correlation);
    last = alpha;
    n++;
  }
  return path.weights;
}
