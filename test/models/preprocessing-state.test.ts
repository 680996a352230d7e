/** States that contradict themselves are refused when the model is made, whatever their numbers point at. */
import { describe, expect, it } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { documentOf } from "../support/outputs.js";

const VERSION = { _sklearn_version: "1.6.1" };
const floats = (...data: number[]) => ({ $type: "ndarray", dtype: "float64", shape: [data.length], data });
const ints = (...data: number[]) => ({ $type: "ndarray", dtype: "int64", shape: [data.length], data });
const objects = (...data: unknown[]) => ({ $type: "ndarray", dtype: "object", shape: [data.length], data });
const dict = (...items: [unknown, unknown][]) => ({ $type: "dict", items });
const make = (name: string, state: object) => () =>
  modelFromDocument(documentOf({ $type: "object", class: `sklearn.${name}`, state: { ...state, ...VERSION } }));

const COLORS = { categories_: [objects("red", "blue")], handle_unknown: "ignore", n_features_in_: 1 };
const GROUPED = { ...COLORS, _infrequent_enabled: true, _infrequent_indices: [ints(1)], _default_to_infrequent_mappings: [ints(0, 1)] };
const COUNTS = { analyzer: "word", token_pattern: "\\w+", ngram_range: { $type: "tuple", items: [1, 1] } };
const POWERS = { degree: 2, n_features_in_: 2, n_output_features_: 6, include_bias: true, interaction_only: false };

describe("states of transformers", () => {
  it.each([
    ["preprocessing.OneHotEncoder", COLORS],
    ["preprocessing.OneHotEncoder", GROUPED],
    ["feature_extraction.text.CountVectorizer", { ...COUNTS, vocabulary_: { a: 0, b: 1 } }],
    ["preprocessing.PolynomialFeatures", POWERS],
  ])("%s is made of what fits", (name, state) => expect(make(name, state)).not.toThrow());

  it.each([
    ["a dropped category out of range", "preprocessing.OneHotEncoder", { ...COLORS, drop_idx_: objects(2) }],
    ["a group out of range", "preprocessing.OneHotEncoder", { ...GROUPED, _infrequent_indices: [ints(2)] }],
    ["a mapping out of range", "preprocessing.OneHotEncoder", { ...GROUPED, _default_to_infrequent_mappings: [ints(0, 1e9)] }],
    ["a mapping too short", "preprocessing.OrdinalEncoder", { ...GROUPED, _default_to_infrequent_mappings: [ints(0)] }],
    ["a column out of range", "feature_extraction.text.CountVectorizer", { ...COUNTS, vocabulary_: { a: 0, b: 7 } }],
    ["a column taken twice", "feature_extraction.text.CountVectorizer", { ...COUNTS, vocabulary_: dict(["a", 0], ["b", 0]) }],
    ["a column that is none", "feature_extraction.text.CountVectorizer", { ...COUNTS, vocabulary_: { a: 0.5 } }],
    ["n-grams without end", "feature_extraction.text.CountVectorizer", { ...COUNTS, vocabulary_: { a: 0 }, ngram_range: [1, 1e9] }],
    ["hashes into nothing", "feature_extraction.FeatureHasher", { n_features: 0 }],
    ["a degree without end", "preprocessing.PolynomialFeatures", { ...POWERS, degree: 4_000_000 }],
    ["terms that are not there", "preprocessing.PolynomialFeatures", { ...POWERS, n_output_features_: 7 }],
    ["scales for others", "preprocessing.StandardScaler", { mean_: floats(1, 2), scale_: floats(1), with_mean: true, with_std: true }],
    [
      "marks out of range",
      "impute.MissingIndicator",
      { features_: ints(5), n_features_in_: 2, missing_values: { $type: "float", value: "nan" } },
    ],
    [
      "encodings for others",
      "preprocessing.TargetEncoder",
      { ...COLORS, encodings_: [floats(1)], target_mean_: 0, target_type_: "binary" },
    ],
    ["bins without edges", "preprocessing.KBinsDiscretizer", { bin_edges_: objects(floats(1)), encode: "ordinal" }],
  ])("refuses %s", (_what, name, state) => expect(make(name, state)).toThrow(expect.objectContaining({ code: "model.inconsistent" })));

  it("loads with a callable, and refuses the method that needs it", () => {
    const state = { func: { $type: "global", name: "sklearn.metrics.f1_score" }, inverse_func: null, validate: false };
    const model = make("preprocessing.FunctionTransformer", state)();
    expect(() => model.call("transform", [[1]])).toThrow(expect.objectContaining({ code: "model.needs-code" }));
    expect(model.call("inverse_transform", [[1]])).toMatchObject({ shape: [1, 1] });
  });
});
