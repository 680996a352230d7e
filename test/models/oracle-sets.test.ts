/**
 * The 26 oracle sets of the shared corpus: someone else's fitted models with sklearn's own predictions. The pickles answer as
 * they did to the last digits; the ONNX files of the same models are given back the states of their classes
 * (`support/onnx-state.ts`), and agree within the rounding of float32, in which ONNX keeps their numbers. Labels agree exactly.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { modelFromDocument, type Result } from "../../src/model/all.js";
import { denseResult, isListResult } from "../../src/models/define.js";
import { isClose, type NDArray } from "../../src/numeric/ndarray.js";
import { runGuest } from "../support/guest.js";
import { readOnnx } from "../support/onnx.js";
import { roundingOf, stateOf } from "../support/onnx-state.js";
import { answersOf, oracleSets, rowsOf } from "../support/oracle-sets.js";
import { documentOf } from "../support/outputs.js";

/** A float32's rounding, on values and on the sums that a model makes of them. */
const RTOL = 2e-5;
const ATOL = 2e-6;

const dense = (ours: Result) => {
  if (isListResult(ours)) throw new Error("a list where Python has an array");
  return denseResult(ours);
};

function expectClose(ours: Result, theirs: NDArray, close: (one: number, wanted: number) => boolean): void {
  const found = dense(ours);
  expect(found.data.length).toBe(theirs.data.length);
  Array.from<unknown>(theirs.data).forEach((value, i) => {
    const one: unknown = found.data[i];
    if (typeof value !== "number") expect(one).toBe(value);
    else expect(close(Number(one), value), `value ${i}: ${String(one)}, sklearn ${value}`).toBe(true);
  });
}

describe.skipIf(oracleSets.length === 0)("oracle sets", () => {
  test("all 26 are here", () => {
    expect(oracleSets.length).toBe(26);
  });

  test.each(oracleSets)("$name, as it was pickled", (set) => {
    const model = modelFromDocument(documentOf(runGuest(readFileSync(set.model)).root));
    const answers = answersOf(set, model.methods);
    expect(answers.length).toBeGreaterThan(0);
    for (const { method, wanted } of answers)
      expectClose(model.call(method, rowsOf(set)), wanted, (one, value) => isClose(one, value, 1e-9, 1e-12));
  });

  test.each(oracleSets)("$name, of its ONNX file", (set) => {
    const x = rowsOf(set);
    const features = "shape" in x ? Number(x.shape[1]) : 0;
    const graph = readOnnx(readFileSync(set.file(".model.onnx")));
    const model = modelFromDocument(documentOf(stateOf(set.name, graph, features)));
    const rounding = features === 0 || !("data" in x) ? 0 : roundingOf(graph, Array.from(x.data, Number), features);
    for (const { method, wanted } of answersOf(set, model.methods))
      expectClose(model.call(method, x), wanted, (one, value) => Math.abs(one - value) <= ATOL + rounding + RTOL * Math.abs(value));
  });
});
