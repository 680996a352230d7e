/**
 * sklearn.impute.KNNImputer 1.5: a missing value is the mean of the nearest fitted rows that have it; the column's mean
 * where no fitted row shares a present value. Columns that were all missing are left out, or zeros.
 */

import { nanGramRow } from "../../numeric/nan-distances.js";
import { floats, type Matrix, matrix, type NDArray, texts } from "../../numeric/ndarray.js";
import { argPartition } from "../../numeric/partition.js";
import { defineModel, methods, needsCode } from "../define.js";
import { namesOut } from "../parts/columns/columns.js";
import { missingOf } from "../parts/columns/missing.js";
import { expectationOf } from "../parts/expectation.js";
import { readWeights, type Weigh } from "../parts/neighbors/votes.js";
import { gramRounding } from "../parts/stored/rounding.js";
import type { State } from "../state.js";

interface Fitted {
  readonly rows: Matrix;
  readonly missing: Uint8Array;
  readonly k: number;
  readonly weigh: Weigh;
  /** Fitted rows without a shared value count for nothing, too, where all count alike (1.6 on). */
  readonly skipsUnknown: boolean;
}

/** Mean of the present values of a column. */
function columnMean({ rows, missing }: Fitted, col: number): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < rows.rows; i++) {
    if (missing[i * rows.cols + col] === 1) continue;
    sum += rows.data[i * rows.cols + col];
    count++;
  }
  return sum / count;
}

/** What a row's missing value in `col` becomes, by its distances to all fitted rows. */
function imputed(fitted: Fitted, distances: Float64Array, col: number): number {
  const { rows, missing, k, weigh, skipsUnknown } = fitted;
  const donors = Array.from({ length: rows.rows }, (_, i) => i).filter((i) => missing[i * rows.cols + col] !== 1);
  const theirs = Float64Array.from(donors, (i) => distances[i]);
  if (theirs.every(Number.isNaN)) return columnMean(fitted, col);
  const nearest = argPartition(theirs, Math.min(k, donors.length) - 1).subarray(0, k);
  const near = Float64Array.from(nearest, (at) => theirs[at]);
  const weights = weigh(near);
  let [sum, total] = [0, 0];
  nearest.forEach((at, n) => {
    const unknown = Number.isNaN(near[n]) && (weights !== null || skipsUnknown);
    const weight = unknown ? 0 : (weights?.[n] ?? 1);
    sum += weight * rows.data[donors[at] * rows.cols + col];
    total += weight;
  });
  return sum / total;
}

/** Columns of the indicator that are added behind (sklearn.impute.MissingIndicator); null without one. */
function indicated(state: State, cols: number): readonly number[] | null {
  if (!state.flag("add_indicator", false)) return null;
  const indicator = state.object("indicator_");
  if (indicator === null) throw state.inconsistent("it has no indicator_");
  const features = Array.from(indicator.vector("features_"));
  if (features.some((j) => !(Number.isInteger(j) && j >= 0 && j < cols)))
    throw state.inconsistent("its indicator has columns that are not there");
  return features;
}

/** Reads what makes a value missing: NaN (and None), or a number. */
function missingTest(state: State): (value: number) => boolean {
  const mark = state.number("missing_values");
  return mark === null || Number.isNaN(mark) ? Number.isNaN : (value) => value === mark;
}

function readFitted(state: State): Fitted {
  const rows = state.matrix("_fit_X");
  const mask = state.numbers("_mask_fit_X");
  if (mask.shape.join() !== `${rows.rows},${rows.cols}`) throw state.inconsistent("_mask_fit_X has another shape than _fit_X");
  return {
    rows,
    missing: Uint8Array.from(mask.data),
    k: state.whole("n_neighbors", 1, Number.MAX_SAFE_INTEGER),
    weigh: readWeights(state),
    skipsUnknown: state.since(1, 6),
  };
}

/** Columns of `x`, then ones and zeros for what was missing. */
function columns(x: Matrix, kept: readonly number[], missing: Uint8Array, marked: readonly number[]): Matrix {
  const width = kept.length + marked.length;
  const out = matrix(x.rows, width);
  for (let i = 0; i < x.rows; i++) {
    kept.forEach((j, at) => {
      out.data[i * width + at] = x.data[i * x.cols + j];
    });
    marked.forEach((j, at) => {
      out.data[i * width + kept.length + at] = missing[i * x.cols + j];
    });
  }
  return out;
}

export const KNNImputer = defineModel({
  class: "sklearn.impute.KNNImputer",
  build: (state) => {
    const fitted = readFitted(state);
    const { rows } = fitted;
    const expected = expectationOf(state, rows.cols);
    const isMissing = missingTest(state);
    const marked = indicated(state, rows.cols);
    const keepsEmpty = state.flag("keep_empty_features", false);
    const all = Array.from({ length: rows.cols }, (_, j) => j);
    const valid = all.filter((j) => rows.data.some((_, at) => at % rows.cols === j && fitted.missing[at] !== 1));
    const kept = keepsEmpty ? all : valid;
    const [fittedPlain, fittedMissing] = [zeroed(rows, fitted.missing), fitted.missing];
    const metric = state.text("metric");
    const rounding = gramRounding(state);
    const impute = (given: Matrix, dtype: string): NDArray => {
      missingOf(state).refuseNaN(given.data);
      const x = matrix(given.rows, given.cols, Float64Array.from(given.data));
      const missing = Uint8Array.from(x.data, (value) => Number(isMissing(value)));
      const plain = zeroed(x, missing);
      for (let i = 0; i < x.rows; i++) {
        const gaps = valid.filter((j) => missing[i * x.cols + j] === 1);
        if (gaps.length === 0) continue;
        if (metric !== "nan_euclidean") throw needsCode(state.name, state.global("metric") ?? "its metric");
        const distances = nanGramRow(plain, missing, i, fittedPlain, fittedMissing, rounding);
        for (const j of gaps) x.data[i * x.cols + j] = imputed(fitted, distances, j);
      }
      for (const j of all) if (keepsEmpty && !valid.includes(j)) for (let i = 0; i < x.rows; i++) x.data[i * x.cols + j] = 0;
      // Before 1.3 nothing was indicated where nothing was missing.
      const silent = !missing.includes(1) && state.before(1, 3);
      const out = columns(x, kept, missing, silent ? [] : (marked ?? []));
      return floats(dtype, [out.rows, out.cols], out.data);
    };
    return {
      ...expected,
      methods: methods({
        transform: (samples) => impute(samples.matrix(expected), samples.dtype === "float32" ? "float32" : "float64"),
        get_feature_names_out: (_x, options) => {
          const names = Array.from(namesOut(expected.featureNames, rows.cols, options).data, String);
          return texts([...valid.map((j) => names[j] ?? ""), ...(marked ?? []).map((j) => `missingindicator_${names[j]}`)]);
        },
      }),
    };
  },
});

/** Missing values as zeros. */
const zeroed = (x: Matrix, missing: Uint8Array): Matrix =>
  matrix(
    x.rows,
    x.cols,
    x.data.map((value, at) => (missing[at] === 1 ? 0 : value)),
  );
