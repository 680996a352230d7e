/**
 * The 26 oracle sets of the shared corpus (someone else's models, as sklearn 0.19.2 pickled them) as ONNX files: onnxruntime
 * answers as sklearn did. Labels are exact, numbers agree to 1e-12 of their size or of 1, where Python's own answer is float32
 * to its rounding. What is refused stands here by name: dicts are no tensors, and equally near rows have no order.
 */
import { readFileSync } from "node:fs";
import * as ort from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { modelFromDocument, type X } from "../../src/model/all.js";
import type { NDArray } from "../../src/numeric/ndarray.js";
import { toOnnx, type Written } from "../../src/targets/onnx/index.js";
import { runGuest } from "../support/guest.js";
import { answersOf, type OracleSet, oracleSets, rowsOf } from "../support/oracle-sets.js";
import { type Feeds, runOnnx } from "../support/ort.js";
import { documentOf } from "../support/outputs.js";

const REFUSED: ReadonlyMap<string, string> = new Map([
  ["SklearnDictVectorizer-OneOff-SkipDim1", "it takes dicts, lists or sets, which are no tensors"],
  ["SklearnKNeighborsClassifierBinary", "many rows are equally near, whose order has no exact form"],
]);

const CLOSE = 1e-12;
/** Half a unit in the last place of a float32 beside 1. */
const SINGLE = 2 ** -24;

/** The file of every method, its X as wide as the rows that were asked: a Normalizer of 0.19 keeps nothing of it. */
function fileOf(set: OracleSet, x: X): Written | string {
  const metadata = "shape" in x ? { n_features_in: x.shape[1] ?? 0 } : {};
  try {
    return toOnnx({ ...documentOf(runGuest(readFileSync(set.model)).root), metadata }, undefined, { outputs: ["all"] });
  } catch (error) {
    if (error instanceof CornichonError && error.code === "target.unsupported") return error.message;
    throw error;
  }
}

/** Rows of an array as doubles. */
function feedsOf(x: X): Feeds {
  if (!("shape" in x) || !("data" in x)) throw new Error("rows that are no array");
  return { X: new ort.Tensor("float64", Float64Array.from(x.data, Number), x.shape) };
}

/** The first value that is another. */
function difference(ours: ort.Tensor | undefined, { dtype, shape, data }: NDArray): string | null {
  if (ours === undefined || ours.dims.join() !== shape.join()) return `shape ${ours?.dims.join()}, sklearn's ${shape.join()}`;
  const found: readonly unknown[] = Array.from(ours.data as ArrayLike<unknown>); // texts or numbers, by its type
  const close = dtype === "float32" ? SINGLE : CLOSE;
  const differs = (value: unknown, i: number): boolean =>
    typeof value !== "number" || /^u?int/.test(dtype)
      ? String(found[i]) !== String(value)
      : !(Math.abs(Number(found[i]) - value) <= close * Math.max(1, Math.abs(value)));
  const wanted = Array.from<unknown>(data);
  const at = wanted.findIndex(differs);
  return at < 0 ? null : `value ${at} is ${String(found[at])}, sklearn's ${String(wanted[at])}`;
}

describe.skipIf(oracleSets.length === 0)("oracle sets as ONNX", () => {
  test("all 26 are here, and 24 are answered", () => {
    expect(oracleSets.length).toBe(26);
    expect(oracleSets.filter(({ name }) => !REFUSED.has(name)).length).toBe(24);
  });

  test.each(oracleSets)("$name", async (set) => {
    const x = rowsOf(set);
    const file = fileOf(set, x);
    const why = REFUSED.get(set.name);
    if (typeof file === "string" || why !== undefined) {
      expect(file).toContain(why ?? "no reason to refuse it");
      return;
    }
    const answers = answersOf(set, modelFromDocument(documentOf(runGuest(readFileSync(set.model)).root)).methods);
    const found = await runOnnx(file.bytes, feedsOf(x));
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.map(({ method, wanted }) => difference(found[method], wanted))).toEqual(answers.map(() => null));
  });
});
