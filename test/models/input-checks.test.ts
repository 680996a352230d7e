/**
 * Samples held to the checks of sklearn: those of every estimator that hands X on, in words with the dtype of X. The rules are
 * those of `rules.json`; the sentences are sklearn 1.9's and 0.24's.
 */
import { describe, expect, test } from "vitest";
import type { Check } from "../../src/models/input/rules.js";
import { Samples } from "../../src/models/samples.js";

const EXPECTED = { name: "", nFeatures: null, featureNames: null };
const TAKES_ALL: Check = { className: "Inner", rule: {}, looksAtEach: false };
const REFUSES: Check = {
  className: "Outer",
  rule: { nan: "Input contains NaN, infinity or a value too large for dtype('{dtype}').", empty: "Found array with 0 sample(s)" },
  looksAtEach: false,
};

const sparse = (data: Float64Array, rows: number) => ({
  format: "csr" as const,
  dtype: "float64",
  shape: [rows, 1] as const,
  data,
  indices: Int32Array.from(data, () => 0),
  indptr: Int32Array.from({ length: rows + 1 }, (_, i) => Math.min(i, data.length)),
});

const nan = new Samples([[Number.NaN, 1]]);

describe("checks of X", () => {
  test("an estimator that hands X on still refuses what the one inside takes", () => {
    expect(() => nan.under(REFUSES).under(TAKES_ALL).matrix(EXPECTED)).toThrow("Input contains NaN");
    expect(nan.under(TAKES_ALL).matrix(EXPECTED).cols).toBe(2);
  });

  test("the sentence says the dtype of X", () => {
    expect(() => nan.under(REFUSES).matrix(EXPECTED)).toThrow("dtype('float64')");
    const single = new Samples({ dtype: "<f4", shape: [1, 1], data: Float32Array.of(Number.NaN) });
    expect(() => single.under(REFUSES).matrix(EXPECTED)).toThrow("dtype('float32')");
  });

  test("no columns are refused where no rows are", () => {
    const none = new Samples({ dtype: "<f8", shape: [3, 0], data: new Float64Array(0) });
    expect(() => none.under(REFUSES).matrix(EXPECTED)).toThrow(
      "Found array with 0 feature(s) (shape=(3, 0)) while a minimum of 1 is required.",
    );
    expect(none.under(TAKES_ALL).matrix(EXPECTED).rows).toBe(3);
  });

  test("sparse rows are not looked at where only dense ones are refused", () => {
    const infinite = sparse(Float64Array.of(Number.POSITIVE_INFINITY), 1);
    expect(new Samples(infinite).under(REFUSES).sparse(EXPECTED)).not.toBeNull();
    expect(new Samples(sparse(new Float64Array(0), 0)).under(REFUSES).sparse(EXPECTED)).not.toBeNull();
    const both: Check = { ...REFUSES, rule: { ...REFUSES.rule, inf: "Input contains infinity", "sparse-nan": "Input contains NaN" } };
    expect(() => new Samples(infinite).under(both).sparse(EXPECTED)).toThrow("Input contains infinity");
    expect(() => new Samples(sparse(new Float64Array(0), 0)).under(both)).toThrow("Found array with 0 sample(s)");
  });

  test("texts have one axis", () => {
    const texts = new Samples({ dtype: "object", shape: [2, 1], data: ["a", "b"] });
    expect(() => texts.texts("CountVectorizer")).toThrow("one text a sample");
    expect(new Samples({ dtype: "object", shape: [2], data: ["a", "b"] }).texts("CountVectorizer")).toEqual(["a", "b"]);
  });
});
