/**
 * Where a step's own type shows: sums of float32 in numpy's order, sparse rows as SciPy multiplies them, scales and λ of float32,
 * factors of one type beside rows of another; and whole numbers as numpy sets them. sklearn 0.24.2, 1.2.2 and 1.9.1 (numpy 1.20,
 * 1.23 and 2.5) were asked for these, all three where no version stands.
 */
import { describe, expect, test } from "vitest";
import { modelFromDocument, type X } from "../../src/model/all.js";
import { isArrayResult, isSparseResult, type Result } from "../../src/models/define.js";
import { documentOf } from "../support/outputs.js";

const array = (dtype: string, shape: readonly number[], ...data: readonly number[]) => ({ $type: "ndarray", dtype, shape, data });
const float32 = (shape: readonly number[], ...data: readonly number[]) => array("float32", shape, ...data.map(Math.fround));
const float64 = (shape: readonly number[], ...data: readonly number[]) => array("float64", shape, ...data);
const global = (name: string) => ({ $type: "global", name });
const modelOf = (name: string, version: string, state: object) =>
  modelFromDocument(documentOf({ $type: "object", class: `sklearn.${name}`, state: { _sklearn_version: version, ...state } }));

const rowsOf32 = (cols: number, ...data: readonly number[]): X => ({
  dtype: "float32",
  shape: [data.length / cols, cols],
  data: Float32Array.from(data),
});
const rowsOf64 = (cols: number, ...data: readonly number[]): X => ({
  dtype: "float64",
  shape: [data.length / cols, cols],
  data: Float64Array.from(data),
});

function told(result: Result | undefined): { readonly dtype: string; readonly data: readonly number[] } {
  if (result === undefined || !(isArrayResult(result) || isSparseResult(result))) throw new Error("no array");
  return { dtype: result.dtype, data: Array.from(result.data, Number) };
}

/** As close as numbers of the dtype can be. */
function near(result: Result | undefined, dtype: string, wanted: readonly number[], within = dtype === "float32" ? 1e-7 : 1e-12): void {
  const { data, ...rest } = told(result);
  expect(rest.dtype).toBe(dtype);
  expect(data.length).toBe(wanted.length);
  for (const [i, value] of wanted.entries())
    if (Number.isNaN(value)) expect(data[i]).toBeNaN();
    else expect(Math.abs((data[i] ?? 0) - value)).toBeLessThanOrEqual(Math.abs(value) * within);
}

const VERSIONS = ["0.24.2", "1.2.2", "1.9.1"];

test.each(VERSIONS)("float32 kernels of %s are centred in float32", (version) => {
  const fitted = [0.3, 1.1, -0.7, 2.3, 0.9, -1.7, 0.2, 0.6, 3.1];
  const model = modelOf("preprocessing.KernelCenterer", version, {
    K_fit_rows_: float64([9], ...fitted),
    K_fit_all_: 0.6777777777777777,
    n_features_in_: 9,
  });
  const kernel = [2.59, -1.08, 0.59, -2.91, -0.23, 2.99, -2.3, 1.72, 0.96, 0.14, 1.86, 2.51, -2.13, -1.26, 2.37, -2.28, -1.85, 1.31];
  const wanted = [
    2.7088890075683594, -1.7611112594604492, 1.7088888883590698, -4.791110992431641, -0.7111110687255859, 5.108889102935791,
    -2.081110954284668, 1.538888931274414, -1.7211112976074219, 0.44333338737487793, 1.3633333444595337, 3.813333511352539,
    -3.826666831970215, -1.556666612625122, 4.673333168029785, -1.87666654586792, -1.8466665744781494, -1.18666672706604,
  ];
  expect(told(model.call("transform", rowsOf32(9, ...kernel)))).toEqual({ dtype: "float32", data: wanted });
});

test.each(VERSIONS)("sparse rows are multiplied with the reciprocals of a float32 scale in %s", (version) => {
  const scale = float32([2], 2.23, 0.7);
  const model = modelOf("preprocessing.MaxAbsScaler", version, { scale_: scale, max_abs_: scale, n_features_in_: 2 });
  const x: X = {
    format: "csr",
    dtype: "float64",
    shape: [2, 2],
    data: Float64Array.of(1, Number.NaN, -3),
    indices: [0, 1, 1],
    indptr: [0, 2, 3],
  };
  near(model.call("transform", x), "float64", [0.44843047857284546, Number.NaN, -4.285714387893677]);
});

test.each(VERSIONS)("places of float32 are float32 before the normal quantile in %s", (version) => {
  const model = modelOf("preprocessing.QuantileTransformer", version, {
    output_distribution: "normal",
    quantiles_: float64([3, 2], -2, -1, 0, 0.5, 1, 3),
    references_: float64([3], 0, 0.5, 1),
    n_features_in_: 2,
  });
  const x = rowsOf32(2, 1e-8, 0.1, 0.7, 2.2);
  near(model.call("transform", x), "float32", [0, -0.3406948149204254, 1.036433458328247, 0.994458019733429]);
});

test.each([
  ["0.24.2", -1675332402.857727, -8838.609755635707],
  ["1.2.2", -1675332402.857727, -8838.609755635707],
  ["1.9.1", -1675331086.8780763, -8838.610372881],
])("what is computed of a float32 λ alone in %s", (version, power, back) => {
  const model = modelOf("preprocessing.PowerTransformer", version, {
    method: "yeo-johnson",
    standardize: false,
    lambdas_: float32([2], 1.3, 0.43),
    n_features_in_: 2,
  });
  expect(told(model.call("transform", rowsOf64(2, 2, -1e6))).data[1]).toBeCloseTo(power, 2);
  expect(told(model.call("inverse_transform", rowsOf64(2, 2, -1e6))).data[1]).toBeCloseTo(back, 8);
});

describe.each(VERSIONS)("random features of %s", (version) => {
  const model = modelOf("kernel_approximation.RBFSampler", version, {
    n_components: 3,
    random_weights_: float32([2, 3], 10.5, -20.25, 3.1, 0.7, 1.3, -30.9),
    random_offset_: float32([3], 0.1, 2.2, 5.5),
    n_features_in_: 2,
  });

  test("of sparse float32 rows are one chain without fusing", () => {
    const data = Float32Array.of(3.3, -7.7, 100.1, 55.5);
    const x: X = { format: "csr", dtype: "float32", shape: [2, 2], data, indices: [0, 1, 0, 1], indptr: [0, 2, 4] };
    near(
      model.call("transform", x),
      "float32",
      [-0.3807525336742401, 0.590010941028595, -0.5635544657707214, -0.8093103170394897, 0.14233125746250153, -0.34750819206237793],
      3e-7,
    );
  });

  test("of bytes are float32", () => {
    const x: X = { dtype: "uint8", shape: [2, 2], data: Uint8Array.of(3, 7, 200, 9) };
    near(
      model.call("transform", x),
      "float32",
      [0.29653966426849365, 0.5597229599952698, 0.7393963932991028, 0.03079727105796337, -0.5410407781600952, -0.20517180860042572],
      3e-7,
    );
  });
});

describe.each(["1.2.2", "1.9.1"])("batches of %s", (version) => {
  const modelBy = (loss: string) =>
    modelOf("decomposition.MiniBatchNMF", version, {
      components_: float64([2, 3], 0.3, 1.1, 0.2, 0.9, 0.1, 0.7),
      beta_loss: loss,
      tol: 1e-4,
      max_iter: 20,
      transform_max_iter: null,
      alpha_W: 0,
      alpha_H: "same",
      l1_ratio: 0,
      n_features_in_: 3,
    });

  test.each([
    ["frobenius", [0.7468633007258176, 2.652260730788112, 0.5006038058549166, 1.6317549761384726, 0.22892105244100094, 1.2676547922194004]],
    [
      "kullback-leibler",
      [0.7824052847921849, 2.5975128389894966, 0.5300818525254727, 1.6820055395364761, 0.21050588190555575, 1.3074885189533232],
    ],
  ])("factor float32 rows in float32, by %s", (loss, wanted) => {
    const model = modelBy(loss);
    const w = model.call("transform", rowsOf32(3, 0.31, 2.7, 0.9, 1.3, 0.2, 1.7));
    near(model.call("inverse_transform", w as X), "float64", wanted); // what transform gives is an X
  });

  test("refuse rows that overflow", () => {
    expect(() => modelBy("frobenius").call("transform", rowsOf64(3, 1e308, 1.7e308, 1, 1, 1, 1))).toThrow("must not contain infs or NaNs");
  });
});

describe("whole numbers", () => {
  const hasher = (version: string, type = "dict", dtype = "numpy.uint8") =>
    modelOf("feature_extraction.FeatureHasher", version, { n_features: 8, input_type: type, dtype: global(dtype), alternate_sign: true });
  const dicts = (version: string) =>
    modelOf("feature_extraction.DictVectorizer", version, {
      dtype: global("numpy.uint8"),
      sparse: true,
      separator: "=",
      sort: true,
      feature_names_: ["a", "b"],
      vocabulary_: { a: 0, b: 1 },
    });

  test("wrap around before numpy 2", () => {
    expect(told(hasher("1.2.2").call("transform", [{ a: -1, b: 2 }]))).toEqual({ dtype: "uint8", data: [255, 254] });
    expect(told(dicts("1.2.2").call("transform", [{ a: 300 }]))).toEqual({ dtype: "uint8", data: [44] });
  });

  test("are refused from numpy 2 on where the type does not hold them", () => {
    expect(() => hasher("1.9.1").call("transform", [{ a: -1, b: 2 }])).toThrow("Python integer -1 out of bounds for uint8");
    expect(() => dicts("1.9.1").call("transform", [{ a: 300 }])).toThrow("Python integer 300 out of bounds for uint8");
  });

  test.each(VERSIONS)("are not made of NaN in %s", (version) => {
    expect(() => dicts(version).call("transform", [{ a: Number.NaN }])).toThrow("cannot convert float NaN to integer");
  });

  test.each(VERSIONS)("of a dict where lists are hashed: its names, in %s", (version) => {
    expect(told(hasher(version, "string", "numpy.float64").call("transform", [{ a: -1, b: 2 }])).data).toEqual([1, -1]);
  });
});
