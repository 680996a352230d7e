/**
 * What a person sees of trees: which features they ask (sklearn's `feature_importances_`, computed again from the nodes), and
 * the first levels of the first of them.
 */
import { treeImportances } from "../models/parts/meta/importances.js";
import { readTree, treeOf } from "../models/parts/trees/nodes.js";
import type { State } from "../models/state.js";
import type { NeutralDocument } from "../neutral/document.js";
import { estimatorState } from "./all.js";
import { chainOf } from "./pipeline.js";

const DEEPEST = 5;

/** A node, for a drawing. */
export interface DrawnNode {
  /** Position of the feature that is asked; null in a leaf, and where the drawing ends. */
  readonly feature: number | null;
  readonly threshold: number;
  readonly samples: number;
  /** A value an output; of a classifier one a class. */
  readonly value: readonly number[];
  /** Nodes below it that are not drawn. */
  readonly isCut: boolean;
  /** Where the answer is yes (x ≤ threshold), then no. */
  readonly children: readonly DrawnNode[];
}

export interface DrawnTree {
  readonly root: DrawnNode;
  /** How many trees the model has; this is the first. */
  readonly of: number;
  readonly nodes: number;
}

const lastOf = (document: NeutralDocument, select: string | undefined): State => chainOf(estimatorState(document, select)).last;

/** @throws CornichonError `model.*` */
export const importances = (document: NeutralDocument, select?: string): readonly number[] | null =>
  treeImportances(lastOf(document, select));

/** The first tree of a model; null where it has none. */
function firstTree(state: State): { readonly tree: State; readonly of: number } | null {
  if (state.has("tree_")) return { tree: treeOf(state), of: 1 };
  if (!state.has("estimators_")) return null;
  const trees = state.items("estimators_");
  const first = trees.length === 0 ? null : state.inner(trees[0]);
  return first?.has("tree_") === true ? { tree: treeOf(first), of: trees.length } : null;
}

/** The first levels of the first tree; null where there is none. @throws CornichonError `model.*` */
export function drawnTree(document: NeutralDocument, select?: string): DrawnTree | null {
  const first = firstTree(lastOf(document, select));
  if (first === null) return null;
  const tree = readTree(first.tree, null);
  const [feature, threshold, samples] = [tree.column("feature"), tree.column("threshold"), tree.column("n_node_samples")];
  const size = tree.outputs * tree.width;
  const place = new Map(Array.from(tree.packed.ids, (stored, packed) => [stored, packed] as const));
  const node = (id: number, depth: number): DrawnNode => {
    const [left = -1, right = -1] = [tree.left[id], tree.right[id]];
    const isLeaf = left < 0;
    const isCut = !isLeaf && depth >= DEEPEST;
    const at = (place.get(id) ?? 0) * size;
    return {
      feature: isLeaf || isCut ? null : (feature[id] ?? null),
      threshold: threshold[id] ?? Number.NaN,
      samples: samples[id] ?? 0,
      value: Array.from(tree.values.subarray(at, at + size)),
      isCut,
      children: isLeaf || isCut ? [] : [node(left, depth + 1), node(right, depth + 1)],
    };
  };
  return { root: node(0, 0), of: first.of, nodes: tree.count };
}
