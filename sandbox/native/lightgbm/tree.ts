/**
 * One tree of LightGBM (`Tree::Tree(const char*)`): rows as long as its leaves or inner nodes, children that make one tree,
 * features below the model's, bits of categories inside their boundaries, the features of linear leaves. A child below zero
 * is the leaf `-child - 1`.
 */
import type { Check } from "../check.js";
import type { Plain, PlainDict, Row } from "../plain.js";
import { treeShape } from "../tree-shape.js";

const REQUIRED = "num_leaves num_cat leaf_value";
const INNER = "split_feature threshold decision_type left_child right_child";
const OPTIONAL =
  "split_gain leaf_weight leaf_count leaf_parent internal_value internal_weight internal_count cat_boundaries cat_threshold shrinkage " +
  "is_linear leaf_const num_features leaf_features leaf_coeff";
const MAX_INT32 = 2 ** 31 - 1;
const MAX_UINT32 = 2 ** 32 - 1;

/** Categorical, default left, and one of three kinds of missing values. */
const MAX_DECISION = 11;
const CATEGORICAL = 1;

export function checkTree(check: Check, value: Plain | undefined, index: number, features: number): void {
  const key = `trees[${index}].`;
  const tree = check.dict(value, key, REQUIRED, `${INNER} ${OPTIONAL}`);
  const leaves = check.whole(tree.get("num_leaves"), `${key}num_leaves`, 1, MAX_INT32);
  const sets = check.whole(tree.get("num_cat"), `${key}num_cat`, 0, MAX_INT32);
  if (check.failed) return;
  if (tree.has("shrinkage")) check.number(tree.get("shrinkage"), `${key}shrinkage`);
  if (tree.has("is_linear")) check.whole(tree.get("is_linear"), `${key}is_linear`, 0, 1);
  check.row(tree.get("leaf_value"), `${key}leaf_value`, leaves);
  const one = leaves === 1;
  for (const name of ["leaf_weight", "internal_value", "internal_weight", "split_gain"])
    optionalRow(check, tree, key, name, name === "leaf_weight" ? leaves : leaves - 1, one);
  for (const name of ["leaf_count", "internal_count", "leaf_parent"])
    wholeRow(check, optionalRow(check, tree, key, name, name === "internal_count" ? leaves - 1 : leaves, one), key + name);
  const boundaries = sets === 0 ? null : checkSets(check, tree, key, sets);
  if (check.number(tree.get("is_linear"), null) === 1) checkLinear(check, tree, key, leaves, features);
  if (!one && !check.failed) checkNodes(check, tree, key, { leaves, features, sets: boundaries === null ? 0 : sets });
}

/** A row that a version may lack. Of a tree of one leaf it may be empty, or have one number that nobody reads. */
function optionalRow(check: Check, tree: PlainDict, key: string, name: string, count: number, one: boolean): Row | null {
  if (!tree.has(name)) return null;
  const row = check.row(tree.get(name), key + name, one ? null : count);
  check.must(!one || row.count <= 1, "native.count-of", key + name);
  return row;
}

function wholeRow(check: Check, row: Row | null, key: string): void {
  if (row !== null) check.wholes(row, key, null, -MAX_INT32, MAX_INT32);
}

/** Where the bits of each set of categories begin, and their end. */
function checkSets(check: Check, tree: PlainDict, key: string, sets: number): Row {
  const bits = check.wholes(tree.get("cat_threshold"), `${key}cat_threshold`, null, 0, MAX_UINT32);
  const boundaries = check.wholes(tree.get("cat_boundaries"), `${key}cat_boundaries`, sets + 1, 0, bits.count);
  for (let i = 0; i < boundaries.count; i++)
    check.must(i === 0 ? boundaries.at(0) === 0 : boundaries.at(i) >= boundaries.at(i - 1), "native.range-of", `${key}cat_boundaries`);
  check.must(check.failed || boundaries.at(sets) === bits.count, "native.count-of", `${key}cat_threshold`);
  return boundaries;
}

function checkLinear(check: Check, tree: PlainDict, key: string, leaves: number, features: number): void {
  check.row(tree.get("leaf_const"), `${key}leaf_const`, leaves);
  const counts = check.wholes(tree.get("num_features"), `${key}num_features`, leaves, 0, features);
  let total = 0;
  for (let i = 0; i < counts.count; i++) total += counts.at(i);
  check.wholes(tree.get("leaf_features"), `${key}leaf_features`, total, 0, features - 1);
  check.row(tree.get("leaf_coeff"), `${key}leaf_coeff`, total);
}

interface Counts {
  readonly leaves: number;
  readonly features: number;
  readonly sets: number;
}

function checkNodes(check: Check, tree: PlainDict, key: string, { leaves, features, sets }: Counts): void {
  const inner = leaves - 1;
  check.wholes(tree.get("split_feature"), `${key}split_feature`, inner, 0, features - 1);
  const left = check.wholes(tree.get("left_child"), `${key}left_child`, inner, -leaves, inner - 1);
  const right = check.wholes(tree.get("right_child"), `${key}right_child`, inner, -leaves, inner - 1);
  const threshold = check.row(tree.get("threshold"), `${key}threshold`, inner);
  const decisions = tree.has("decision_type")
    ? check.wholes(tree.get("decision_type"), `${key}decision_type`, inner, 0, MAX_DECISION)
    : null;
  if (check.failed) return;
  for (let node = 0; node < inner; node++) {
    if (decisions === null || (decisions.at(node) & CATEGORICAL) === 0) continue;
    const set = threshold.at(node);
    check.must(Number.isInteger(set) && set >= 0 && set < sets, "native.range-of", `${key}threshold`);
  }
  // Leaves stand behind the inner nodes.
  const place = (child: number): number => (child < 0 ? inner - child - 1 : child);
  const shape = treeShape(inner + leaves, (node) => (node < inner ? [place(left.at(node)), place(right.at(node))] : null));
  if (shape?.count !== inner + leaves) check.fail("native.tree-of", key.slice(0, -1));
}
