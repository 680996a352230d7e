/** Decision trees and forests: leaf values of one tree, or their mean over all (sklearn.tree, sklearn.ensemble._forest). */
import { sentence } from "../../errors.js";
import { type ClassOutputs, classOutputs } from "../../models/parts/trees/class-outputs.js";
import { fractionsOf } from "../../models/parts/trees/estimator.js";
import { readTree, type TreeNodes, treeOf, treesOf } from "../../models/parts/trees/nodes.js";
import { type Context, defineLowering, type Lowered, type Lowering, listed, type Make, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { decoded, labelTable, tableOf } from "../parts/labels.js";
import { branches, byNode, type LeafTable, leafTable } from "./tables.js";

/** Mean over the trees of their leaves' values: [N, width]. Added tree by tree, as sklearn does: ties of classes depend on it. */
function mean(
  context: Context,
  { leaves, table }: LeafTable,
  trees: readonly TreeNodes[],
  readerOf: (tree: TreeNodes) => ReturnType<typeof byNode>,
): Value {
  const { ops } = context;
  const width = (trees[0]?.outputs ?? 1) * (trees[0]?.width ?? 1);
  const readers = trees.map(readerOf);
  const values = table(width, (tree, node, column) => readers[tree]?.(node, column) ?? 0);
  const chosen = ops.gather(values, leaves());
  return trees.length === 1 ? ops.reshape(chosen, ["N", width]) : ops.div(ops.sumInOrder(chosen), ops.double(trees.length));
}

export const applied =
  (context: Context, { leaves }: LeafTable, trees: readonly TreeNodes[], isForest: boolean) =>
  (): Value => {
    const { ops } = context;
    // Node numbers of the leaves, by their number among all.
    const ids = trees.flatMap(({ left, count }) => Array.from({ length: count }, (_, id) => id).filter((id) => left[id] === -1));
    const found = ops.gather(ops.longs(ids), leaves());
    return isForest ? found : ops.flat(found);
  };

function regressor(context: Context, trees: readonly TreeNodes[], isForest: boolean): Lowered {
  const { ops } = context;
  const leaves = leafTable(
    context,
    trees.map((tree) => branches(tree)),
  );
  const outputs = trees[0]?.outputs ?? 1;
  const sums = (): Value => mean(context, leaves, trees, (tree) => byNode(tree));
  return {
    kind: "regressor",
    methods: makes({ predict: () => (outputs === 1 ? ops.flat(sums()) : sums()), apply: applied(context, leaves, trees, isForest) }),
  };
}

/** Columns of one output. */
const sharesOf = (ops: Ops, scores: Value, from: number, count: number): Value =>
  ops.columns(
    scores,
    Array.from({ length: count }, (_, j) => from + j),
  );

/** Probabilities of several outputs, and their logarithms. */
function manyShares(context: Context, { labels }: ClassOutputs, scores: Make, width: number): Readonly<Record<string, Make>> {
  const { ops } = context;
  const each = labels.map(({ count }, k) => once(() => sharesOf(ops, scores(), k * width, count)));
  const logs = each.map((shares) => (): Value => ops.log(shares()));
  return { ...listed(context, "predict_proba", each), ...listed(context, "predict_log_proba", logs) };
}

/** Labels of several outputs, a column each: of the first one's type, doubles until 0.20. */
function manyWinners(context: Context, { labels, doubles }: ClassOutputs, scores: Value, width: number): Value {
  const { ops, state, at } = context;
  const columns = labels.map(({ classes, count }, k) => {
    const shares = sharesOf(ops, scores, k * width, count);
    const found = ops.column(ops.gather(tableOf(context, classes), ops.argmax(shares)));
    return doubles && found.dtype !== "string" ? ops.cast(found, "float64") : found;
  });
  const odd = columns.some(({ dtype }) => dtype !== columns[0]?.dtype || (doubles && dtype === "string"));
  if (odd) throw unsupported(at, state.className, sentence`its outputs have labels of several types`);
  return ops.concat(columns);
}

function classifier(context: Context, trees: readonly TreeNodes[], isForest: boolean): Lowered {
  const { ops, state } = context;
  const outputs = classOutputs(state);
  const leaves = leafTable(
    context,
    trees.map((tree) => branches(tree)),
  );
  const proba = once(() => mean(context, leaves, trees, (tree) => byNode(tree, fractionsOf(state, tree, outputs))));
  const width = trees[0]?.width ?? 1;
  return {
    kind: "classifier",
    methods: makes({
      predict: () =>
        outputs.many ? manyWinners(context, outputs, proba(), width) : decoded(ops, labelTable(context), ops.argmax(proba())),
      ...(outputs.many ? manyShares(context, outputs, proba, width) : { predict_proba: proba, predict_log_proba: () => ops.log(proba()) }),
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
    lower: (context) => lower(context, forestTrees(context), true),
  });

/** Trees that see and give the same. @throws CornichonError `model.inconsistent` */
export function forestTrees({ state }: Context): readonly TreeNodes[] {
  const { trees } = treesOf(state, "estimators_");
  const [first] = trees;
  const odd = trees.findIndex((one) => one.features !== first?.features || one.outputs !== first.outputs || one.width !== first.width);
  if (odd >= 0) throw state.inconsistent(`its tree ${odd} has other features or outputs than the first`);
  return trees;
}

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
