/**
 * The 26 oracle sets of the shared corpus: someone else's fitted models with sklearn's own predictions. The models are
 * ONNX files; `support/onnx-state.ts` gives them back the states of their classes. Everything agrees within the rounding
 * of float32, in which ONNX keeps their numbers; labels agree exactly.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Model, modelFromDocument, type Result, type X } from "../../src/model/all.js";
import { denseResult, isListResult } from "../../src/models/define.js";
import { arrayOf, own, typeOf } from "../../src/neutral/document.js";
import type { NDArray } from "../../src/numeric/ndarray.js";
import { runGuest } from "../support/guest.js";
import { readOnnx } from "../support/onnx.js";
import { roundingOf, stateOf } from "../support/onnx-state.js";
import { documentOf } from "../support/outputs.js";
import { SHARED } from "../support/shared.js";

const FOLDER = SHARED === null ? "" : join(SHARED, "corpus", "open", "oracle");
const sets = existsSync(FOLDER)
  ? readdirSync(FOLDER).map((id) => {
      const folder = join(FOLDER, id);
      const file = (end: string): string => join(folder, readdirSync(folder).find((name) => name.endsWith(end)) ?? "");
      return { name: file(".model.onnx").replace(/^.*\/|\.model\.onnx$/g, ""), file };
    })
  : [];
if (sets.length === 0) process.stderr.write("\n*** the oracle sets of ../shared are not here: SKIPPED ***\n\n");

/** A float32's rounding, on values and on the sums that a model makes of them. */
const RTOL = 2e-5;
const ATOL = 2e-6;

/** Rows as `predict` takes them: an array, or dicts. */
const inputOf = (root: unknown): X => (typeOf(root) === "ndarray" ? arrayOf(root) : (root as X));

/** Recorded answers: arrays, sparse matrices of scipy written out. */
function recorded(root: unknown): NDArray[] {
  if (Array.isArray(root)) return root.flatMap(recorded);
  if (typeOf(root) === "ndarray") return [arrayOf(root)];
  const state = own(root, "state");
  const [indices, indptr, data] = ["indices", "indptr", "data"].map((key) => Array.from(arrayOf(own(state, key)).data, Number));
  const shape = own(own(state, "_shape"), "items") as number[];
  const [rows = 0, cols = 0] = shape;
  const out = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++)
    for (let at = indptr?.[i] ?? 0; at < (indptr?.[i + 1] ?? 0); at++) out[i * cols + (indices?.[at] ?? 0)] = data?.[at] ?? 0;
  return [{ dtype: "float64", shape, data: out }];
}

/** What the model answers where Python recorded labels and scores, values, or transformed rows. */
function answers(model: Model, x: X, wanted: readonly NDArray[]): Result[] {
  if (!model.methods.includes("predict")) return [model.call("transform", x)];
  if (wanted.length === 1) return [model.call("predict", x)];
  const scores = model.methods.includes("predict_proba") && wanted[1]?.shape.length === 2 ? "predict_proba" : "decision_function";
  return [model.call("predict", x), model.call(scores, x)];
}

function expectClose(ours: Result, theirs: NDArray, rounding: number): void {
  if (isListResult(ours)) throw new Error("a list where Python has an array");
  const found = denseResult(ours);
  expect(found.data.length).toBe(theirs.data.length);
  Array.from<unknown>(theirs.data).forEach((value, i) => {
    const one: unknown = found.data[i];
    if (typeof value !== "number") expect(one).toBe(value);
    else
      expect(Math.abs(Number(one) - value), `value ${i}: ${String(one)}, sklearn ${value}`).toBeLessThanOrEqual(
        ATOL + rounding + RTOL * Math.abs(value),
      );
  });
}

describe.skipIf(sets.length === 0)("oracle sets", () => {
  test("all 26 are here", () => {
    expect(sets.length).toBe(26);
  });

  test.each(sets)("$name", ({ name, file }) => {
    const x = inputOf(runGuest(readFileSync(file(".data.pkl"))).root);
    const wanted = recorded(runGuest(readFileSync(file(".expected.pkl"))).root);
    const features = "shape" in x ? Number(x.shape[1]) : 0;
    const graph = readOnnx(readFileSync(file(".model.onnx")));
    const model = modelFromDocument(documentOf(stateOf(name, graph, features)));
    const rounding = features === 0 || !("data" in x) ? 0 : roundingOf(graph, Array.from(x.data, Number), features);
    const found = answers(model, x, wanted);
    wanted.forEach((theirs, i) => {
      expectClose(found[i] ?? null, theirs, rounding);
    });
  });
});
