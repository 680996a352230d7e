/**
 * sklearn.impute.SimpleImputer (_base 0.20 to 1.9): missing values become their column's statistic, numbers or texts.
 * Columns that were empty are left out, unless `keep_empty_features` or (until 1.7) a constant keeps them.
 */

import { CornichonError, sentence } from "../../errors.js";
import { itemsOf } from "../../neutral/attributes.js";
import { numberOf } from "../../neutral/document.js";
import { float64, type NDArray, texts } from "../../numeric/ndarray.js";
import { defineModel, methods, type Result } from "../define.js";
import { unnamed } from "../input/x.js";
import { cellsOf } from "../parts/columns/cells.js";
import { namesIn } from "../parts/columns/columns.js";
import { type Filling, filledNumbers, filledSparse, filledValues } from "../parts/columns/imputed.js";
import { indicatorColumns, indicatorNames, missingIn } from "../parts/columns/missing.js";
import { expectationOf } from "../parts/expectation.js";
import type { Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";

/** `statistics_`: a value a column, numbers as such. */
function statisticsOf(state: State): unknown[] {
  const value = state.fitted("statistics_");
  const items = itemsOf(value, state.references);
  return (items ?? Array.from(state.array("statistics_").data)).map((item) => numberOf(item) ?? item);
}

const isEmpty = (statistic: unknown): boolean => typeof statistic === "number" && Number.isNaN(statistic);

function fillingOf(state: State): Filling {
  const values = statisticsOf(state);
  const constant = state.text("strategy") === "constant" && state.before(1, 8);
  const all = constant || state.flag("keep_empty_features", false);
  const kept = values.flatMap((value, j) => (all || !isEmpty(value) ? [j] : []));
  return { values, kept, told: indicatorColumns(state, values.length) ?? [], isMissing: missingIn(state) };
}

/** mean and median compute in floats; a constant and the most frequent value keep whole numbers whole. */
function dtypeOf(state: State, x: Samples): string {
  const keeps = state.text("strategy") === "constant" || state.text("strategy") === "most_frequent";
  return x.dtype === "float32" || (keeps && /^u?int/.test(x.dtype)) ? x.dtype : "float64";
}

function transform(state: State, filling: Filling, numeric: boolean, x: Samples, expected: Expectation): Result {
  const sparse = x.sparse(expected);
  if (sparse !== null) return filledSparse(sparse, dtypeOf(state, x), filling);
  if (numeric) return filledNumbers(x.matrix(expected), dtypeOf(state, x), filling);
  const { data, shape } = cellsOf(x, expected);
  return { dtype: "object", shape: [shape[0], filling.kept.length + filling.told.length], data: filledValues(data, shape[0], filling) };
}

/** Columns come back in order, but where every row of one is marked missing none is taken (sklearn.impute._base 0.24). */
function inverse(state: State, { values, told }: Filling, x: Samples): NDArray {
  const m = x.matrix(unnamed(state.name, null));
  const imputed = m.cols - told.length;
  const marker = state.number("missing_values") ?? Number.NaN;
  const out = new Float64Array(m.rows * values.length);
  const isMarked = (i: number, j: number): boolean => told.includes(j) && m.data[i * m.cols + imputed + told.indexOf(j)] !== 0;
  const isGone = (j: number): boolean => told.includes(j) && Array.from({ length: m.rows }, (_, i) => i).every((i) => isMarked(i, j));
  for (let j = 0, from = 0; j < values.length; j++) {
    const taken = !isGone(j) && from < imputed;
    for (let i = 0; i < m.rows; i++) out[i * values.length + j] = isMarked(i, j) ? marker : taken ? m.data[i * m.cols + from] : 0;
    if (taken) from++;
  }
  return float64([m.rows, values.length], out);
}

export const SimpleImputer = defineModel({
  class: "sklearn.impute.SimpleImputer",
  build: (state) => {
    const filling = fillingOf(state);
    const expected = expectationOf(state, filling.values.length);
    const numeric = filling.values.every((value) => typeof value === "number");
    return {
      ...expected,
      methods: methods({
        transform: (x) => transform(state, filling, numeric, x, expected),
        inverse_transform: (x) => {
          if (!state.flag("add_indicator", false))
            throw new CornichonError(
              "model.method",
              sentence`'inverse_transform' works only when 'SimpleImputer' is instantiated with 'add_indicator=True'.`,
            );
          return inverse(state, filling, x);
        },
        get_feature_names_out: (_x, options) => {
          const names = namesIn(expected.featureNames, filling.values.length, options);
          const there = filling.values.flatMap((value, j) => (isEmpty(value) ? [] : [names[j] ?? ""]));
          return texts([...there, ...indicatorNames(filling.told, names)]);
        },
      }),
    };
  },
});
