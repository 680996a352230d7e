/**
 * What catboost's estimators answer (catboost.core, 0.24 to 1.2), by their `prediction_type`. Exponentials are exact here: catboost's
 * own are to a few parts in 10^13.
 */
import { numberOf, own } from "../../../neutral/document.js";
import { argmax, expit, float64, type NDArray, softmax } from "../../../numeric/ndarray.js";
import type { MethodOptions } from "../../define.js";
import type { Samples } from "../../samples.js";
import type { State } from "../../state.js";
import type { Labels } from "../labels.js";
import { catboostLabels, isOfClasses, isOfLabels, isOneByOne } from "./catboost-classes.js";
import { type CatboostModel, readCatboost } from "./catboost-model.js";
import { catboostLeafNumbers, catboostRaw, catboostRows } from "./catboost-scores.js";
import { checkKnown, decodedOf, unanswered, unansweredBy } from "./native.js";
import type { TreeRange } from "./trees.js";

/** Options that are known here, and those that change nothing of an answer. */
const KNOWN = new Set(["prediction_type", "ntree_start", "ntree_end", "thread_count", "verbose", "task_type"]);

const KNOWN_OF_STAGES = new Set([...KNOWN, "eval_period"]);

/** What is asked for, by catboost's own names. */
export type PredictionType = "RawFormulaVal" | "Class" | "Probability" | "LogProbability" | "Exponent" | "RMSEWithUncertainty";

export interface CatboostAsked {
  readonly model: CatboostModel;
  readonly state: State;
}

/** Reads an estimator. @throws CornichonError `model.*` */
export function readEstimator(state: State): CatboostAsked {
  // What was read stands for the bytes; of an unfitted one there are neither.
  if (own(state.value, "decoded") === undefined) state.fitted("__model");
  decodedOf(state, "ModelTrees");
  return { model: readCatboost(state), state };
}

/** Trees that count: all of them where neither end is told. @throws CornichonError `model.method` for an empty range, as catboost */
function catboostRange({ trees, expected }: CatboostModel, options: MethodOptions): TreeRange {
  const [from, end] = ["ntree_start", "ntree_end"].map((name) => numberOf(options[name]) ?? 0);
  const to = from === 0 && end === 0 ? trees.length : Math.min(end, trees.length);
  if (from >= 0 && (from < to || trees.length === 0)) return { from, to };
  throw unansweredBy(expected.name, `tree range [${from}, ${end}), which is empty,`);
}

/** What a regressor answers unless it is told: its loss, as it was given, decides. */
export function usualOf(state: State): PredictionType {
  const loss = ["loss_function", "objective", "loss"].map((key) => state.get(key)).find((value) => typeof value === "string") ?? "";
  const name = String(loss);
  if (name.startsWith("Poisson") || name.startsWith("Tweedie")) return "Exponent";
  return name === "RMSEWithUncertainty" ? "RMSEWithUncertainty" : "RawFormulaVal";
}

/** What is asked for by name. @throws CornichonError `model.method` for what is not answered */
function typeOf(asked: CatboostAsked, options: MethodOptions, usual: PredictionType): unknown {
  const type = options["prediction_type"] ?? usual;
  if (type === "RawFormulaVal" || type === usual || isAnswered(asked, type)) return type;
  throw unanswered(asked.state, `prediction_type=${String(type)}`);
}

/** `predict`, `usual` where no type is asked for. @throws CornichonError `model.*`, `input.*` */
export function catboostPredict(asked: CatboostAsked, x: Samples, options: MethodOptions, usual: PredictionType): NDArray {
  const { model, state } = asked;
  checkKnown(state, options, KNOWN);
  const type = typeOf(asked, options, usual);
  const rows = catboostRows(model, x);
  return answerOf(asked, type, catboostRaw(model, rows, catboostRange(model, options)));
}

/** Numbers of all stages' answers at most: each stage is an array of its own. */
const MOST_STAGED = 2 ** 25;

/** `staged_predict`: answers after every `eval_period` trees, the last ones after all that count. @throws CornichonError as predict */
export function catboostStages(asked: CatboostAsked, x: Samples, options: MethodOptions, usual: PredictionType): readonly NDArray[] {
  const { model, state } = asked;
  checkKnown(state, options, KNOWN_OF_STAGES);
  const period = numberOf(options["eval_period"]) ?? 1;
  const type = typeOf(asked, options, usual);
  const rows = catboostRows(model, x);
  const { from, to } = catboostRange(model, options);
  const stages = Math.ceil((to - from) / period);
  if (!(Number.isInteger(period) && period > 0) || stages * rows.rows * model.outputs > MOST_STAGED)
    throw unanswered(state, `eval_period=${period}`);
  const out: NDArray[] = [];
  let sum: Float64Array | null = null;
  for (let at = from; at < to; at += period) {
    const raw = catboostRaw(model, rows, { from: at, to: Math.min(at + period, to) });
    const before: Float64Array | null = sum;
    sum = before === null ? raw : raw.map((value, i) => value + before[i]);
    out.push(answerOf(asked, type, sum));
  }
  return out;
}

const KNOWN_OF_LEAVES = new Set([...KNOWN].filter((name) => name.startsWith("ntree_") || name === "thread_count" || name === "verbose"));

/** `calc_leaf_indexes`: a column a tree. @throws CornichonError as predict */
export function catboostLeaves(asked: CatboostAsked, x: Samples, options: MethodOptions): NDArray {
  const { model, state } = asked;
  checkKnown(state, options, KNOWN_OF_LEAVES);
  const rows = catboostRows(model, x);
  const range = catboostRange(model, options);
  return { dtype: "uint32", shape: [rows.rows, range.to - range.from], data: Uint32Array.from(catboostLeafNumbers(model, rows, range)) };
}

/** Raw values as what was asked for. */
function answerOf(asked: CatboostAsked, type: unknown, raw: Float64Array): NDArray {
  const { model } = asked;
  switch (type) {
    case "Class":
      return classOf(asked, raw);
    case "Probability":
      return shares(asked, raw, false);
    case "LogProbability":
      return shares(asked, raw, true);
    case "Exponent":
      return shaped(model, raw.map(Math.exp));
    case "RMSEWithUncertainty":
      return shaped(
        model,
        raw.map((value, at) => (at % 2 === 1 ? Math.exp(2 * value) : value)),
      );
    default:
      return shaped(model, raw);
  }
}

const shaped = ({ outputs }: CatboostModel, data: Float64Array): NDArray =>
  float64(outputs === 1 ? [data.length] : [data.length / outputs, outputs], data);

/** Beside what it usually answers: catboost gives more than these, of models for which they mean nothing. */
function isAnswered({ model }: CatboostAsked, type: unknown): boolean {
  if (type === "Class" || type === "Probability" || type === "LogProbability") return isOfClasses(model);
  if (type === "Exponent") return model.outputs === 1;
  return type === "RMSEWithUncertainty" && model.loss === type && model.outputs === 2;
}

const logExpit = (value: number): number => -Math.log(1 + Math.exp(-value));

/** Probabilities of the classes, or their logarithms. */
function shares({ model, state }: CatboostAsked, raw: Float64Array, log: boolean): NDArray {
  if (!isOfClasses(model)) throw unanswered(state, `probabilities of a model for ${model.loss === "" ? "an unknown loss" : model.loss}`);
  const { outputs } = model;
  const logistic = log ? logExpit : expit;
  if (outputs > 1) {
    if (isOneByOne(model)) return shaped(model, raw.map(logistic));
    const rows = raw.length / outputs;
    return shaped(model, log ? logSoftmax(raw, rows, outputs) : softmax(raw, rows, outputs));
  }
  const out = new Float64Array(2 * raw.length);
  for (let i = 0; i < raw.length; i++) {
    out[2 * i] = logistic(-raw[i]);
    out[2 * i + 1] = logistic(raw[i]);
  }
  return float64([raw.length, 2], out);
}

function logSoftmax(raw: Float64Array, rows: number, each: number): Float64Array {
  const out = new Float64Array(raw.length);
  for (let i = 0; i < rows; i++) {
    const row = raw.subarray(i * each, (i + 1) * each);
    const top = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const sum = row.reduce((total, value) => total + Math.exp(value - top), 0);
    for (let k = 0; k < each; k++) out[i * each + k] = row[k] - top - Math.log(sum);
  }
  return out;
}

/** Above what raw value the second class is the answer. @throws CornichonError `model.method` for a threshold that is none */
export function borderOf({ model, state }: CatboostAsked): number {
  if (model.threshold === null) return 0;
  const threshold = Number(model.threshold);
  if (!(threshold > 0 && threshold < 1)) throw unanswered(state, "Class with a threshold that is no probability");
  return -Math.log(1 / threshold - 1);
}

function classOf(asked: CatboostAsked, raw: Float64Array): NDArray {
  const { model, state } = asked;
  const { outputs } = model;
  if (isOfLabels(model)) {
    const border = borderOf(asked);
    return { dtype: "int64", shape: [raw.length / outputs, outputs], data: Array.from(raw, (value) => (value > border ? 1 : 0)) };
  }
  const labels: Labels = catboostLabels(state, model);
  if (outputs === 1) {
    const border = borderOf(asked);
    return labels.decode(Int32Array.from(raw, (value) => (value > border ? 1 : 0)));
  }
  const rows = raw.length / outputs;
  const decoded = labels.decode(Int32Array.from({ length: rows }, (_, i) => argmax(raw, i, outputs)));
  return { ...decoded, shape: [rows, 1] };
}
