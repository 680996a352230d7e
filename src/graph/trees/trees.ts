/** Decision trees and forests: leaf values of one tree, or their mean over all (sklearn.tree, sklearn.ensemble._forest). */
import { sentence } from "../../errors.js";
import { classOutputs } from "../../models/parts/trees/class-outputs.js";
import { classTerm, termOf } from "../../models/parts/trees/estimator.js";
import { readTree, type TreeNodes, treeOf, treesOf } from "../../models/parts/trees/nodes.js";
import { type Context, defineLowering, type Lowered, type Lowering, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { decoded, labelTable } from "../parts/labels.js";
import { type LeafTable, leafTable } from "./tables.js";

/** Values of the leaves as they are stored in packed order, by stored node number. */
function byNode({ packed, count }: TreeNodes, values: Float64Array, width: number): (node: number, column: number) => number {
  const place = new Int32Array(count);
  packed.ids.forEach((id, at) => {
    place[id] = at;
  });
  return (node, column) => values[Number(place[node]) * width + column] ?? 0;
}

/** Mean over the trees of their leaves' values: [N, width]. Added tree by tree, as sklearn does: ties of classes depend on it. */
function mean(
  context: Context,
  { leaves, table }: LeafTable,
  trees: readonly TreeNodes[],
  valuesOf: (tree: TreeNodes) => Float64Array,
): Value {
  const { ops } = context;
  const width = (trees[0]?.outputs ?? 1) * (trees[0]?.width ?? 1);
  const readers = trees.map((tree) => byNode(tree, valuesOf(tree), width));
  const values = table(width, (tree, node, column) => readers[tree]?.(node, column) ?? 0);
  const chosen = ops.gather(values, leaves());
  return trees.length === 1 ? ops.reshape(chosen, ["N", width]) : ops.div(ops.sumInOrder(chosen), ops.double(trees.length));
}

const applied =
  (context: Context, { leaves }: LeafTable, trees: readonly TreeNodes[], isForest: boolean) =>
  (): Value => {
    const { ops } = context;
    // Node numbers of the leaves, by their number among all.
    const ids = trees.flatMap(({ left, count }) => Array.from({ length: count }, (_, id) => id).filter((id) => left[id] === -1));
    const found = ops.gather(ops.longs(ids), leaves());
    return isForest ? found : ops.flat(found);
  };

function regressor(context: Context, trees: readonly TreeNodes[], isForest: boolean): Lowered {
  const { ops, rows } = context;
  const leaves = leafTable(ops, rows.x, trees);
  const outputs = trees[0]?.outputs ?? 1;
  const sums = (): Value => mean(context, leaves, trees, (tree) => termOf(tree).values);
  return {
    kind: "regressor",
    methods: makes({ predict: () => (outputs === 1 ? ops.flat(sums()) : sums()), apply: applied(context, leaves, trees, isForest) }),
  };
}

function classifier(context: Context, trees: readonly TreeNodes[], isForest: boolean): Lowered {
  const { ops, rows, state, at } = context;
  const outputs = classOutputs(state);
  if (outputs.many) throw unsupported(at, state.className, sentence`several outputs of classes`);
  const labels = labelTable(context);
  const leaves = leafTable(ops, rows.x, trees);
  const proba = once(() => mean(context, leaves, trees, (tree) => classTerm(state, tree, outputs).values));
  return {
    kind: "classifier",
    methods: makes({
      predict: () => decoded(ops, labels, ops.argmax(proba())),
      predict_proba: proba,
      predict_log_proba: () => ops.log(proba()),
      apply: applied(context, leaves, trees, isForest),
    }),
  };
}

const tree = (name: string, lower: typeof regressor): Lowering =>
  defineLowering({
    class: `sklearn.tree.${name}`,
    lower: (context) => lower(context, [readTree(treeOf(context.state), context.state.declaredFeatures())], false),
  });

const forest = (name: string, lower: typeof regressor): Lowering =>
  defineLowering({
    class: `sklearn.ensemble.${name}`,
    lower: (context) => lower(context, treesOf(context.state, "estimators_").trees, true),
  });

export const TREES: readonly Lowering[] = [
  tree("DecisionTreeClassifier", classifier),
  tree("DecisionTreeRegressor", regressor),
  tree("ExtraTreeClassifier", classifier),
  tree("ExtraTreeRegressor", regressor),
  forest("RandomForestClassifier", classifier),
  forest("RandomForestRegressor", regressor),
  forest("ExtraTreesClassifier", classifier),
  forest("ExtraTreesRegressor", regressor),
];
