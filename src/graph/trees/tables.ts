/**
 * Trees in a graph: each row's leaf number in each tree, and the leaves' values as one table of doubles. A tree operator
 * answers in float32, which holds leaf numbers exactly; values never pass through it, so sums are those of sklearn to the
 * last bits (the difference of forests is 3e-15, where the operator's own sums have 9e-7).
 *
 * sklearn compares X in float32 with thresholds in double: a float32 is not above a double exactly when it is not above
 * the double rounded down to float32. Histogram boosting compares doubles with doubles: the operator has them as tensors.
 */
import { sentence } from "../../errors.js";
import type { TreeNodes } from "../../models/parts/trees/nodes.js";
import type { PackedTree } from "../../models/parts/trees/walk.js";
import { type Context, unsupported } from "../define.js";
import type { Attribute, Tensor, Value } from "../ir.js";

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The greatest float32 that is not above a double. */
function floor32(value: number): number {
  float[0] = value;
  if (!(Number(float[0]) > value)) return Number(float[0]);
  // One step towards −∞: among bits of a sign they are in the order of magnitudes.
  if (float[0] === 0) return -(2 ** -149);
  bits[0] = Number(bits[0]) + (Number(float[0]) > 0 ? -1 : 1);
  return Number(float[0]);
}

const ints = (value: ArrayLike<number>): Attribute => ({ type: "ints", value });
const floats = (value: ArrayLike<number>): Attribute => ({ type: "floats", value });
const doubles = (data: Float64Array): Tensor => ({ dtype: "float64", shape: [data.length], data });

/** Most leaves of one tree: their numbers are exact in float32. */
const MOST_LEAVES = 2 ** 24;

/** How inner nodes split, by node number: columns, since of a million nodes each call is felt. */
export interface Splits {
  readonly feature: Int32Array | Float64Array;
  readonly threshold: Float64Array;
  /** Not 0 where a missing value goes left. */
  readonly missingLeft: Uint8Array | Float64Array;
}

/** A tree to walk: children of each node (−1 in a leaf). */
export interface Branches {
  readonly count: number;
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly splits: () => Splits;
}

/**
 * Values of a stored tree's nodes, `width` each, by stored number; `of` makes something else of them. Of a tree with nodes that
 * nothing leads to, only those of the others are there, and nobody's to ask for.
 */
export function byNode(tree: TreeNodes, of: (values: Float64Array) => Float64Array = (values) => values): NodeValues {
  const width = tree.outputs * tree.width;
  if (tree.isWhole) {
    const values = of(tree.stored());
    return (node, column) => values[node * width + column] ?? 0;
  }
  const [values, places] = [of(tree.values), new Int32Array(tree.count)];
  const { ids } = tree.packed;
  for (let at = 0; at < ids.length; at++) places[Number(ids[at])] = at;
  return (node, column) => values[Number(places[node]) * width + column] ?? 0;
}

/** A value of a node. */
type NodeValues = (node: number, column: number) => number;

/** Splits as they are stored. Nodes that nothing leads to have none. */
const storedSplits = (tree: TreeNodes): Splits =>
  tree.isWhole
    ? { feature: tree.column("feature"), threshold: tree.column("threshold"), missingLeft: tree.column("missing_go_to_left") }
    : splitsOf(tree.packed, tree.packed.ids, tree.count);

/** Splits of a packed tree's nodes, each at its place in `ids`. */
function splitsOf({ words, thresholds, missingLeft }: PackedTree, ids: ArrayLike<number>, count: number): Splits {
  const splits = { feature: new Int32Array(count), threshold: new Float64Array(count), missingLeft: new Uint8Array(count) };
  for (let at = 0; at < ids.length; at++) {
    const id = Number(ids[at]);
    splits.feature[id] = Number(words[4 * at + 2]);
    splits.threshold[id] = Number(thresholds[2 * at]);
    splits.missingLeft[id] = Number(missingLeft[at]);
  }
  return splits;
}

/** A stored tree over X, or over the columns of X that it was fitted on. */
export const branches = (tree: TreeNodes, features?: ArrayLike<number>): Branches => ({
  count: tree.count,
  left: tree.left,
  right: tree.right,
  splits: () => {
    const splits = storedSplits(tree);
    return features === undefined ? splits : { ...splits, feature: splits.feature.map((feature) => Number(features[feature])) };
  },
});

/** A packed tree, by packed numbers. */
export function packedBranches(tree: PackedTree): Branches {
  const { ids, words } = tree;
  const child = (at: number): number => Number(words[4 * at + 3]);
  const side = (add: number): Int32Array => Int32Array.from(ids, (_, at) => (child(at) === at ? -1 : child(at) + add));
  const places = Int32Array.from(ids, (_, at) => at);
  return { count: ids.length, left: side(0), right: side(1), splits: () => splitsOf(tree, places, ids.length) };
}

/** Most nodes of all trees: references may repeat one, and a graph has it as often. */
const MOST_NODES = 2 ** 26;

/** Leaves of one tree by node number: −1 for inner nodes. */
function leafNumbers({ left, count }: Branches): Int32Array {
  const numbers = new Int32Array(count).fill(-1);
  let next = 0;
  for (let id = 0; id < count; id++) if (left[id] === -1) numbers[id] = next++;
  return numbers;
}

/** Number of leaves: they are counted from 0, so the last one knows. */
function leavesOf(numbers: Int32Array): number {
  let last = numbers.length - 1;
  while (last >= 0 && Number(numbers[last]) < 0) last--;
  return last < 0 ? 0 : Number(numbers[last]) + 1;
}

export interface LeafTable {
  /** Leaf of each tree for each row, as rows of `table`: [N, trees], int64. */
  readonly leaves: () => Value;
  /** Number of leaves of all trees. */
  readonly count: number;
  /** `width` values of each leaf, tree after tree; `valueAt` takes tree, stored node number and column. */
  table(width: number, valueAt: (tree: number, node: number, column: number) => number): Value;
}

/** @throws CornichonError `target.unsupported` for more than a graph holds */
function checkSizes({ at, state }: Context, trees: readonly Branches[], sizes: readonly number[]): void {
  const nodes = trees.reduce((sum, { count }) => sum + count, 0);
  if (nodes > MOST_NODES || sizes.some((size) => size > MOST_LEAVES))
    throw unsupported(at, state.className, sentence`its trees have more nodes than a graph holds`);
}

/** The trees of an ensemble over X; `single`: X is float32 to them. */
export function leafTable(context: Context, trees: readonly Branches[], x = context.rows.x, single = true): LeafTable {
  const { ops } = context;
  const numbers = trees.map(leafNumbers);
  const sizes = numbers.map(leavesOf);
  checkSizes(context, trees, sizes);
  let count = 0;
  const offsets = sizes.map((size) => {
    count += size;
    return count - size;
  });
  const leaves = (): Value => {
    const attributes = treeAttributes(trees, numbers, Number(x.shape[1]), single);
    const seen = single ? ops.cast(x, "float32") : x;
    const found = ops.g.node("TreeEnsembleRegressor", [seen], "float32", ["N", trees.length], { domain: "ai.onnx.ml", attributes });
    return ops.add(ops.cast(found, "int64"), ops.longs(offsets));
  };
  const table: LeafTable["table"] = (width, valueAt) => {
    const data = new Float64Array(count * width);
    numbers.forEach((leaf, t) => {
      for (let id = 0; id < leaf.length; id++) {
        const row = Number(leaf[id]);
        if (row >= 0) for (let k = 0; k < width; k++) data[(Number(offsets[t]) + row) * width + k] = valueAt(t, id, k);
      }
    });
    return ops.doubles([count, width], data);
  };
  return { leaves, count, table };
}

type Numbers = Uint16Array | Int32Array;

/** Room for whole numbers up to `most`: a forest has ten of them a node. Of two kinds, since loops over more are slower than both. */
const wholes = (count: number, most: number): Numbers => (most < 2 ** 16 ? new Uint16Array(count) : new Int32Array(count));

/** Columns of the operator's nodes. */
interface NodeColumns {
  readonly tree: Numbers;
  readonly id: Numbers;
  readonly feature: Numbers;
  readonly yes: Numbers;
  readonly no: Numbers;
  readonly missing: Numbers;
  readonly thresholds: Float32Array | Float64Array;
  readonly modes: string[];
}

/** Columns of its leaves: a target for each tree, weighed by the leaf's number. */
interface LeafColumns {
  readonly tree: Numbers;
  readonly id: Numbers;
  readonly weight: Float32Array | Float64Array;
}

function fillTree(to: NodeColumns, from: number, t: number, tree: Branches, numbers: Int32Array, single: boolean): void {
  const { left, right, count } = tree;
  const { feature, threshold, missingLeft } = tree.splits();
  for (let id = 0, at = from; id < count; id++, at++) {
    to.tree[at] = t;
    to.id[at] = id;
    const isLeaf = Number(numbers[id]) >= 0;
    to.modes[at] = isLeaf ? "LEAF" : "BRANCH_LEQ";
    if (isLeaf) continue;
    to.feature[at] = Number(feature[id]);
    to.thresholds[at] = single ? floor32(Number(threshold[id])) : Number(threshold[id]);
    to.yes[at] = Number(left[id]);
    to.no[at] = Number(right[id]);
    to.missing[at] = missingLeft[id] === 0 ? 0 : 1;
  }
}

/** Leaves of a tree; gives how many there are. */
function fillLeaves(to: LeafColumns, from: number, t: number, numbers: Int32Array): number {
  let at = from;
  for (let id = 0; id < numbers.length; id++) {
    const leaf = Number(numbers[id]);
    if (leaf < 0) continue;
    to.tree[at] = t;
    to.id[at] = id;
    to.weight[at++] = leaf;
  }
  return at - from;
}

/** Attributes of ai.onnx.ml 3 TreeEnsembleRegressor: a target for each tree, whose leaves weigh their number. */
function treeAttributes(
  trees: readonly Branches[],
  numbers: readonly Int32Array[],
  columns: number,
  single: boolean,
): Readonly<Record<string, Attribute>> {
  const [total, leaves, longest] = [
    trees.reduce((sum, { count }) => sum + count, 0),
    numbers.reduce((sum, one) => sum + leavesOf(one), 0),
    trees.reduce((most, { count }) => Math.max(most, count), 0),
  ];
  const decimals = (count: number) => (single ? new Float32Array(count) : new Float64Array(count));
  const nodes: NodeColumns = {
    tree: wholes(total, trees.length),
    id: wholes(total, longest),
    feature: wholes(total, columns),
    yes: wholes(total, longest),
    no: wholes(total, longest),
    missing: wholes(total, 1),
    thresholds: decimals(total),
    modes: new Array(total),
  };
  const target: LeafColumns = { tree: wholes(leaves, trees.length), id: wholes(leaves, longest), weight: decimals(leaves) };
  let at = 0;
  let leafAt = 0;
  trees.forEach((tree, t) => {
    const own = numbers[t] ?? new Int32Array();
    fillTree(nodes, at, t, tree, own, single);
    leafAt += fillLeaves(target, leafAt, t, own);
    at += tree.count;
  });
  const numbered = (name: string, data: Float32Array | Float64Array): Readonly<Record<string, Attribute>> =>
    data instanceof Float64Array ? { [`${name}_as_tensor`]: { type: "tensor", value: doubles(data) } } : { [name]: floats(data) };
  return {
    n_targets: { type: "int", value: trees.length },
    nodes_falsenodeids: ints(nodes.no),
    nodes_featureids: ints(nodes.feature),
    nodes_missing_value_tracks_true: ints(nodes.missing),
    nodes_modes: { type: "strings", value: nodes.modes },
    nodes_nodeids: ints(nodes.id),
    nodes_treeids: ints(nodes.tree),
    nodes_truenodeids: ints(nodes.yes),
    ...numbered("nodes_values", nodes.thresholds),
    post_transform: { type: "string", value: "NONE" },
    target_ids: ints(target.tree),
    target_nodeids: ints(target.id),
    target_treeids: ints(target.tree),
    ...numbered("target_weights", target.weight),
  };
}
