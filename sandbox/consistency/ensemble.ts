/**
 * Histogram gradient boosting: its predictors know no number of features, the ensemble does. Native code reads a column
 * for each node's feature unchecked.
 */
import type { Machine } from "../machine/index.js";
import { type Handle, KIND } from "../tape/handle.js";
import { eachItem, stateValue } from "../tape/read.js";

const ENSEMBLE = /\.HistGradientBoosting(?:Classifier|Regressor)$/;

/** The number of features under the names that sklearn's versions had for it. */
const KEYS = ["n_features_in_", "_n_features", "n_features_"];

/** Numbers of features by predictor, for all predictors in an ensemble that tells its own. */
export function predictorFeatures(machine: Machine): ReadonlyMap<Handle, number> {
  const { tape } = machine;
  const features = new Map<Handle, number>();
  for (const instance of machine.native) {
    if (!ENSEMBLE.test(machine.classOf(instance)?.path ?? "")) continue;
    const counts = KEYS.map((key) => tape.intValue(stateValue(tape, instance, key))).filter((count) => count !== null);
    if (counts.length === 0) continue;
    const rounds = stateValue(tape, instance, "_predictors");
    if (tape.kind(rounds) !== KIND.LIST) continue;
    eachItem(tape, rounds, (round) => {
      if (tape.kind(round) === KIND.LIST) eachItem(tape, round, (predictor) => features.set(predictor, Math.min(...counts)));
    });
  }
  return features;
}
