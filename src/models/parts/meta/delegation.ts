/** Asking the models that a model holds: their answers as arrays, as scores, or as the next step's samples. */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { type Matrix, matrix, type NDArray } from "../../../numeric/ndarray.js";
import {
  denseResult,
  type FittedModel,
  isArrayResult,
  isSparseResult,
  type Method,
  type MethodOptions,
  type Result,
} from "../../define.js";
import { Samples } from "../../samples.js";
import type { State } from "../../state.js";

/** A method that must be there. @throws CornichonError `model.inconsistent` */
export function methodOf(owner: State, model: FittedModel, name: string): Method {
  const method = model.methods.get(name);
  if (method === undefined) throw owner.inconsistent(`its ${model.className} has no ${name}`);
  return method;
}

/** Those of the methods `names` that the model has, as the owner's own. */
export function delegated(model: FittedModel, names: readonly string[]): [string, Method][] {
  return names.flatMap((name) => {
    const method = model.methods.get(name);
    return method === undefined ? [] : [[name, method] satisfies [string, Method]];
  });
}

/** An answer as the samples of whoever comes next; null for lists and plain values. */
export function samplesOf(result: Result): Samples | null {
  if (isSparseResult(result)) return new Samples(result);
  if (!isArrayResult(result)) return null;
  const [rows = 0, cols = 1] = result.shape;
  return new Samples(result.data instanceof Float64Array && result.shape.length === 2 ? matrix(rows, cols, result.data) : result);
}

/** An answer as one dense array. */
export const answer = (owner: State, model: FittedModel, name: string, x: Samples, options: MethodOptions = {}): NDArray =>
  denseResult(methodOf(owner, model, name)(x, options));

/** Numbers of an answer, an array of one axis as one column. */
export const answerMatrix = (owner: State, model: FittedModel, name: string, x: Samples): Matrix => asMatrix(answer(owner, model, name, x));

/** Numbers of an array as a matrix, of one axis as one column. */
export function asMatrix({ shape, data }: NDArray): Matrix {
  const numbers = data instanceof Float64Array ? data : Float64Array.from(data, Number);
  return matrix(shape[0] ?? 0, shape.length < 2 ? 1 : (shape[1] ?? 0), numbers);
}

/** One column of a matrix. */
export const columnOf = (m: Matrix, j: number): Float64Array => Float64Array.from({ length: m.rows }, (_, i) => m.data[i * m.cols + j]);

/** True for what sklearn calls a regressor: it predicts, and knows neither classes nor scores. */
const isRegressor = (model: FittedModel): boolean =>
  model.classes === undefined && !model.methods.has("predict_proba") && !model.methods.has("decision_function");

/** A prediction of one axis. @throws CornichonError `model.method` for two, as PLSRegression has to 1.2 */
function flatAnswer(owner: State, model: FittedModel, x: Samples): Float64Array {
  const said = answer(owner, model, "predict", x);
  if (said.shape.length < 2) return asMatrix(said).data;
  throw new CornichonError(
    "model.method",
    sentence`${showText(owner.name)}: the predictions of its ${showText(model.className)} have two axes, and no scores are made of them.`,
  );
}

/**
 * One score a sample of a binary estimator: a regressor's prediction, else the decision function, else the probability of
 * the second class (sklearn.multiclass._predict_binary).
 */
export function binaryScores(owner: State, model: FittedModel, x: Samples): Float64Array {
  if (isRegressor(model)) return flatAnswer(owner, model, x);
  if (model.methods.has("decision_function")) return answerMatrix(owner, model, "decision_function", x).data;
  return columnOf(answerMatrix(owner, model, "predict_proba", x), 1);
}

/**
 * Above this score a binary estimator says yes (sklearn.multiclass._threshold_for_binary_predict): zero for decisions of a
 * classifier, which a _ConstantPredictor, an outlier detector or an old regressor with a decision_function is not.
 */
export const binaryThreshold = (model: FittedModel): number =>
  model.classes !== undefined && model.methods.has("decision_function") ? 0 : 0.5;

/** Columns side by side: what each of `columns` gives for a sample. */
export function fromColumns(columns: readonly Float64Array[]): Matrix {
  const rows = columns[0]?.length ?? 0;
  const out = matrix(rows, columns.length);
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) out.data[i * columns.length + j] = column[i];
  });
  return out;
}
