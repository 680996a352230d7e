/**
 * Which columns an estimator's importances keep: norms of coefficients, or a tree ensemble's decrease of impurity, which is
 * computed again from its trees (sklearn.feature_selection._from_model and _base._get_feature_importances, 0.17 to 1.9).
 */
import { numberOf, typeOf } from "../../../neutral/document.js";
import { largest, smallest } from "../../../numeric/extremes.js";
import type { State } from "../../state.js";
import { boosterImportances } from "../boosters/importances.js";
import { mean, thresholdOf } from "../columns/selection.js";
import { coefficientsOfVectors, isOfVectors } from "../stored/vector-coefficients.js";
import { importancesOf, summedImportances } from "../trees/importances.js";
import { readTree, treeOf } from "../trees/nodes.js";
import { stepsOf } from "./steps.js";

/** Coefficients and how many columns they have; those of libsvm's linear models are computed. */
function coefficientsOf(state: State, key: string): { readonly cols: number; readonly data: Float64Array } {
  if (key === "coef_" && isOfVectors(state) && state.text("kernel") === "linear") return coefficientsOfVectors(state).coefficients;
  const { shape, data } = state.numbers(key);
  if (shape.length === 0) throw state.inconsistent(`${key} is a single number where importances are needed`);
  return { cols: shape[shape.length - 1] ?? 0, data };
}

/** Norm of each column of coefficients; absolute values where they have one axis. */
function norms(state: State, key: string, order: number): number[] {
  const { cols, data } = coefficientsOf(state, key);
  return Array.from({ length: cols }, (_, j) => {
    const column = Array.from({ length: data.length / cols }, (_unused, i) => Math.abs(data[i * cols + j]));
    if (column.length === 1) return column[0] ?? 0;
    if (order === Number.POSITIVE_INFINITY) return largest(column);
    if (order === Number.NEGATIVE_INFINITY) return smallest(column);
    return column.reduce((sum, value) => sum + value ** order, 0) ** (1 / order);
  });
}

/** Most columns of a tree whose importances are asked for: only a number says how many there are. */
const MOST_IMPORTANCES = 2 ** 22;

const importancesOfTree = (state: State, features: number | null, raw: boolean): Float64Array => {
  const tree = readTree(treeOf(state), features);
  if (tree.features > MOST_IMPORTANCES) throw state.inconsistent(`its tree is for ${tree.features} features`);
  return importancesOf(tree, tree.features, raw);
};

const normalised = (values: Float64Array): Float64Array => {
  const sum = values.reduce((total, value) => total + value, 0);
  return sum > 0 ? values.map((value) => value / sum) : values;
};

/** Importances of an ensemble: means over its trees (of gradient boosting before each is normalised), weighted for AdaBoost. */
function ofEnsemble(state: State): Float64Array {
  const raw = state.name.startsWith("GradientBoosting");
  const items = state.items("estimators_");
  const weights = state.has("estimator_weights_") ? state.vector("estimator_weights_") : null;
  const each = function* (): Generator<Float64Array> {
    for (const [i, item] of items.entries()) {
      const one = importancesOfTree(state.inner(item), null, raw);
      yield weights === null ? one : one.map((value) => value * weights[i]);
    }
  };
  const sum = summedImportances(each());
  return normalised(weights === null ? sum.map((value) => value / items.length) : sum);
}

/** `named_steps.clf.coef_`: the object that a path of names leads to, and the last name. @throws CornichonError `model.inconsistent` */
function atPath(state: State, getter: string): readonly [State, string] {
  const names = getter.split(".");
  const last = names.pop() ?? "";
  let at = state;
  for (let i = 0; i < names.length; i++) {
    const name = names[i] ?? "";
    const inner = name === "named_steps" ? stepsOf(at, "steps", 2).find((step) => step.name === names[i + 1])?.value : at.get(name);
    if (name === "named_steps") i++;
    if (typeOf(state.references.resolve(inner)) !== "object") throw state.inconsistent(`importance_getter leads to nothing at ${name}`);
    at = at.inner(inner);
  }
  return [at, last];
}

function importances(state: State, getter: string, order: number): readonly number[] {
  if (getter.includes(".")) {
    const [inner, last] = atPath(state, getter);
    return importances(inner, last, order);
  }
  if (getter === "auto" && (state.has("coef_") || isOfVectors(state))) return norms(state, "coef_", order);
  if (getter !== "auto" && getter !== "feature_importances_") return norms(state, getter, order);
  return treeImportances(state) ?? norms(state, "feature_importances_", order);
}

/** A fitted tree's, ensemble's or booster's `feature_importances_`; null for what has no trees. @throws CornichonError `model.*` */
export function treeImportances(state: State): readonly number[] | null {
  const boosted = boosterImportances(state);
  if (boosted !== null) return boosted;
  if (state.has("tree_")) return Array.from(importancesOfTree(state, null, false));
  return state.has("estimators_") ? Array.from(ofEnsemble(state)) : null;
}

const one = (value: unknown): boolean => Math.abs((numberOf(value) ?? 0) - 1) <= 1e-8 + 1e-5;

/** Where no threshold is given: almost nothing for l1 penalties, else the mean. */
function usualThreshold(estimator: State, scores: readonly number[]): number {
  const { name } = estimator;
  const l1 =
    estimator.text("penalty") === "l1" ||
    name.includes("Lasso") ||
    ((name === "ElasticNet" || name === "LogisticRegression") && one(estimator.get("l1_ratio"))) ||
    ((name === "ElasticNetCV" || name === "LogisticRegressionCV") &&
      estimator.has("l1_ratio_") &&
      estimator.numbers("l1_ratio_").data.every((value) => one(value)));
  return l1 ? 1e-5 : mean(scores);
}

/** The kept columns: those at or over the threshold, of these at most `max_features` of the largest. */
function keptOf(state: State, scores: readonly number[], estimator: State): number[] {
  const given = state.get("threshold");
  const threshold = thresholdOf(state.plain(given), scores, usualThreshold(estimator, scores));
  const most = state.number("max_features_") ?? state.number("max_features");
  const ranked = scores.map((_, j) => j).sort((a, b) => scores[b] - scores[a] || a - b);
  const among = new Set(most === null ? ranked : ranked.slice(0, most));
  return scores.flatMap((score, j) => (among.has(j) && score >= threshold ? [j] : []));
}

/** The estimator whose importances count. */
export const judgeOf = (state: State): State =>
  state.inner(state.has("estimator_") ? state.fitted("estimator_") : state.fitted("estimator"));

/** Which columns are kept; null where a function gives the importances. @throws CornichonError `model.*` */
export function supportByImportance(state: State): readonly boolean[] | null {
  const getter = state.get("importance_getter") ?? "auto";
  if (typeof getter !== "string") return null;
  const estimator = judgeOf(state);
  const scores = importances(estimator, getter, state.number("norm_order") ?? 1);
  const kept = new Set(keptOf(state, scores, estimator));
  return scores.map((_, j) => kept.has(j));
}
