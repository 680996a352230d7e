/**
 * The search of a neighbours model: `_fit_method` says how sklearn looks (sklearn.neighbors._base 1.5), and this looks the
 * same way, so that ties are the same.
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import type { Metric } from "../../../numeric/distances.js";
import type { Rounding } from "../../../numeric/gram-distances.js";
import { nanGramRow } from "../../../numeric/nan-distances.js";
import { floatType, type Matrix, matrix } from "../../../numeric/ndarray.js";
import { NeighborHeap, sortTogether, type TieRules } from "../../../numeric/neighbor-heap.js";
import type { Expectation, Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { expectationOf } from "../expectation.js";
import { isStoredSparse, storedMatrix } from "../stored/matrix.js";
import { gramRounding } from "../stored/rounding.js";
import { type DistanceRow, distanceRows, type Nearest, nearestByHeap, nearestByPartition } from "./brute.js";
import { graphRows, type Within } from "./graph.js";
import { metricName, readMetric } from "./metric.js";
import { isEuclidean, reductionsOf } from "./reductions.js";
import { type PointTree, readTree } from "./stored-tree.js";
import { nearestInTree, withinInTree } from "./tree.js";

export interface Search {
  readonly expected: Expectation;
  /** `n_samples_fit_`. */
  readonly rows: number;
  /** Nearest `k` of each row of X. @throws CornichonError `model.method`, `model.needs-code`, `input.*` */
  nearest(x: Samples, k: number): Nearest;
  /** All within a radius, row by row. @throws CornichonError `model.needs-code`, `input.*` */
  within(x: Samples, radius: number, sorted?: boolean): Within;
  /** dtype of distances. */
  dtype(x: Samples): string;
  /** X is a sparse graph of distances: indices are its own, of 32 bits. */
  isGraph?(x: Samples): boolean;
}

/** What a model expects of X that looks for neighbours with a search it holds: its own names, where it has some. */
export const expectedBy = (state: State, { expected }: Search): Expectation => ({
  ...expected,
  name: state.name,
  featureNames: state.featureNames() ?? expected.featureNames,
});

/** Metrics that sklearn computes itself, in X's dtype; scipy's are doubles. */
const KEPT = new Set(["euclidean", "l2", "cosine", "nan_euclidean"]);

interface Fitted {
  readonly state: State;
  readonly name: string | null;
  readonly metric: ReturnType<typeof readMetric>;
  readonly rows: Matrix;
  readonly sparse: boolean;
  readonly dtype: string;
  readonly rules: TieRules;
}

/** Reads a neighbours model. @throws CornichonError `model.inconsistent`, `model.not-fitted` */
export function readSearch(state: State): Search {
  const rules: TieRules = { introsort: state.since(1, 9) };
  const name = metricName(state);
  const method = state.text("_fit_method");
  const tree = method === "kd_tree" || method === "ball_tree" ? readTree(state, "_tree") : null;
  const sparse = isStoredSparse(state, "_fit_X");
  const rows = tree === null ? storedMatrix(state, "_fit_X") : matrix(tree.order.length, tree.features, tree.points);
  if (rows.rows === 0) throw state.inconsistent("it has no fitted rows");
  const declared = state.number("n_samples_fit_");
  if (declared !== null && declared !== rows.rows) throw state.inconsistent(`n_samples_fit_ is ${declared}, it holds ${rows.rows} rows`);
  if (name === "precomputed") return precomputed(state, rows, rules, state.dtype("_fit_X"));
  const metric = readMetric(state, rows.cols);
  const fitted: Fitted = { state, name, metric, rows, sparse, dtype: state.dtype("_fit_X"), rules };
  if (tree !== null && tree.ball === false && !sparse) {
    const power = name === null ? null : metric(false).power;
    if (power === null) throw state.inconsistent("its metric does not fit a KD tree");
  }
  return tree === null ? byBrute(fitted) : byTree(fitted, tree);
}

const check = (state: State, rows: number, k: number): void => {
  if (!Number.isInteger(k) || k < 1 || k > rows)
    throw new CornichonError(
      "model.method",
      sentence`${showText(state.name)}: Expected 0 < n_neighbors <= n_samples_fit, but n_neighbors = ${k}, n_samples_fit = ${rows}`,
    );
};

/** @throws CornichonError `model.method` where it is None */
function checkRadius(state: State, radius: number): void {
  if (Number.isNaN(radius))
    throw new CornichonError("model.method", sentence`${showText(state.name)}: its radius is None: the call gives none either.`);
}

function byTree({ state, metric: named, rows, rules }: Fitted, tree: PointTree): Search {
  const metric = (): Metric => named(false);
  const expected = expectationOf(state, rows.cols);
  return {
    expected,
    rows: rows.rows,
    dtype: () => "float64",
    nearest: (samples, k) => {
      check(state, rows.rows, k);
      const x = samples.matrix(expected);
      const out = { indices: new Int32Array(x.rows * k), distances: new Float64Array(x.rows * k) };
      const heap = new NeighborHeap(k, rules);
      for (let i = 0; i < x.rows; i++) {
        heap.clear();
        nearestInTree(tree, metric(), x.data, i * x.cols, heap);
        heap.sort();
        out.indices.set(heap.indices, i * k);
        for (let n = 0; n < k; n++) out.distances[i * k + n] = metric().toDistance(heap.values[n]);
      }
      return out;
    },
    within: (samples, radius, sorted = false) => {
      const x = samples.matrix(expected);
      if (Number.isNaN(radius)) return Array.from({ length: x.rows }, () => ({ indices: [], distances: [] }));
      const found = Array.from({ length: x.rows }, (_, i) => withinInTree(tree, metric(), x.data, i * x.cols, radius));
      return sorted ? found.map((one) => inOrder(one, rules)) : found;
    },
  };
}

function inOrder({ indices, distances }: Within[number], rules: TieRules): Within[number] {
  const values = Float64Array.from(distances);
  sortTogether(values, indices, 0, values.length, rules);
  return { indices, distances: Array.from(values) };
}

/** Distances row by row, and how those found become what is told. */
type Measured = Pick<Metric, "toDistance" | "toReduced"> & { readonly row: DistanceRow };

const AS_THEY_ARE = { toDistance: (value: number) => value, toReduced: (value: number) => value };

/** Squares of single precision, and their roots. */
const IN_SINGLES = { toDistance: (value: number) => Math.fround(Math.sqrt(value)) };

function byBrute(fitted: Fitted): Search {
  const { state, name, metric, rows, rules } = fitted;
  const expected = expectationOf(state, rows.cols);
  const filled = !fitted.sparse || rows.data.some((value) => value !== 0);
  const { reduces, checkScipys } = reductionsOf(state, { name, expected, since: 1, sparse: fitted.sparse, filled, dtype: fitted.dtype });
  /** What the reductions do not compute is scipy's; rows of single precision they take so, Euclidean squares are rounded at the end. */
  const metricFor = (samples: Samples): Metric => {
    if (!reduces(samples)) return metric(true);
    if (samples.dtype !== "float32" || name === "sqeuclidean") return metric(false);
    return metric(false, { rounded: state.since(1, 4), sparse: fitted.sparse || samples.sparse(expected) !== null });
  };
  const rounding = (samples: Samples): Rounding | null => {
    const reduced = reduces(samples);
    if (!isEuclidean(name, reduced)) return null;
    return fitted.sparse ? "sparse" : reduced ? (state.since(1, 3) ? "blas" : "products") : gramRounding(state);
  };
  /** To 1.2 the reductions knew no power below 1. @throws CornichonError `model.method` */
  const checkPower = (samples: Samples): void => {
    const { power } = metric(false);
    if (reduces(samples) && power !== null && power < 1 && state.before(1, 3))
      throw new CornichonError("model.method", sentence`p must be greater than 1`);
  };
  const dtypeOf = (samples: Samples): string =>
    reduces(samples) || !KEPT.has(name ?? "") ? "float64" : floatType(samples.dtype, fitted.dtype);
  const distances = (samples: Samples, x: Matrix): Measured => {
    if (name === "nan_euclidean") return { row: nanRows(x, rows, gramRounding(state)), ...AS_THEY_ARE };
    const gram = rounding(samples);
    const measure = metricFor(samples);
    const row = distanceRows(x, rows, measure, gram);
    if (gram !== null && dtypeOf(samples) === "float32") return { ...measure, ...IN_SINGLES, row: (i) => row(i).map(Math.fround) };
    return gram !== null || reduces(samples) ? { ...measure, row } : { row: (i) => row(i).map(measure.toDistance), ...AS_THEY_ARE };
  };
  return {
    expected,
    rows: rows.rows,
    dtype: dtypeOf,
    nearest: (samples, k) => {
      check(state, rows.rows, k);
      const x = samples.matrix(expected);
      checkPower(samples);
      checkScipys(samples);
      if (reduces(samples)) return nearestByHeap(x, rows, metricFor(samples), k, rounding(samples), rules);
      const { row, toDistance } = distances(samples, x);
      return nearestByPartition(x.rows, row, k, toDistance);
    },
    within: (samples, radius, sorted = false) => {
      const x = samples.matrix(expected);
      checkPower(samples);
      checkScipys(samples);
      checkRadius(state, radius);
      const { row, toDistance, toReduced } = distances(samples, x);
      const most = toReduced(radius);
      return Array.from({ length: x.rows }, (_, i) => collect(row(i), most, toDistance)).map((one) => (sorted ? inOrder(one, rules) : one));
    },
  };
}

/** Distances of rows whose missing values are left out, rounded as sklearn takes the gaps' squares off those of all. */
function nanRows(x: Matrix, fitted: Matrix, rounding: Rounding): DistanceRow {
  const [a, b] = [withoutGaps(x), withoutGaps(fitted)];
  return (i) => nanGramRow(a.plain, a.gaps, i, b.plain, b.gaps, rounding);
}

const withoutGaps = ({ rows, cols, data }: Matrix): { readonly plain: Matrix; readonly gaps: Uint8Array } => ({
  plain: matrix(
    rows,
    cols,
    data.map((value) => (Number.isNaN(value) ? 0 : value)),
  ),
  gaps: Uint8Array.from(data, (value) => Number(Number.isNaN(value))),
});

function collect(row: Float64Array, most: number, toDistance: (reduced: number) => number): Within[number] {
  const found: Within[number] = { indices: [], distances: [] };
  row.forEach((value, j) => {
    if (!(value <= most)) return;
    found.indices.push(j);
    found.distances.push(toDistance(value));
  });
  return found;
}

/** Distances that X itself holds: a column a fitted row, or a sparse graph of them. */
function precomputed(state: State, { rows }: Matrix, rules: TieRules, dtype: string): Search {
  const expected: Expectation = { ...expectationOf(state, null), nFeatures: rows };
  const isGraph = (samples: Samples): boolean => samples.sparse(expected) !== null;
  return {
    expected,
    rows,
    // Rows beside the fitted ones take the wider of both; a graph keeps its own.
    dtype: (samples) => (isGraph(samples) ? floatType(samples.dtype) : floatType(samples.dtype, dtype)),
    isGraph,
    nearest: (samples, k) => {
      check(state, rows, k);
      const graph = samples.sparse(expected);
      if (graph !== null) return graphRows(graph).nearest(k);
      const x = samples.matrix(expected);
      return nearestByPartition(
        x.rows,
        (i) => x.data.subarray(i * x.cols, (i + 1) * x.cols),
        k,
        (value) => value,
      );
    },
    within: (samples, radius, sorted = false) => {
      checkRadius(state, radius);
      const graph = samples.sparse(expected);
      if (graph !== null) return graphRows(graph).within(radius);
      const x = samples.matrix(expected);
      const found = Array.from({ length: x.rows }, (_, i) =>
        collect(x.data.subarray(i * x.cols, (i + 1) * x.cols), radius, (value) => value),
      );
      return sorted ? found.map((one) => inOrder(one, rules)) : found;
    },
  };
}
