/**
 * Distances of two rows by sklearn's names for them (sklearn.metrics._dist_metrics 1.5 and, where only brute force knows
 * a metric, scipy.spatial.distance 1.14). A search compares reduced distances (squares, sums of powers): cheaper, and
 * their ties are Python's ties.
 */
import { inverse } from "./linear-algebra.js";
import { matrix } from "./ndarray.js";

/** Values of two rows that begin at `i` of `a` and `j` of `b`. */
export type Between = (a: Float64Array, i: number, b: Float64Array, j: number, size: number) => number;

export interface Metric {
  /** Power of a KD tree's bounds, infinity for the largest coordinate; null for metrics without one. */
  readonly power: number | null;
  readonly reduced: Between;
  readonly toDistance: (reduced: number) => number;
  readonly toReduced: (distance: number) => number;
}

/** What some metrics need beside the rows. */
export interface MetricParameters {
  readonly p: number;
  /** Weights of the features (`w`), or variances (`V` of seuclidean). */
  readonly weights: Float64Array | null;
  /** Inverse covariance of mahalanobis, `VI`, row-major. */
  readonly inverse: Float64Array | null;
  /** Distances are scipy's where sklearn's own differ: braycurtis divides by |x + y|. */
  readonly scipy: boolean;
}

const same = (value: number): number => value;
const square = (value: number): number => value * value;

/** A metric whose reduced distance is the distance. */
const plain = (reduced: Between, power: number | null = null): Metric => ({ power, reduced, toDistance: same, toReduced: same });
const rooted = (reduced: Between, power: number | null = null): Metric => ({ power, reduced, toDistance: Math.sqrt, toReduced: square });

const squares: Between = (a, i, b, j, size) => {
  let sum = 0;
  for (let k = 0; k < size; k++) {
    const step = a[i + k] - b[j + k];
    sum += step * step;
  }
  return sum;
};

export const manhattanDistance: Between = (a, i, b, j, size) => {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += Math.abs(a[i + k] - b[j + k]);
  return sum;
};

const chebyshev: Between = (a, i, b, j, size) => {
  let most = 0;
  for (let k = 0; k < size; k++) most = Math.max(most, Math.abs(a[i + k] - b[j + k]));
  return most;
};

const canberra: Between = (a, i, b, j, size) => {
  let sum = 0;
  for (let k = 0; k < size; k++) {
    const [x, y] = [a[i + k], b[j + k]];
    const scale = Math.abs(x) + Math.abs(y);
    if (scale > 0) sum += Math.abs(x - y) / scale;
  }
  return sum;
};

const braycurtis =
  (scipy: boolean): Between =>
  (a, i, b, j, size) => {
    let [over, under] = [0, 0];
    for (let k = 0; k < size; k++) {
      const [x, y] = [a[i + k], b[j + k]];
      over += Math.abs(x - y);
      under += scipy ? Math.abs(x + y) : Math.abs(x) + Math.abs(y);
    }
    return under > 0 ? over / under : 0;
  };

const hamming: Between = (a, i, b, j, size) => {
  let odd = 0;
  for (let k = 0; k < size; k++) if (a[i + k] !== b[j + k]) odd++;
  return odd / size;
};

const haversine: Metric = {
  power: null,
  reduced: (a, i, b, j) => {
    const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [a[i], a[i + 1], b[j], b[j + 1]];
    const [s0, s1] = [Math.sin(0.5 * (x0 - y0)), Math.sin(0.5 * (x1 - y1))];
    return s0 * s0 + Math.cos(x0) * Math.cos(y0) * s1 * s1;
  },
  toDistance: (reduced) => 2 * Math.asin(Math.sqrt(reduced)),
  toReduced: (distance) => square(Math.sin(0.5 * distance)),
};

/** Angle of two rows, of their deviations from their means when `centred`. */
const angle =
  (centred: boolean): Between =>
  (a, i, b, j, size) => {
    let [ma, mb] = [0, 0];
    if (centred) {
      for (let k = 0; k < size; k++) {
        ma += a[i + k];
        mb += b[j + k];
      }
      ma /= size;
      mb /= size;
    }
    let [dot, aa, bb] = [0, 0, 0];
    for (let k = 0; k < size; k++) {
      const [x, y] = [a[i + k] - ma, b[j + k] - mb];
      dot += x * y;
      aa += x * x;
      bb += y * y;
    }
    const scale = Math.sqrt(aa) * Math.sqrt(bb);
    // Beside rows whose squares vanish scipy's quotient is infinite, and cut to one.
    // Rows are divided by their lengths first: infinite ones leave nothing.
    if (!centred && scale === Number.POSITIVE_INFINITY) return 1;
    return Math.min(2, Math.max(0, 1 - (scale > 0 || centred ? dot / scale : 0)));
  };

const nanSquares: Between = (a, i, b, j, size) => {
  let [sum, present] = [0, 0];
  for (let k = 0; k < size; k++) {
    const step = a[i + k] - b[j + k];
    if (Number.isNaN(step)) continue;
    present++;
    sum += step * step;
  }
  return present > 0 ? (sum * size) / present : Number.NaN;
};

/** Counts of places where both are true, where one is, and places in all. */
type OfCounts = (both: number, odd: number, size: number, onlyFirst: number) => number;

const ofBooleans = (formula: OfCounts): Metric =>
  plain((a, i, b, j, size) => {
    let [both, odd, first] = [0, 0, 0];
    for (let k = 0; k < size; k++) {
      const [x, y] = [a[i + k] !== 0, b[j + k] !== 0];
      if (x && y) both++;
      else if (x || y) odd++;
      if (x && !y) first++;
    }
    return formula(both, odd, size, first);
  });

const rogers: OfCounts = (_both, odd, size) => (2 * odd) / (size + odd);

const yule: OfCounts = (both, odd, size, first) => {
  const half = first * (odd - first);
  return half === 0 ? 0 : (2 * half) / (both * (size - both - odd) + half);
};

const BOOLEAN: ReadonlyMap<string, OfCounts> = new Map([
  ["jaccard", (both, odd) => (both + odd === 0 ? 0 : odd / (both + odd))],
  ["matching", (_both, odd, size) => odd / size],
  ["dice", (both, odd) => odd / (2 * both + odd)],
  ["kulsinski", (both, odd, size) => (odd - both + size) / (odd + size)],
  ["rogerstanimoto", rogers],
  ["sokalmichener", rogers],
  ["russellrao", (both, _odd, size) => (size - both) / size],
  ["sokalsneath", (both, odd) => odd / (0.5 * both + odd)],
  ["yule", yule],
]);

const euclidean = rooted(squares, 2);
const cityblock = plain(manhattanDistance, 1);
const largest = plain(chebyshev, Number.POSITIVE_INFINITY);

const SIMPLE: ReadonlyMap<string, Metric> = new Map([
  ["euclidean", euclidean],
  ["l2", euclidean],
  ["sqeuclidean", plain(squares)],
  ["manhattan", cityblock],
  ["cityblock", cityblock],
  ["l1", cityblock],
  ["chebyshev", largest],
  ["infinity", largest],
  ["canberra", plain(canberra)],
  ["hamming", plain(hamming)],
  ["haversine", haversine],
  ["cosine", plain(angle(false))],
  ["correlation", plain(angle(true))],
  ["nan_euclidean", rooted(nanSquares)],
]);

/** Σ w·|x − y|^p; `wminkowski` weighs before the power. */
function minkowski(p: number, weights: Float64Array | null, inside: boolean): Metric {
  if (weights === null && p === 1) return cityblock;
  if (weights === null && p === 2) return euclidean;
  if (p === Number.POSITIVE_INFINITY) return largest;
  return {
    power: weights === null ? p : null,
    reduced: (a, i, b, j, size) => {
      let sum = 0;
      for (let k = 0; k < size; k++) {
        const step = Math.abs(a[i + k] - b[j + k]);
        const w = weights?.[k] ?? 1;
        sum += inside ? (w * step) ** p : w * step ** p;
      }
      return sum;
    },
    toDistance: (reduced) => reduced ** (1 / p),
    toReduced: (distance) => distance ** p,
  };
}

const scaled = (variances: Float64Array): Metric =>
  rooted((a, i, b, j, size) => {
    let sum = 0;
    for (let k = 0; k < size; k++) {
      const step = a[i + k] - b[j + k];
      sum += (step * step) / variances[k];
    }
    return sum;
  });

const mahalanobis = (inverted: Float64Array): Metric =>
  rooted((a, i, b, j, size) => {
    let sum = 0;
    for (let k = 0; k < size; k++) {
      let row = 0;
      for (let l = 0; l < size; l++) row += inverted[k * size + l] * (a[i + l] - b[j + l]);
      sum += row * (a[i + k] - b[j + k]);
    }
    return sum;
  });

/** A metric by name; null for names that are none, or whose parameters are missing. */
export function metricOf(name: string, { p, weights, inverse: inverted, scipy }: MetricParameters): Metric | null {
  const counts = BOOLEAN.get(name);
  if (counts !== undefined) return ofBooleans(counts);
  if (name === "minkowski" || name === "p" || name === "wminkowski") return minkowski(p, weights, name === "wminkowski");
  if (name === "braycurtis") return plain(braycurtis(scipy));
  if (name === "seuclidean") return weights === null ? null : scaled(weights);
  if (name === "mahalanobis") return inverted === null ? null : mahalanobis(inverted);
  return SIMPLE.get(name) ?? null;
}

/** Inverse of a covariance given row-major, for mahalanobis; null when it is singular. */
export const inverseOf = (covariance: Float64Array, size: number): Float64Array | null =>
  inverse(matrix(size, size, covariance))?.data ?? null;
