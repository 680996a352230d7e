/** States that no fixture has: weights and attributes that are no numbers, parts that were never fitted, fields as written. */
import { describe, expect, test } from "vitest";
import { type Model, modelFromDocument } from "../../src/model/all.js";
import { documentOf } from "../support/outputs.js";

const object = (className: string, state: object) => ({
  $type: "object",
  class: `sklearn.${className.replace(/\._\w+/, "")}`,
  origin: `sklearn.${className}`,
  state: { ...state, _sklearn_version: "1.9.1" },
});
const array = (dtype: string, data: readonly unknown[], shape: readonly number[] = [data.length]) => ({
  $type: "ndarray",
  dtype,
  shape,
  data,
});
const dict = (items: readonly (readonly [unknown, unknown])[]) => ({ $type: "dict", items });
const load = (root: unknown): Model => modelFromDocument(documentOf(root));
const codeOf = (call: () => unknown): unknown => {
  try {
    call();
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
  return "no error";
};

const ridge = (coef: unknown) => object("linear_model._ridge.Ridge", { coef_: coef, intercept_: 0, n_features_in_: 2 });
const scaler = object("preprocessing._data.StandardScaler", {
  with_mean: true,
  with_std: true,
  mean_: array("float64", [1, 2]),
  scale_: array("float64", [2, 4]),
  n_features_in_: 2,
});
const columns = (transformers: readonly unknown[], weights: unknown) =>
  object("compose._column_transformer.ColumnTransformer", {
    transformers_: transformers.map((items) => ({ $type: "tuple", items })),
    transformer_weights: weights,
    sparse_output_: false,
    n_features_in_: 2,
  });
const X = [
  [3, 6],
  [1, 2],
];

describe("attributes of numbers", () => {
  test.each([
    ["objects", array("object", ["a", 1])],
    ["texts", array("U3", ["nan", "1.5"])],
    ["None", array("object", [null, 1])],
  ])("of %s are inconsistent", (_what, coef) => {
    expect(codeOf(() => load(ridge(coef)))).toBe("model.inconsistent");
  });

  test("of whole numbers as objects count", () => {
    expect(Array.from(load(ridge(array("object", [1, 2]))).predict?.(X).data ?? [])).toEqual([15, 5]);
  });
});

describe("transformer_weights", () => {
  const part = ["num", scaler, [0, 1]];

  test("multiply what the transformer gives", () => {
    const answer = load(columns([part], dict([["num", { $type: "scalar", dtype: "float64", value: 0.5 }]]))).call("transform", X);
    expect(answer).toMatchObject({ data: Float64Array.of(0.5, 0.5, 0, 0) });
  });

  test("that are no numbers are inconsistent", () => {
    expect(codeOf(() => load(columns([part], dict([["num", "2"]]))))).toBe("model.inconsistent");
  });
});

describe("a part that was never fitted", () => {
  const unfitted = object("preprocessing._data.StandardScaler", { with_mean: true, with_std: true });

  test("does not keep those that were from answering", () => {
    const model = load(
      columns(
        [
          ["a", unfitted, []],
          ["b", scaler, [0, 1]],
        ],
        null,
      ),
    );
    expect(model.call("transform", X)).toMatchObject({ data: Float64Array.of(1, 1, 0, 0) });
  });

  test("is refused where it is asked, by its name", () => {
    const model = load(columns([["a", unfitted, [0]]], null));
    expect(codeOf(() => model.call("transform", X))).toBe("model.not-fitted");
    expect(() => model.call("transform", X)).toThrow(/This StandardScaler instance is not fitted yet/);
  });

  test("is refused at once where it is all there is", () => {
    expect(codeOf(() => load(unfitted))).toBe("model.not-fitted");
    const search = object("model_selection._search.GridSearchCV", { refit: false, estimator: unfitted });
    expect(() => load(search)).toThrow(/initialized with `refit=False`/);
  });
});

describe("fields as they were written", () => {
  const encoder = object("preprocessing._encoders.OrdinalEncoder", {
    categories_: [array("object", ["01234", "1234"]), array("int64", [1, 2])],
    handle_unknown: "error",
    n_features_in_: 2,
  });

  test("are looked up among texts, and only there", () => {
    const table = {
      columns: ["zip", "n"],
      rows: [
        [1234, 2],
        [1234, 1],
      ],
      written: [
        ["01234", "2.0"],
        ["1234", "1"],
      ],
    };
    expect(load(encoder).call("transform", table)).toMatchObject({ data: Float64Array.of(0, 1, 1, 0) });
  });

  test("are texts, and a number is none", () => {
    expect(codeOf(() => load(encoder).call("transform", { columns: ["zip", "n"], rows: [[1234, 2]] }))).toBe("input.malformed");
    expect(codeOf(() => load(encoder).call("transform", { columns: ["zip", "n"], rows: [["1234", "2"]] }))).toBe("input.malformed");
  });
});
