/**
 * sklearn.preprocessing.OneHotEncoder (_encoders 0.20 to 1.9): a column a category, infrequent ones grouped, one dropped
 * where `drop` says so; unknown values are an error, nothing, or infrequent. Until 0.19, and in the legacy mode of 0.20
 * and 0.21, categories are the whole numbers below n_values_, and X may keep other columns.
 */

import { CornichonError, sentence } from "../../errors.js";
import { type NDArray, texts } from "../../numeric/ndarray.js";
import { type Sparse, toDense } from "../../numeric/sparse.js";
import { RowBuilder } from "../../numeric/sparse-rows.js";
import { typed } from "../../numeric/typed.js";
import { defineModel, type MethodOptions, methods, needsCode } from "../define.js";
import { unnamed } from "../input/x.js";
import { commonDtype, commonNumberDtype, encodeCategories, refuseUnsorted, valuesArray } from "../parts/columns/categories.js";
import { namesIn } from "../parts/columns/columns.js";
import { dtypeParameter } from "../parts/columns/dtype-parameter.js";
import { encodeLegacy, legacyOf } from "../parts/columns/legacy-categories.js";
import { columnOf, type OneHotFeature, oneHotFeatures, unknownIsInfrequent } from "../parts/columns/one-hot.js";
import { expectationOf } from "../parts/expectation.js";
import { pythonText } from "../parts/text/python-text.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

/** First columns of the features, and the number of all. */
function starts(features: readonly OneHotFeature[]): readonly number[] {
  const out = [0];
  for (const { columns } of features) out.push(out[out.length - 1] + columns.length);
  return out;
}

function encode(features: readonly OneHotFeature[], places: Int32Array, infrequent: boolean, dtype: string): Sparse {
  const first = starts(features);
  const builder = new RowBuilder(first[features.length], places.length);
  for (let at = 0; at < places.length; ) {
    for (let j = 0; j < features.length; j++, at++) {
      const feature = features[j];
      const column = feature === undefined ? -1 : columnOf(feature, places[at], infrequent);
      if (column >= 0) builder.put(first[j] + column, 1);
    }
    builder.endRow();
  }
  return builder.end(dtype);
}

const dense = (x: Sparse): NDArray => typed(x.dtype, x.shape, toDense(x).data);

/** The value that a feature's columns of one row stand for; undefined when all are zero. */
function decoded({ columns }: OneHotFeature, data: Float64Array, from: number): unknown {
  let best = 0;
  let sum = 0;
  for (let k = 0; k < columns.length; k++) {
    sum += data[from + k];
    if (data[from + k] > data[from + best]) best = k;
  }
  return sum === 0 ? undefined : columns[best];
}

/**
 * What all zeros stand for: an unknown value (null), or the dropped category (sklearn takes it from the categories before
 * grouping where zeros may be unknown ones; until 0.23 zeros that may not be were the first category). @throws CornichonError `input.malformed`
 */
function valueOfZeros({ categories, drop, columns, grouping, values }: OneHotFeature, mode: string, row: number, old: boolean): unknown {
  const ignored = mode === "ignore" || (mode !== "error" && grouping === null);
  if (drop >= 0 || columns.length === 0) return ignored || columns.length === 0 ? categories.values[drop] : values[drop];
  if (ignored) return null;
  if (old) return columns[0];
  throw new CornichonError(
    "input.malformed",
    sentence`Samples [${row}] can not be inverted when drop=None and handle_unknown='error' because they contain all zeros`,
  );
}

function inverse(features: readonly OneHotFeature[], mode: string, x: Samples, state: State): NDArray {
  const first = starts(features);
  const m = x.matrix(unnamed(state.name, first[features.length]));
  const values: unknown[] = [];
  let unknown = false;
  for (let i = 0; i < m.rows; i++)
    for (const [j, feature] of features.entries()) {
      const found = decoded(feature, m.data, i * m.cols + first[j]);
      const value = found === undefined ? valueOfZeros(feature, mode, i, state.before(0, 24)) : found;
      unknown ||= value === null && found === undefined;
      values.push(value);
    }
  const dtypes = features.map(({ categories, grouping }) => (grouping === null ? categories.dtype : "object"));
  return valuesArray(
    unknown ? "object" : (state.before(1, 2) ? commonNumberDtype : commonDtype)(dtypes),
    [m.rows, features.length],
    values,
  );
}

function namesOut(state: State, features: readonly OneHotFeature[], names: readonly string[] | null, options: MethodOptions): NDArray {
  const combiner = state.get("feature_name_combiner");
  if (combiner !== undefined && combiner !== "concat") throw needsCode("get_feature_names_out", "feature_name_combiner");
  const given = namesIn(names, features.length, options);
  return texts(
    features.flatMap(({ columns, categories, grouping }, j) =>
      columns.map(
        (value) => `${given[j]}_${pythonText(value, grouping === null || typeof value === "number" ? categories.dtype : "object")}`,
      ),
    ),
  );
}

export const OneHotEncoder = defineModel({
  class: "sklearn.preprocessing.OneHotEncoder",
  build: (state) => {
    const legacy = legacyOf(state);
    const features = state.has("categories_") ? oneHotFeatures(state) : null;
    const expected = expectationOf(state, legacy === null || legacy.selected === null ? (features?.length ?? null) : null);
    const dtype = dtypeParameter(state, "dtype", "float64");
    const mode = state.text("handle_unknown") ?? "error";
    const infrequent = unknownIsInfrequent(state);
    const all = features?.map(({ categories }) => categories) ?? [];
    const encoded = (x: Samples): Sparse => {
      if (legacy !== null) return encodeLegacy(state, legacy, x, dtype);
      refuseUnsorted(state, x, all);
      return encode(features ?? [], encodeCategories(x, expected, all, mode === "error"), infrequent, dtype);
    };
    const sparse = state.flag("sparse_output", true);
    return {
      ...expected,
      methods: methods({
        transform: (x) => (sparse ? encoded(x) : dense(encoded(x))),
        inverse_transform: features === null ? undefined : (x) => inverse(features, mode, x, state),
        get_feature_names_out: features === null ? undefined : (_x, options) => namesOut(state, features, expected.featureNames, options),
      }),
    };
  },
});
