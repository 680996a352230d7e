/**
 * sklearn.preprocessing.PowerTransformer: Yeo-Johnson (as sklearn 0.20 to 1.7 writes it; from 1.8 on scipy's, which is exact
 * for tiny x, too) or Box-Cox (scipy.special.boxcox), then the standard scaler that it holds.
 */
import { CornichonError, sentence } from "../../errors.js";
import type { MakeModel } from "../define.js";
import { defineModel, type FittedModel, isArrayResult, type Method, type Result } from "../define.js";
import { columnTransformer, DENSE_ONLY, type Step, step } from "../parts/columns/columns.js";
import { Samples } from "../samples.js";
import type { State } from "../state.js";

const EPSILON = 2 ** -52;
const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= EPSILON;

/** Each step of the formulas: float32 rows beside λ are float32 before numpy 2, λ, too. */
type Round = (value: number) => number;

/** Positive half of Yeo-Johnson; the other is its mirror with 2 − λ. */
function raise(x: number, lambda: number, r: Round, own: Round): number {
  return isNear(lambda, 0) ? r(Math.log1p(x)) : r(r(r(own(x + 1) ** r(lambda)) - 1) / r(lambda));
}

/** The same as scipy 1.9 and newer has it; logarithms of float32 rows are float32. */
function raiseExactly(x: number, lambda: number, logs: Round): number {
  const log = logs(Math.log1p(x));
  return isNear(lambda, 0) ? log : Math.expm1(lambda * log) / lambda;
}

function lower(x: number, lambda: number, r: Round, l: Round): number {
  return isNear(lambda, 0) ? r(r(Math.exp(x)) - 1) : r(r(r(r(x * r(lambda)) + 1) ** r(l(1 / lambda))) - 1);
}

/** `l` rounds what is computed of λ alone: λ of float32 stays float32 from numpy 2 on. */
const yeoJohnson = (x: number, lambda: number, r: Round, own: Round, l: Round): number =>
  x >= 0 ? raise(x, lambda, r, own) : -raise(-x, l(2 - lambda), r, own);
const yeoJohnsonExactly = (x: number, lambda: number, logs: Round, l: Round): number =>
  x >= 0 ? raiseExactly(x, lambda, logs) : -raiseExactly(-x, l(2 - lambda), logs);
const yeoJohnsonBack = (x: number, lambda: number, r: Round, l: Round): number =>
  x >= 0 ? lower(x, lambda, r, l) : -lower(-x, l(2 - lambda), r, l);

const boxCoxBack = (x: number, lambda: number): number => (lambda === 0 ? Math.exp(x) : (x * lambda + 1) ** (1 / lambda));

function boxCox(x: number, lambda: number): number {
  if (x <= 0)
    throw new CornichonError("input.malformed", sentence`The Box-Cox transformation can only be applied to strictly positive data`);
  return Math.abs(lambda) < 1e-19 ? Math.log(x) : Math.expm1(lambda * Math.log(x)) / lambda;
}

/** A step whose rounding follows the type of the values; `alone`: of values beside nothing but a Python number (to 1.7). */
const rounded =
  (rounding: (data: unknown) => Round, formula: (x: number, j: number, r: Round, own: Round) => number, alone = rounding): Step =>
  (cells) => {
    const [r, own] = [rounding(cells.data), alone(cells.data)];
    step((x, j) => formula(x, j, r, own))(cells);
  };

function again(result: Result): Samples {
  if (!isArrayResult(result)) throw new CornichonError("model.inconsistent", sentence`PowerTransformer: its scaler gives no array.`);
  return new Samples(result);
}

/** The scaler's method; a PowerTransformer that does not standardize has none. */
function scaling(state: State, make: MakeModel, name: string): Method | null {
  if (!state.flag("standardize", true)) return null;
  const method = make(state.fitted("_scaler")).methods.get(name);
  if (method === undefined) throw state.inconsistent(`its scaler has no ${name}`);
  return method;
}

export const PowerTransformer = defineModel({
  class: "sklearn.preprocessing.PowerTransformer",
  build: (state, make): Omit<FittedModel, "className"> => {
    const lambdas = state.vector("lambdas_");
    const ofLambda: Round = state.dtype("lambdas_") === "float32" && state.since(1, 5) ? Math.fround : Number;
    const isBoxCox = state.text("method") === "box-cox";
    const at = (j: number): number => lambdas[j];
    // numpy 2, beside sklearn since 1.5, computes float32 beside λ in doubles.
    const rounding = (data: unknown): Round => (data instanceof Float32Array && state.before(1, 5) ? Math.fround : Number);
    const alone = (data: unknown): Round => (data instanceof Float32Array ? Math.fround : Number);
    const power = state.since(1, 8)
      ? rounded(alone, (x, j, _, logs) => yeoJohnsonExactly(x, at(j), logs, ofLambda))
      : rounded(rounding, (x, j, r, own) => yeoJohnson(x, at(j), r, own, ofLambda), alone);
    const forth = isBoxCox ? step((x, j) => boxCox(x, at(j))) : power;
    const back = isBoxCox ? step((x, j) => boxCoxBack(x, at(j))) : rounded(rounding, (x, j, r) => yeoJohnsonBack(x, at(j), r, ofLambda));
    const inner = columnTransformer(state, lambdas.length, [forth], [back], DENSE_ONLY);
    const raised = inner.methods.get("transform");
    const root = inner.methods.get("inverse_transform");
    const scale = scaling(state, make, "transform");
    const unscale = scaling(state, make, "inverse_transform");
    const table = new Map(inner.methods);
    if (raised !== undefined && scale !== null) table.set("transform", (x, options) => scale(again(raised(x, options)), options));
    if (root !== undefined && unscale !== null) table.set("inverse_transform", (x, options) => root(again(unscale(x, options)), options));
    return { ...inner, methods: table };
  },
});
