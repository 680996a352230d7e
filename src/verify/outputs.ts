/** Recorded outputs of Python's held against what the model answers here, and what that says about a version warning. */

import { CornichonError, sentence, showList, showText } from "../errors.js";
import { inputOf, jsonInput } from "../input/json.js";
import type { Model, Result, X } from "../model/all.js";
import { denseResult, isListResult, isSparseResult } from "../models/define.js";
import { isObject, own } from "../neutral/document.js";
import { type Agreement, agreement, type Tolerance } from "./agreement.js";
import { type Check, check, compared, isAbout, toDigits } from "./check.js";
import { plainOf } from "./recorded.js";
import { looksSingle, variantsOf } from "./rows.js";

/** Asks as Python was asked: names without X, `inverse_transform` about what `transform` gives, `predict_std` by its option. */
function answer(model: Model, method: string, x: X): Result {
  if (method === "get_feature_names_out") return model.call(method);
  if (method === "inverse_transform" && model.methods.includes("transform")) return model.call(method, asInput(model.call("transform", x)));
  if (method !== "predict_std") return model.call(method, x);
  const both = model.call("predict", x, { return_std: true });
  return (isListResult(both) ? both[1] : undefined) ?? [];
}

/** An answer as X of the next method. */
function asInput(result: Result): X {
  if (isListResult(result)) return jsonInput(JSON.stringify(result));
  return isSparseResult(result) ? result : denseResult(result);
}

/** Keys of recorded predictions. */
const KEYS: ReadonlySet<string> = new Set(["input", "outputs"]);

/** X as it was recorded: whatever `predict --input` reads as JSON, or that as a text. */
const xOf = (input: unknown, model: Model): X =>
  typeof input === "string" ? jsonInput(input, undefined, model) : inputOf(plainOf(input), model);

/** The method asked, and held against the record; an error of X itself where the model does not take it. */
function held(model: Model, method: string, x: X, theirs: unknown, tolerance: Tolerance): Agreement | CornichonError {
  try {
    return agreement(answer(model, method, x), theirs, tolerance, method === "get_feature_names_out");
  } catch (error) {
    if (isAbout(error, "input")) return error;
    throw error;
  }
}

/** As X stands in the record, or else in the types that Python may have had it in. @throws CornichonError `input.*` */
function comparedOutput(model: Model, method: string, x: X, theirs: unknown, tolerance: Tolerance): Check {
  const first = held(model, method, x, theirs, tolerance);
  if (!(first instanceof CornichonError) && first.differing === 0) return compared(method, first);
  const single = looksSingle(x) || looksSingle(theirs);
  for (const variant of variantsOf(x, model)) {
    if (variant.float32 && !single) continue;
    const found = held(model, method, variant.x, theirs, variant.float32 ? { ...tolerance, float32: true } : tolerance);
    if (found instanceof CornichonError || found.differing > 0 || found.problem !== null) continue;
    return compared(method, variant.float32 ? { ...found, float32: true } : found);
  }
  if (first instanceof CornichonError) throw first;
  return compared(method, first);
}

/** Each recorded method, compared. @throws CornichonError `input.*` where X or the record cannot be read */
export function outputChecks(model: Model, expected: object, tolerance: Tolerance): Check[] {
  refuseUnknown(expected, KEYS, "predictions");
  const input = own(expected, "input");
  const outputs = own(expected, "outputs");
  if (input === undefined || !isObject(outputs))
    throw new CornichonError("input.malformed", sentence`Predictions to compare need input and outputs, an object by method.`);
  if (Object.keys(outputs).length === 0) throw new CornichonError("input.malformed", sentence`The outputs hold no method to compare.`);
  const x = xOf(input, model);
  return Object.entries(outputs).map(([method, recordedOutput]) => {
    if (!model.methods.includes(method === "predict_std" ? "predict" : method))
      return check(method, false, `the model has no such method here; it has: ${model.methods.join(", ")}`);
    try {
      return comparedOutput(model, method, x, plainOf(recordedOutput), tolerance);
    } catch (error) {
      if (isAbout(error, "model")) return check(method, false, error.message);
      throw error;
    }
  });
}

/** A key that nobody knows is a mistake: what it was to check would not be. @throws CornichonError `input.malformed` */
export function refuseUnknown(given: object, known: ReadonlySet<string>, what: string): void {
  const odd = Object.keys(given).find((key) => !known.has(key));
  if (odd !== undefined)
    throw new CornichonError(
      "input.malformed",
      sentence`The ${showText(what)} have the key ${showText(odd)}, which nothing is checked for; there are: ${showList([...known])}.`,
      { args: { key: odd } },
    );
}

/** The answer to "can I ignore this version warning?", from all recorded methods. */
export function conclusion(checks: readonly Check[], version: string | null): Check {
  const writer = version === null ? "a version of sklearn that it does not name" : `sklearn ${version}`;
  const failed = checks.filter((one) => !one.ok).map((one) => one.name);
  const digits = checks.reduce(
    (least, one) => Math.min(least, one.agreement?.digits ?? Number.POSITIVE_INFINITY),
    Number.POSITIVE_INFINITY,
  );
  const names = checks.map((one) => one.name).join(", ");
  const single = checks.some((one) => one.agreement?.float32 === true);
  return failed.length === 0
    ? check(
        "version warning",
        true,
        `written by ${writer}; ${names} agree with Python ${single ? "to float32, in which it computed" : toDigits(digits)}: it can be ignored for this model`,
      )
    : check("version warning", false, `written by ${writer}; ${failed.join(", ")} differ from Python: do not ignore it`);
}
