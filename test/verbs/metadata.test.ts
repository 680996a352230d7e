/** Versions and dates of file names: only in exactly their form, and only days that there were. */
import { describe, expect, test } from "vitest";
import { fromFileName, mergeMetadata } from "../../src/verbs/metadata.js";
import { namedModel } from "../../src/verbs/named-model.js";

describe("a file's name", () => {
  test.each([
    ["model_v1.0.0_2024-01-15.joblib", { model_version: "1.0.0", train_date: "2024-01-15" }],
    ["v2.10-2023-12-31.pkl", { model_version: "2.10", train_date: "2023-12-31" }],
    ["1970-01-01_model.pkl", { train_date: "1970-01-01" }],
    ["model_2024-02-29.pkl", { train_date: "2024-02-29" }],
    ["model_v1.2.3.4.joblib.gz", { model_version: "1.2.3.4" }],
    ["fac model v2.0 2024-01-15.pkl", { model_version: "2.0", train_date: "2024-01-15" }],
    ["Model.V1.0.0.pkl", { model_version: "1.0.0" }],
    ["model_v1.0.0-rc1_2024-01-15.pkl", { model_version: "1.0.0-rc1", train_date: "2024-01-15" }],
    ["model_v1.0.0-beta.2.joblib", { model_version: "1.0.0-beta.2" }],
    ["model_v2.0b3.pkl", { model_version: "2.0b3" }],
    ["model_v1.0-a.pkl", { model_version: "1.0" }],
  ])("%s", (name, metadata) => {
    expect(fromFileName(name)).toEqual(metadata);
  });

  test.each([
    ["a year before pickles", "model_1969-12-31.pkl"],
    ["a year of no digits' worth", "model_0000-01-01.pkl"],
    ["a day that there was not", "model_2023-02-29.pkl"],
    ["a month that there is not", "model_2023-13-01.pkl"],
    ["a day 0", "model_2023-01-00.pkl"],
    ["digits before and after", "12024-01-153.pkl"],
    ["one digit", "model_2024-1-5.pkl"],
    ["a version of one number", "model_v1.pkl"],
    ["a word that ends in v", "prev1.0.pkl"],
  ])("says nothing with %s", (_what, name) => {
    expect(fromFileName(name)).toEqual({});
  });
});

describe("a model's name", () => {
  test.each([
    ["model_v1.0.0_2024-01-15.joblib", "model"],
    ["model_v1.0.0_2024-01-15.joblib.gz", "model"],
    ["ff_factor-v2.10-2023-12-31.pkl", "ff_factor"],
    ["2024-01-15_ridge_v1.2.pkl.xz", "ridge"],
    ["ridge.v2.pkl", "ridge.v2"],
    ["v1.0.pkl", "v1.0"],
    ["model_2023-02-29.pkl", "model_2023-02-29"],
    [".pkl", ".pkl"],
    ["fac model v2.0.pkl", "fac model"],
    ["fac model v2.0 2024-01-15 .joblib.gz", "fac model"],
    ["model.v1.0.0.pkl", "model"],
    ["model_v1.0.0-rc1.pkl", "model"],
    ["model_v1.0-a.pkl", "model-a"],
    ["model", "model"],
  ])("%s is %s", (file, name) => {
    expect(namedModel(file).name).toBe(name);
  });
});

describe("what is kept", () => {
  test("is what was said last, and it is held against each that said otherwise", () => {
    const facts = { estimators: [], metadata: '{"model_version":"1.1.0","train_date":"2024-01-15"}' };
    const { metadata, conflicts } = mergeMetadata(facts, "m_v1.0.0_2024-01-15.pkl", { model_version: "2.0.0" });
    expect(metadata).toEqual({ model_version: "2.0.0", train_date: "2024-01-15" });
    expect(conflicts.map(({ kept, dropped, droppedFrom }) => [kept, dropped, droppedFrom])).toEqual([
      ["2.0.0", "1.0.0", "the file name"],
      ["2.0.0", "1.1.0", "the metadata beside the model"],
    ]);
  });
});
