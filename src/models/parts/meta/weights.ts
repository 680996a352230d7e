/**
 * `transformer_weights` of ColumnTransformer and FeatureUnion: what a transformer gives, times a number. Whole numbers stay
 * whole where the weight is, float32 stays float32, sparse rows stay sparse (a weight of 0 keeps its zeros stored).
 */
import { numberOf } from "../../../neutral/document.js";
import { typed } from "../../../numeric/typed.js";
import { denseResult, isSparseResult, type Result } from "../../define.js";
import type { State } from "../../state.js";

/** The weights by name; a name without one is left alone. @throws CornichonError `model.inconsistent` */
export function transformerWeights(state: State): ReadonlyMap<string, number> {
  const entries = state.has("transformer_weights") ? state.entries("transformer_weights") : [];
  return new Map(
    entries.flatMap(([name, value]) => {
      if (value === null) return [];
      const weight = numberOf(value);
      if (weight === undefined) throw state.inconsistent(`the weight of ${String(name)} is no number`);
      return [[String(name), weight] as const];
    }),
  );
}

const dtypeTimes = (dtype: string, weight: number): string =>
  dtype === "float32" || dtype === "object" || (/^u?int/.test(dtype) && Number.isInteger(weight)) ? dtype : "float64";

/** A transformer's answer times its weight. @throws CornichonError `input.malformed` for objects that are no numbers */
export function weighted(result: Result, weight: number | null): Result {
  if (weight === null) return result;
  const array = isSparseResult(result) ? result : denseResult(result);
  const dtype = dtypeTimes(array.dtype, weight);
  const by = dtype === "float32" ? Math.fround(weight) : weight;
  const { data } = typed(
    dtype,
    array.shape,
    Float64Array.from(array.data, (value) => Number(value) * by),
  );
  return { ...array, dtype, data };
}
