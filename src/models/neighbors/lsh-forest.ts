/**
 * sklearn.neighbors.LSHForest, to 0.20: approximate neighbours by cosine distance. Rows are hashed to 32 signs of random
 * projections; each tree is its sorted hashes, and candidates are those that share the longest prefix, then shorter ones
 * until there are enough (Bawa, Condie, Ganesan 2005; sklearn.neighbors.approximate 0.17).
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { metricOf } from "../../numeric/distances.js";
import { dotRows } from "../../numeric/linear-algebra.js";
import { floatType, type Matrix, matrix } from "../../numeric/ndarray.js";
import { argSort } from "../../numeric/partition.js";
import { defineModel, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { nearestMethods, withinMethods } from "../parts/neighbors/methods.js";
import type { Search } from "../parts/neighbors/search.js";
import { arraysOf } from "../parts/stored/array-list.js";
import { storedMatrix } from "../parts/stored/matrix.js";
import { isSparseAttribute } from "../parts/stored/sparse-attribute.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

const BITS = 32;

interface HashTree {
  readonly projections: Matrix;
  readonly hashes: Uint32Array;
  readonly indices: Int32Array;
}

function readTrees(state: State, fitted: Matrix): readonly HashTree[] {
  const hashers = state.items("hash_functions_").map((hasher) => state.inner(hasher).matrix("components_", BITS, fitted.cols));
  const trees = arraysOf(state, "trees_", hashers.length);
  const orders = arraysOf(state, "original_indices_", hashers.length);
  for (const { data } of [...trees, ...orders])
    if (data.length !== fitted.rows) throw state.inconsistent(`a tree has ${data.length} rows of ${fitted.rows}`);
  return hashers.map((projections, t) => {
    const hashes = Uint32Array.from(trees[t]?.data ?? []);
    const indices = Int32Array.from(orders[t]?.data ?? []);
    if (hashes.some((hash, i) => i > 0 && hash < hashes[i - 1])) throw state.inconsistent("a tree's hashes are not in order");
    if (indices.some((index) => index < 0 || index >= fitted.rows)) throw state.inconsistent("a tree has rows that are not there");
    return { projections, hashes, indices };
  });
}

/** Signs of the projections, the first in the highest bit. */
function hashOf({ projections }: HashTree, x: Matrix, i: number): number {
  let hash = 0;
  for (let k = 0; k < BITS; k++) hash = hash * 2 + Number(dotRows(x, i, projections, k) > 0);
  return hash;
}

/** First place whose hash is not below (`after`: above) the value. */
function place(hashes: Uint32Array, value: number, after: boolean): number {
  let [low, high] = [0, hashes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const hash = hashes[middle];
    if (hash < value || (after && hash === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Places of the hashes that share the first `depth` bits. */
function sharing({ hashes }: HashTree, hash: number, depth: number): readonly [number, number] {
  const free = 2 ** (BITS - depth);
  const first = Math.floor(hash / free) * free;
  return [place(hashes, first, false), place(hashes, first + free - 1, true)];
}

/** Longest prefix that any hash of the tree shares. */
function longestPrefix(tree: HashTree, hash: number): number {
  const found = (depth: number): boolean => {
    const [from, to] = sharing(tree, hash, depth);
    return to > from;
  };
  if (found(BITS)) return BITS;
  let [low, high, longest] = [0, BITS, 0];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (found(middle)) {
      longest = middle;
      low = middle + 1;
    } else high = middle;
  }
  return longest;
}

/** A row's hashes in all trees, and the depth at which its search begins. */
interface Query {
  readonly hashes: readonly number[];
  readonly depth: number;
}

function queryOf(trees: readonly HashTree[], x: Matrix, i: number): Query {
  const hashes = trees.map((tree) => hashOf(tree, x, i));
  return { hashes, depth: Math.max(0, ...trees.map((tree, t) => longestPrefix(tree, hashes[t]))) };
}

/** Rows that share `depth` bits in any tree, with repetitions. */
function rowsAt(trees: readonly HashTree[], { hashes }: Query, depth: number): number[] {
  return trees.flatMap((tree, t) => Array.from(tree.indices.subarray(...sharing(tree, hashes[t], depth))));
}

/** Rows of length one in float32 steps (sklearn.preprocessing.normalize), whose sparse rows have lengths in doubles; a row of zeros stays. */
function unitRows({ rows, cols, data }: Matrix, sparse: boolean): Matrix {
  const out = matrix(rows, cols);
  const r = sparse ? Number : Math.fround;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < cols; j++) sum = r(sum + r(data[i * cols + j] ** 2));
    const length = r(Math.sqrt(sum)) || 1;
    for (let j = 0; j < cols; j++) out.data[i * cols + j] = Math.fround(data[i * cols + j] / length);
  }
  return out;
}

/** 1 − the cosine of two float32 rows of length one, kept within 0 and 2. */
function singleDistance(x: Matrix, i: number, y: Matrix, j: number, sparse: boolean): number {
  let sum = 0;
  // Products of sparse rows are rounded before they are added.
  const r = sparse ? Math.fround : Number;
  for (let k = 0; k < x.cols; k++) sum = Math.fround(sum + r(x.data[i * x.cols + k] * y.data[j * x.cols + k]));
  return Math.min(2, Math.max(0, Math.fround(1 - sum)));
}

/** Rows that are asked for, with those of length one where all is float32. */
type Asked = Matrix & { readonly units?: Matrix };

const ascending = (rows: Iterable<number>): number[] => [...rows].sort((a, b) => a - b);

export const LSHForest = defineModel({
  class: "sklearn.neighbors.LSHForest",
  build: (state) => {
    const fitted = storedMatrix(state, "_fit_X");
    const trees = readTrees(state, fitted);
    const expected = expectationOf(state, fitted.cols);
    const least = state.whole("min_hash_match", 0, BITS);
    const enough = state.amount("n_candidates") * trees.length;
    const cutoff = 1 - (state.number("radius_cutoff_ratio") ?? 0.9);
    const cosine = metricOf("cosine", { p: 2, weights: null, inverse: null, scipy: false });
    const dtype = (samples: Samples): string => floatType(samples.dtype, state.dtype("_fit_X"));
    const sparseFit = isSparseAttribute(state, "_fit_X");
    let units: Matrix | null = null;
    const ofFitted = (): Matrix => {
      units ??= unitRows(fitted, sparseFit);
      return units;
    };
    const asked = (samples: Samples): Asked => {
      const x = samples.matrix(expected);
      return dtype(samples) === "float32" ? { ...x, units: unitRows(x, samples.sparse(expected) !== null) } : x;
    };
    const ranked = (x: Asked, i: number, rows: readonly number[]): { rows: number[]; distances: number[] } => {
      const distances = Float64Array.from(rows, (j) => {
        if (x.units !== undefined) return singleDistance(x.units, i, ofFitted(), j, sparseFit);
        return cosine?.reduced(x.data, i * x.cols, fitted.data, j * x.cols, x.cols) ?? Number.NaN;
      });
      const order = Array.from(argSort(distances));
      return { rows: order.map((at) => rows[at]), distances: order.map((at) => distances[at]) };
    };
    const candidates = (query: Query, k: number): number[] => {
      const found = new Set<number>();
      let count = 0;
      for (let depth = query.depth; depth > least && (count < enough || found.size < k); depth--) {
        const rows = rowsAt(trees, query, depth);
        count += rows.length;
        for (const row of rows) found.add(row);
      }
      const all = ascending(found);
      for (let row = 0; all.length < k && row < fitted.rows; row++) if (!found.has(row)) all.push(row);
      return all;
    };
    const within = (x: Asked, i: number, radius: number): { indices: number[]; distances: number[] } => {
      const query = queryOf(trees, x, i);
      const seen = new Set<number>();
      const near: { index: number; distance: number }[] = [];
      for (let depth = query.depth, ratio = 1; depth > least && ratio > cutoff; depth--) {
        const fresh = ascending(new Set(rowsAt(trees, query, depth).filter((row) => !seen.has(row))));
        for (const row of fresh) seen.add(row);
        const { rows, distances } = ranked(x, i, fresh);
        const added = rows.flatMap((index, n) => (distances[n] <= radius ? [{ index, distance: distances[n] }] : []));
        // New ones stand before older ones at the same distance.
        near.unshift(...added);
        near.sort((a, b) => a.distance - b.distance);
        ratio = near.length / seen.size;
      }
      return { indices: near.map(({ index }) => index), distances: near.map(({ distance }) => distance) };
    };
    const search: Search = {
      expected,
      rows: fitted.rows,
      dtype,
      nearest: (samples, k) => {
        const x = asked(samples);
        if (!(Number.isInteger(k) && k >= 1 && k <= fitted.rows))
          throw new CornichonError("model.method", sentence`${showText(state.name)}: n_neighbors is ${k} for ${fitted.rows} rows`);
        const out = { indices: new Int32Array(x.rows * k), distances: new Float64Array(x.rows * k) };
        for (let i = 0; i < x.rows; i++) {
          const { rows, distances } = ranked(x, i, candidates(queryOf(trees, x, i), k));
          out.indices.set(rows.slice(0, k), i * k);
          out.distances.set(distances.slice(0, k), i * k);
        }
        return out;
      },
      within: (samples, radius) => {
        const x = asked(samples);
        return Array.from({ length: x.rows }, (_, i) => within(x, i, radius));
      },
    };
    return {
      ...expected,
      methods: methods({ ...nearestMethods(state, search), ...withinMethods(state, { ...search, dtype: () => "float64" }) }),
    };
  },
});
