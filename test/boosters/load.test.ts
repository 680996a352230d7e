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
