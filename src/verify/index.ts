/**
 * `verify`: the checks that a careful person makes after loading. Without expectations: does the model hold together
 * and answer. With them: features, shapes, coefficients and predictions, and to how many digits they agree.
 */

import { CornichonError, sentence } from "../errors.js";
import { findEstimators, type Model, modelFromDocument, pathText, type Result, type X } from "../model/all.js";
import { denseResult, isListResult } from "../models/define.js";
import { type Numbers, State } from "../models/state.js";
import { isObject, type NeutralDocument, own, referencesOf } from "../neutral/document.js";
import { float64, type NDArray } from "../numeric/ndarray.js";
import { agreement, parsePythonJson, type Tolerance } from "./agreement.js";
import { type Check, check, compared, isAbout } from "./check.js";
import { conclusion, outputChecks } from "./outputs.js";

export type { Check } from "./check.js";

export interface VerifyOptions {
  /**
   * What is expected: `{features, n_features_in, coefficients, intercept, predictions: {input, outputs}}`, or `{input,
   * outputs}` alone; or that as JSON text, NaN and infinities as Python's `json` writes them. `outputs` is by method,
   * `recorded-outputs.ts` says in which forms.
   */
  readonly expect?: unknown;
  /** 1e-9 where it is not given, and 1e-5 for answers in float32. */
  readonly rtol?: number;
  readonly atol?: number;
  readonly select?: string;
}

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

function internal(model: Model, state: State): Check[] {
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

function expectedChecks(model: Model, state: State, expect: unknown, t: Tolerance): Check[] {
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

/** The estimator whose coefficients are meant: the model, or a Pipeline's last step. */
function lastState(document: NeutralDocument, select: string | undefined): State {
  const references = referencesOf(document);
  const found = findEstimators(document.root, references).find((f) => select === undefined || pathText(f.path) === select);
  let state = new State(found?.value, references);
  for (let i = 0; i < 64 && state.name === "Pipeline"; i++) {
    const steps = references.resolve(state.get("steps"));
    const list: unknown = Array.isArray(steps) ? steps : own(steps, "items");
    const last: unknown = Array.isArray(list) ? references.resolve(list[list.length - 1]) : null;
    const pair: unknown = Array.isArray(last) ? last : own(last, "items");
    const next = Array.isArray(pair) ? references.resolve(pair[1]) : null;
    if (!isObject(next)) break;
    state = new State(next, references);
  }
  return state;
}

/** @throws CornichonError `input.malformed` */
function parsedExpectation(expect: unknown): unknown {
  if (typeof expect !== "string") return expect;
  try {
    return parsePythonJson(expect);
  } catch {
    throw new CornichonError("input.malformed", sentence`The expectations are no JSON.`);
  }
}

/** Runs the checks. @throws CornichonError `model.*`, `input.*` */
export function verifyDocument(document: NeutralDocument, options: VerifyOptions = {}): readonly Check[] {
  const model = modelFromDocument(document, options.select);
  const state = lastState(document, options.select);
  const tolerance = { rtol: options.rtol ?? null, atol: options.atol ?? 1e-12 };
  if (options.expect === undefined) return internal(model, state);
  return [...internal(model, state), ...expectedChecks(model, state, parsedExpectation(options.expect), tolerance)];
}
