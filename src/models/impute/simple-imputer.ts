/**
 * sklearn.impute.SimpleImputer (_base 0.20 to 1.9): missing values become their column's statistic, numbers or texts.
 * Columns that were empty are left out, unless `keep_empty_features` or (until 1.7) a constant keeps them.
 */

import { CornichonError, sentence, showText } from "../../errors.js";
import { float64, type NDArray, texts } from "../../numeric/ndarray.js";
import { defineModel, methods, type Result } from "../define.js";
import { unnamed } from "../input/x.js";
import { cellsOf } from "../parts/columns/cells.js";
import { namesIn } from "../parts/columns/columns.js";
import { dtypeParameter } from "../parts/columns/dtype-parameter.js";
import { isEmpty, simpleFilling } from "../parts/columns/fillings.js";
import { type Filling, filledNumbers, filledSparse, filledValues } from "../parts/columns/imputed.js";
import { indicatorNames, type Missing, missingOf, withNaN } from "../parts/columns/missing.js";
import { expectationOf } from "../parts/expectation.js";
import type { Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";

/** mean, median and a function of one's own compute in floats; the others take X as it is. */
const takesAny = (state: State): boolean => state.text("strategy") === "constant" || state.text("strategy") === "most_frequent";

interface Imputer {
  readonly state: State;
  readonly filling: Filling;
  readonly missing: Missing;
  /** Fitted on objects: X is taken as such (from 1.1 on the dtype is kept). */
  readonly objects: boolean;
}

function imputerOf(state: State): Imputer {
  const missing = missingOf(state);
  const objects = dtypeParameter(state, "_fit_dtype", "") === "object";
  const filling = simpleFilling(state, missing.inNumbers);
  return { state, filling, missing, objects };
}

/** A constant and the most frequent value keep whole numbers whole, where the value is one. */
function dtypeOf(state: State, x: Samples): string {
  if (x.dtype === "float32" || !/^u?int/.test(x.dtype)) return x.dtype === "float32" ? x.dtype : "float64";
  if (!takesAny(state)) return "float64";
  if (
    state.text("strategy") === "constant" &&
    state.since(1, 4) &&
    dtypeParameter(state, "_fill_dtype", state.dtype("statistics_")).startsWith("float")
  )
    throw new CornichonError(
      "input.malformed",
      sentence`The dtype of the filling value cannot be cast to the input data that is ${showText(x.dtype)}.`,
    );
  return x.dtype;
}

/** X of texts, said to be of objects, or with None where that is what is missing: an array of objects in Python. */
const isObjects = (x: Samples, expected: Expectation, missing: Missing): boolean =>
  x.holdsObjects || x.dtype === "object" || (missing.isNone && cellsOf(x, expected).dtype === "object");

/** Whole numbers that a double may not hold stay as they came. */
function wholes({ state, filling, missing }: Imputer, x: Samples, expected: Expectation): Result {
  missing.refuseNumbers();
  const dtype = dtypeOf(state, x);
  const { data, shape } = cellsOf(x, expected);
  const values = filledValues(data, shape[0], filling).map((value) => (typeof value === "boolean" ? Number(value) : value));
  return { dtype, shape: [shape[0], filling.kept.length + filling.told.length], data: values };
}

function transform({ state, filling, missing, objects }: Imputer, x: Samples, expected: Expectation): Result {
  const sparse = x.sparse(expected);
  if (sparse !== null) {
    missing.refuseNaN(sparse.data);
    // scipy of that time (to 1.8) made doubles of an indicator without columns.
    const wide = filling.told.length === 0 && state.flag("add_indicator", false) && state.before(1, 2);
    return filledSparse(sparse, wide ? "float64" : dtypeOf(state, x), filling);
  }
  if (!objects && takesAny(state)) missing.refuseDtype(x.dtype);
  if (!objects && takesAny(state) && /^u?int64$/.test(x.dtype)) return wholes({ state, filling, missing, objects }, x, expected);
  if (!objects && !(takesAny(state) && isObjects(x, expected, missing))) {
    const m = x.matrix(expected);
    refuseInfinite(m.data);
    missing.refuseNaN(m.data);
    missing.refuseNumbers();
    return filledNumbers(m, dtypeOf(state, x), filling);
  }
  const cells = cellsOf(x, expected);
  const data = withNaN(cells, state);
  missing.refuseNaN(data);
  const shape = [cells.shape[0], filling.kept.length + filling.told.length];
  return { dtype: "object", shape, data: filledValues(data, cells.shape[0], { ...filling, isMissing: missing.inObjects }) };
}

/** Columns come back in order, but where every row of one is marked missing none is taken (sklearn.impute._base 0.24). */
function inverse(state: State, { values, told }: Filling, x: Samples): NDArray {
  const m = x.matrix(unnamed(state.name, null));
  const imputed = m.cols - told.length;
  const marker = state.number("missing_values") ?? Number.NaN;
  const out = new Float64Array(m.rows * values.length);
  const isMarked = (i: number, j: number): boolean => told.includes(j) && m.data[i * m.cols + imputed + told.indexOf(j)] !== 0;
  const isGone = (j: number): boolean => told.includes(j) && Array.from({ length: m.rows }, (_, i) => i).every((i) => isMarked(i, j));
  if (values.filter((_, j) => !isGone(j)).length < imputed)
    throw new CornichonError("input.shape", sentence`X has more columns than the imputer was fitted on.`);
  for (let j = 0, from = 0; j < values.length; j++) {
    const taken = !isGone(j) && from < imputed;
    for (let i = 0; i < m.rows; i++) out[i * values.length + j] = isMarked(i, j) ? marker : taken ? m.data[i * m.cols + from] : 0;
    if (taken) from++;
  }
  return float64([m.rows, values.length], out);
}

/** Columns of numbers are finite or missing, whatever the strategy. @throws CornichonError `input.value` */
function refuseInfinite(data: Float64Array): void {
  if (data.some((value) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY))
    throw new CornichonError("input.value", sentence`Input X contains infinity or a value too large for dtype('float64').`);
}

export const SimpleImputer = defineModel({
  class: "sklearn.impute.SimpleImputer",
  build: (state) => {
    const imputer = imputerOf(state);
    const { filling } = imputer;
    const expected = expectationOf(state, filling.values.length);
    return {
      ...expected,
      methods: methods({
        transform: (x) => transform(imputer, x, expected),
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
