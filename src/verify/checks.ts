/** The checks of `verify`: what holds of any model, and what is expected of this one. */
import { CornichonError, sentence, showList, showText } from "../errors.js";
import type { Model, Result, X } from "../model/all.js";
import { denseResult, isListResult } from "../models/define.js";
import { isSparseAttribute, sparseAttribute, writtenOut } from "../models/parts/stored/sparse-attribute.js";
import type { State } from "../models/state.js";
import { isObject, own } from "../neutral/document.js";
import { float64, type NDArray } from "../numeric/ndarray.js";
import { agreement, type Tolerance } from "./agreement.js";
import { type Check, check, compared, isAbout } from "./check.js";
import { conclusion, outputChecks, refuseUnknown } from "./outputs.js";
import { plainOf } from "./recorded.js";

/** An answer as one array; of a list the first. */
function dense(result: Result): NDArray {
  const one = isListResult(result) ? result[0] : result;
  return one === undefined ? float64([0], new Float64Array(0)) : denseResult(one);
}

/** One row of zeros in the model's shape. */
function sampleRow(model: Model): X | null {
  return model.nFeatures === null ? null : { dtype: "float64", shape: [1, model.nFeatures], data: new Float64Array(model.nFeatures) };
}

/** What a model says to zeros; null where they are no row of its (an encoder's categories, texts). */
function zerosAnswer(model: Model, method: string, row: X): NDArray | null {
  try {
    return dense(model.call(method, row));
  } catch (error) {
    if (isAbout(error, "input")) return null;
    throw error;
  }
}

/** One row, which sklearn's SparsePCA gives without its first axis. */
const isOneRow = (method: string, { shape }: NDArray): boolean => shape[0] === 1 || (method === "transform" && shape.length === 1);

/** Does the model hold together and answer. */
export function internal(model: Model, state: State): Check[] {
  const checks: Check[] = [];
  const names = model.featureNames;
  if (names !== null)
    checks.push(check("feature_names_in_", names.length === model.nFeatures, `${names.length} names: ${names.slice(0, 10).join(", ")}`));
  if (state.has("coef_")) {
    const coef = attributeOf(state, "coef_");
    checks.push(check("coef_ is finite", Array.from(coef.data, Number).every(Number.isFinite), `shape (${coef.shape.join(", ")})`));
  }
  const row = sampleRow(model);
  const method = model.methods.includes("predict") ? "predict" : model.methods.includes("transform") ? "transform" : null;
  const answer = row === null || method === null ? null : zerosAnswer(model, method, row);
  if (answer === null || method === null)
    return checks.length > 0 ? checks : [check("it loads", true, `its methods: ${model.methods.join(", ")}`)];
  checks.push(
    check(`${method}(X[:1])`, isOneRow(method, answer), `shape (${answer.shape.join(", ")}${answer.shape.length === 1 ? "," : ""})`),
  );
  return checks;
}

/** A numeric attribute; sparse rows written out. */
function attributeOf(state: State, key: string): NDArray {
  if (isSparseAttribute(state, key)) {
    const { rows, cols, data } = writtenOut(state, key, sparseAttribute(state, key));
    return float64([rows, cols], data);
  }
  const { shape, data } = state.numbers(key);
  return float64(shape, data);
}

const transposed = ({ shape: [rows = 0, cols = 0], data }: NDArray): NDArray =>
  float64(
    [cols, rows],
    Float64Array.from({ length: rows * cols }, (_, at) => Number(data[(at % rows) * cols + Math.floor(at / rows)])),
  );

/** What an attribute was in the version that wrote it, and what it is today; PLS 1.1 and 1.2 kept `coef_` turned round. */
function attributesOf([stored, today]: States, key: string): NDArray[] {
  const turned = key === "coef_" && stored.has("_coef_") ? [transposed(attributeOf(stored, "_coef_"))] : [];
  return [...[stored, today].filter((state) => state.has(key)).map((state) => attributeOf(state, key)), ...turned];
}

/** The state as its version stored it, and as it is today. */
export type States = readonly [stored: State, today: State];

function attributeCheck(states: States, key: string, attribute: string, theirs: unknown, t: Tolerance): Check {
  const found = attributesOf(states, attribute).map((ours) => agreement(ours, theirs, t));
  const best = found.find((one) => one.problem === null && one.differing === 0) ?? found[0];
  return best === undefined ? check(key, false, `the model has no ${attribute}`) : compared(key, best);
}

/** sklearn's version that wrote the model, as its metadata or state says it. */
function versionIn(model: Model, state: State): string | null {
  const said = own(model.metadata, "sklearn_version") ?? state.text("_sklearn_version");
  return typeof said === "string" ? said : null;
}

const ATTRIBUTES: readonly (readonly [key: string, attribute: string])[] = [
  ["coefficients", "coef_"],
  ["coef_", "coef_"],
  ["intercept", "intercept_"],
  ["intercept_", "intercept_"],
];
const FEATURES = ["features", "feature_names_in_"] as const;
const COUNTS = ["n_features_in", "n_features_in_"] as const;
const KNOWN: ReadonlySet<string> = new Set([...FEATURES, ...COUNTS, ...ATTRIBUTES.map(([key]) => key), "predictions", "input", "outputs"]);

function namesCheck(model: Model, key: string, theirs: unknown): Check {
  if (!Array.isArray(theirs)) throw new CornichonError("input.malformed", sentence`${showText(key)} is a list of names.`);
  const names: readonly unknown[] = model.featureNames ?? [];
  const same = theirs.length === names.length && theirs.every((name, j) => name === names[j]);
  return check(key, same, `here: ${(model.featureNames ?? []).join(", ") || "none"}`);
}

/** Recorded predictions: under their own key, or as all that there is. */
function predictionsOf(expect: object): object | null {
  const predictions = own(expect, "predictions");
  const alone = own(expect, "input") !== undefined || own(expect, "outputs") !== undefined;
  if (predictions !== undefined && alone)
    throw new CornichonError("input.malformed", sentence`The expectations have predictions, and input or outputs beside them.`);
  if (predictions === undefined) return alone ? { input: own(expect, "input"), outputs: own(expect, "outputs") } : null;
  if (!isObject(predictions)) throw new CornichonError("input.malformed", sentence`Predictions are an object of input and outputs.`);
  return predictions;
}

/** The model against what is expected of it. @throws CornichonError `input.malformed` */
export function expectedChecks(model: Model, states: States, expect: unknown, t: Tolerance): Check[] {
  if (!isObject(expect)) throw new CornichonError("input.malformed", sentence`The expectations are no JSON object.`);
  refuseUnknown(expect, KNOWN, "expectations");
  const given = (keys: readonly string[]): [string, unknown][] =>
    keys.flatMap((key) => (own(expect, key) === undefined ? [] : [[key, plainOf(own(expect, key))]]));
  const checks = [
    ...given(FEATURES).map(([key, theirs]) => namesCheck(model, key, theirs)),
    ...given(COUNTS).map(([key, theirs]) => check(key, theirs === model.nFeatures, `here: ${model.nFeatures}`)),
    ...ATTRIBUTES.flatMap(([key, attribute]) => given([key]).map(([, theirs]) => attributeCheck(states, key, attribute, theirs, t))),
  ];
  const predictions = predictionsOf(expect);
  if (predictions === null && checks.length === 0)
    throw new CornichonError("input.malformed", sentence`The expectations hold nothing to compare; there are: ${showList([...KNOWN])}.`);
  const found = predictions === null ? [] : outputChecks(model, predictions, t);
  return [...checks, ...found, ...(found.length === 0 ? [] : [conclusion(found, versionIn(model, states[1]))])];
}
