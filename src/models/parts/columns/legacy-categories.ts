/**
 * Categories as whole numbers below a limit, a column each: how sklearn encoded them until 0.19, and in the legacy mode
 * of 0.20 and 0.21 (sklearn.preprocessing.data 0.19). X may have columns that stay as they are.
 */

import { CornichonError, sentence } from "../../../errors.js";
import type { Sparse } from "../../../numeric/sparse.js";
import { RowBuilder } from "../../../numeric/sparse-rows.js";
import { unnamed } from "../../input/x.js";
import type { Samples } from "../../samples.js";
import type { State } from "../../state.js";

/** Features by whole numbers, and which columns of X they are. */
export interface Legacy {
  readonly sizes: Float64Array;
  readonly starts: Float64Array;
  /** Columns that come out, null for all. */
  readonly active: Float64Array | null;
  /** Columns of X that are encoded; the others follow as they are. */
  readonly selected: readonly boolean[] | null;
}

/** `categorical_features`: all, a mask, or positions (positions count from the end when negative, as numpy's do). */
function selectedColumns(state: State, count: number): readonly boolean[] | null {
  const key = state.has("_categorical_features") ? "_categorical_features" : "categorical_features";
  if (!state.has(key) || state.text(key) === "all") return null;
  const given = state.items(key);
  if (given.every((value) => typeof value === "boolean")) return given.map(Boolean);
  const places = given.map(Number);
  return Array.from({ length: count }, (_, j) => places.includes(j) || places.includes(j - count));
}

/** Reads what an encoder of whole numbers has, null for others. @throws CornichonError `model.inconsistent` */
export function legacyOf(state: State): Legacy | null {
  if (state.has("categories_") && !state.flag("_legacy_mode", false)) return null;
  const sizes = state.vector("n_values_");
  const first = state.vector("feature_indices_", sizes.length + 1);
  const auto = state.text(state.has("_n_values") ? "_n_values" : "n_values") === "auto";
  const active = auto ? state.vector("active_features_") : null;
  const width = first[sizes.length];
  for (let j = 0; j < sizes.length; j++)
    if (first[j] + sizes[j] !== first[j + 1]) throw state.inconsistent("feature_indices_ do not fit n_values_");
  if (active?.some((column) => !Number.isInteger(column) || column < 0 || column >= width))
    throw state.inconsistent("active_features_ are out of range");
  const count = state.declaredFeatures() ?? sizes.length;
  return { sizes, starts: first, active, selected: selectedColumns(state, count) };
}

/** Column of each place among those that come out. */
function outputColumns({ active }: Legacy): (place: number) => number {
  if (active === null) return (place) => place;
  const places = new Map(Array.from(active, (column, at) => [column, at] as const));
  return (place) => places.get(place) ?? -1;
}

/** Sparse columns of the encoded features, then X's other columns. @throws CornichonError `input.malformed` */
export function encodeLegacy(state: State, legacy: Legacy, x: Samples, dtype: string): Sparse {
  const { sizes, starts: first, selected } = legacy;
  const m = x.matrix(unnamed(state.name, selected === null ? sizes.length : null));
  const strict = state.text("handle_unknown") !== "ignore";
  const columnAt = outputColumns(legacy);
  const width = legacy.active?.length ?? first[sizes.length] ?? 0;
  const isEncoded = (j: number): boolean => selected?.[j] ?? selected === null;
  const others = Array.from({ length: m.cols }, (_, j) => j).filter((j) => !isEncoded(j));
  const builder = new RowBuilder(width + others.length, m.data.length);
  for (let i = 0; i < m.rows; i++) {
    for (let j = 0, feature = 0; j < m.cols; j++) {
      if (!isEncoded(j)) continue;
      const value = Math.trunc(m.data[i * m.cols + j]);
      if (value < 0) throw new CornichonError("input.malformed", sentence`X needs to contain only non-negative integers.`);
      const known = value < sizes[feature];
      if (!known && strict)
        throw new CornichonError("input.malformed", sentence`unknown categorical feature present [${value}] during transform.`);
      const column = known ? columnAt(first[feature] + value) : -1;
      if (column >= 0) builder.put(column, 1);
      feature++;
    }
    others.forEach((j, k) => {
      const value = m.data[i * m.cols + j];
      if (value !== 0) builder.put(width + k, value);
    });
    builder.endRow();
  }
  return builder.end(dtype);
}
