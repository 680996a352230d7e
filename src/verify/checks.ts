/** The checks of `verify`: what holds of any model, and what is expected of this one. */
import { CornichonError, sentence } from "../errors.js";
import type { Model, Result, X } from "../model/all.js";
import { denseResult, isListResult } from "../models/define.js";
import type { Numbers, State } from "../models/state.js";
import { isObject, own } from "../neutral/document.js";
import { float64, type NDArray } from "../numeric/ndarray.js";
import { agreement, type Tolerance } from "./agreement.js";
import { type Check, check, compared, isAbout } from "./check.js";
import { conclusion, outputChecks } from "./outputs.js";

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

/** Does the model hold together and answer. */
export function internal(model: Model, state: State): Check[] {
  const checks: Check[] = [];
  const names = model.featureNames;
  if (names !== null)
    checks.push(check("feature_names_in_", names.length === model.nFeatures, `${names.length} names: ${names.slice(0, 10).join(", ")}`));
  if (state.has("coef_")) {
    const coef = state.numbers("coef_");
    checks.push(check("coef_ is finite", coef.data.every(Number.isFinite), `shape (${coef.shape.join(", ")})`));
  }
  const row = sampleRow(model);
  const method = model.methods.includes("predict") ? "predict" : model.methods.includes("transform") ? "transform" : null;
  if (row === null || method === null) return checks;
  const answer = zerosAnswer(model, method, row);
  if (answer === null) return checks;
  checks.push(
    check(`${method}(X[:1])`, answer.shape[0] === 1, `shape (${answer.shape.join(", ")}${answer.shape.length === 1 ? "," : ""})`),
  );
  return checks;
}

const float64Of = ({ shape, data }: Numbers): NDArray => float64(shape, data);

/** sklearn's version that wrote the model, as its metadata or state says it. */
function versionIn(model: Model, state: State): string | null {
  const said = own(model.metadata, "sklearn_version") ?? state.text("_sklearn_version");
  return typeof said === "string" ? said : null;
}

/** The model against what is expected of it. @throws CornichonError `input.malformed` */
export function expectedChecks(model: Model, state: State, expect: unknown, t: Tolerance): Check[] {
  if (!isObject(expect)) throw new CornichonError("input.malformed", sentence`The expectations are no JSON object.`);
  const checks: Check[] = [];
  const features = own(expect, "features") ?? own(expect, "feature_names_in_");
  if (Array.isArray(features))
    checks.push(
      check(
        "features",
        JSON.stringify(features) === JSON.stringify(model.featureNames),
        `here: ${(model.featureNames ?? []).join(", ") || "none"}`,
      ),
    );
  const count = own(expect, "n_features_in") ?? own(expect, "n_features_in_");
  if (count !== undefined) checks.push(check("n_features_in", count === model.nFeatures, `here: ${model.nFeatures}`));
  for (const [key, attribute] of [
    ["coefficients", "coef_"],
    ["coef_", "coef_"],
    ["intercept", "intercept_"],
    ["intercept_", "intercept_"],
  ] as const) {
    const theirs = own(expect, key);
    if (theirs === undefined) continue;
    checks.push(
      state.has(attribute)
        ? compared(key, agreement(float64Of(state.numbers(attribute)), theirs, t))
        : check(key, false, `the model has no ${attribute}`),
    );
  }
  const predictions = own(expect, "predictions") ?? (own(expect, "outputs") === undefined ? undefined : expect);
  if (predictions === undefined) return checks;
  const found = outputChecks(model, predictions, t);
  return [...checks, ...found, ...(found.length === 0 ? [] : [conclusion(found, versionIn(model, state))])];
}
