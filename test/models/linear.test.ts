/** States that contradict themselves: refused when the model is made, by code, and never met while it predicts. */
import { describe, expect, test } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { documentOf } from "../support/outputs.js";

const array = (dtype: string, shape: readonly number[], data: readonly unknown[]) => ({ $type: "ndarray", dtype, shape, data });
const floats = (...data: number[]) => array("float64", [data.length], data);
const grid = (rows: number, cols: number, value = 0.5) => array("float64", [rows, cols], new Array(rows * cols).fill(value));
const labels = (count: number) =>
  array(
    "int64",
    [count],
    Array.from({ length: count }, (_, i) => i),
  );
const object = (name: string, state: object) => ({
  $type: "object",
  class: `sklearn.${name}`,
  state: { _sklearn_version: "1.6.1", ...state },
});
const model = (name: string, state: object) => modelFromDocument(documentOf(object(name, state)));

const logistic = { classes_: labels(3), coef_: grid(3, 2), intercept_: floats(0, 0, 0) };
const categorical = { classes_: labels(2), feature_log_prob_: [grid(2, 3, -1), grid(2, 2, -1)], class_log_prior_: floats(-1, -1) };
const network = {
  activation: "relu",
  out_activation_: "identity",
  coefs_: [grid(2, 3), grid(3, 1)],
  intercepts_: [floats(0, 0, 0), floats(0)],
};
const quadratic = {
  classes_: labels(2),
  means_: grid(2, 2),
  priors_: floats(0.5, 0.5),
  rotations_: [grid(2, 2), grid(2, 2)],
  scalings_: [floats(1, 1), floats(1, 1)],
};
const dummy = { strategy: "stratified", classes_: labels(2), class_prior_: floats(0.5, 0.5), random_state: 0 };

describe.each([
  [
    "linear_model.LogisticRegression",
    logistic,
    [
      ["coef_", grid(2, 2)],
      ["intercept_", floats(0, 0)],
      ["n_features_in_", 3],
      ["coef_", array("float64", [1, 1, 1], [1])],
    ],
  ],
  [
    "naive_bayes.CategoricalNB",
    categorical,
    [
      ["feature_log_prob_", [grid(3, 3)]],
      ["feature_log_prob_", [floats(1)]],
      ["feature_log_prob_", 3],
      ["class_log_prior_", floats(1)],
      ["n_features_in_", 3],
    ],
  ],
  [
    "neural_network.MLPRegressor",
    network,
    [
      ["coefs_", [grid(2, 3), grid(2, 1)]],
      ["intercepts_", [floats(0)]],
      ["intercepts_", [floats(0, 0, 0), floats(0, 0)]],
      ["activation", "constructor"],
      ["coefs_", []],
    ],
  ],
  [
    "discriminant_analysis.QuadraticDiscriminantAnalysis",
    quadratic,
    [
      ["rotations_", [grid(2, 2)]],
      ["scalings_", [floats(1), floats(1, 1)]],
      ["priors_", floats(1)],
    ],
  ],
  [
    "dummy.DummyClassifier",
    dummy,
    [
      ["class_prior_", floats(1)],
      ["strategy", "__proto__"],
      ["classes_", [1, 2]],
    ],
  ],
  [
    "isotonic.IsotonicRegression",
    { X_thresholds_: floats(0, 1), y_thresholds_: floats(0, 1) },
    [
      ["X_thresholds_", floats(1, 0)],
      ["X_thresholds_", floats(0, Number.NaN)],
      ["y_thresholds_", floats(1)],
    ],
  ],
  [
    "linear_model.TweedieRegressor",
    { coef_: floats(1), _base_loss: object("_loss.loss.HalfTweedieLoss", { link: object("_loss.link.LogLink", {}) }) },
    [
      ["_base_loss", object("_loss.loss.HalfTweedieLoss", { link: object("_loss.link.MultinomialLogit", {}) })],
      ["_base_loss", null],
    ],
  ],
  [
    "ensemble.gradient_boosting.ZeroEstimator",
    { n_classes: 2 },
    [
      ["n_classes", 1e9],
      ["n_classes", 1.5],
    ],
  ],
] as const)("%s", (name, state, changes) => {
  test("is made of what fits", () => {
    expect(model(name, state).methods).toContain("predict");
  });

  test.each(changes.map(([key, value]) => ({ key, value })))("refuses another $key", ({ key, value }) => {
    expect(() => model(name, { ...state, [key]: value })).toThrow(expect.objectContaining({ code: "model.inconsistent" }));
  });
});

test("a category that no table has, and a negative one, are told", () => {
  const m = model("naive_bayes.CategoricalNB", categorical);
  expect(m.predict?.([[2, 1.9]])).toMatchObject({ shape: [1] });
  for (const row of [
    [3, 0],
    [0, 2],
    [-1, 0],
    [Number.NaN, 0],
  ])
    expect(() => m.predict?.([row])).toThrow(expect.objectContaining({ code: expect.stringMatching(/^input\.(?:malformed|value)$/) }));
});

test("a random state that is no seed says so by name", () => {
  for (const random_state of [null, -1, 1.5, 2 ** 32])
    expect(() => model("dummy.DummyClassifier", { ...dummy, random_state }).predict?.([[1]])).toThrow(
      expect.objectContaining({ code: "model.needs-code" }),
    );
});

test("shares that are no probabilities end, too", () => {
  const m = model("dummy.DummyClassifier", { ...dummy, classes_: labels(3), class_prior_: floats(Number.NaN, -1, 7) });
  expect(m.predict?.([[1], [2], [3]])).toMatchObject({ shape: [3] });
});
