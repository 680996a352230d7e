/**
 * Bagging and isolation forests (sklearn.ensemble._bagging, _iforest 0.17 to 1.9). Today an isolation forest keeps each
 * tree's path lengths, here by the formula of the version that fitted it. Until 0.21 it could call points outliers at another
 * value than the zero of its decision function; today's cannot, and such a forest is refused.
 */
import { sentence } from "../../../errors.js";
import { decisionsOf, pathLength } from "../../../models/parts/trees/isolation.js";
import { checkChildren } from "../../../models/parts/trees/nodes.js";
import { State } from "../../../models/state.js";
import { itemsOf } from "../../../neutral/attributes.js";
import { arrayOf, numberOf, own, typeOf } from "../../../neutral/document.js";
import { Float } from "../../../neutral/lossless.js";
import { columnsOf } from "../../../neutral/structured.js";
import type { Stored } from "../../../upgrade/define.js";
import { at, defineMigration, float64Value, int64Value, type Migrating, type MigrationRule } from "../../define.js";
import { renamesOf } from "../renames.js";
import { isVotes, realBoosting } from "./real-boosting.js";
import { votesOf } from "./votes.js";

const BAGS = at("ensemble", "BaggingClassifier BaggingRegressor IsolationForest");

const bag = defineMigration({
  classes: BAGS,
  before: [1, 9],
  doc: "samples were drawn without weights",
  migrate: (stored) => {
    if (stored.has("estimators_")) stored.add("_sample_weight", null);
  },
});

/** Which node is how deep, and how long paths from it would have been on average. */
function pathsOf(stored: Migrating, tree: Stored, length: (n: number) => number): { depths: object; lengths: object } {
  const nodes = columnsOf(tree.get("nodes"));
  const column = (name: string): Float64Array => nodes.get(name) ?? new Float64Array(0);
  const state = new State({ ...tree.value, state: {} }, stored.references);
  const { depth } = checkChildren(state, column("left_child"), column("right_child"), column("feature"), Number.POSITIVE_INFINITY);
  return {
    depths: int64Value(Array.from(depth, (d) => d + 1)),
    lengths: float64Value([nodes.count], Float64Array.from(column("n_node_samples"), length)),
  };
}

const tuple = (items: readonly unknown[]): object => ({ $type: "tuple", items });

const paths = defineMigration({
  classes: at("ensemble", "IsolationForest"),
  before: [1, 3],
  doc: "path lengths of each tree, by the formula of the version that fitted it",
  migrate: (stored) => {
    const trees = stored.parts("estimators_").map((one) => (one === null ? null : stored.part(one.get("tree_"))));
    if (trees.length === 0 || trees.some((tree) => tree === null)) return;
    const state = new State(stored.value, stored.references, stored.version);
    const length = pathLength(state);
    const found = trees.flatMap((tree) => (tree === null ? [] : [pathsOf(stored, tree, length)]));
    const most = stored.number("max_samples_") ?? stored.number("_max_samples") ?? 0;
    if (most <= 2 || stored.version.before(0, 19))
      throw stored.refusal(sentence`today's average path is another than that of its version.`);
    stored.set("_average_path_length_per_tree", tuple(found.map(({ lengths }) => lengths)));
    stored.set("_decision_path_lengths", tuple(found.map(({ depths }) => depths)));
    if (!stored.has("_max_samples")) stored.set("_max_samples", most);
  },
});

/** Each tree is given its own columns, and looks at none of them again. */
const columns = defineMigration({
  classes: at("ensemble", "IsolationForest"),
  doc: "each tree is for its own columns",
  migrate: (stored) => {
    const features = stored.items("estimators_features_") ?? [];
    const trees = stored.parts("estimators_");
    const widths = trees.map((tree) => numberOf(itemsOf(own(tree?.get("tree_"), "args") ?? [], stored.references)?.[0]));
    const odd = widths.some((width, i) => typeOf(features[i]) !== "ndarray" || arrayOf(features[i]).data.length !== width);
    if (odd || features.length !== trees.length) throw stored.refusal(sentence`a tree is for other columns than it is given.`);
  },
});

const offset = defineMigration({
  classes: at("ensemble", "IsolationForest"),
  before: [0, 22],
  doc: "the value at which points are outliers",
  migrate: (stored) => {
    if (!stored.has("estimators_")) return;
    const { offset: from, threshold, strict } = decisionsOf(new State(stored.value, stored.references, stored.version));
    if (!strict || threshold !== 0)
      throw stored.refusal(sentence`it calls points outliers at another value than zero, which today's sklearn does not.`);
    if (!stored.has("offset_")) stored.set("offset_", from === -0.5 ? -0.5 : new Float(String(from)));
  },
});

const boosted = at("ensemble", "AdaBoostClassifier AdaBoostRegressor");

const isReal = (stored: Migrating): boolean => ["SAMME.R", undefined].some((name) => stored.get("algorithm") === name);

const real = defineMigration({
  classes: at("ensemble", "AdaBoostClassifier"),
  before: [1, 6],
  doc: "SAMME is the only algorithm today",
  replace: (stored) => (stored.has("estimators_") && isReal(stored) ? realBoosting(stored) : null),
});

const votes = defineMigration({
  classes: at("ensemble", "AdaBoostClassifier"),
  before: [1, 3],
  doc: "a vote against a class counted nothing",
  replace: (stored) => (stored.has("estimators_") && !isVotes(stored) ? votesOf(stored) : null),
});

const adaBoost = defineMigration({
  classes: at("ensemble", "AdaBoostClassifier"),
  before: [1, 8],
  doc: "SAMME is the only algorithm today",
  migrate: (stored) => stored.drop("algorithm"),
});

export const BAGGING_RULES: readonly MigrationRule[] = [
  ...renamesOf([...BAGS, ...boosted]),
  bag,
  columns,
  offset,
  paths,
  real,
  votes,
  adaBoost,
];
