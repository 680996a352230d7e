/**
 * xgboost's model as its JSON schema has it (doc/model.schema, 1.0 to 3), read and checked: trees, dart's weights or linear
 * weights, with what margins begin at. Leaves are scalars, or vectors of a value an output.
 */

import type { Expectation } from "../../samples.js";
import { MOST_FEATURES, type State } from "../../state.js";
import { LibraryVersion } from "./library-version.js";
import { decodedOf, type Native } from "./native.js";
import { type BoosterTree, boosterTree, type CategorySets } from "./trees.js";
import { type XgboostObjective, xgboostObjective } from "./xgboost-objectives.js";

const MOST_OUTPUTS = 2 ** 16;
/** Words of all sets of categories of a tree. */
const MOST_WORDS = 2 ** 22;

export interface XgboostTrees {
  readonly kind: "trees";
  readonly trees: readonly BoosterTree[];
  /** Output that each tree adds to; one of vector leaves adds to all. */
  readonly outputOf: Int32Array;
  /** What each tree's leaves are multiplied by; null but for dart. */
  readonly weights: Float64Array | null;
  /** Trees `iterations[i] … iterations[i + 1] − 1` are of iteration `i`. */
  readonly iterations: Float64Array;
}

/** `weights[feature * outputs + output]`, the biases in a last row. */
export interface XgboostLinear {
  readonly kind: "linear";
  readonly weights: Float64Array;
}

export interface XgboostModel {
  readonly version: LibraryVersion;
  readonly expected: Expectation;
  readonly features: number;
  /** Margins a row. */
  readonly outputs: number;
  readonly objective: XgboostObjective;
  /** What the margin of each output begins at. */
  readonly base: Float32Array;
  readonly attribute: (name: string) => number | null;
  readonly parallel: number;
  readonly ensemble: XgboostTrees | XgboostLinear;
  readonly categories: Native | null;
  readonly kinds: readonly string[];
}

/** Reads the Booster's decoded model. @throws CornichonError `model.*` */
export function readXgboost(booster: State, name: string): XgboostModel {
  const model = decodedOf(booster, "Model").dict("Model");
  const learner = model.dict("learner");
  const parameters = learner.dict("learner_model_param");
  const features = parameters.whole("num_feature", 0, 0, MOST_FEATURES);
  const outputs = Math.max(1, parameters.whole("num_class", 0, 0, MOST_OUTPUTS), parameters.whole("num_target", 1, 0, MOST_OUTPUTS));
  const version = versionOf(model);
  const objective = xgboostObjective(booster, learner.dict("objective").text("name"), version);
  const attributes = learner.has("attributes") ? learner.dict("attributes") : null;
  const names = namesOf(booster, learner);
  if (names !== null && names.length !== features) throw booster.inconsistent(`${names.length} feature names for ${features} features`);
  const gradient = learner.dict("gradient_booster");
  const inner = gradient.text("name") === "dart" ? gradient.dict("gbtree") : gradient;
  const parallel = parallelOf(booster, inner);
  return {
    version,
    expected: { name, nFeatures: features, featureNames: names },
    features,
    outputs,
    objective,
    base: baseOf(booster, parameters, outputs, objective.toMargin),
    attribute: (key) => {
      const value = attributes?.number(key, Number.NaN) ?? Number.NaN;
      return Number.isNaN(value) ? null : value;
    },
    parallel,
    ensemble: ensembleOf(booster, gradient, features, outputs, parallel, version),
    categories: inner.has("model") && inner.dict("model").has("cats") ? inner.dict("model").dict("cats") : null,
    kinds: learner.texts("feature_types"),
  };
}

function versionOf(model: Native): LibraryVersion {
  const [major = 0, minor = 0] = model.has("version") ? model.numbers("version") : [];
  return new LibraryVersion(major, minor);
}

/** Names of columns: of the model, or of its Python object before 1.0. */
function namesOf(booster: State, learner: Native): readonly string[] | null {
  const own = learner.texts("feature_names");
  if (own.length > 0) return own;
  if (!booster.has("feature_names")) return null;
  const names = booster.items("feature_names");
  return names.every((name) => typeof name === "string") && names.length > 0 ? names : null;
}

/** Trees grown side by side: a parameter of the model since 1.4, of the training before. */
function parallelOf(booster: State, inner: Native): number {
  const own = inner.has("model") ? inner.dict("model") : null;
  if (own?.has("gbtree_model_param") !== true) return 1;
  const config = trainingParameters(booster);
  return Math.max(
    1,
    own.dict("gbtree_model_param").whole("num_parallel_tree", config?.number("num_parallel_tree", 1) ?? 1, 0, MOST_OUTPUTS),
  );
}

function trainingParameters(booster: State): Native | null {
  let at = decodedOf(booster, "Model");
  for (const key of ["Config", "learner", "gradient_booster"]) {
    if (!at.has(key)) return null;
    at = at.dict(key);
  }
  if (at.has("gbtree")) at = at.dict("gbtree");
  return at.has("gbtree_train_param") ? at.dict("gbtree_train_param") : null;
}

/** `base_score`, a number or a list of them in a text since 3.1. */
function baseOf(booster: State, parameters: Native, outputs: number, toMargin: (base: number) => number): Float32Array {
  const text = parameters.text("base_score") ?? String(parameters.number("base_score", 0.5));
  const scores = text
    .replace(/^\[|\]$/g, "")
    .split(",")
    .map(Number);
  if (scores.some(Number.isNaN) || (scores.length !== 1 && scores.length !== outputs))
    throw booster.inconsistent(`base_score has ${scores.length} values for ${outputs} outputs`);
  return Float32Array.from({ length: outputs }, (_, k) => toMargin(Math.fround(scores[scores.length === 1 ? 0 : k])));
}

function ensembleOf(
  booster: State,
  gradient: Native,
  features: number,
  outputs: number,
  parallel: number,
  version: LibraryVersion,
): XgboostTrees | XgboostLinear {
  const name = gradient.text("name");
  if (name === "gblinear") {
    const weights = gradient.dict("model").numbers("weights");
    if (weights.length !== (features + 1) * outputs)
      throw booster.inconsistent(`${weights.length} weights for ${features} features and ${outputs} outputs`);
    return { kind: "linear", weights };
  }
  if (name !== "gbtree" && name !== "dart") throw booster.inconsistent("its booster is none of xgboost's");
  const model = (name === "dart" ? gradient.dict("gbtree") : gradient).dict("model");
  const trees = model.dicts("trees").map((tree) => treeOf(booster, tree, features, outputs, version));
  const outputOf = Int32Array.from(model.numbers("tree_info"));
  if (outputOf.length !== trees.length || outputOf.some((output) => !(output >= 0 && output < outputs)))
    throw booster.inconsistent("its trees are of outputs that there are not");
  // Beside the trees since 3.2, around them before.
  const weights = model.has("weight_drop") ? model.numbers("weight_drop") : name === "dart" ? gradient.numbers("weight_drop") : null;
  if (weights !== null && weights.length !== trees.length)
    throw booster.inconsistent(`${weights.length} weights for ${trees.length} trees`);
  const each = parallel * (trees[0]?.width === outputs ? 1 : outputs);
  return { kind: "trees", trees, outputOf, weights, iterations: iterationsOf(booster, model, trees.length, each) };
}

/** Where each iteration's trees begin: said since 2.0, computed before. */
function iterationsOf(booster: State, model: Native, trees: number, each: number): Float64Array {
  if (!model.has("iteration_indptr")) {
    if (trees % each !== 0) throw booster.inconsistent(`${trees} trees, ${each} an iteration`);
    return Float64Array.from({ length: trees / each + 1 }, (_, i) => i * each);
  }
  const found = model.numbers("iteration_indptr");
  if (found[0] !== 0 || found[found.length - 1] !== trees || found.some((at, i) => !Number.isInteger(at) || (i > 0 && at < found[i - 1])))
    throw booster.inconsistent("its iterations are not those of its trees");
  return found;
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The greatest float32 below one: what is below a threshold is not above this. */
function below32(value: number): number {
  float[0] = value;
  if (float[0] === 0) return -(2 ** -149);
  if (Number.isNaN(float[0]) || float[0] === Number.NEGATIVE_INFINITY) return Number.NaN;
  // Among bits of a sign they are in the order of magnitudes.
  bits[0] += float[0] > 0 ? -1 : 1;
  return float[0];
}

function treeOf(booster: State, tree: Native, features: number, outputs: number, version: LibraryVersion): BoosterTree {
  const left = Int32Array.from(tree.numbers("left_children"));
  const count = left.length;
  const right = Int32Array.from(tree.numbers("right_children"));
  const conditions = tree.numbers("split_conditions");
  if (conditions.length !== count || right.length !== count) throw booster.inconsistent("the columns of a tree have several lengths");
  const width = tree.dict("tree_param").whole("size_leaf_vector", 1, 0, MOST_OUTPUTS);
  if (width > 1 && width !== outputs) throw booster.inconsistent(`leaves of ${width} values for ${outputs} outputs`);
  const missingLeft = Uint8Array.from(tree.numbers("default_left"));
  const nodes = {
    left,
    right,
    feature: Int32Array.from(tree.numbers("split_indices")),
    threshold: conditions.map(below32),
    missingLeft,
    zeroMissing: null,
    categories: setsOf(booster, tree, left, missingLeft, version),
    cover: tree.numbers("sum_hessian", count),
  };
  const values = width > 1 ? vectorsOf(booster, tree, left, right, width) : conditions;
  return boosterTree(booster, nodes, values, Math.max(1, width), features);
}

/** Vectors of each node: by leaves since 3.1 (a leaf's right child is its number), by nodes before. */
function vectorsOf(booster: State, tree: Native, left: Int32Array, right: Int32Array, width: number): Float64Array {
  if (!tree.has("leaf_weights")) return tree.numbers("base_weights");
  const weights = tree.numbers("leaf_weights");
  const values = new Float64Array(left.length * width);
  for (let id = 0; id < left.length; id++) {
    if (left[id] >= 0) continue;
    const from = right[id] * width;
    if (!(from >= 0 && from + width <= weights.length)) throw booster.inconsistent("a leaf has no vector");
    for (let k = 0; k < width; k++) values[id * width + k] = weights[from + k];
  }
  return values;
}

/**
 * Sets of categories, which go right (common/categorical.h). What no set has room for and what is no category goes left since
 * 2.0, the way of missing values before.
 */
function setsOf(booster: State, tree: Native, left: Int32Array, missingLeft: Uint8Array, version: LibraryVersion): CategorySets | null {
  const nodes = tree.numbers("categories_nodes", 0);
  if (nodes.length === 0) return null;
  const [segments, sizes, categories] = [tree.numbers("categories_segments"), tree.numbers("categories_sizes"), tree.numbers("categories")];
  const type = tree.numbers("split_type");
  if (segments.length !== nodes.length || sizes.length !== nodes.length)
    throw booster.inconsistent("its sets of categories have several lengths");
  const of = new Int32Array(left.length).fill(-1);
  const begin = new Int32Array(nodes.length + 1);
  const members = Array.from(nodes, (node, set) => {
    if (!(Number.isInteger(node) && node >= 0 && node < left.length) || of[node] !== -1) throw booster.inconsistent("a set is of no node");
    of[node] = set;
    const own = categories.subarray(segments[set], segments[set] + sizes[set]);
    if (own.length !== sizes[set] || own.length === 0 || own.some((one) => !(Number.isInteger(one) && one >= 0 && one < 2 ** 24)))
      throw booster.inconsistent("a set holds what is no category");
    begin[set + 1] = begin[set] + Math.floor(own.reduce((most, one) => Math.max(most, one), 0) / 32) + 1;
    if (begin[set + 1] > MOST_WORDS) throw booster.inconsistent("its sets of categories are too large");
    return own;
  });
  if (left.some((child, id) => child >= 0 && (type[id] === 1) !== of[id] >= 0))
    throw booster.inconsistent("a split on categories has no set");
  const words = new Uint32Array(begin[nodes.length]);
  members.forEach((own, set) => {
    for (const one of own) words[begin[set] + Math.floor(one / 32)] |= 1 << (one % 32);
  });
  const out = version.since(2, 0) ? new Uint8Array(left.length).fill(1) : missingLeft;
  return { of, begin, words, insideLeft: false, beyondLeft: out, belowLeft: out, isStrict: true };
}
