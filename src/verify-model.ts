/**
 * `verify`: the checks that a careful person makes after loading. Without expectations: does the model hold together
 * and answer. With them: features, shapes, coefficients and predictions, and to how many digits they agree.
 */
import { CornichonError } from "./errors.js";
import { findEstimators, type Model, modelFromDocument, pathText, type Result, type X } from "./load-model.js";
import { denseResult, isListResult } from "./models/define.js";
import { State } from "./models/state.js";
import { isObject, type NeutralDocument, own, referencesOf } from "./neutral/document.js";
import { float64, isClose, type NDArray, sharedDigits } from "./numeric/ndarray.js";
import { jsonInput } from "./predict-input.js";

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface VerifyOptions {
  /** What is expected: `{features, n_features_in, coefficients, intercept, predictions: {input, outputs}}`. */
  readonly expect?: unknown;
  readonly rtol?: number;
  readonly atol?: number;
  readonly select?: string;
}

const check = (name: string, ok: boolean, detail: string): Check => ({ name, ok, detail });

/** Flat numbers of nested lists, NaN and infinities as texts. */
function flat(value: unknown): unknown[] {
  return Array.isArray(value)
    ? value.flatMap(flat)
    : [
        value === "NaN" || value === "nan"
          ? Number.NaN
          : value === "Infinity" || value === "inf"
            ? Number.POSITIVE_INFINITY
            : value === "-Infinity" || value === "-inf"
              ? Number.NEGATIVE_INFINITY
              : value,
      ];
}

function compare(name: string, ours: readonly unknown[], theirs: readonly unknown[], rtol: number, atol: number): Check {
  if (ours.length !== theirs.length) return check(name, false, `${ours.length} values here, ${theirs.length} expected`);
  let digits = Number.POSITIVE_INFINITY;
  for (const [i, a] of ours.entries()) {
    const b = theirs[i];
    const x = typeof a === "bigint" ? Number(a) : a;
    if (typeof x === "number" && typeof b === "number") {
      if (!isClose(x, b, rtol, atol)) return check(name, false, `value ${i} is ${x}, expected ${b}`);
      digits = Math.min(digits, sharedDigits(x, b));
    } else if (x !== b)
      return check(name, false, `value ${i} is ${JSON.stringify(x)?.slice(0, 60)}, expected ${JSON.stringify(b)?.slice(0, 60)}`);
  }
  return check(
    name,
    true,
    Number.isFinite(digits) ? `${ours.length} values agree to ${Math.floor(digits)} digits or more` : `${ours.length} values are equal`,
  );
}

/** An answer as one array: sparse rows written out, of several the first. */
/** An answer as one array; of a list the first. */
function dense(result: Result): NDArray {
  const one = isListResult(result) ? result[0] : result;
  return one === undefined ? float64([0], new Float64Array(0)) : denseResult(one);
}

/** One row of zeros in the model's shape. */
function sampleRow(model: Model): X | null {
  return model.nFeatures === null ? null : { dtype: "float64", shape: [1, model.nFeatures], data: new Float64Array(model.nFeatures) };
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
  const answer = dense(model.call(method, row));
  checks.push(
    check(`${method}(X[:1])`, answer.shape[0] === 1, `shape (${answer.shape.join(", ")}${answer.shape.length === 1 ? "," : ""})`),
  );
  return checks;
}

interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

/** Outputs by method: an array of values, `{shape, data}`, or nested lists. */
function outputChecks(model: Model, expected: unknown, t: Tolerance): Check[] {
  const input = own(expected, "input");
  const outputs = own(expected, "outputs");
  if (input === undefined || !isObject(outputs)) return [];
  const x = jsonInput(JSON.stringify(input));
  return Object.entries(outputs).map(([method, theirs]) => {
    if (!model.methods.includes(method)) return check(method, false, "the model has no such method here");
    const ours = dense(model.call(method, x));
    const shape = own(theirs, "shape");
    if (Array.isArray(shape) && shape.join() !== ours.shape.join())
      return check(method, false, `shape (${ours.shape.join(", ")}), expected (${shape.join(", ")})`);
    return compare(method, Array.from(ours.data), flat(own(theirs, "data") ?? theirs), t.rtol, t.atol);
  });
}

function expectedChecks(model: Model, state: State, expect: unknown, t: Tolerance): Check[] {
  if (!isObject(expect)) throw new CornichonError("input.malformed", "The expectations are no JSON object.");
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
        ? compare(key, Array.from(state.numbers(attribute).data), flat(theirs), t.rtol, t.atol)
        : check(key, false, `the model has no ${attribute}`),
    );
  }
  const predictions = own(expect, "predictions") ?? (own(expect, "outputs") === undefined ? undefined : expect);
  if (predictions !== undefined) checks.push(...outputChecks(model, predictions, t));
  return checks;
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

/** Runs the checks. @throws CornichonError `model.*`, `input.*` */
export function verifyDocument(document: NeutralDocument, options: VerifyOptions = {}): readonly Check[] {
  const model = modelFromDocument(document, options.select);
  const state = lastState(document, options.select);
  const tolerance = { rtol: options.rtol ?? 1e-9, atol: options.atol ?? 1e-12 };
  return [...internal(model, state), ...(options.expect === undefined ? [] : expectedChecks(model, state, options.expect, tolerance))];
}
