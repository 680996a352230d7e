/**
 * Trees of xgboost and LightGBM: what is read of either becomes nodes of one form. Their native code checks nothing, so a tree
 * is refused unless walking it ends: from the root every node is reached once, and splits are where the model's columns are.
 *
 * Trees of numbers alone are walked as sklearn's are; those with sets of categories, and those to which zero is missing, node
 * by node (a third of the speed).
 */
import type { State } from "../../state.js";
import { forBlocks, type TreeRows } from "../trees/rows.js";
import { type PackedTree, packTree, walk } from "../trees/walk.js";

/** Splits on sets of categories, by node. */
export interface CategorySets {
  /** Number of each node's set, −1 where it splits on numbers. */
  readonly of: Int32Array;
  /** Words of set `s` are `begin[s] … begin[s + 1] − 1`. */
  readonly begin: Int32Array;
  readonly words: Uint32Array;
  /** What is in a set goes left (LightGBM), or right (xgboost). */
  readonly insideLeft: boolean;
  /** By node: not 0 where a category that no word has goes left. */
  readonly beyondLeft: Uint8Array;
  /** By node: not 0 where what is no category at all (below zero) goes left. */
  readonly belowLeft: Uint8Array;
  /** A number between −1 and 0 is no category (xgboost); else it is the first one. */
  readonly isStrict: boolean;
}

/** Nodes by their numbers: children (−1 in a leaf); a number goes left when it is not above the threshold. */
export interface BoosterNodes {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly missingLeft: Uint8Array;
  /** Not 0 where zero is missing, too; null where it is nowhere. */
  readonly zeroMissing: Uint8Array | null;
  readonly categories: CategorySets | null;
  /** Rows that training brought to each node, as their weight: for contributions. */
  readonly cover: Float64Array;
}

export interface BoosterTree {
  readonly nodes: BoosterNodes;
  readonly packed: PackedTree;
  /** `width` values of each node; a leaf's are what it adds. */
  readonly values: Float64Array;
  readonly width: number;
}

/** Trees `from … to − 1`. */
export interface TreeRange {
  readonly from: number;
  readonly to: number;
}

/** Most of zero that still counts as zero (LightGBM's kZeroThreshold). */
const ZERO = 1e-35;

/** Checks a tree of `features` columns and packs it. @throws CornichonError `model.inconsistent` */
export function boosterTree(state: State, nodes: BoosterNodes, values: Float64Array, width: number, features: number): BoosterTree {
  const count = nodes.left.length;
  const { right, feature, threshold, missingLeft } = nodes;
  if ([right, feature, threshold, missingLeft, nodes.cover].some((one) => one.length !== count) || values.length !== count * width)
    throw state.inconsistent("the columns of a tree have several lengths");
  checkReached(state, nodes, features);
  return { nodes, packed: packTree(nodes), values, width };
}

function checkReached(state: State, { left, right, feature }: BoosterNodes, features: number): void {
  const count = left.length;
  if (count === 0) throw state.inconsistent("a tree has no nodes");
  const seen = new Uint8Array(count);
  const stack = new Int32Array(count + 1);
  seen[0] = 1;
  for (let open = 1; open > 0; ) {
    const id = stack[--open];
    if (left[id] < 0) continue;
    if (!(feature[id] >= 0 && feature[id] < features)) throw state.inconsistent(`a tree splits on feature ${feature[id]} of ${features}`);
    for (const child of [left[id], right[id]]) {
      if (!(child > 0 && child < count) || seen[child] !== 0) throw state.inconsistent(`a tree's node ${id} has the child ${child}`);
      seen[child] = 1;
      stack[open++] = child;
    }
  }
}

/** Whether a set has a category; undefined where no word stands for it. */
export function inSet({ begin, words }: CategorySets, set: number, category: number): boolean | undefined {
  const at = begin[set] + Math.floor(category / 32);
  return at < begin[set + 1] ? ((words[at] >>> (category % 32)) & 1) === 1 : undefined;
}

function categoryGoesLeft(sets: CategorySets, node: number, value: number): boolean {
  const category = Math.trunc(value);
  if (sets.isStrict ? value < 0 : category < 0) return sets.belowLeft[node] !== 0;
  const inside = inSet(sets, sets.of[node], category);
  return inside === undefined ? sets.beyondLeft[node] !== 0 : inside === sets.insideLeft;
}

/** The way of one value at an inner node. */
export function goesLeft(nodes: BoosterNodes, id: number, value: number): boolean {
  const { zeroMissing, categories } = nodes;
  const isMissing = Number.isNaN(value) || (zeroMissing !== null && zeroMissing[id] !== 0 && Math.abs(value) <= ZERO);
  if (isMissing) return nodes.missingLeft[id] !== 0;
  if (categories !== null && categories.of[id] >= 0) return categoryGoesLeft(categories, id, value);
  return value <= nodes.threshold[id];
}

const isPlain = ({ zeroMissing, categories }: BoosterNodes): boolean => zeroMissing === null && categories === null;

/** Packed numbers of the leaves of `rows` rows of `x`. */
function walkTree({ nodes, packed }: BoosterTree, x: Float64Array, cols: number, rows: number, missing: boolean, leaves: Int32Array): void {
  if (isPlain(nodes)) {
    walk(packed, x, cols, rows, missing, leaves);
    return;
  }
  const { ids, words } = packed;
  for (let i = 0; i < rows; i++) {
    let at = 0;
    for (let next = words[3]; next !== at; next = words[4 * at + 3])
      at = next + (goesLeft(nodes, ids[at], x[i * cols + words[4 * at + 2]]) ? 0 : 1);
    leaves[i] = at;
  }
}

/** Calls `each` with every block of rows, and there with every tree's leaves by their node numbers. */
export function forBoosterLeaves(
  rows: TreeRows,
  trees: readonly BoosterTree[],
  each: (tree: number, leaves: Int32Array, from: number, count: number, block: Float64Array) => void,
): void {
  forBlocks(rows, ({ values, from, count, missing, leaves }) => {
    trees.forEach((tree, at) => {
      walkTree(tree, values, rows.cols, count, missing, leaves);
      const { ids } = tree.packed;
      for (let i = 0; i < count; i++) leaves[i] = ids[leaves[i]];
      each(at, leaves, from, count, values);
    });
  });
}
