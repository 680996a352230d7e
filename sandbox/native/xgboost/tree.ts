/**
 * One tree of xgboost (`RegTree::LoadModel`, `MultiTargetTree::LoadModel`): arrays of a value a node, children and parents that
 * make one tree, features below the model's, sets of categories. Of a deleted node (pruned by old versions) only its marks
 * count, as in xgboost.
 */
import type { Check } from "../check.js";
import { isDict, type Plain, type PlainDict, type Row } from "../plain.js";
import { treeShape } from "../tree-shape.js";
import { MAX_CATEGORY, MAX_CATEGORY_BYTES, MAX_FEATURES, MAX_INT32 } from "./limits.js";

const FLOATS = "loss_changes sum_hessian base_weights split_conditions";
const NODES = "left_children right_children parents split_indices split_conditions default_left base_weights tree_param id";
const STATISTICS = "loss_changes sum_hessian leaf_child_counts";
const CATEGORIES = "categories categories_nodes categories_segments categories_sizes split_type";

/** Feature of a deleted node, as far as it is stored beside `default_left`. */
const DELETED = MAX_INT32;

/** What all trees of a model share. */
export interface Forest {
  readonly features: number;
  /** Numbers that a leaf of a tree over several targets has. */
  readonly targets: number;
  /** Blocks of numbers, as UBJSON has them, or lists, as JSON. */
  readonly blocks: boolean;
  /** Bytes of category sets so far. */
  categoryBytes: number;
}

export function checkTree(check: Check, value: Plain | undefined, index: number, forest: Forest): void {
  const key = `trees[${index}].`;
  const tree = check.dict(value, key, NODES, `${STATISTICS} ${CATEGORIES} leaf_weights`);
  if (check.failed) return;
  check.whole(tree.get("id"), `${key}id`, index, index);
  const param = check.dict(tree.get("tree_param"), `${key}tree_param.`, "num_nodes num_feature num_deleted size_leaf_vector", "num_roots");
  const nodes = check.wholeText(param.get("num_nodes"), `${key}num_nodes`, 1, MAX_INT32);
  const features = check.wholeText(param.get("num_feature"), `${key}num_feature`, 0, MAX_FEATURES);
  const deleted = check.wholeText(param.get("num_deleted"), `${key}num_deleted`, 0, nodes - 1);
  const vector = check.wholeText(param.get("size_leaf_vector"), `${key}size_leaf_vector`, 0, forest.targets);
  if (param.has("num_roots")) check.wholeText(param.get("num_roots"), `${key}num_roots`, 0, 1);
  if (vector > 1) check.must(vector === forest.targets, "native.range-of", `${key}size_leaf_vector`);
  if (check.failed) return;
  const rows = rowsOf(check, tree, key, nodes, vector, forest.blocks);
  if (check.failed) return;
  check.must(features === 0 || features <= forest.features, "native.range-of", `${key}num_feature`);
  checkNodes(check, rows, key, { nodes, deleted, features: Math.min(forest.features, features === 0 ? forest.features : features) });
  if (CATEGORIES.split(" ").some((name) => tree.has(name))) checkCategories(check, tree, key, nodes, forest);
}

interface Rows {
  /** Sums of hessians of a tree with one number a leaf. */
  readonly weight: Row | null;
  /** Leaves whose numbers stand beside the nodes: a leaf's right child is its number there. */
  readonly leaves: number;
  readonly left: Row;
  readonly right: Row;
  readonly parent: Row;
  readonly feature: Row;
  readonly defaultLeft: Row;
}

function rowsOf(check: Check, tree: PlainDict, key: string, nodes: number, vector: number, blocks: boolean): Rows {
  for (const name of FLOATS.split(" ")) {
    if (vector > 1 && !tree.has(name) && STATISTICS.includes(name)) continue;
    const row = check.row(tree.get(name), key + name, name === "base_weights" && vector > 1 ? nodes * vector : nodes);
    check.must(row.count === 0 || row.layout === (blocks ? "f4" : "list"), "native.kind-of", key + name);
  }
  if (tree.has("leaf_child_counts")) integers(check, tree, key, "leaf_child_counts", nodes, blocks, 0, MAX_INT32);
  const leaves = tree.has("leaf_weights") ? leafWeights(check, tree, key, nodes, vector, blocks) : 0;
  const least = -1;
  return {
    weight: vector > 1 ? null : check.row(tree.get("sum_hessian"), `${key}sum_hessian`, nodes),
    leaves,
    left: integers(check, tree, key, "left_children", nodes, blocks, least, nodes - 1),
    right: integers(check, tree, key, "right_children", nodes, blocks, least, nodes - 1),
    parent: integers(check, tree, key, "parents", nodes, blocks, least, MAX_INT32),
    feature: integers(check, tree, key, "split_indices", nodes, blocks, 0, MAX_INT32),
    defaultLeft: marks(check, tree.get("default_left"), `${key}default_left`, nodes, blocks),
  };
}

/** A leaf's numbers of a tree over several targets: whole leaves, as many as fit the nodes. */
function leafWeights(check: Check, tree: PlainDict, key: string, nodes: number, vector: number, blocks: boolean): number {
  const row = check.row(tree.get("leaf_weights"), `${key}leaf_weights`, null);
  check.must(row.layout === (blocks ? "f4" : "list") || row.count === 0, "native.kind-of", `${key}leaf_weights`);
  check.must(vector > 1 && row.count % vector === 0 && row.count <= nodes * vector, "native.count-of", `${key}leaf_weights`);
  return row.count / vector;
}

function integers(
  check: Check,
  tree: PlainDict,
  key: string,
  name: string,
  count: number | null,
  blocks: boolean,
  least: number,
  most: number,
): Row {
  const row = check.wholes(tree.get(name), key + name, count, least, most);
  const layout = name === "split_indices" && row.layout === "i8" ? "i8" : (LAYOUTS.get(name) ?? "i4");
  check.must(row.layout === (blocks ? layout : "list"), "native.kind-of", key + name);
  return row;
}

const LAYOUTS: ReadonlyMap<string, string> = new Map([
  ["categories_segments", "i8"],
  ["categories_sizes", "i8"],
  ["split_type", "u1"],
]);

/** Zero or one a node: a block, or in JSON a list of truths or numbers. */
function marks(check: Check, value: Plain | undefined, key: string, count: number, blocks: boolean): Row {
  if (!blocks && Array.isArray(value)) return truths(check, value, key, count);
  const row = check.wholes(value, key, count, 0, 1);
  check.must(row.layout === (blocks ? "u1" : "list"), "native.kind-of", key);
  return row;
}

function truths(check: Check, list: readonly Plain[], key: string, count: number): Row {
  check.must(list.length === count, "native.count-of", key);
  check.must(
    list.every((item) => typeof item === "boolean"),
    "native.kind-of",
    key,
  );
  return { count: list.length, layout: "list", whole: true, at: (index) => (list[index] === true ? 1 : 0) };
}

interface Counts {
  readonly nodes: number;
  readonly deleted: number;
  readonly features: number;
}

function checkNodes(check: Check, rows: Rows, key: string, counts: Counts): void {
  const { leaves, left, right, parent, feature, defaultLeft } = rows;
  let sound = isRoot(parent.at(0));
  const { weight } = rows;
  const shape = treeShape(counts.nodes, (node) => {
    const pair = [left.at(node), right.at(node)] as const;
    if (pair[0] === -1) {
      sound &&= leaves === 0 ? pair[1] === -1 : pair[1] >= 0 && pair[1] < leaves;
      return null;
    }
    sound &&= weight === null || (isShare(weight, node, pair[0]) && isShare(weight, node, pair[1]));
    sound &&= feature.at(node) < counts.features && parent.at(pair[0]) === node && parent.at(pair[1]) === node;
    return pair;
  });
  if (shape === null || !sound) return check.fail("native.tree-of", `trees${key.slice(5, -1)}`);
  let deleted = 0;
  for (let node = 0; node < counts.nodes; node++) {
    const isDeleted = feature.at(node) === DELETED && defaultLeft.at(node) === 1;
    if (isDeleted) deleted++;
    if (isDeleted === (shape.reached[node] === 1)) sound = false;
    // xgboost asks each node's parent which of its children it is, a deleted node's too.
    if (node > 0 && !(parent.at(node) >= 0 && parent.at(node) < counts.nodes)) sound = false;
  }
  if (!sound || deleted !== counts.deleted) check.fail("native.tree-of", `trees${key.slice(5, -1)}`);
}

/** Contributions divide a child's weight by its parent's; old versions abort where that is no number. */
function isShare(weight: Row, parent: number, child: number): boolean {
  const [whole, part] = [weight.at(parent), weight.at(child)];
  return whole > 0 && part >= 0 && part <= MOST_SHARE * whole && whole !== Number.POSITIVE_INFINITY;
}

/** Sums of single precision in another order may be a little more than the whole. */
const MOST_SHARE = 2;

const isRoot = (parent: number): boolean => parent === -1 || parent === MAX_INT32;

function checkCategories(check: Check, tree: PlainDict, key: string, nodes: number, forest: Forest): void {
  const { blocks } = forest;
  for (const name of CATEGORIES.split(" ")) check.must(tree.has(name), "native.missing-key", key + name);
  if (check.failed) return;
  const kinds = integers(check, tree, key, "split_type", nodes, blocks, 0, 1);
  const owners = integers(check, tree, key, "categories_nodes", null, blocks, 0, nodes - 1);
  const starts = integers(check, tree, key, "categories_segments", owners.count, blocks, 0, MAX_INT32);
  const sizes = integers(check, tree, key, "categories_sizes", owners.count, blocks, 1, MAX_INT32);
  const categories = integers(check, tree, key, "categories", null, blocks, 0, MAX_CATEGORY - 1);
  if (check.failed) return;
  let marked = 0;
  for (let node = 0; node < kinds.count; node++) marked += kinds.at(node);
  check.must(marked === owners.count, "native.count-of", `${key}categories_nodes`);
  let at = 0;
  for (let i = 0; i < owners.count && !check.failed; i++) {
    check.must((i === 0 || owners.at(i) > owners.at(i - 1)) && kinds.at(owners.at(i)) === 1, "native.range-of", `${key}categories_nodes`);
    check.must(starts.at(i) === at, "native.range-of", `${key}categories_segments`);
    const end = at + sizes.at(i);
    check.must(end <= categories.count, "native.range-of", `${key}categories_sizes`);
    let largest = 0;
    for (; at < end && !check.failed; at++) largest = Math.max(largest, categories.at(at));
    forest.categoryBytes += 4 * (Math.floor(largest / 32) + 1);
  }
  check.must(at === categories.count, "native.count-of", `${key}categories`);
  check.must(forest.categoryBytes <= MAX_CATEGORY_BYTES, "native.range-of", `${key}categories`);
}

/** How many numbers a leaf of the first tree has, before anything of it is checked. */
export function leafVector(trees: readonly Plain[]): number {
  const [first] = trees;
  const param = isDict(first) ? first.get("tree_param") : undefined;
  const size = isDict(param) ? param.get("size_leaf_vector") : undefined;
  return typeof size === "string" ? Number(size) : 0;
}
