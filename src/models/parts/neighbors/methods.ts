/**
 * What every neighbours model can be asked: `kneighbors`, `radius_neighbors` and their graphs, with sklearn's keyword
 * arguments (sklearn.neighbors._base.KNeighborsMixin and RadiusNeighborsMixin 1.5).
 */

import { CornichonError, sentence, showText } from "../../../errors.js";
import { floats, int64 } from "../../../numeric/ndarray.js";
import type { Sparse } from "../../../numeric/sparse.js";
import type { Method, MethodOptions } from "../../define.js";
import type { Samples } from "../../samples.js";
import type { State } from "../../state.js";
import type { Search } from "./search.js";

/** A keyword argument, or the parameter of the same name. */
function numberOf(state: State, options: MethodOptions, key: string, otherwise: number): number {
  const value = options[key];
  return typeof value === "number" ? value : (state.number(key) ?? otherwise);
}

/** How a transformer's graph is told. @throws CornichonError `model.method` for what is none */
export function modeOf(state: State): string | null {
  const mode = state.text("mode");
  if (state.get("mode") === undefined || mode === "connectivity" || mode === "distance") return mode;
  throw new CornichonError(
    "model.method",
    sentence`Unsupported mode, must be one of "connectivity", or "distance" but got "${showText(mode ?? "")}" instead`,
  );
}

/** Sparse rows with ascending columns. */
function graphOf(
  rows: readonly { readonly indices: ArrayLike<number>; readonly values: ArrayLike<number> }[],
  columns: number,
  dtype = "float64",
): Sparse {
  const indptr = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const row of rows) {
    const order = Array.from(row.indices, (_, n) => n).sort((a, b) => row.indices[a] - row.indices[b]);
    for (const n of order) {
      indices.push(row.indices[n]);
      values.push(row.values[n]);
    }
    indptr.push(indices.length);
  }
  const data = dtype === "float32" ? Float32Array.from(values) : Float64Array.from(values);
  return { format: "csr", dtype, shape: [rows.length, columns], data, indices: Int32Array.from(indices), indptr: Int32Array.from(indptr) };
}

/** Graph of the nearest `k`. */
export function nearestGraph(search: Search, x: Samples, k: number, mode: unknown): Sparse {
  const { indices, distances } = search.nearest(x, k);
  const rows = Array.from({ length: indices.length / k }, (_, i) => {
    const at = indices.subarray(i * k, (i + 1) * k);
    return { indices: at, values: mode === "distance" ? distances.subarray(i * k, (i + 1) * k) : new Float64Array(k).fill(1) };
  });
  return graphOf(rows, search.rows, mode === "distance" ? search.dtype(x) : "float64");
}

/** Graph of all within a radius. */
export function withinGraph(search: Search, x: Samples, radius: number, mode: unknown): Sparse {
  const rows = search
    .within(x, radius)
    .map(({ indices, distances }) => ({ indices, values: mode === "distance" ? distances : indices.map(() => 1) }));
  return graphOf(rows, search.rows, mode === "distance" ? search.dtype(x) : "float64");
}

/** `kneighbors` and `kneighbors_graph`. */
export function nearestMethods(state: State, search: Search): Readonly<Record<string, Method>> {
  const k = (options: MethodOptions): number => {
    if (state.get("n_neighbors") === null && typeof options["n_neighbors"] !== "number")
      throw new CornichonError("model.method", sentence`${showText(state.name)} has no n_neighbors: it must be given.`);
    return numberOf(state, options, "n_neighbors", 5);
  };
  return {
    kneighbors: (x, options) => {
      const count = k(options);
      const { indices, distances } = search.nearest(x, count);
      const shape = [indices.length / count, count];
      const found = search.isGraph?.(x) === true ? { ...int64(shape, indices), dtype: "int32" } : int64(shape, indices);
      return options["return_distance"] === false ? found : [floats(search.dtype(x), shape, distances), found];
    },
    kneighbors_graph: (x, options) => nearestGraph(search, x, k(options), options["mode"]),
  };
}

/** `radius`; None is NaN, within which a tree finds nothing, and which brute force refuses (`within`). */
export const radiusOf = (state: State): number => (state.has("radius") ? state.amount("radius") : Number.NaN);

/** `radius_neighbors` and `radius_neighbors_graph`; lists of arrays, one a query. */
export function withinMethods(state: State, search: Search): Readonly<Record<string, Method>> {
  const radius = (options: MethodOptions): number => {
    const given = options["radius"];
    return typeof given === "number" ? given : radiusOf(state);
  };
  return {
    radius_neighbors: (x, options) => {
      const rows = search.within(x, radius(options), options["sort_results"] === true);
      const found = rows.map(({ indices }) => int64([indices.length], indices));
      const dtype = search.dtype(x);
      const distances = rows.map((row) => floats(dtype, [row.distances.length], Float64Array.from(row.distances)));
      return options["return_distance"] === false ? found : [distances, found];
    },
    radius_neighbors_graph: (x, options) => withinGraph(search, x, radius(options), options["mode"]),
  };
}
