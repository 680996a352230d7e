/** What isolation forests are read by: how long paths are, and when a score is an outlier's (sklearn.ensemble._iforest, 0.18 to 1.9). */
import type { State } from "../../state.js";

const EULER = 0.5772156649015329;

/** Mean path to a leaf of `n` samples that was not split further (_average_path_length of each version). */
export function pathLength(state: State): (n: number) => number {
  const harmonic = (n: number): number => 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n;
  if (state.since(0, 21)) return (n) => (n <= 1 ? 0 : n === 2 ? 1 : harmonic(n));
  if (state.since(0, 19)) return (n) => (n <= 1 ? 1 : harmonic(n));
  return (n) => (n <= 1 ? 1 : 2 * (Math.log(n) + 0.5772156649) - (2 * (n - 1)) / n);
}

/** How scores are read. `strict`: an outlier is below the threshold, else at it, too. */
export function decisionsOf(state: State): { offset: number; threshold: number; strict: boolean } {
  if (!state.has("offset_")) return { offset: -0.5, threshold: state.amount("threshold_"), strict: false };
  const old = state.text("behaviour") === "old" && state.has("_threshold_");
  return { offset: state.amount("offset_"), threshold: old ? state.amount("_threshold_") : 0, strict: true };
}
