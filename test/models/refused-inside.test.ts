/**
 * What sklearn's own functions refuse on the way to an answer, and what some versions took or lost there. sklearn 0.24.2, 1.2.2 and
 * 1.9.1 were asked for these (with numpy 1.20, 1.23 and 2.5).
 */
import { describe, expect, test } from "vitest";
import { modelFromDocument, type X } from "../../src/model/all.js";
import { isArrayResult, isSparseResult, type Result } from "../../src/models/define.js";
import { documentOf } from "../support/outputs.js";

const array = (dtype: string, shape: readonly number[], ...data: readonly number[]) => ({ $type: "ndarray", dtype, shape, data });
const float64 = (shape: readonly number[], ...data: readonly number[]) => array("float64", shape, ...data);
const object = (name: string, state: object) => ({ $type: "object", class: name, state });
const modelOf = (name: string, version: string, state: object) =>
  modelFromDocument(documentOf(object(`sklearn.${name}`, { _sklearn_version: version, ...state })));

const rows = (cols: number, ...data: readonly number[]): X => ({
  dtype: "float64",
  shape: [data.length / cols, cols],
  data: Float64Array.from(data),
});
const single = (...data: readonly number[]): X => ({ dtype: "float32", shape: [data.length, 1], data: Float32Array.from(data) });

/** Rows of two columns that store a zero. */
const STORED: X = { format: "csr", dtype: "float64", shape: [2, 2], data: Float64Array.of(0, 1, 2), indices: [0, 1, 0], indptr: [0, 2, 3] };

function told(result: Result | undefined): unknown {
  if (result === undefined || !(isArrayResult(result) || isSparseResult(result))) throw new Error("no array");
  const { dtype, shape, data } = result;
  return {
    dtype,
    shape,
    data: Array.from<unknown>(data),
    ...(isSparseResult(result) ? { indptr: Array.from(result.indptr, Number) } : {}),
  };
}

describe.each(["0.24.2", "1.2.2", "1.9.1"])("of sklearn %s", (version) => {
  const tfidf = (state: object) =>
    modelOf("feature_extraction.text.TfidfTransformer", version, {
      idf_: float64([2], 1.5, 2),
      use_idf: true,
      n_features_in_: 2,
      ...state,
    });
  const big: X = { format: "csr", dtype: "float64", shape: [1, 2], data: Float64Array.of(1.7e308, 1), indices: [0, 1], indptr: [0, 2] };

  test("a norm is not taken of what overflowed or has no logarithm", () => {
    expect(() => tfidf({ norm: "l2" }).call("transform", big)).toThrow("Input contains infinity");
    expect(() => tfidf({ norm: "l2", sublinear_tf: true }).call("transform", STORED)).toThrow("Input contains infinity");
    expect(told(tfidf({ norm: null }).call("transform", big))).toMatchObject({ data: [Number.POSITIVE_INFINITY, 2] });
  });

  test("zeros that are stored do not fit a divergence", () => {
    const model = modelOf("decomposition.NMF", version, {
      components_: float64([2, 2], 0.3, 1.1, 0.9, 0.1),
      solver: "mu",
      beta_loss: "kullback-leibler",
      tol: 1e-4,
      max_iter: 5,
      alpha_W: 0,
      alpha_H: "same",
      l1_ratio: 0,
    });
    expect(() => model.call("transform", STORED)).toThrow("store zeros");
  });

  test.each([
    ["float32", [1e300, 1], "too large for dtype('float32')"],
    ["float64", [1.7e308, 1.7e308], "array must not contain infs or NaNs"],
  ])("rows that a regression in %s does not take", (dtype, x, words) => {
    const model = modelOf("decomposition.SparsePCA", version, {
      components_: array(dtype, [1, 2], 1, 0.5),
      mean_: array(dtype, [2], 0, 0),
      ridge_alpha: 0.01,
    });
    expect(() => model.call("transform", rows(2, ...x))).toThrow(words);
  });

  test("selections by several alphas are none", () => {
    const state = { alpha: [0.1, 0.5], scores_: float64([2], 1, 2), pvalues_: float64([2], 0.5, 0.6) };
    expect(() => modelOf("feature_selection.SelectFdr", version, state)).toThrow("its alpha is no number");
  });

  test("numbers among objects come out of a threshold as doubles", () => {
    const x: X = { dtype: "object", shape: [1, 2], data: [1, 2] };
    const model = modelOf("preprocessing.Binarizer", version, { threshold: 1.5, n_features_in_: 2 });
    expect(told(model.call("transform", x))).toEqual({ dtype: "float64", shape: [1, 2], data: [0, 1] });
  });
});

test("a likelihood of what overflowed is refused before 1.4", () => {
  const model = (version: string) =>
    modelOf("neural_network.BernoulliRBM", version, {
      components_: float64([1, 2], 0.5, -0.5),
      intercept_hidden_: float64([1], 0.1),
      intercept_visible_: float64([2], 10, 20),
      random_state: 0,
    });
  expect(() => model("1.2.2").call("score_samples", rows(2, 1.7e308, 1.7e308, 1, 0))).toThrow("Input contains");
  expect(told(model("1.9.1").call("score_samples", rows(2, 1.7e308, 1.7e308, 1, 0)))).toMatchObject({ shape: [2] });
});

test("factors without components transform something from 1.5 on", () => {
  const model = (version: string) =>
    modelOf("decomposition.FactorAnalysis", version, {
      components_: float64([0, 2]),
      mean_: float64([2], 0, 0),
      noise_variance_: float64([2], 1, 1),
    });
  expect(() => model("1.2.2").call("transform", rows(2, 1, 2))).toThrow("without components");
  expect(told(model("1.9.1").call("transform", rows(2, 1, 2)))).toEqual({ dtype: "float64", shape: [1, 0], data: [] });
});

test("of nothing that is kept any columns were taken before 1.0", () => {
  const model = (version: string) =>
    modelOf("feature_selection.SelectFpr", version, { alpha: 0.05, scores_: float64([2], 1, 2), pvalues_: float64([2], 0.5, 0.6) });
  expect(told(model("0.24.2").call("transform", rows(3, 1, 2, 3)))).toEqual({ dtype: "float64", shape: [1, 0], data: [] });
  expect(() => model("1.2.2").call("transform", rows(3, 1, 2, 3))).toThrow("X has 3 features");
});

test("dense polynomials of degree 0 or in no order have no memory in 0.24", () => {
  const model = (version: string, state: object) =>
    modelOf("preprocessing.PolynomialFeatures", version, { n_features_in_: 2, include_bias: true, interaction_only: false, ...state });
  const constant = { degree: 0, n_output_features_: 1, order: "C" };
  expect(() => model("0.24.2", constant).call("transform", rows(2, 1, 2))).toThrow("could not broadcast");
  expect(told(model("1.2.2", constant).call("transform", rows(2, 1, 2)))).toEqual({ dtype: "float64", shape: [1, 1], data: [1] });
  const random = { degree: 2, n_output_features_: 6, order: "random" };
  expect(() => model("0.24.2", random).call("transform", rows(2, 1, 2))).toThrow("order must be one of");
});

test("a norm near zero divides in 0.24", () => {
  const model = (version: string) => modelOf("preprocessing.Normalizer", version, { norm: "l1", n_features_in_: 2 });
  expect(told(model("0.24.2").call("transform", rows(2, 3e-300, -1e-300)))).toMatchObject({ data: [0.75, -0.25] });
  expect(told(model("1.2.2").call("transform", rows(2, 3e-300, -1e-300)))).toMatchObject({ data: [3e-300, -1e-300] });
});

describe("splines", () => {
  const splines = (version: string, knots: readonly number[], state: object = {}) =>
    modelOf("preprocessing.SplineTransformer", version, {
      n_features_in_: 1,
      extrapolation: "constant",
      include_bias: true,
      bsplines_: [
        object("scipy.interpolate._bsplines.BSpline", { t: float64([5], ...knots), c: float64([3, 3], 1, 0, 0, 0, 1, 0, 0, 0, 1), k: 1 }),
      ],
      ...state,
    });

  test("just beyond an end are NaN in float32 before numpy 2", () => {
    const knots = [-0.05, 0, 0.05, 0.1, 0.15];
    const beyond = single(0.1, 0.2);
    expect(told(splines("1.2.2", knots).call("transform", beyond))).toMatchObject({ data: [Number.NaN, Number.NaN, Number.NaN, 0, 0, 1] });
    expect(told(splines("1.9.1", knots).call("transform", beyond))).toMatchObject({ data: [0, 0, 1, 0, 0, 1] });
  });

  test("store their zeros, but not beyond an end", () => {
    const model = splines("1.9.1", [-0.5, 0, 0.5, 1, 1.5], { sparse_output: true });
    expect(told(model.call("transform", rows(1, 0.5, 2, 0.25)))).toEqual({
      dtype: "float64",
      shape: [3, 3],
      data: [1, 0, 1, 0.5, 0.5],
      indptr: [0, 2, 3, 5],
    });
  });
});
