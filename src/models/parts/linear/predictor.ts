/**
 * What linear models share: `X @ coef_.T + intercept_` (sklearn.linear_model._base.LinearModel, 0.17 to 1.9). Sparse X
 * stays sparse. Sums are doubles; where numpy's would be float32 they are rounded to it at the end.
 */
import { typeOf } from "../../../neutral/document.js";
import { linearFloat32, linearSparseFloat32 } from "../../../numeric/float32-sums.js";
import { besideFloat, floats, floatType, linear, type Matrix, type NDArray } from "../../../numeric/ndarray.js";
import { linearSparse, type Sparse, timesSparseTransposed } from "../../../numeric/sparse.js";
import { rounded } from "../../../numeric/typed.js";
import type { Expectation, Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { expectationOf } from "../expectation.js";
import { isSparseAttribute, sparseAttribute } from "../stored/sparse-attribute.js";

/** `rows × cols` values; `dtype` is what numpy would have made of them, and they are rounded to it. */
export interface Scores {
  readonly rows: number;
  readonly cols: number;
  readonly dtype: string;
  readonly data: Float64Array;
}

/** Coefficients, checked: `outputs × features`, one intercept an output. */
export interface LinearPart {
  readonly features: number;
  readonly outputs: number;
  /** `coef_` has one axis: predictions have one axis too. */
  readonly flat: boolean;
  /** Coefficients, null where they are sparse. */
  readonly coef: Float64Array | null;
  /** One intercept an output. */
  readonly bias: Float64Array;
  readonly expected: Expectation;
  scores(x: Samples): Scores;
}

/**
 * dtypes that count beside X's: an array's always, a numpy scalar's from numpy 2 on (NEP 50; sklearn 1.5 is the first
 * that was built with it), Python's own numbers never.
 */
export function dtypesOf(state: State, ...keys: readonly string[]): string[] {
  const weighs = (type: string | null): boolean => type === "ndarray" || (type === "scalar" && state.since(1, 5));
  return keys.filter((key) => weighs(typeOf(state.get(key)))).map((key) => state.dtype(key));
}

/** Adds a bias to each output, in place, and rounds. */
function biased(dtype: string, data: Float64Array, bias: Float64Array): Float64Array {
  for (let i = 0; i < data.length; i++) data[i] += bias[i % bias.length];
  return rounded(dtype, data);
}

/** `X · Wᵀ + bias` of dense rows; `dtypes` are those of X, the weights, and the bias where it counts. */
export function affine(x: Matrix, dtypes: readonly string[], weights: Float64Array, bias: Float64Array): Scores {
  const cols = bias.length;
  if (dtypes[0] !== "float32" || dtypes[1] !== "float32")
    return { rows: x.rows, cols, dtype: "float64", data: linear(x, weights, cols, (output) => bias[output]) };
  const dtype = floatType(...dtypes);
  return { rows: x.rows, cols, dtype, data: biased(dtype, linearFloat32(x, weights, cols), bias) };
}

/** `X · Wᵀ + bias` of sparse rows. */
function sparseAffine(x: Sparse, dtypes: readonly string[], weights: Float64Array, bias: Float64Array): Scores {
  const dtype = floatType(x.dtype, ...dtypes);
  const cols = bias.length;
  const [rows] = x.shape;
  if (floatType(x.dtype, dtypes[0] ?? "") === "float64")
    return { rows, cols, dtype, data: linearSparse(x, weights, cols, (output) => bias[output]) };
  return { rows, cols, dtype, data: biased(dtype, linearSparseFloat32(x, weights, cols), bias) };
}

/** Scores by sparse coefficients: each row of X is written out by itself, the coefficients never. */
function sparseScorer(expected: Expectation, dtypes: readonly string[], weights: Sparse, bias: Float64Array): (x: Samples) => Scores {
  return (x) => {
    const dtype = floatType(besideFloat(x.dtype, weights.dtype), ...dtypes);
    const rows = x.sparse(expected) ?? x.matrix(expected);
    const data = biased(dtype, timesSparseTransposed(rows, weights), bias);
    return { rows: data.length / bias.length, cols: bias.length, dtype, data };
  };
}

/** Scores of coefficients and intercepts that fit each other; `dtypes` are theirs. */
export function scorer(
  expected: Expectation,
  dtypes: readonly string[],
  weights: Float64Array,
  bias: Float64Array,
): (x: Samples) => Scores {
  return (x) => {
    const sparse = x.sparse(expected);
    const own = besideFloat(x.dtype, dtypes[0] ?? "float64");
    return sparse === null
      ? affine(x.matrix(expected), [own, ...dtypes], weights, bias)
      : sparseAffine({ ...sparse, dtype: own }, dtypes, weights, bias);
  };
}

interface Coefficients {
  readonly shape: readonly number[];
  /** Dense, or null where they were made sparse (`sparsify`, which classifiers have). */
  readonly dense: Float64Array | null;
  readonly scorer: (expected: Expectation, bias: Float64Array) => (x: Samples) => Scores;
}

function coefficients(state: State): Coefficients {
  if (isSparseAttribute(state, "coef_")) {
    const weights = sparseAttribute(state, "coef_");
    const dtypes = [weights.dtype, ...dtypesOf(state, "intercept_")];
    return { shape: weights.shape, dense: null, scorer: (expected, bias) => sparseScorer(expected, dtypes, weights, bias) };
  }
  const { shape, data } = state.numbers("coef_");
  const dtypes = dtypesOf(state, "coef_", "intercept_");
  return { shape, dense: data, scorer: (expected, bias) => scorer(expected, dtypes, data, bias) };
}

/** Reads `coef_` and `intercept_`. @throws CornichonError `model.inconsistent` */
export function linearPart(state: State): LinearPart {
  const { shape, dense, scorer: make } = coefficients(state);
  const flat = shape.length === 1;
  const [first = 0, second = 0] = shape;
  if (shape.length !== 1 && shape.length !== 2) throw state.inconsistent("coef_ has neither one nor two axes");
  const outputs = flat ? 1 : first;
  const features = flat ? first : second;
  if (outputs === 0 || features === 0) throw state.inconsistent("coef_ is empty");
  const intercept = state.has("intercept_") ? state.numbers("intercept_").data : Float64Array.of(0);
  if (intercept.length !== 1 && intercept.length !== outputs)
    throw state.inconsistent(`${intercept.length} intercepts for ${outputs} outputs`);
  const bias = intercept.length === outputs ? intercept : new Float64Array(outputs).fill(intercept[0] ?? 0);
  const expected = expectationOf(state, features);
  return { features, outputs, flat, coef: dense, bias, expected, scores: make(expected, bias) };
}

/** Scores as an array; `flat` for one axis. */
export const scoresArray = ({ rows, cols, dtype, data }: Scores, flat: boolean): NDArray =>
  floats(dtype, flat ? [rows] : [rows, cols], data);
