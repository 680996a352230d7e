/** Trees that would send a walk astray are refused when the model is made; sound ones answer as recorded. */
import { describe, expect, test } from "vitest";
import { compare } from "../../src/diff/index.js";
import { modelFromDocument } from "../../src/model/all.js";
import { structuredValue } from "../../src/neutral/structured.js";
import { toOnnx } from "../../src/targets/onnx/index.js";
import { readOnnx } from "../../src/targets/onnx/read.js";
import { documentOf } from "../support/outputs.js";

const NODE = ["left_child", "right_child", "feature", "threshold", "impurity", "n_node_samples", "weighted_n_node_samples"];
const DTYPES = ["int64", "int64", "int64", "float64", "float64", "int64", "float64"];

const TOLERANCE = { tolerance: { rtol: 1e-12, atol: 0 } };

type Columns = Record<string, number[]>;

/** A sound tree of five nodes over two features: 0 → (1 → (2, 3), 4). */
const sound = (): Columns => ({
  left_child: [1, 2, -1, -1, -1],
  right_child: [4, 3, -1, -1, -1],
  feature: [0, 1, -2, -2, -2],
  threshold: [0.5, 1.5, -2, -2, -2],
  impurity: [1, 1, 0, 0, 0],
  n_node_samples: [6, 4, 2, 2, 2],
  weighted_n_node_samples: [6, 4, 2, 2, 2],
  missing_go_to_left: [1, 0, 0, 0, 0],
});

function nodesOf(columns: Columns): object {
  const fields = [
    ...NODE.map((name, i) => ({ name, dtype: DTYPES[i] ?? "", offset: 8 * i })),
    { name: "missing_go_to_left", dtype: "uint8", offset: 56 },
  ];
  return structuredValue(fields, 64, (name) => columns[name] ?? [], columns["left_child"]?.length ?? 0);
}

const array = (shape: number[], data: readonly unknown[], dtype = "float64"): object => ({ $type: "ndarray", dtype, shape, data });
const object = (name: string, state: object, args?: unknown[]): Record<string, unknown> => ({
  $type: "object",
  class: name,
  origin: name,
  ...(args === undefined ? {} : { args }),
  state,
});

interface Bend {
  readonly columns?: (columns: Columns) => void;
  readonly tree?: Record<string, unknown>;
  readonly args?: unknown[];
  readonly state?: Record<string, unknown>;
}

const ARGS: unknown[] = [2, array([1], [1], "int64"), 1];

function tree({ columns, tree: changed, args, state }: Bend = {}): Record<string, unknown> {
  const nodes = sound();
  columns?.(nodes);
  const values = array([5, 1, 1], [0, 0, 10, 20, 30]);
  const inner = object("sklearn.tree._tree.Tree", { max_depth: 2, node_count: 5, nodes: nodesOf(nodes), values, ...changed }, args ?? ARGS);
  return object("sklearn.tree.DecisionTreeRegressor", {
    criterion: "squared_error",
    splitter: "best",
    n_features_in_: 2,
    tree_: inner,
    _sklearn_version: "1.6.1",
    ...state,
  });
}

const X = [
  [0.5, 1.5],
  [0.5, 1.6],
  [0.6, 0],
  [Number.NaN, 3],
  [0, Number.NaN],
];

const refused = (root: unknown): string | null => {
  try {
    modelFromDocument(documentOf(root)).predict?.(X);
    return null;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
};

test("a sound tree: equal goes left, missing goes where it was told", () => {
  expect(modelFromDocument(documentOf(tree())).predict?.(X)).toEqual({
    dtype: "float64",
    shape: [5],
    data: Float64Array.of(10, 20, 30, 20, 20),
  });
  expect(modelFromDocument(documentOf(tree())).apply?.(X)).toMatchObject({ dtype: "int64", data: [2, 3, 4, 3, 3] });
});

test("X is rounded to float32 first, thresholds are not", () => {
  const third = Math.fround(1 / 3);
  const at = (threshold: number) =>
    modelFromDocument(documentOf(tree({ columns: (c) => (c["threshold"] = [threshold, 9, -2, -2, -2]) }))).predict?.([[1 / 3, 0]]);
  expect(at(third)).toMatchObject({ data: Float64Array.of(10) });
  expect(at(1 / 3)).toMatchObject({ data: Float64Array.of(third <= 1 / 3 ? 10 : 30) });
});

/** Two trees: the sound one, and one with two nodes that nothing leads to. */
const pair = (): unknown =>
  object("sklearn.ensemble.RandomForestRegressor", {
    estimators_: [
      tree(),
      tree({
        columns: (columns) => {
          columns["left_child"] = [2, -1, -1, -1, -1];
          columns["right_child"] = [3, -1, -1, -1, -1];
        },
      }),
    ],
    n_features_in_: 2,
    _sklearn_version: "1.6.1",
  });

test("a forest, and a graph of it, whether its trees were walked before or not, and with nodes that nothing leads to", async () => {
  const wanted = { dtype: "float64", shape: [3], data: Float64Array.of(10, 15, 25) };
  const [walked, fresh] = [documentOf(pair()), documentOf(pair())];
  const model = modelFromDocument(walked);
  expect(model.predict?.(X.slice(0, 3))).toEqual(wanted);
  const { bytes } = toOnnx(walked, undefined, {});
  expect(Buffer.compare(bytes, toOnnx(fresh, undefined, {}).bytes)).toBe(0);
  expect(modelFromDocument(fresh).predict?.(X.slice(0, 3))).toEqual(wanted);
  const { same, answers } = await compare({ document: walked }, { onnx: { ...readOnnx(bytes), producer: "another" } }, TOLERANCE);
  expect([same, answers.map(({ numbers }) => numbers?.differing)]).toEqual([true, [0]]);
});

describe("refused when the model is made", () => {
  const set = (name: string, at: number, value: number) => (columns: Columns) => {
    const column = columns[name];
    if (column !== undefined) column[at] = value;
  };
  test.each<[string, Bend]>([
    ["a node that is its own child", { columns: set("left_child", 0, 0) }],
    ["a child before its node: a cycle", { columns: set("left_child", 1, 0) }],
    ["a child twice", { columns: set("left_child", 1, 3) }],
    ["both children the same", { columns: set("right_child", 0, 1) }],
    ["a child outside", { columns: set("right_child", 0, 5) }],
    ["a child far outside", { columns: set("right_child", 0, 2 ** 40) }],
    ["one child only", { columns: set("right_child", 1, -1) }],
    ["the other child only", { columns: set("left_child", 1, -1) }],
    ["a negative child", { columns: set("left_child", 0, -7) }],
    ["a feature outside", { columns: set("feature", 0, 2) }],
    ["a negative feature of a split", { columns: set("feature", 1, -2) }],
    ["another node_count", { tree: { node_count: 6 } }],
    ["values of fewer nodes", { tree: { values: array([4, 1, 1], [0, 0, 10, 20]) } }],
    ["values with other axes", { tree: { values: array([5, 1], [0, 0, 10, 20, 30]) } }],
    ["values without columns", { tree: { values: array([5, 1, 0], []) } }],
    ["deeper than max_depth", { tree: { max_depth: 1 } }],
    ["more outputs in args", { args: [2, array([1], [1], "int64"), 2] }],
    ["more classes than values", { args: [2, array([1], [7], "int64"), 1] }],
    ["fewer features than n_features_in_", { args: [1, array([1], [1], "int64"), 1] }],
    ["another n_features_in_", { state: { n_features_in_: 3 } }],
    ["a tree_ that is none", { state: { tree_: object("sklearn.tree.DecisionTreeRegressor", {}) } }],
  ])("%s", (_, bend) => {
    expect(refused(tree(bend))).toBe("model.inconsistent");
  });

  test("a tree without nodes", () => {
    const none = Object.fromEntries(Object.keys(sound()).map((name) => [name, []]));
    expect(refused(tree({ tree: { nodes: nodesOf(none), node_count: 0, values: array([0, 1, 1], []) } }))).toBe("model.inconsistent");
  });

  test("a forest whose trees differ, or that has none", () => {
    const forest = (trees: unknown[]) =>
      object("sklearn.ensemble.RandomForestRegressor", { estimators_: trees, n_features_in_: 2, _sklearn_version: "1.6.1" });
    expect(refused(forest([tree(), tree()]))).toBeNull();
    expect(refused(forest([]))).toBe("model.inconsistent");
    expect(refused(forest([tree(), tree({ args: [3, array([1], [1], "int64"), 1] })]))).toBe("model.inconsistent");
    expect(refused(forest([tree(), tree({ columns: set("left_child", 1, 0) })]))).toBe("model.inconsistent");
  });

  test("a classifier's classes that its trees have not", () => {
    const classifier = object("sklearn.tree.DecisionTreeClassifier", {
      ...(tree()["state"] as object),
      classes_: array([2], ["a", "b"], "U1"),
    });
    expect(refused(classifier)).toBe("model.inconsistent");
  });

  test("bags that see columns which are not there", () => {
    const bag = (features: number[]) =>
      object("sklearn.ensemble.BaggingRegressor", {
        estimators_: [tree()],
        estimators_features_: [array([features.length], features, "int64")],
        n_features_in_: 2,
        _sklearn_version: "1.6.1",
      });
    expect(refused(bag([1, 0]))).toBeNull();
    expect(refused(bag([0, 2]))).toBe("model.inconsistent");
    expect(refused(bag([0, -1]))).toBe("model.inconsistent");
    expect(refused(bag([0]))).toBe("model.inconsistent");
  });
});

describe("missing and infinite values", () => {
  test("are refused by versions and criteria that know none", () => {
    expect(refused(tree({ state: { _sklearn_version: "1.2.2" } }))).toBe("input.value");
    expect(refused(tree({ state: { criterion: "absolute_error" } }))).toBe("input.value");
    expect(() => modelFromDocument(documentOf(tree())).predict?.([[Number.POSITIVE_INFINITY, 0]])).toThrow("infinity");
    expect(() => modelFromDocument(documentOf(tree())).predict?.([[1e39, 0]])).toThrow("float32");
  });
});

const HISTOGRAM = [
  ["value", "float64", 0],
  ["count", "uint32", 8],
  ["feature_idx", "int64", 12],
  ["num_threshold", "float64", 20],
  ["missing_go_to_left", "uint8", 28],
  ["left", "uint32", 29],
  ["right", "uint32", 33],
  ["gain", "float64", 37],
  ["depth", "uint32", 45],
  ["is_leaf", "uint8", 49],
  ["bin_threshold", "uint8", 50],
  ["is_categorical", "uint8", 51],
  ["bitset_idx", "uint32", 52],
] as const;

/** A histogram tree that splits on a category (bit 2 goes left), then on a number. */
function histogram(change: Columns = {}, bitsets: object = array([1, 8], [4, 0, 0, 0, 0, 0, 0, 0], "uint32")): Record<string, unknown> {
  const columns: Columns = {
    value: [0, 1, 0, 3, 4],
    feature_idx: [0, 0, 1, 0, 0],
    num_threshold: [0, 0, 0.5, 0, 0],
    missing_go_to_left: [1, 0, 0, 0, 0],
    left: [1, 0, 3, 0, 0],
    right: [2, 0, 4, 0, 0],
    is_leaf: [0, 1, 0, 1, 1],
    is_categorical: [1, 0, 0, 0, 0],
    ...change,
  };
  const zeros = [0, 0, 0, 0, 0];
  const fields = HISTOGRAM.map(([name, dtype, offset]) => ({ name, dtype, offset }));
  const nodes = structuredValue(fields, 56, (name) => columns[name] ?? zeros, 5);
  const predictor = object("sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor", {
    nodes,
    binned_left_cat_bitsets: bitsets,
    raw_left_cat_bitsets: bitsets,
  });
  const mapper = object("sklearn.ensemble._hist_gradient_boosting.binning._BinMapper", {
    is_categorical_: array([2], [1, 0], "uint8"),
    bin_thresholds_: [array([2], [2, 5]), array([1], [0.5])],
  });
  return object("sklearn.ensemble.HistGradientBoostingRegressor", {
    n_features_in_: 2,
    _loss: object("sklearn._loss.loss.HalfSquaredError", {}),
    _baseline_prediction: array([1, 1], [100]),
    _bin_mapper: mapper,
    _predictors: [[predictor]],
    _sklearn_version: "1.6.1",
  });
}

describe("histogram trees", () => {
  test("categories: known to their side, unknown and missing where missing goes", () => {
    const rows = [
      [2, 0],
      [5, 0],
      [5, 0.6],
      [7, 0],
      [Number.NaN, 0],
      [-1, 0],
    ];
    expect(modelFromDocument(documentOf(histogram())).predict?.(rows)).toMatchObject({
      data: Float64Array.of(101, 103, 104, 101, 101, 101),
    });
  });

  test.each<[string, Columns, object?]>([
    ["a cycle", { left: [1, 0, 0, 0, 0] }],
    ["a child outside", { right: [9, 0, 4, 0, 0] }],
    ["a child twice", { left: [1, 0, 1, 0, 0] }],
    ["a feature outside", { feature_idx: [0, 0, 2, 0, 0] }],
    ["a bitset outside", { bitset_idx: [1, 0, 0, 0, 0] }],
    ["a leaf that is none and is one", { is_leaf: [0, 1, 7, 1, 1] }],
    ["bitsets of other width", {}, array([1, 4], [4, 0, 0, 0], "uint32")],
  ])("%s is refused", (_, change, bitsets) => {
    expect(refused(histogram(change, bitsets))).toBe("model.inconsistent");
  });
});
