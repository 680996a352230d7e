/** What linear models share: `X @ coef_.T + intercept_` (sklearn.linear_model._base.LinearModel, 0.17 to 1.9). */
import { float64, linear, type Matrix, type NDArray } from "../../numeric/ndarray.js";
import type { Expectation } from "../samples.js";
import type { State } from "../state.js";
import { expectationOf } from "./expectation.js";

/** Coefficients, checked: `outputs × features`, one intercept an output. */
export interface LinearPart {
  readonly features: number;
  readonly outputs: number;
  /** `coef_` has one axis: predictions have one axis too. */
  readonly flat: boolean;
  scores(x: Matrix): Float64Array;
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
  const bias = (output: number): number => intercept[intercept.length === 1 ? 0 : output] ?? 0;
  return { features, outputs, flat, scores: (x) => linear(x, coef.data, outputs, bias) };
}

/** What a linear model expects of X. */
export const linearExpectation = (state: State, part: LinearPart): Expectation => expectationOf(state, part.features);

/** Scores as an array: `(rows,)` for one-axis coefficients, `(rows, outputs)` otherwise. */
export const scoresArray = (part: LinearPart, x: Matrix): NDArray => float64(part.flat ? [x.rows] : [x.rows, part.outputs], part.scores(x));
