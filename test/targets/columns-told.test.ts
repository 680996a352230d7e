/** How wide X is, where a model keeps no more than its options: what its metadata says; and why else it cannot be written. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { toCode } from "../../src/targets/code/index.js";
import { toOnnx } from "../../src/targets/onnx/index.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { FIXTURES } from "../support/shared.js";

const OLD = join(FIXTURES, "models", "0.18.2", "MeanEstimator.pkl");
const documentAt = (pickle: string, metadata: Readonly<Record<string, unknown>> = {}) => ({
  ...documentOf(runGuest(readFileSync(pickle)).root),
  metadata,
});

test.each([{ n_features_in: 3 }, { features: ["a", "b", "c"] }, { n_features_in: 3, features: ["a"] }])("%j", (metadata) => {
  const document = documentAt(OLD, metadata);
  expect(toOnnx(document, undefined, {}).report.inputs).toEqual([{ name: "X", dtype: "float64", shape: ["N", 3] }]);
  expect(toCode(document, undefined, { language: "js" }).report.inputs).toMatchObject([{ name: "X", shape: ["N", 3] }]);
});

test.each([{}, { n_features_in: "3" }, { n_features_in: -1 }, { n_features_in: 2.5 }, { features: [] }])("nothing in %j", (metadata) => {
  const said = "the model does not tell how many columns X has, which n_features_in of its metadata would";
  expect(() => toOnnx(documentAt(OLD, metadata), undefined, {})).toThrow(said);
  expect(() => toCode(documentAt(OLD, metadata), undefined, { language: "js" })).toThrow(said);
});

test("more columns than any model has", () => {
  expect(() => toOnnx(documentAt(OLD, { n_features_in: 2 ** 40 }), undefined, {})).toThrow("too many columns");
});

test("a class without a graph says so, and not what its X lacks", () => {
  expect(() => toOnnx(documentAt(join(FIXTURES, "models", "1.9.1", "DictVectorizer.pkl")), undefined, {})).toThrow("it takes dicts");
});
