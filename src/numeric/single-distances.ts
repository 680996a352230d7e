/**
 * Distances of two rows of single precision as sklearn's reductions take them (sklearn.metrics._dist_metrics 1.2 on,
 * DistanceMetric32): a difference is rounded to single precision, terms are summed as doubles, the sum is rounded again;
 * from 1.4 on so is the distance. Euclidean distances come as sums of products (`gram-distances`): only what becomes of
 * them is told here, and squares stay what they are.
 */
import type { Between, Metric, MetricParameters } from "./distances.js";

export interface SingleRules {
  /** Distances are rounded, too, and sums of sparse rows after each term (from 1.4 on). */
  readonly rounded: boolean;
  /** A side is sparse. */
  readonly sparse: boolean;
}

const { fround } = Math;

/** What two values `x` and `y` of column `k` add, whose difference is `step`. */
type Term = (step: number, k: number, x: number, y: number) => number;

const sumOf =
  (term: Term): Between =>
  (a, i, b, j, size) => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += term(Math.abs(fround(a[i + k] - b[j + k])), k, a[i + k], b[j + k]);
    return fround(sum);
  };

const manhattan = sumOf((step) => step);

/** Sparse rows are summed in single precision. */
const manhattanInSteps: Between = (a, i, b, j, size) => {
  let sum = 0;
  for (let k = 0; k < size; k++) sum = fround(sum + Math.abs(fround(a[i + k] - b[j + k])));
  return sum;
};

const chebyshev: Between = (a, i, b, j, size) => {
  let most = 0;
  for (let k = 0; k < size; k++) most = Math.max(most, Math.abs(fround(a[i + k] - b[j + k])));
  return most;
};

const canberra = sumOf((step, _k, x, y) => (x === 0 && y === 0 ? 0 : step / (Math.abs(x) + Math.abs(y))));

const braycurtis: Between = (a, i, b, j, size) => {
  let [over, under] = [0, 0];
  for (let k = 0; k < size; k++) {
    const [x, y] = [a[i + k], b[j + k]];
    over += Math.abs(fround(x - y));
    under += Math.abs(x) + Math.abs(y);
  }
  return under > 0 ? fround(over / under) : 0;
};

const haversine: Between = (a, i, b, j) => {
  const [x0, x1, y0, y1] = [a[i], a[i + 1], b[j], b[j + 1]];
  const [s0, s1] = [Math.sin(0.5 * fround(x0 - y0)), Math.sin(0.5 * fround(x1 - y1))];
  return fround(s0 * s0 + Math.cos(x0) * Math.cos(y0) * s1 * s1);
};

const square = (value: number): number => value * value;
const same = (value: number): number => value;

interface Surrogate {
  readonly reduced: Between;
  readonly toDistance: (reduced: number) => number;
  readonly toReduced: (distance: number) => number;
}

const plain = (reduced: Between): Surrogate => ({ reduced, toDistance: same, toReduced: same });
const rooted = (reduced: Between): Surrogate => ({ reduced, toDistance: Math.sqrt, toReduced: square });
const squares = sumOf(square);

function surrogateOf(name: string, { p, weights }: MetricParameters, inSteps: boolean): Surrogate | null {
  if (name === "euclidean" || name === "l2") return rooted(squares);
  if (name === "manhattan" || name === "cityblock" || name === "l1") return plain(inSteps ? manhattanInSteps : manhattan);
  if (name === "chebyshev" || name === "infinity") return plain(chebyshev);
  if (name === "canberra") return plain(canberra);
  if (name === "braycurtis") return plain(braycurtis);
  if (name === "haversine")
    return {
      reduced: haversine,
      toDistance: (value) => 2 * Math.asin(Math.sqrt(value)),
      toReduced: (value) => square(Math.sin(0.5 * value)),
    };
  if (name === "seuclidean" && weights !== null) return rooted(sumOf((step, k) => square(step) / weights[k]));
  if (name !== "minkowski" && name !== "p") return null;
  return {
    reduced: sumOf((step, k) => (weights?.[k] ?? 1) * step ** p),
    toDistance: (value) => value ** (1 / p),
    toReduced: (value) => value ** p,
  };
}

/** The metric in single precision; null for those that have no such form. */
export function singleMetricOf(name: string, parameters: MetricParameters, { rounded, sparse }: SingleRules): Metric | null {
  const found = surrogateOf(name, parameters, rounded && sparse);
  if (found === null) return null;
  const { reduced, toDistance, toReduced } = found;
  const last = rounded ? fround : same;
  return {
    power: null,
    reduced,
    toDistance: (value) => last(toDistance(fround(value))),
    toReduced: (value) => fround(toReduced(fround(value))),
  };
}
