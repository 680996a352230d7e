/** X as a program gives it: words that leave no blank, rows in typed arrays, and what is no form of X (sklearn 1.9.1 said what is said). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { modelFromDocument, type X } from "../../src/model/all.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { FIXTURES } from "../support/shared.js";

const modelOf = (name: string) => modelFromDocument(documentOf(runGuest(readFileSync(join(FIXTURES, "input", "matrix", name))).root));
const unnamed = modelOf("array.joblib");
const named = modelOf("names.joblib");
const ask = (x: unknown) => unnamed.call("predict", x as X); // what a program without types may give

describe("infinity is told with the type that X has", () => {
  const [inf, row] = [Number.POSITIVE_INFINITY, [1, Number.POSITIVE_INFINITY, 2]];
  const cases: readonly (readonly [string, unknown, string])[] = [
    ["rows", [row], "float64"],
    ["a table", { columns: ["x", "y", "z"], rows: [row] }, "float64"],
    ["doubles", { dtype: "float64", shape: [1, 3], data: Float64Array.from(row) }, "float64"],
    ["float32", { dtype: "float32", shape: [1, 3], data: Float32Array.from(row) }, "float32"],
    ["float16", { dtype: "float16", shape: [1, 3], data: row }, "float16"],
    ["objects", { dtype: "object", shape: [1, 3], data: row }, "float64"],
    ["sparse rows", { format: "csr", dtype: "float64", shape: [1, 3], data: [inf], indices: [1], indptr: [0, 1] }, "float64"],
  ];
  test.each(cases)("%s", (_, x, dtype) => {
    expect(() => ask(x)).toThrow(`contains infinity or a value too large for dtype('${dtype}').`);
  });
});

describe("rows in typed arrays are rows", () => {
  const answer = (x: unknown) => named.call("predict", x as X);
  test.each([Float64Array.of(1, 2, 3), Float32Array.of(1, 2, 3), Int16Array.of(1, 2, 3), BigInt64Array.of(1n, 2n, 3n)])("%o", (row) => {
    expect(answer([row])).toEqual(answer([[1, 2, 3]]));
    expect(() => answer(row)).toThrow(/Expected 2D array, got 1D array instead/);
  });
});

describe("what is no form of X is refused as ours", () => {
  const wrong: readonly unknown[] = [
    {},
    new Map(),
    new Set([1]),
    new Date(0),
    { shape: [1, 3], data: [1, 2, 3] },
    { dtype: {}, shape: [1, 3], data: [1, 2, 3] },
    { dtype: "float64", shape: 3, data: [1, 2, 3] },
    { dtype: "float64", shape: [-1, -3], data: [1, 2, 3] },
    { dtype: "float64", shape: [1.5, 2], data: [1, 2, 3] },
    { dtype: "float64", shape: [1, 3], data: "123" },
    { columns: [1, 2, 3], rows: [[1, 2, 3]] },
    { columns: "abc", rows: [[1, 2, 3]] },
    { columns: ["a"], rows: 1 },
    { columns: ["a"], rows: [1] },
    null,
    1,
    "x",
    Symbol("x"),
  ];
  test.each(wrong.map((x, at) => [at, x] as const))("%i", (_, x) => {
    expect(() => ask(x)).toThrow(expect.objectContaining({ name: "CornichonError", code: "input.malformed" }));
  });
});

test.each(["LabelBinarizer", "MultiLabelBinarizer"])("%s: a shape alone takes no memory", (name) => {
  const model = modelFromDocument(documentOf(runGuest(readFileSync(join(FIXTURES, "models", "1.9.1", `${name}.pkl`))).root));
  const x = { format: "csr", dtype: "float64", shape: [1, 2 ** 40], data: [1], indices: [0], indptr: [0, 1] } as const;
  for (const method of model.methods.filter((one) => one !== "get_feature_names_out"))
    expect(() => model.call(method, x)).toThrow(expect.objectContaining({ name: "CornichonError" }));
});
