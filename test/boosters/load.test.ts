/** Boosters through the library's door: models like any other. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { load } from "../../src/index.js";
import { FIXTURES } from "../support/shared.js";

const file = (name: string): string => join(FIXTURES, "boosting", `${name}.pkl.gz`);

test("an xgboost model is asked by name, in any order of its columns", async () => {
  const { model } = await load(file("xgboost-2.1.4/named"));
  expect(model?.className).toBe("XGBRegressor");
  expect(model?.featureNames).toEqual(["size", "age", "rate", "noise"]);
  expect(model?.methods).toEqual(["predict", "apply"]);
  const turned = model?.predict?.([{ noise: 4, rate: 0.5, age: -2, size: 1 }]);
  expect(turned).toEqual(model?.predict?.([[1, -2, 0.5, 4]]));
  expect(turned?.dtype).toBe("float32");
  expect(() => model?.predict?.([[1, 2, 3]])).toThrow(expect.objectContaining({ code: "input.shape" }));
  expect(() => model?.call("predict", [[1, 2, 3, 4]], { base_margin: [1] })).toThrow("answers no base_margin here");
});

test("a pipeline ends in a LightGBM model, whose classes are its own", async () => {
  const { model } = await load(file("lightgbm-3.3.5/pipeline"));
  expect(model?.className).toBe("Pipeline");
  expect(model?.classes).toEqual([["low", "mid", "top"]]);
  const proba = model?.call("predict_proba", [[1, -2, 0.5, 4]]);
  expect(proba).toMatchObject({ dtype: "float64", shape: [1, 3] });
});

test("a bare Booster is a model", async () => {
  const { model } = await load(file("lightgbm-4.7.0/booster"));
  expect(model?.className).toBe("Booster");
  expect(model?.call("predict", [[1, -2, 0.5, 4]], { pred_leaf: true })).toMatchObject({ dtype: "int32", shape: [1, 3] });
});

test("catboost's classifier is asked by name, and by its own prediction types", async () => {
  const { model } = await load(file("catboost-1.2.10/multiclass"));
  expect(model?.className).toBe("CatBoostClassifier");
  expect(model?.classes).toEqual([["low", "mid", "top"]]);
  expect(model?.methods).toEqual([
    "predict",
    "predict_proba",
    "predict_log_proba",
    "staged_predict",
    "staged_predict_proba",
    "staged_predict_log_proba",
    "calc_leaf_indexes",
  ]);
  expect(model?.predict?.([[1, -2, 0.5, 4]])).toMatchObject({ dtype: "object", shape: [1, 1] });
  expect(() => model?.call("predict", [[1, 2, 3, 4]], { ntree_start: 2 })).toThrow("answers no tree range [2, 0), which is empty, here");
  expect(() => model?.call("predict", [[1, 2, 3, 4]], { prediction_type: "Exponent" })).toThrow("answers no prediction_type=Exponent here");
  expect(() => model?.call("predict", [[1, 2, 3, 4]], { virtual_ensembles_count: 3 })).toThrow("answers no virtual_ensembles_count here");
  expect(() => model?.predict?.([[1, 2, 3]])).toThrow(expect.objectContaining({ code: "input.shape" }));
});

test("catboost's categories are texts or whole numbers", async () => {
  const { model } = await load(file("catboost-1.2.10/one-hot"));
  expect(model?.featureNames).toEqual(["size", "age", "color", "code"]);
  const row = { size: 1, age: 2, color: "red", code: 1 };
  const known = model?.predict?.([row]);
  expect(model?.predict?.([{ code: 1, color: "red", age: 2, size: 1 }])).toEqual(known);
  const answers = ["red", "a", "crimson", "seventeen letters", "burnt sienna", "never seen"].map(
    (color) => model?.predict?.([{ ...row, color }]).data[0],
  );
  expect(new Set(answers).size).toBeGreaterThan(1);
  expect(() => model?.predict?.([{ ...row, code: 1.5 }])).toThrow("cat_features must be integer or string");
  expect(() => model?.predict?.([{ ...row, color: "x".repeat(65) }])).toThrow("longer than 64 bytes");
});
