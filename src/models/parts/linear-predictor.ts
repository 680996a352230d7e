/**
 * What linear models share: `X @ coef_.T + intercept_` (sklearn.linear_model._base.LinearModel, 0.17 to 1.9). Sparse X
 * stays sparse. Sums are doubles; where numpy's would be float32 they are rounded to it at the end.
 */
import { typeOf } from "../../neutral/document.js";
import { float64, floats, floatType, linear, type NDArray } from "../../numeric/ndarray.js";
import { linearSparse } from "../../numeric/sparse.js";
import type { Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";
import { expectationOf } from "./expectation.js";

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
  readonly coef: Float64Array;
  readonly expected: Expectation;
  scores(x: Samples): Scores;
}

/** Rounds to `dtype` where it is float32, in place. */
export function rounded(dtype: string, data: Float64Array): Float64Array {
  if (dtype === "float32") for (let i = 0; i < data.length; i++) data[i] = Math.fround(data[i] ?? 0);
  return data;
}

/**
 * dtypes that count beside X's: an array's always, a numpy scalar's from numpy 2 on (NEP 50; sklearn 1.5 is the first
 * that was built with it), Python's own numbers never.
 */
export function dtypesOf(state: State, ...keys: readonly string[]): string[] {
  const [major, minor] = state.version();
  const weighs = (type: string | null): boolean => type === "ndarray" || (type === "scalar" && major === 1 && minor >= 5);
  return keys.filter((key) => weighs(typeOf(state.get(key)))).map((key) => state.dtype(key));
}

/** Scores of coefficients and intercepts that fit each other; `dtypes` are theirs. */
export function scorer(
  expected: Expectation,
  dtypes: readonly string[],
  weights: Float64Array,
  bias: Float64Array,
): (x: Samples) => Scores {
  const cols = bias.length;
  const at = (output: number): number => bias[output] ?? 0;
  return (x) => {
    const sparse = x.sparse(expected);
    const dtype = floatType(x.dtype, ...dtypes);
    if (sparse !== null) return { rows: sparse.shape[0], cols, dtype, data: rounded(dtype, linearSparse(sparse, weights, cols, at)) };
    const m = x.matrix(expected);
    return { rows: m.rows, cols, dtype, data: rounded(dtype, linear(m, weights, cols, at)) };
  };
}

/** Reads `coef_` and `intercept_`. @throws CornichonError `model.inconsistent` */
export function linearPart(state: State): LinearPart {
  const coef = state.numbers("coef_");
  const flat = coef.shape.length === 1;
  const [first = 0, second = 0] = coef.shape;
  if (coef.shape.length !== 1 && coef.shape.length !== 2) throw state.inconsistent("coef_ has neither one nor two axes");
  const outputs = flat ? 1 : first;
  const features = flat ? first : second;
  const intercept = state.has("intercept_") ? state.numbers("intercept_").data : Float64Array.of(0);
  if (intercept.length !== 1 && intercept.length !== outputs)
    throw state.inconsistent(`${intercept.length} intercepts for ${outputs} outputs`);
  const bias = intercept.length === outputs ? intercept : new Float64Array(outputs).fill(intercept[0] ?? 0);
  const expected = expectationOf(state, features);
  return {
    features,
    outputs,
    flat,
    coef: coef.data,
    expected,
    scores: scorer(expected, dtypesOf(state, "coef_", "intercept_"), coef.data, bias),
  };
}

/** Scores as an array; `flat` for one axis. */
export const scoresArray = ({ rows, cols, dtype, data }: Scores, flat: boolean): NDArray =>
  floats(dtype, flat ? [rows] : [rows, cols], data);

/** Scores as doubles, whatever they were computed in. */
export const doubleScores = ({ rows, cols, data }: Scores, flat: boolean): NDArray => float64(flat ? [rows] : [rows, cols], data);
