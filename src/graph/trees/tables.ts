/**
 * Trees in a graph: each row's leaf number in each tree, and the leaves' values as one table of doubles. A tree operator
 * answers in float32, which holds leaf numbers exactly; values never pass through it, so sums are those of sklearn to the
 * last bits (the difference of forests is 3e-15, where the operator's own sums have 9e-7).
 *
 * sklearn compares X in float32 with thresholds in double: a float32 is not above a double exactly when it is not above
 * the double rounded down to float32. Histogram boosting compares doubles with doubles: the operator has them as tensors.
 */
import { CornichonError, sentence } from "../../errors.js";
import type { TreeNodes } from "../../models/parts/trees/nodes.js";
import type { PackedTree } from "../../models/parts/trees/walk.js";
import type { Attribute, Tensor, Value } from "../ir.js";
import type { Ops } from "../ops.js";

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

/** How nodes split, by node number. */
export interface Splits {
  readonly feature: ArrayLike<number>;
  readonly threshold: ArrayLike<number>;
  /** Not 0 where a missing value goes left. */
  readonly missingLeft: ArrayLike<number>;
}

/** A tree to walk: children of each node (−1 in a leaf). */
export interface Branches {
  readonly count: number;
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly splits: () => Splits;
}

/** A stored tree over X, or over the columns of X that it was fitted on. */
export const branches = ({ count, left, right, column }: TreeNodes, features?: ArrayLike<number>): Branches => ({
  count,
  left,
  right,
  splits: () => {
    const seen = column("feature");
    const feature = features === undefined ? seen : seen.map((j) => (j < 0 ? j : Number(features[j])));
    return { feature, threshold: column("threshold"), missingLeft: column("missing_go_to_left") };
  },
});

/** A packed tree, by packed numbers. */
export function packedBranches({ ids, words, thresholds, missingLeft }: PackedTree): Branches {
  const child = (at: number): number => Number(words[4 * at + 3]);
  const side = (add: number): Int32Array => Int32Array.from(ids, (_, at) => (child(at) === at ? -1 : child(at) + add));
  return {
    count: ids.length,
    left: side(0),
    right: side(1),
    splits: () => ({
      feature: Int32Array.from(ids, (_, at) => Number(words[4 * at + 2])),
      threshold: Float64Array.from(ids, (_, at) => Number(thresholds[2 * at])),
      missingLeft,
    }),
  };
}

/** Leaves of one tree by node number: −1 for inner nodes. */
function leafNumbers({ left, count }: Branches): Int32Array {
  const numbers = new Int32Array(count).fill(-1);
  let next = 0;
  for (let id = 0; id < count; id++) if (left[id] === -1) numbers[id] = next++;
  return numbers;
}

export interface LeafTable {
  /** Leaf of each tree for each row, as rows of `table`: [N, trees], int64. */
  readonly leaves: () => Value;
  /** Number of leaves of all trees. */
  readonly count: number;
  /** `width` values of each leaf, tree after tree; `valueAt` takes tree, stored node number and column. */
  table(width: number, valueAt: (tree: number, node: number, column: number) => number): Value;
}

/** The trees of an ensemble over X; `single`: X is float32 to them. */
export function leafTable(ops: Ops, x: Value, trees: readonly Branches[], single = true): LeafTable {
  const numbers = trees.map(leafNumbers);
  const sizes = numbers.map((one) => one.reduce((most, number) => Math.max(most, number + 1), 0));
  const count = sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.some((size) => size > MOST_LEAVES))
    throw new CornichonError("target.unsupported", sentence`a tree has more leaves than float32 can number`);
  const offsets = sizes.map((_, t) => sizes.slice(0, t).reduce((sum, size) => sum + size, 0));
  const leaves = (): Value => {
    const attributes = treeAttributes(trees, numbers, single);
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

/** Attributes of ai.onnx.ml 3 TreeEnsembleRegressor: a target for each tree, whose leaves weigh their number. */
function treeAttributes(trees: readonly Branches[], numbers: readonly Int32Array[], single: boolean): Readonly<Record<string, Attribute>> {
  const total = trees.reduce((sum, { count }) => sum + count, 0);
  const leaves = numbers.reduce((sum, one) => sum + one.reduce((n, number) => n + (number >= 0 ? 1 : 0), 0), 0);
  const node = { tree: new Int32Array(total), id: new Int32Array(total), feature: new Int32Array(total), yes: new Int32Array(total) };
  const [no, missing] = [new Int32Array(total), new Int32Array(total)];
  const thresholds = new Float64Array(total);
  const modes: string[] = new Array(total);
  const target = {
    tree: new Int32Array(leaves),
    node: new Int32Array(leaves),
    id: new Int32Array(leaves),
    weight: new Float64Array(leaves),
  };
  let at = 0;
  let leafAt = 0;
  trees.forEach((tree, t) => {
    const { left, right } = tree;
    const { feature, threshold, missingLeft } = tree.splits();
    for (let id = 0; id < tree.count; id++, at++) {
      const leaf = Number(numbers[t]?.[id]);
      node.tree[at] = t;
      node.id[at] = id;
      modes[at] = leaf < 0 ? "BRANCH_LEQ" : "LEAF";
      if (leaf < 0) {
        node.feature[at] = Number(feature[id]);
        thresholds[at] = single ? floor32(Number(threshold[id])) : Number(threshold[id]);
        node.yes[at] = Number(left[id]);
        no[at] = Number(right[id]);
        missing[at] = Number(missingLeft[id]) === 0 ? 0 : 1;
        continue;
      }
      target.tree[leafAt] = t;
      target.node[leafAt] = id;
      target.id[leafAt] = t;
      target.weight[leafAt++] = leaf;
    }
  });
  const numbered = (name: string, data: Float64Array): Readonly<Record<string, Attribute>> =>
    single ? { [name]: floats(data) } : { [`${name}_as_tensor`]: { type: "tensor", value: doubles(data) } };
  return {
    n_targets: { type: "int", value: trees.length },
    nodes_falsenodeids: ints(no),
    nodes_featureids: ints(node.feature),
    nodes_missing_value_tracks_true: ints(missing),
    nodes_modes: { type: "strings", value: modes },
    nodes_nodeids: ints(node.id),
    nodes_treeids: ints(node.tree),
    nodes_truenodeids: ints(node.yes),
    ...numbered("nodes_values", thresholds),
    post_transform: { type: "string", value: "NONE" },
    target_ids: ints(target.id),
    target_nodeids: ints(target.node),
    target_treeids: ints(target.tree),
    ...numbered("target_weights", target.weight),
  };
}
