/**
 * Which features univariate tests keep, by their scores or p-values (sklearn.feature_selection._univariate_selection
 * 1.7). The score function itself ran when the model was fitted and is not needed.
 */
import type { State } from "../../state.js";

/** Scores with NaN as the smallest number. */
const clean = (scores: Float64Array): Float64Array => scores.map((score) => (Number.isNaN(score) ? -Number.MAX_VALUE : score));

/** numpy.percentile with linear interpolation. */
function percentile(values: Float64Array, percent: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = (percent / 100) * (sorted.length - 1);
  const low = Math.floor(place);
  const [a = 0, b = a] = [sorted[low], sorted[low + 1]];
  const t = place - low;
  return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
}

/** The best `percent` of features; of equals at the threshold the first. */
function bestPercent(scores: Float64Array, percent: number): boolean[] {
  if (percent === 100 || percent === 0) return Array.from(scores, () => percent === 100);
  const cleaned = clean(scores);
  const threshold = percentile(cleaned, 100 - percent);
  const most = Math.trunc((scores.length * percent) / 100);
  let left = most - cleaned.filter((score) => score > threshold).length;
  // A negative rest counts from the end, as Python's slices do.
  const ties = cleaned.filter((score) => score === threshold).length;
  if (left < 0) left = Math.max(0, ties + left);
  return Array.from(cleaned, (score) => score > threshold || (score === threshold && left-- > 0));
}

/** The `k` best features; of equals the later ones (a stable sort, of which the end counts). */
function bestCount(scores: Float64Array, k: number): boolean[] {
  const cleaned = clean(scores);
  const order = Array.from(cleaned, (_, j) => j).sort((a, b) => cleaned[a] - cleaned[b] || a - b);
  const best = new Set(k === 0 ? [] : order.slice(-k));
  return Array.from(cleaned, (_, j) => best.has(j));
}

const below = (pvalues: Float64Array, alpha: number): boolean[] => Array.from(pvalues, (p) => p < alpha);

/** Benjamini and Hochberg's false discovery rate. */
function belowDiscoveryRate(pvalues: Float64Array, alpha: number): boolean[] {
  const sorted = Float64Array.from(pvalues).sort();
  let most = Number.NEGATIVE_INFINITY;
  sorted.forEach((p, i) => {
    if (p <= (alpha / sorted.length) * (i + 1)) most = p;
  });
  return Array.from(pvalues, (p) => p <= most);
}

export type Mode = "percentile" | "k_best" | "fpr" | "fdr" | "fwe";

/** The parameter of each mode in its own class, and sklearn's default. */
export const PARAMETERS: Readonly<Record<Mode, readonly [string, number]>> = {
  percentile: ["percentile", 10],
  k_best: ["k", 10],
  fpr: ["alpha", 0.05],
  fdr: ["alpha", 0.05],
  fwe: ["alpha", 0.05],
};

/** Which features are kept. `parameter`: where the mode's number stands. @throws CornichonError `model.inconsistent` */
export function supportOf(state: State, mode: Mode, parameter: string, otherwise: number): readonly boolean[] {
  const value = state.number(parameter) ?? otherwise;
  const scores = state.vector("scores_");
  if (mode === "k_best" && !Number.isInteger(value) && state.text(parameter) !== "all")
    throw state.inconsistent("its k is no whole number");
  if (/^f/.test(mode) && state.has(parameter) && state.number(parameter) === null) throw state.inconsistent("its alpha is no number");
  if (mode === "k_best") return state.text(parameter) === "all" ? Array.from(scores, () => true) : bestCount(scores, value);
  if (mode === "percentile") return bestPercent(scores, value);
  const pvalues = state.vector("pvalues_", scores.length);
  if (mode === "fdr") return belowDiscoveryRate(pvalues, value);
  return below(pvalues, mode === "fpr" ? value : value / pvalues.length);
}

const MODES: readonly Mode[] = ["percentile", "k_best", "fpr", "fdr", "fwe"];

/** The same where `mode` says which (GenericUnivariateSelect). @throws CornichonError `model.inconsistent` */
export function genericSupport(state: State): readonly boolean[] {
  const name = state.text("mode") ?? "percentile";
  const mode = MODES.find((one) => one === name);
  if (mode === undefined) throw state.inconsistent("its mode is unknown");
  return supportOf(state, mode, "param", 1e-5);
}
