/**
 * How many columns a tree may read, as the estimator says that hands it X: native code reads a column for each node's feature
 * unchecked. Predictors of histogram gradient boosting know no number of features; a `Tree` knows its own, but X is held
 * against its estimator's. Forests and gradient boosting hand X to all trees that they hold. What says its number in no
 * form that sklearn writes counts as none at all where nothing else bounds its trees.
 */
import type { Machine } from "../machine/index.js";
import { ARRAY, type Handle, KIND, NOTHING } from "../tape/handle.js";
import { eachItem, stateValue } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";

const HISTOGRAM = /\.HistGradientBoosting(?:Classifier|Regressor)$/;
const FOREST = /^sklearn\.ensemble\.(?:RandomForest|ExtraTrees|GradientBoosting)(?:Classifier|Regressor)$/;
const TREE = /^sklearn\.tree\./;

/** The number of features under the names that sklearn's versions had for it. */
const KEYS = ["n_features_in_", "_n_features", "n_features_"];

/** Names of the binning of histogram boosting, and its list of a column's thresholds each. */
const MAPPERS = ["_bin_mapper", "bin_mapper_"];

/** Bounds by tree and predictor. */
type Bounds = Map<Handle, number>;

/** Numbers of features by what reads them, for all trees in an estimator that tells its own. */
export function readFeatures(machine: Machine): ReadonlyMap<Handle, number> {
  const { tape } = machine;
  const bounds: Bounds = new Map();
  for (const instance of machine.native) {
    const path = machine.classOf(instance)?.path ?? "";
    if (HISTOGRAM.test(path)) predictors(tape, instance, bounds);
    else if (TREE.test(path)) lower(bounds, stateValue(tape, instance, "tree_"), countOf(tape, instance));
    else if (FOREST.test(path)) forest(tape, instance, bounds);
  }
  return bounds;
}

function lower(bounds: Bounds, tree: Handle, count: number | null): void {
  if (count !== null && tree !== NOTHING) bounds.set(tree, Math.min(count, bounds.get(tree) ?? Number.POSITIVE_INFINITY));
}

/** The least of what an estimator says, null where it says none. */
function countOf(tape: Tape, instance: Handle): number | null {
  const counts = KEYS.map((key) => tape.intValue(stateValue(tape, instance, key))).filter((count) => count !== null);
  return counts.length === 0 ? null : Math.min(...counts);
}

/** Items of a list or tuple, or of an array of objects. */
function each(tape: Tape, holder: Handle, visit: (item: Handle) => void): void {
  eachItem(tape, tape.kind(holder) === KIND.NDARRAY ? tape.field(holder, ARRAY.DATA) : holder, visit);
}

/** Rounds of predictors. */
function predictors(tape: Tape, ensemble: Handle, bounds: Bounds): void {
  const counts = [countOf(tape, ensemble) ?? Number.POSITIVE_INFINITY];
  for (const key of MAPPERS) {
    const thresholds = stateValue(tape, stateValue(tape, ensemble, key), "bin_thresholds_");
    if (tape.kind(thresholds) === KIND.LIST) counts.push(tape.count(thresholds));
  }
  const least = Math.min(...counts);
  const count = Number.isFinite(least) ? least : 0;
  each(tape, stateValue(tape, ensemble, "_predictors"), (round) => {
    // Two dimensions of an array are one list of objects.
    lower(bounds, round, count);
    each(tape, round, (predictor) => lower(bounds, predictor, count));
  });
}

function forest(tape: Tape, ensemble: Handle, bounds: Bounds): void {
  const count = countOf(tape, ensemble);
  each(tape, stateValue(tape, ensemble, "estimators_"), (tree) => lower(bounds, stateValue(tape, tree, "tree_"), count));
}
