/**
 * What discrete naive Bayes knows of each class: log-probabilities of features, and the log of its share. Until 0.24 a single
 * class had a second table, of a class that nobody had and that has no label (sklearn.naive_bayes 0.17 to 0.24).
 */
import type { State } from "../../state.js";

export interface ClassTables {
  /** How many classes are scored: those of `classes_`, or two for one. */
  readonly count: number;
  readonly features: number;
  /** `feature_log_prob_`, a row a class. */
  readonly logs: Float64Array;
  /** `class_log_prior_`, one a class. */
  readonly priors: Float64Array;
}

/** Reads them; `classes`: how many labels there are. @throws CornichonError `model.inconsistent` */
export function classTables(state: State, classes: number): ClassTables {
  const stored = state.matrix("feature_log_prob_");
  const count = classes === 1 && stored.rows === 2 ? 2 : classes;
  const { cols, data } = state.matrix("feature_log_prob_", count);
  const own = state.vector("class_log_prior_");
  // Even shares were as many as labels, and numpy adds one to all.
  const priors = own.length === classes && classes === 1 ? new Float64Array(count).fill(own[0]) : state.vector("class_log_prior_", count);
  return { count, features: cols, logs: data, priors };
}
