/**
 * sklearn.impute.IterativeImputer (_iterative 0.21 to 1.9): after a first filling, the fitted regressors predict each
 * column's missing values from its neighbours, in the order and as often as when the model was fitted. Draws from a
 * posterior need numpy's random state and are not made here.
 */
import { type NDArray, texts } from "../../numeric/ndarray.js";
import { defineModel, type FittedModel, isArrayResult, type MakeModel, type Method, methods, needsCode } from "../define.js";
import { copyOf, floating, namesIn } from "../parts/columns/columns.js";
import { filledColumns, storedImputation } from "../parts/columns/imputations.js";
import { type IsMissing, indicatorColumns, indicatorNames, missingIn, missingOf } from "../parts/columns/missing.js";
import { expectationOf } from "../parts/expectation.js";
import { type Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";

/** One imputation: which column, from which others, by which regressor. */
interface Imputation {
  readonly column: number;
  readonly neighbours: readonly number[];
  readonly predict: Method;
  readonly low: number;
  readonly high: number;
}

function imputationOf(state: State, value: unknown, columns: number, make: MakeModel): Imputation {
  const stored = storedImputation(state, value, columns);
  const predict = make(stored.estimator).methods.get("predict");
  if (predict === undefined) throw state.inconsistent("an imputation's estimator does not predict");
  return { ...stored, predict };
}

/** Rows on their way, and which of their values are to be imputed. */
interface Work {
  readonly data: Float64Array | Float32Array;
  readonly rows: number;
  readonly cols: number;
  readonly mask: Uint8Array;
}

function impute({ data, rows, cols, mask }: Work, { column, neighbours, predict, low, high }: Imputation): void {
  const missing = Array.from({ length: rows }, (_, i) => i).filter((i) => mask[i * cols + column] === 1);
  if (missing.length === 0) return;
  const x = copyOf(new Float64Array(missing.length * neighbours.length), data instanceof Float32Array ? "float32" : "float64");
  missing.forEach((i, r) => {
    neighbours.forEach((j, k) => {
      x[r * neighbours.length + k] = data[i * cols + j];
    });
  });
  const answer = predict(new Samples(floating([missing.length, neighbours.length], x)), {});
  missing.forEach((i, r) => {
    const value = isArrayResult(answer) ? Number(answer.data[r]) : Number.NaN;
    data[i * cols + column] = value < low ? low : value > high ? high : value;
  });
}

/** The first filling, as the inner imputer makes it. */
function begin(state: State, initial: Method, x: Samples, expected: Expectation, kept: readonly number[], isMissing: IsMissing): Work {
  const given = x.matrix(expected);
  const filled = initial(new Samples(floating([given.rows, given.cols], copyOf(given.data, x.dtype))), {});
  if (!isArrayResult(filled)) throw state.inconsistent("its first imputer gives no array");
  const [rows = 0, cols = 0] = filled.shape;
  if (cols !== kept.length && cols !== given.cols) throw state.inconsistent("its first imputer gives other columns");
  // A kept empty column is not missing: it stays as it was filled.
  const columns = cols === kept.length ? kept : Array.from({ length: cols }, (_, j) => j);
  const tried = new Set(kept);
  const mask = new Uint8Array(rows * cols);
  for (let at = 0; at < mask.length; at++) {
    const j = columns[at % cols];
    mask[at] = tried.has(j) && isMissing(given.data[Math.floor(at / cols) * given.cols + j]) ? 1 : 0;
  }
  return { data: copyOf(Float64Array.from(filled.data, Number), x.dtype), rows, cols, mask };
}

/** Rows with a mark beside them for each column that is told. */
function withMarks(work: Work, told: readonly number[], x: Samples, expected: Expectation, isMissing: IsMissing): NDArray {
  if (told.length === 0) return floating([work.rows, work.cols], work.data);
  const given = x.matrix(expected);
  const width = work.cols + told.length;
  const out = copyOf(new Float64Array(work.rows * width), x.dtype);
  for (let i = 0; i < work.rows; i++) {
    for (let j = 0; j < work.cols; j++) out[i * width + j] = work.data[i * work.cols + j];
    told.forEach((j, k) => {
      out[i * width + work.cols + k] = isMissing(given.data[i * given.cols + j]) ? 1 : 0;
    });
  }
  return floating([work.rows, width], out);
}

function initialOf(state: State, make: MakeModel): FittedModel {
  const model = make(state.fitted("initial_imputer_"));
  if (!model.methods.has("transform")) throw state.inconsistent("its first imputer does not transform");
  return model;
}

export const IterativeImputer = defineModel({
  class: "sklearn.impute.IterativeImputer",
  build: (state, make) => {
    const initial = initialOf(state, make);
    const features = initial.nFeatures ?? state.whole("n_features_in_", 0, 2 ** 31);
    const expected = expectationOf(state, features);
    const kept = filledColumns(state, features);
    const cols = state.flag("keep_empty_features", false) ? features : kept.length;
    const rounds = state.number("n_iter_") ?? 0;
    const sequence = rounds === 0 ? [] : state.items("imputation_sequence_").map((value) => imputationOf(state, value, cols, make));
    const told = indicatorColumns(state, features) ?? [];
    const isMissing = missingIn(state);
    const draws = state.flag("sample_posterior", false);
    const first: Method = initial.methods.get("transform") ?? (() => null);
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          missingOf(state).refuseNaN(x.matrix(expected).data);
          const work = begin(state, first, x, expected, kept, isMissing);
          if (!work.mask.every((one) => one === 1)) {
            if (draws && work.mask.includes(1) && sequence.length > 0) throw needsCode("transform", "sample_posterior's random draws");
            for (const imputation of sequence) impute(work, imputation);
          }
          return withMarks(work, told, x, expected, isMissing);
        },
        get_feature_names_out: (x, options) => {
          const names = namesIn(expected.featureNames, features, options);
          const inner = initial.methods.get("get_feature_names_out")?.(x, { input_features: names });
          const filled = inner !== undefined && isArrayResult(inner) ? Array.from(inner.data, String) : names;
          return texts([...filled, ...indicatorNames(told, names)]);
        },
      }),
    };
  },
});
