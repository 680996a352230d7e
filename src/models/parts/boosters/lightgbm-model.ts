/**
 * LightGBM's model as its text has it (v2 to v4), read and checked: trees whose inner nodes and leaves are counted apart become
 * nodes of one kind, the leaves behind the others. Leaves of linear trees have a line of their own.
 */
import type { Expectation } from "../../samples.js";
import { MOST_FEATURES, type State } from "../../state.js";
import { type LightgbmObjective, lightgbmObjective } from "./lightgbm-objectives.js";
import { decodedOf, type Native } from "./native.js";
import { type BoosterNodes, type BoosterTree, boosterTree, type CategorySets } from "./trees.js";

const MOST_OUTPUTS = 2 ** 16;
const MOST_LEAVES = 2 ** 26;

/** Bits of `decision_type`. */
const CATEGORICAL = 1;
const DEFAULT_LEFT = 2;
const MISSING_SHIFT = 2;
const MISSING_ZERO = 1;
const MISSING_NAN = 2;

/** What leaves of a linear tree add: a constant and factors of columns. */
export interface LeafLines {
  readonly constant: Float64Array;
  /** Columns and factors of leaf `j` are `begin[j] … begin[j + 1] − 1`. */
  readonly begin: Int32Array;
  readonly feature: Int32Array;
  readonly factor: Float64Array;
}

export interface LightgbmTree extends BoosterTree {
  /** Number of inner nodes: the first leaf's number. */
  readonly inner: number;
  readonly lines: LeafLines | null;
}

export interface LightgbmModel {
  readonly expected: Expectation;
  readonly features: number;
  /** Raw scores a row, and trees an iteration. */
  readonly outputs: number;
  readonly objective: LightgbmObjective;
  readonly trees: readonly LightgbmTree[];
  readonly isAverage: boolean;
  /** Written by 4.6 or 4.7 and later, as parameters tell that those before have not. */
  readonly since46: boolean;
  readonly since47: boolean;
  /** Columns of categories in their order, and the categories of each where a frame was fitted. */
  readonly categorical: readonly number[];
  readonly categories: readonly (readonly unknown[])[] | null;
}

/** Reads the Booster's decoded text. @throws CornichonError `model.*` */
export function readLightgbm(booster: State, name: string): LightgbmModel {
  const model = decodedOf(booster, "header");
  const header = model.dict("header");
  const parameters = model.has("parameters") ? model.dict("parameters") : null;
  const features = 1 + header.whole("max_feature_idx", -1, 0, MOST_FEATURES - 1);
  const outputs = header.whole("num_tree_per_iteration", header.number("num_class", 1), 1, MOST_OUTPUTS);
  const trees = model.dicts("trees").map((tree) => treeOf(booster, tree, features));
  if (trees.length % outputs !== 0) throw booster.inconsistent(`${trees.length} trees, ${outputs} an iteration`);
  return {
    expected: { name, nFeatures: features, featureNames: namesOf(booster, header, features) },
    features,
    outputs,
    objective: lightgbmObjective(booster, header.text("objective")),
    trees,
    isAverage: header.has("average_output"),
    since46: parameters?.has("bagging_by_query") === true,
    since47: parameters?.has("gpu_device_id_list") === true,
    ...categoriesOf(model, header),
  };
}

/** Names of columns; those that LightGBM gives of itself are none. */
function namesOf(booster: State, header: Native, features: number): readonly string[] | null {
  const names = header.texts("feature_names");
  if (names.length !== features) throw booster.inconsistent(`${names.length} feature names for ${features} features`);
  return names.every((name, j) => name === `Column_${j}`) ? null : names;
}

/** Columns of categories are those whose values are listed, not bounded; those of a frame may have been left out of all trees. */
function categoriesOf(model: Native, header: Native): Pick<LightgbmModel, "categorical" | "categories"> {
  const infos = header.has("feature_infos") ? header.texts("feature_infos") : [];
  const categorical = infos.flatMap((info, j) => (info === "none" || info.startsWith("[") ? [] : [j]));
  const lists = model.has("pandas_categorical") && model.get("pandas_categorical") !== null ? model.list("pandas_categorical") : [];
  const categories = lists.map((list) => (Array.isArray(list) ? list : []));
  return { categorical, categories: categories.length === 0 ? null : categories };
}

const ints = (values: Float64Array): Int32Array => Int32Array.from(values);

/** Which way missing values go at each node, and where zero is one. */
function waysOf(types: Int32Array, threshold: Float64Array, count: number): Pick<BoosterNodes, "missingLeft" | "zeroMissing"> {
  const missingLeft = new Uint8Array(count);
  const zeroMissing = new Uint8Array(count);
  for (let id = 0; id < types.length; id++) {
    if ((types[id] & CATEGORICAL) !== 0) continue; // among categories what is missing is in no set
    const missing = types[id] >> MISSING_SHIFT;
    const isKind = missing === MISSING_NAN || missing === MISSING_ZERO;
    // Where nothing is missing NaN is zero.
    const isLeft = isKind ? (types[id] & DEFAULT_LEFT) !== 0 : threshold[id] >= 0;
    missingLeft[id] = isLeft ? 1 : 0;
    zeroMissing[id] = missing === MISSING_ZERO ? 1 : 0;
  }
  return { missingLeft, zeroMissing: zeroMissing.includes(1) ? zeroMissing : null };
}

function treeOf(booster: State, tree: Native, features: number): LightgbmTree {
  const leaves = tree.whole("num_leaves", 1, 1, MOST_LEAVES);
  const inner = leaves - 1;
  const count = inner + leaves;
  const [leaf, threshold] = [tree.numbers("leaf_value"), tree.numbers("threshold", inner)];
  const [types, feature] = [ints(tree.numbers("decision_type", inner)), ints(tree.numbers("split_feature", inner))];
  if (leaf.length !== leaves) throw booster.inconsistent(`${leaf.length} values of ${leaves} leaves`);
  if ([types, threshold, feature].some((one) => one.length !== inner))
    throw booster.inconsistent("the columns of a tree have several lengths");
  const children = (name: string): Int32Array => childrenOf(booster, tree.numbers(name, inner), inner, leaves);
  const nodes = {
    left: children("left_child"),
    right: children("right_child"),
    feature: padded(feature, count),
    threshold: joined(threshold, new Float64Array(leaves)),
    ...waysOf(types, threshold, count),
    categories: setsOf(booster, tree, types, threshold, count),
    // A leaf alone has no counts.
    cover: joined(tree.numbers("internal_count", inner), inner === 0 ? Float64Array.of(1) : tree.numbers("leaf_count", leaves)),
  };
  const lines = tree.number("is_linear", 0) === 1 ? linesOf(booster, tree, leaves, features) : null;
  return { ...boosterTree(booster, nodes, joined(new Float64Array(inner), leaf), 1, features), inner, lines };
}

function padded(values: Int32Array, count: number): Int32Array {
  const out = new Int32Array(count);
  out.set(values.subarray(0, count));
  return out;
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/** Children by node: a child below zero is the leaf `−child − 1`. */
function childrenOf(booster: State, stored: Float64Array, inner: number, leaves: number): Int32Array {
  if (stored.length !== inner) throw booster.inconsistent(`${stored.length} children of ${inner} nodes`);
  const out = new Int32Array(inner + leaves).fill(-1);
  for (let id = 0; id < inner; id++) {
    const child = stored[id];
    if (!(Number.isInteger(child) && child >= -leaves && child < inner)) throw booster.inconsistent(`a tree's node has the child ${child}`);
    out[id] = child >= 0 ? child : inner - child - 1;
  }
  return out;
}

/** Sets of categories, which go left (Tree::CategoricalDecision); all else goes right. */
function setsOf(booster: State, tree: Native, types: Int32Array, threshold: Float64Array, count: number): CategorySets | null {
  if (!types.some((type) => (type & CATEGORICAL) !== 0)) return null;
  const begin = ints(tree.numbers("cat_boundaries"));
  const words = Uint32Array.from(tree.numbers("cat_threshold"));
  const isRising = begin.every((at, i) => (i === 0 ? at === 0 : at >= begin[i - 1]));
  if (!isRising || begin[begin.length - 1] !== words.length)
    throw booster.inconsistent("its sets of categories are not where they should be");
  const of = new Int32Array(count).fill(-1);
  types.forEach((type, id) => {
    if ((type & CATEGORICAL) === 0) return;
    const set = threshold[id];
    if (!(Number.isInteger(set) && set >= 0 && set < begin.length - 1)) throw booster.inconsistent("a split on categories has no set");
    of[id] = set;
  });
  const never = new Uint8Array(count);
  return { of, begin, words, insideLeft: true, beyondLeft: never, belowLeft: never, isStrict: false };
}

function linesOf(booster: State, tree: Native, leaves: number, features: number): LeafLines {
  const constant = tree.numbers("leaf_const");
  const counts = tree.numbers("num_features");
  const [feature, factor] = [ints(tree.numbers("leaf_features", 0)), tree.numbers("leaf_coeff", 0)];
  const begin = new Int32Array(leaves + 1);
  for (let j = 0; j < leaves; j++) begin[j + 1] = begin[j] + counts[j];
  const isOdd = constant.length !== leaves || counts.length !== leaves || counts.some((n) => !(n >= 0));
  if (isOdd || begin[leaves] !== feature.length || feature.length !== factor.length || feature.some((j) => !(j >= 0 && j < features)))
    throw booster.inconsistent("a linear tree's leaves do not fit its columns");
  return { constant, begin, feature, factor };
}
