/** Recorded outputs of Python's held against what the model answers here, and what that says about a version warning. */

import { CornichonError, sentence } from "../errors.js";
import { jsonInput } from "../input/json.js";
import type { Model, Result, X } from "../model/all.js";
import { denseResult, isListResult, isSparseResult } from "../models/define.js";
import { isObject, own } from "../neutral/document.js";
import { agreement, type Tolerance } from "./agreement.js";
import { type Check, check, compared, isAbout, toDigits } from "./check.js";
import { untagged } from "./recorded.js";

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

/** Each recorded method, compared. @throws CornichonError `input.*` where X or the record cannot be read */
export function outputChecks(model: Model, expected: unknown, tolerance: Tolerance): Check[] {
  const input = own(expected, "input");
  const outputs = own(expected, "outputs");
  if (input === undefined || !isObject(outputs))
    throw new CornichonError("input.malformed", sentence`Predictions to compare need input and outputs, an object by method.`);
  const x = jsonInput(JSON.stringify(input), untagged);
  const recorded: unknown = JSON.parse(JSON.stringify(outputs), untagged);
  return Object.entries(isObject(recorded) ? recorded : {}).map(([method, theirs]) => {
    if (!model.methods.includes(method === "predict_std" ? "predict" : method))
      return check(method, false, "the model has no such method here");
    try {
      return compared(method, agreement(answer(model, method, x), theirs, tolerance, method === "get_feature_names_out"));
    } catch (error) {
      if (isAbout(error, "model")) return check(method, false, error.message);
      throw error;
    }
  });
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
  return failed.length === 0
    ? check(
        "version warning",
        true,
        `written by ${writer}; ${names} agree with Python ${toDigits(digits)}: it can be ignored for this model`,
      )
    : check("version warning", false, `written by ${writer}; ${failed.join(", ")} differ from Python: do not ignore it`);
}
