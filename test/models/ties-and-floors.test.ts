/**
 * Where a value stands on a threshold: sklearn 1.9.1 (numpy 2.5.5) and 0.22.2 were asked for these. Ties at
 * SelectPercentile's threshold, the first of which are kept as room is left; rows whose norm Normalizer takes for zero.
 */
import { expect, test } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { isArrayResult, type Result } from "../../src/models/define.js";
import { documentOf } from "../support/outputs.js";

const floats = (...data: readonly unknown[]) => ({ $type: "ndarray", dtype: "float64", shape: [data.length], data });
const modelOf = (name: string, state: object) =>
  modelFromDocument(documentOf({ $type: "object", class: `sklearn.${name}`, state: { _sklearn_version: "1.9.1", ...state } }));

function numbers(result: Result): number[] {
  if (!isArrayResult(result)) throw new Error("no array");
  return Array.from(result.data, Number);
}

/** Scores, then which are kept (`get_support`) at each of PERCENTILES. */
const PERCENTILES = [10, 20, 25, 33, 40, 50, 60, 75, 90];
const KEPT: readonly (readonly [readonly number[], string])[] = [
  [[1, 2, 2, 2, 3, 3, 5], "0000001 0000001 0000001 0000101 0000111 0000111 0100111 0110111 0111111"],
  [[0.1, 0.3, 0.3, 0.3, 0.3, 0.7], "000001 000001 000001 000001 010001 011001 011001 011101 011111"],
  [[4, 4, 4, 4, 4], "00000 10000 10000 10000 11000 11000 11100 11100 11110"],
  [[0.2, Number.NaN, 0.2, 0.1, Number.NaN, 0.2, 0.4], "0000001 0000001 0000001 1000001 1000001 1010001 1010011 1011011 1111011"],
  [[3, 1, 2, 2, 2, 2, 1, 3, 2, 2], "1000000000 1000000100 1000000100 1010000100 1011000100 1011100100 1011110100 1011110110 1111110111"],
];

test.each(KEPT)("SelectPercentile of %j keeps the first of equals", (scores, kept) => {
  const stored = floats(...scores.map((score) => (Number.isNaN(score) ? { $type: "float", value: "nan" } : score)));
  const found = PERCENTILES.map((percentile) => {
    const model = modelOf("feature_selection.SelectPercentile", { percentile, scores_: stored, n_features_in_: scores.length });
    const left = new Set(numbers(model.call("transform", [scores.map((_, j) => j)])));
    return scores.map((_, j) => (left.has(j) ? "1" : "0")).join("");
  });
  expect(found.join(" ")).toBe(kept);
});

const ROWS = [1e-6, 0, 1.1e-6, 2e-7, 1.2e-6, 0, -3e-7, 4e-7, 1e-15, 2e-15, 3e-16, 0, 2, -4];
/** `Normalizer(norm).transform(ROWS)` by version, dtype and norm. */
const NORMALIZED: readonly (readonly [string, "float32" | "float64", string, readonly number[]])[] = [
  [
    "1.9.1",
    "float32",
    "l1",
    [1e-6, 0, 0.8461537957191467, 0.1538461595773697, 1, 0, -3e-7, 4e-7, 1e-15, 2e-15, 3e-16, 0, 0.3333333432674408, -0.6666666865348816],
  ],
  ["1.9.1", "float32", "l2", [1e-6, 0, 1.1e-6, 2e-7, 1, 0, -3e-7, 4e-7, 1e-15, 2e-15, 3e-16, 0, 0.4472135901451111, -0.8944271802902222]],
  ["1.9.1", "float32", "max", [1e-6, 0, 1.1e-6, 2e-7, 1, 0, -3e-7, 4e-7, 1e-15, 2e-15, 3e-16, 0, 0.5, -1]],
  ["1.9.1", "float64", "max", [1, 0, 1, 0.1818181818181818, 1, 0, -0.75, 1, 1e-15, 2e-15, 3e-16, 0, 0.5, -1]],
  ["0.22.2", "float32", "max", [1, 0, 1, 0.1818181872367859, 1, 0, -0.75, 1, 0.5, 1, 1, 0, 1, -2]],
];

test.each(NORMALIZED)("Normalizer of %s divides rows of %s by %s where it is no zero", (version, dtype, norm, wanted) => {
  const data = dtype === "float32" ? Float32Array.from(ROWS) : Float64Array.from(ROWS);
  const model = modelOf("preprocessing.Normalizer", { norm, n_features_in_: 2, _sklearn_version: version });
  const found = numbers(model.call("transform", { dtype, shape: [7, 2], data }));
  found.forEach((value, at) => {
    const expected = dtype === "float32" ? Math.fround(wanted[at] ?? Number.NaN) : (wanted[at] ?? Number.NaN);
    expect(Math.abs(value - expected), `value ${at}`).toBeLessThanOrEqual((dtype === "float32" ? 1e-7 : 1e-15) * Math.abs(expected));
  });
});
