/**
 * Models of the shared oracle sets (ONNX files that others made of fitted sklearn estimators) as the states that sklearn
 * itself would have pickled, by the class that the set's name tells. What ONNX keeps is float32, so predictions agree
 * within float32's rounding only.
 */
import { structuredValue } from "../../src/neutral/structured.js";
import type { OnnxGraph, OnnxNode } from "./onnx.js";

type Value = Record<string, unknown>;

const array = (shape: readonly number[], data: readonly unknown[], dtype = "float64"): Value => ({ $type: "ndarray", dtype, shape, data });
const object = (name: string, state: Value, args?: readonly unknown[]): Value => ({
  $type: "object",
  class: name,
  origin: name,
  ...(args === undefined ? {} : { args }),
  state: { ...state, _sklearn_version: "0.20.0" },
});

const numbers = (node: OnnxNode, name: string): readonly number[] => node.attributes.get(name)?.numbers ?? [];
const texts = (node: OnnxNode, name: string): readonly string[] => node.attributes.get(name)?.texts ?? [];

/** `classes_` from whichever attribute a node has them in. */
function classesOf(node: OnnxNode): Value {
  const strings = texts(node, "classlabels_strings");
  if (strings.length > 0) return array([strings.length], strings, `U${Math.max(...strings.map((s) => s.length))}`);
  const ints = [...numbers(node, "classlabels_ints"), ...numbers(node, "classlabels_int64s")];
  return array([ints.length], ints, "int64");
}

const FIELDS = [
  ["left_child", "int64"],
  ["right_child", "int64"],
  ["feature", "int64"],
  ["threshold", "float64"],
  ["impurity", "float64"],
  ["n_node_samples", "int64"],
  ["weighted_n_node_samples", "float64"],
].map(([name = "", dtype = ""], i) => ({ name, dtype, offset: 8 * i }));

/** One tree of an ensemble node; `width` values a node, times `scale`. */
function treeOf(node: OnnxNode, id: number, features: number, width: number, outputs: number, scale: number): Value {
  const [prefix, target] = node.op === "TreeEnsembleClassifier" ? ["class", "class_ids"] : ["target", "target_ids"];
  const mine = numbers(node, "nodes_treeids").flatMap((tree, at) => (tree === id ? [at] : []));
  const leaf = (at: number): boolean => texts(node, "nodes_modes")[at] === "LEAF";
  const pick = (name: string, inLeaf: number): number[] => mine.map((at) => (leaf(at) ? inLeaf : (numbers(node, name)[at] ?? 0)));
  const columns: Record<string, number[]> = {
    left_child: pick("nodes_truenodeids", -1),
    right_child: pick("nodes_falsenodeids", -1),
    feature: pick("nodes_featureids", -2),
    threshold: pick("nodes_values", -2),
  };
  const values = new Array<number>(mine.length * width * outputs).fill(0);
  const kinds = numbers(node, target);
  const oneOfTwo = width === 2 && new Set(kinds).size === 1;
  numbers(node, `${prefix}_treeids`).forEach((tree, at) => {
    if (tree !== id) return;
    const start = (numbers(node, `${prefix}_nodeids`)[at] ?? 0) * width * outputs;
    const weight = scale * (numbers(node, `${prefix}_weights`)[at] ?? 0);
    // Of two classes' fractions ONNX may keep the second's only.
    if (oneOfTwo) values.splice(start, 2, 1 - weight, weight);
    else values[start + (width * outputs === 1 ? 0 : (kinds[at] ?? 0))] = weight;
  });
  const nodes = structuredValue(FIELDS, 56, (name) => columns[name] ?? mine.map(() => 0), mine.length);
  const args = [features, array([outputs], new Array(outputs).fill(width), "int64"), outputs];
  return object("sklearn.tree._tree.Tree", { node_count: mine.length, nodes, values: array([mine.length, outputs, width], values) }, args);
}

/** Trees, forests and boosted trees. */
function trees(name: string, node: OnnxNode, features: number): Value {
  const ids = [...new Set(numbers(node, "nodes_treeids"))];
  const classifier = node.op === "TreeEnsembleClassifier";
  const boosted = name.startsWith("GradientBoosting");
  const single = name.startsWith("DecisionTree");
  const classes = classesOf(node);
  const count = (classes["shape"] as number[])[0] ?? 1;
  const width = classifier && !boosted ? count : 1;
  const outputs = classifier ? 1 : (numbers(node, "n_targets")[0] ?? 1);
  const inner = (id: number): Value => treeOf(node, id, features, width, outputs, single || boosted ? 1 : ids.length);
  const wrap = (id: number): Value =>
    object(`sklearn.tree.DecisionTree${classifier && !boosted ? "Classifier" : "Regressor"}`, {
      tree_: inner(id),
      classes_: classes,
      n_features_: features,
    });
  if (single) return object(`sklearn.tree.${name}`, { tree_: inner(ids[0] ?? 0), classes_: classes, n_features_: features });
  const estimators = ids.map(wrap);
  if (!boosted) return object(`sklearn.ensemble.${name}`, { estimators_: estimators, classes_: classes, n_features_: features });
  const base = numbers(node, "base_values")[0] ?? 0;
  const at = "sklearn.ensemble.gradient_boosting";
  const init = classifier ? object(`${at}.LogOddsEstimator`, { prior: base }) : object(`${at}.MeanEstimator`, { mean: base });
  return object(`sklearn.ensemble.${name}`, {
    estimators_: array([ids.length, 1], estimators, "object"),
    classes_: classes,
    n_features_: features,
    learning_rate: 1,
    init_: init,
    loss_: object(classifier ? `${at}.BinomialDeviance` : `${at}.LeastSquaresError`, {}),
  });
}

/** Support vector machines of libsvm. */
function machine(name: string, node: OnnxNode, features: number): Value {
  const [gamma = 0, coef0 = 0, degree = 3] = numbers(node, "kernel_params");
  const vectors = numbers(node, "support_vectors");
  const rows = vectors.length / features;
  const classifier = node.op === "SVMClassifier";
  const classes = classesOf(node);
  const rank = classifier ? ((classes["shape"] as number[])[0] ?? 2) - 1 : 1;
  return object(`sklearn.svm.${name}`, {
    kernel: (texts(node, "kernel_type")[0] ?? "LINEAR").toLowerCase(),
    _gamma: gamma,
    coef0,
    degree,
    decision_function_shape: "ovr",
    classes_: classes,
    support_: array(
      [rows],
      Array.from({ length: rows }, (_, i) => i),
      "int32",
    ),
    support_vectors_: array([rows, features], vectors),
    n_support_: array([rank + 1], numbers(node, "vectors_per_class"), "int32"),
    _dual_coef_: array([rank, rows], numbers(node, "coefficients")),
    _intercept_: array([numbers(node, "rho").length], numbers(node, "rho")),
  });
}

/** A linear classifier; of two classes ONNX keeps both signs, sklearn the second. */
function linear(path: string, node: OnnxNode, features: number): Value {
  const intercepts = numbers(node, "intercepts");
  const two = intercepts.length === 2;
  const coefficients = numbers(node, "coefficients").slice(two ? features : 0);
  const rows = coefficients.length / features;
  return object(path, {
    loss: "log",
    coef_: array([rows, features], coefficients),
    intercept_: array([rows], intercepts.slice(two ? 1 : 0)),
    classes_: classesOf(node),
  });
}

function scaler(name: string, node: OnnxNode): Value {
  const [offset, scale] = [numbers(node, "offset"), numbers(node, "scale")];
  const at = [offset.length];
  const path = `sklearn.preprocessing.${name}`;
  if (name === "MinMaxScaler")
    return object(path, {
      scale_: array(at, scale),
      min_: array(
        at,
        offset.map((x, j) => -x * (scale[j] ?? 1)),
      ),
    });
  const inverse = array(
    at,
    scale.map((x) => 1 / x),
  );
  return object(path, { scale_: inverse, center_: array(at, offset), with_centering: true, with_scaling: true });
}

function neighbours(graph: OnnxGraph): Value {
  const rows = graph.tensors.get("training_examples") ?? { shape: [0, 0], data: [] };
  const classes = graph.tensors.get("classes")?.data ?? [];
  const top = graph.nodes.find(({ op }) => op === "TopK");
  return object("sklearn.neighbors.KNeighborsClassifier", {
    _fit_method: "brute",
    _fit_X: array(rows.shape, rows.data),
    _y: array([rows.shape[0] ?? 0], graph.tensors.get("training_labels")?.data ?? [], "int64"),
    classes_: array([classes.length], classes, "int64"),
    n_neighbors: top === undefined ? 1 : (numbers(top, "k")[0] ?? 1),
    metric: "minkowski",
    p: graph.tensors.get("distance_power")?.data[0] ?? 2,
    weights: "uniform",
  });
}

const CLASSES =
  /(DecisionTree|RandomForest|ExtraTrees|GradientBoosting)(?:Classifier|Regressor)|NuSVC|NuSVR|LinearSVC|SVC|SVR|SGDClassifier|KNeighborsClassifier|(?:Robust|MinMax|MaxAbs)Scaler|Normalizer|OneHotEncoder|DictVectorizer/;

/** The state of a set's model. */
export function stateOf(set: string, graph: OnnxGraph, features: number): Value {
  const name = CLASSES.exec(set)?.[0] ?? "";
  const [node] = graph.nodes;
  if (node === undefined) throw new Error(`${set} has no nodes`);
  if (node.op.startsWith("TreeEnsemble")) return trees(name, node, features);
  if (node.op.startsWith("SVM")) return machine(name, node, features);
  if (node.op === "LinearClassifier")
    return linear(name === "LinearSVC" ? "sklearn.svm.LinearSVC" : `sklearn.linear_model.${name}`, node, features);
  if (node.op === "Scaler") return scaler(name, node);
  if (node.op === "Normalizer") return object("sklearn.preprocessing.Normalizer", { norm: (texts(node, "norm")[0] ?? "L2").toLowerCase() });
  if (node.op === "DictVectorizer") {
    const names = texts(node, "string_vocabulary");
    return object("sklearn.feature_extraction.DictVectorizer", {
      feature_names_: names,
      vocabulary_: Object.fromEntries(names.map((one, i) => [one, i])),
      separator: "=",
      sparse: true,
      sort: true,
    });
  }
  if (name === "KNeighborsClassifier") return neighbours(graph);
  const categories = graph.nodes.filter(({ op }) => op === "OneHotEncoder").map((one) => numbers(one, "cats_int64s"));
  return object("sklearn.preprocessing.OneHotEncoder", {
    categories_: categories.map((values) => array([values.length], values, "int64")),
    handle_unknown: "error",
    sparse: true,
    drop: null,
  });
}

/**
 * What rounding its coefficients to float32 may do to a support vector machine: the sum of the sizes of its terms, of
 * which most cancel, times half a unit in the last place. 0 for other models.
 */
export function roundingOf(graph: OnnxGraph, rows: ArrayLike<number>, features: number): number {
  const [node] = graph.nodes;
  if (node === undefined || texts(node, "kernel_type")[0] !== "LINEAR") return 0;
  const longest = (values: ArrayLike<number>): number => {
    let most = 0;
    for (let at = 0; at < values.length; at += features)
      most = Math.max(most, Math.hypot(...Array.from({ length: features }, (_, j) => values[at + j] ?? 0)));
    return most;
  };
  const weight = numbers(node, "coefficients").reduce((sum, value) => sum + Math.abs(value), 0);
  return 2 ** -24 * weight * longest(numbers(node, "support_vectors")) * longest(rows);
}
