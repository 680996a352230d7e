/** Keeping some columns: what feature selectors share (sklearn.feature_selection._base.SelectorMixin 1.6). */
import { matrix, type NDArray, texts } from "../../numeric/ndarray.js";
import { pickColumns, pickSparseColumns, stored } from "../../numeric/stack.js";
import { type Method, methods } from "../define.js";
import { type Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";
import { namesOut } from "./columns.js";

/** Places of the true values of a mask attribute. @throws CornichonError `model.inconsistent` */
export function supportOf(state: State, key: string): { readonly features: number; readonly kept: readonly number[] } {
  const { shape, data } = state.array(key);
  if (shape.length !== 1) throw state.inconsistent(`${key} has ${shape.length} axes where it needs one`);
  return { features: data.length, kept: Array.from<unknown>(data).flatMap((value, j) => (value ? [j] : [])) };
}

/** The kept columns, sparse where X is; float32 and integers stay what they are. */
function keep(x: Samples, expected: Expectation, kept: readonly number[]): NDArray | ReturnType<typeof pickSparseColumns> {
  const sparse = x.sparse(expected);
  if (sparse !== null) return pickSparseColumns(sparse, kept);
  const { rows, cols, data } = x.matrix(expected);
  return pickColumns({ dtype: x.dtype, shape: [rows, cols], data: x.dtype === "float64" ? data : Array.from(data) }, kept);
}

/** The kept columns as samples for an estimator that was fitted on them. */
export const keptSamples = (x: Samples, expected: Expectation, kept: readonly number[]): Samples => new Samples(keep(x, expected, kept));

/** Kept columns at their places again, zeros elsewhere. */
function restore(x: Samples, features: number, kept: readonly number[]): NDArray {
  const m = x.matrix({ name: "inverse_transform", nFeatures: kept.length, featureNames: null });
  const out = matrix(m.rows, features);
  kept.forEach((to, from) => {
    for (let i = 0; i < m.rows; i++) out.data[i * features + to] = m.data[i * m.cols + from] ?? 0;
  });
  return { dtype: x.dtype, shape: [m.rows, features], data: stored(x.dtype, Array.from(out.data)) };
}

/** `transform`, `inverse_transform` and `get_feature_names_out` of a selector that keeps the columns `kept`. */
export function selectionMethods(expected: Expectation, features: number, kept: readonly number[]): ReadonlyMap<string, Method> {
  return methods({
    transform: (x) => keep(x, expected, kept),
    inverse_transform: (x) => restore(x, features, kept),
    get_feature_names_out: (_x, options) => {
      const names = Array.from(namesOut(expected.featureNames, features, options).data, String);
      return texts(kept.map((j) => names[j] ?? ""));
    },
  });
}
