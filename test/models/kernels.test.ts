/** Support vectors, neighbours and Gaussian processes whose parts contradict each other are refused when they are made. */
import { describe, expect, test } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { structuredValue } from "../../src/neutral/structured.js";
import { documentOf } from "../support/outputs.js";

type Attributes = Readonly<Record<string, unknown>>;

const array = (shape: readonly number[], data: readonly unknown[], dtype = "float64") => ({ $type: "ndarray", dtype, shape, data });
const object = (name: string, state: unknown) => ({ $type: "object", class: `sklearn.${name}`, origin: `sklearn.${name}`, state });
const load = (name: string, state: Attributes) => modelFromDocument(documentOf(object(name, { _sklearn_version: "1.5.2", ...state })));

const SVC = {
  kernel: "linear",
  classes_: array([3], ["a", "b", "c"], "<U1"),
  support_: array([3], [0, 1, 2], "int32"),
  support_vectors_: array([3, 2], [0, 0, 1, 0, 0, 1]),
  _n_support: array([3], [1, 1, 1], "int32"),
  _dual_coef_: array([2, 3], [1, -1, -1, 1, 1, -1]),
  _intercept_: array([3], [0.1, 0.2, 0.3]),
  _probA: array([0], []),
  _probB: array([0], []),
  shape_fit_: { $type: "tuple", items: [3, 2] },
};

const NODES = [
  { name: "idx_start", dtype: "int64", offset: 0 },
  { name: "idx_end", dtype: "int64", offset: 8 },
  { name: "is_leaf", dtype: "int64", offset: 16 },
  { name: "radius", dtype: "float64", offset: 24 },
];

/** A KD tree of four points on a line: a root and two leaves. */
function tree(
  nodes: readonly (readonly number[])[] = [
    [0, 4, 0],
    [0, 2, 1],
    [2, 4, 1],
  ],
  order: readonly number[] = [0, 1, 2, 3],
) {
  const column = (name: string): number[] => nodes.map((node) => node[NODES.findIndex((field) => field.name === name)] ?? 0);
  const bounds = array([2, nodes.length, 1], [...nodes.map(() => 0), ...nodes.map(() => 3)]);
  const items = [array([4, 1], [0, 1, 2, 3]), array([4], order, "int64"), structuredValue(NODES, 32, column, nodes.length), bounds];
  return object("neighbors.KDTree", { $type: "tuple", items });
}

const KNN = {
  n_neighbors: 2,
  weights: "uniform",
  _fit_method: "kd_tree",
  effective_metric_: "euclidean",
  _fit_X: array([4, 1], [0, 1, 2, 3]),
  _tree: tree(),
  _y: array([4], [0, 0, 1, 1], "int64"),
  classes_: array([2], [5, 7], "int64"),
};

const RBF = object("gaussian_process.kernels.RBF", { length_scale: 1 });
const GP = { X_train_: array([2, 1], [0, 1]), alpha_: array([2], [1, 2]), L_: array([2, 2], [1, 0, 0.5, 1]), kernel_: RBF };

describe("they answer as they are", () => {
  test("and each of these is sound", () => {
    expect(load("svm.SVC", SVC).predict?.([[2, 0]])).toMatchObject({ data: ["b"] });
    expect(load("neighbors.KNeighborsClassifier", KNN).call("kneighbors", [[0.9]])).toMatchObject([{}, { data: [1, 0] }]);
    expect(load("gaussian_process.GaussianProcessRegressor", GP).predict?.([[0]])).toMatchObject({ shape: [1] });
  });
});

describe("support vector machines", () => {
  test.each<readonly [string, Attributes]>([
    ["counts of another sum", { _n_support: array([3], [1, 1, 2], "int32") }],
    ["a count below nothing", { _n_support: array([3], [4, -1, 0], "int32") }],
    ["counts of other classes", { _n_support: array([2], [1, 2], "int32") }],
    ["coefficients of other classes", { _dual_coef_: array([1, 3], [1, 1, -1]) }],
    ["coefficients of other vectors", { _dual_coef_: array([2, 2], [1, 1, -1, 1]) }],
    ["too few intercepts", { _intercept_: array([1], [0]) }],
    ["indices of other vectors", { support_: array([2], [0, 1], "int32") }],
    ["one class", { classes_: array([1], ["a"], "<U1") }],
    ["other features than declared", { n_features_in_: 7 }],
    ["too few pairs of probabilities", { _probA: array([1], [1]), _probB: array([1], [1]), probability: true }],
    ["rows of a kernel that are not there", { kernel: "precomputed", support_: array([3], [0, 1, 9], "int32") }],
    ["a degree without end", { kernel: "poly", degree: Number.POSITIVE_INFINITY }],
  ])("with %s are refused", (_, change) => {
    expect(() => load("svm.SVC", { ...SVC, ...change })).toThrow(expect.objectContaining({ code: "model.inconsistent" }));
  });

  test("with sparse vectors that contradict themselves are refused", () => {
    const csr = (indices: readonly number[], shape: readonly number[]) => ({
      $type: "object",
      class: "scipy.sparse.csr_matrix",
      state: {
        _shape: { $type: "tuple", items: shape },
        data: array([3], [1, 1, 1]),
        indices: array([3], indices, "int32"),
        indptr: array([4], [0, 1, 2, 3], "int32"),
      },
    });
    expect(load("svm.SVC", { ...SVC, support_vectors_: csr([0, 1, 0], [3, 2]) }).nFeatures).toBe(2);
    for (const bad of [csr([0, 5, 0], [3, 2]), csr([0, 1, 0], [3, 2 ** 40]), csr([0, 1, 0], [2, 2])])
      expect(() => load("svm.SVC", { ...SVC, support_vectors_: bad })).toThrow(expect.objectContaining({ code: "model.inconsistent" }));
  });

  test("whose kernel is a function load, and say whose code is missing when asked", () => {
    const model = load("svm.SVC", { ...SVC, kernel: { $type: "global", name: "mine.kernel" } });
    expect(() => model.predict?.([[1, 2]])).toThrow(expect.objectContaining({ code: "model.needs-code" }));
  });
});

describe("neighbours", () => {
  test.each<readonly [string, Attributes]>([
    ["a tree whose indices repeat", { _tree: tree(undefined, [0, 1, 1, 3]) }],
    ["a tree whose indices are outside", { _tree: tree(undefined, [0, 1, 2, 4]) }],
    [
      "a root of other points",
      {
        _tree: tree([
          [0, 3, 0],
          [0, 2, 1],
          [2, 3, 1],
        ]),
      },
    ],
    [
      "children that overlap",
      {
        _tree: tree([
          [0, 4, 0],
          [0, 3, 1],
          [2, 4, 1],
        ]),
      },
    ],
    [
      "a node without children",
      {
        _tree: tree([
          [0, 4, 0],
          [0, 2, 0],
          [2, 4, 1],
        ]),
      },
    ],
    [
      "a node that ends before it begins",
      {
        _tree: tree([
          [0, 4, 0],
          [0, 4, 1],
          [4, 2, 1],
        ]),
      },
    ],
    ["classes that are not there", { _y: array([4], [0, 0, 1, 2], "int64") }],
    ["targets of other rows", { _y: array([3], [0, 0, 1], "int64") }],
    ["another number of rows than declared", { n_samples_fit_: 5 }],
    ["a metric that is none", { effective_metric_: "nonsense" }],
    ["no neighbours", { n_neighbors: 0 }],
  ])("with %s are refused", (_, change) => {
    expect(() => load("neighbors.KNeighborsClassifier", { ...KNN, ...change })).toThrow(
      expect.objectContaining({ code: "model.inconsistent" }),
    );
  });

  test("a metric without its parameters is refused when it is asked, as sklearn does", () => {
    const model = load("neighbors.KNeighborsClassifier", { ...KNN, _fit_method: "brute", effective_metric_: "seuclidean" });
    expect(() => model.call("predict", [[0]])).toThrow(expect.objectContaining({ code: "model.method" }));
  });

  test("more of them than rows are an error that says so", () => {
    expect(() => load("neighbors.KNeighborsClassifier", { ...KNN, n_neighbors: 5 }).predict?.([[1]])).toThrow(/n_neighbors/);
    expect(() => load("neighbors.KNeighborsClassifier", KNN).call("kneighbors", [[1]], { n_neighbors: 1e9 })).toThrow(/n_neighbors/);
  });
});

describe("Gaussian processes", () => {
  const nested = (depth: number): unknown => {
    let kernel: unknown = RBF;
    for (let i = 0; i < depth; i++) kernel = object("gaussian_process.kernels.Sum", { k1: kernel, k2: RBF });
    return kernel;
  };

  test.each<readonly [string, Attributes]>([
    ["weights of other rows", { alpha_: array([3], [1, 2, 3]) }],
    ["a factor of another shape", { L_: array([1, 2], [1, 0]) }],
    ["scales of other features", { kernel_: object("gaussian_process.kernels.RBF", { length_scale: array([2], [1, 2]) }) }],
    ["a kernel that is none", { kernel_: object("svm.SVC", {}) }],
    ["kernels in kernels without end", { kernel_: nested(300) }],
  ])("with %s are refused", (_, change) => {
    expect(() => load("gaussian_process.GaussianProcessRegressor", { ...GP, ...change })).toThrow(
      expect.objectContaining({ code: "model.inconsistent" }),
    );
  });

  test("a kernel that holds itself is refused", () => {
    const self = { ...object("gaussian_process.kernels.Sum", { k1: { $type: "ref", id: 1 }, k2: RBF }), $id: 1 };
    expect(() => load("gaussian_process.GaussianProcessRegressor", { ...GP, kernel_: self })).toThrow(
      expect.objectContaining({ code: "model.inconsistent" }),
    );
  });
});
