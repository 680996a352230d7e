/** A known failure of digits holds only where nothing but digits differs, and those by no more than it says. */
import { expect, test } from "vitest";
import { resultGap } from "../support/outputs.js";
import { type Cell, knownFailures } from "./cells.js";

const cell = (gap?: number): Cell => ({
  version: "1.9.1",
  class: "PCA",
  option: "default",
  data: "multi",
  base: "",
  file: "PCA/1.pkl",
  rows: "fitted",
  method: "transform",
  outcome: "differs",
  ours: "",
  theirs: "",
  ...(gap === undefined ? {} : { gap }),
});

test("an entry with a part of the largest number holds up to it", () => {
  const known = knownFailures([{ class: "PCA", within: 1e-6, reason: "digits" }]);
  expect(known(cell(1e-6))?.reason).toBe("digits");
  expect(known(cell(2e-6))).toBeUndefined();
  expect(known(cell())).toBeUndefined();
});

test("a gap is a part of the largest number, infinite where shapes, dtypes or what is no number differ", () => {
  const ours = { dtype: "float64", shape: [2], data: Float64Array.of(100.5, 0) };
  expect(resultGap(ours, { dtype: "<f8", shape: [2], data: [100, 0] })).toBe(0.005);
  expect(resultGap([ours], [{ dtype: "<f8", shape: [2], data: [100, 0] }])).toBe(0.005);
  expect(resultGap(ours, { dtype: "<f4", shape: [2], data: [100, 0] })).toBe(Number.POSITIVE_INFINITY);
  expect(resultGap(ours, { dtype: "<f8", shape: [1, 2], data: [100, 0] })).toBe(Number.POSITIVE_INFINITY);
  expect(resultGap(ours, { dtype: "<f8", shape: [2], data: [100, "NaN"] })).toBe(Number.POSITIVE_INFINITY);
});
