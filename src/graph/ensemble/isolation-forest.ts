/**
 * sklearn.ensemble.IsolationForest: the deeper a row's leaves, the more normal it is (sklearn.ensemble._iforest, 0.18 to
 * 1.9). A leaf's depth and what its samples add to it are numbers of the table.
 */
import { featureChoices } from "../../models/parts/meta/feature-choices.js";
import { decisionsOf, pathLength } from "../../models/parts/trees/isolation.js";
import { treesOf } from "../../models/parts/trees/nodes.js";
import type { State } from "../../models/state.js";
import { type Context, defineLowering, makes, once } from "../define.js";
import type { Value } from "../ir.js";
import { branches, type LeafTable, leafTable } from "../trees/tables.js";

interface Depths {
  readonly leaves: LeafTable;
  readonly trees: number;
  readonly depth: (tree: number, node: number) => number;
}

function depthsOf({ state, ops, rows }: Context, length: (n: number) => number): Depths {
  const { trees } = treesOf(state, "estimators_");
  const features = state.declaredFeatures() ?? trees[0]?.features ?? 0;
  const choices = featureChoices(state, trees.length, features);
  const all = trees.map((tree, at) => {
    const choice = choices[at];
    const some = choice !== undefined && choice.length !== features;
    if (tree.features !== (some ? choice.length : features)) throw state.inconsistent(`tree ${at} is for ${tree.features} features`);
    return branches(tree, some ? choice : undefined);
  });
  const samples = trees.map((tree) => tree.column("n_node_samples"));
  const depth = (tree: number, node: number): number => Number(trees[tree]?.depth[node]) + length(Number(samples[tree]?.[node]));
  return { leaves: leafTable(ops, rows.x, all), trees: trees.length, depth };
}

/** Scores of depths: −2 ** −(depth / the depth that is usual). Trees of one sample have none; before 1.0 that was divided by zero. */
function scored({ ops }: Context, { leaves, trees, depth }: Depths, whole: number, state: State): Value {
  const chosen = ops.reshape(ops.gather(leaves.table(1, depth), leaves.leaves()), ["N", trees, 1]);
  const sum = ops.flat(ops.sumInOrder(chosen));
  const flat = ops.add(ops.mul(sum, ops.double(0)), ops.double(state.since(1, 0) ? 1 : Number.NaN));
  const usual = whole === 0 ? flat : ops.div(sum, ops.double(whole));
  return ops.neg(ops.pow(ops.double(2), ops.neg(usual)));
}

export const ISOLATION_FOREST = defineLowering({
  class: "sklearn.ensemble.IsolationForest",
  lower: (context) => {
    const { state, ops } = context;
    const length = pathLength(state);
    const depths = depthsOf(context, length);
    const scores = once(() => scored(context, depths, depths.trees * length(state.amount("max_samples_")), state));
    const { offset, threshold, strict } = decisionsOf(state);
    const decision = once(() => ops.sub(scores(), ops.double(offset)));
    const inside = (): Value =>
      strict ? ops.not(ops.less(decision(), ops.double(threshold))) : ops.not(ops.lessOrEqual(decision(), ops.double(threshold)));
    return {
      kind: "outlier-detector",
      methods: makes({
        predict: () => ops.where(inside(), ops.long(1), ops.long(-1)),
        decision_function: decision,
        score_samples: state.has("offset_") ? scores : undefined,
      }),
    };
  },
});
