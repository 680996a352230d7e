/**
 * Until 0.18 a fitted tree or ensemble of trees also selected features: those whose importance reaches the mean, the
 * median, a multiple of either, or a number (sklearn.feature_selection.from_model._LearntSelectorMixin.transform).
 */
import { CornichonError } from "../../errors.js";
import type { Method } from "../define.js";
import type { Expectation } from "../samples.js";
import type { State } from "../state.js";
import { takeColumns } from "./column-subset.js";
import type { TreeNodes } from "./tree-nodes.js";

/** Mean decrease of impurity by feature, normalised to one (sklearn.tree._tree.Tree.compute_feature_importances). */
export function importancesOf(tree: TreeNodes, features: number): Float64Array {
  const feature = tree.column("feature");
  const weight = tree.column("weighted_n_node_samples");
  const impurity = tree.column("impurity");
  const out = new Float64Array(features);
  const share = (id: number): number => (weight[id] ?? 0) * (impurity[id] ?? 0);
  for (let id = 0; id < tree.count; id++) {
    const [left = -1, right = -1, j = 0] = [tree.left[id], tree.right[id], feature[id]];
    if (left >= 0) out[j] = (out[j] ?? 0) + share(id) - share(left) - share(right);
  }
  const root = weight[0] ?? 1;
  const total = out.reduce((sum, value) => sum + value / root, 0);
  return out.map((value) => value / root / (total > 0 ? total : 1));
}

/** Means of several trees' importances, value by value. */
export function meanImportances(all: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(all[0]?.length ?? 0);
  for (const one of all) for (let j = 0; j < sum.length; j++) sum[j] = (sum[j] ?? 0) + (one[j] ?? 0);
  return sum.map((value) => value / all.length);
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function median(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  const half = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2;
}

function thresholdOf(given: unknown, importances: Float64Array): number {
  if (typeof given === "number") return given;
  const match = /^(?:\s*([\d.e+-]+)\s*\*)?\s*(mean|median)\s*$/.exec(typeof given === "string" ? given : "mean");
  if (match === null) throw new CornichonError("input.malformed", "Expected threshold='mean' or threshold='median'.");
  return (match[1] === undefined ? 1 : Number(match[1])) * (match[2] === "mean" ? mean(importances) : median(importances));
}

/** `transform` of a model of 0.18 or older; undefined for newer ones, which have none. */
export function learntSelection(state: State, expected: Expectation, importances: () => Float64Array): Method | undefined {
  const [major, minor] = state.version();
  if (major > 0 || minor > 18) return undefined;
  return (x, options) => {
    const weights = importances();
    const threshold = thresholdOf(options["threshold"] ?? undefined, weights);
    const kept = [...weights].flatMap((value, j) => (value >= threshold ? [j] : []));
    if (kept.length === 0) throw new CornichonError("input.malformed", "Invalid threshold: all features are discarded.");
    return takeColumns(x, expected, kept);
  };
}
