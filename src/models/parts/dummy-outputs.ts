/** What a dummy classifier says of each output (sklearn.dummy.DummyClassifier 0.17 to 1.9). */
import { itemsOf } from "../../neutral/attributes.js";
import { exactNumberOf, own } from "../../neutral/document.js";
import { argmax } from "../../numeric/ndarray.js";
import type { State } from "../state.js";
import { categoriesOf } from "./columns/categories.js";
import { type Labels, labelsOf, manyLabelsOf } from "./labels.js";
import { arraysOf } from "./stored/array-list.js";

/** One output: its classes, their shares, and the class that a strategy always takes (−1 for random ones). */
export interface DummyOutput {
  readonly labels: Labels;
  readonly shares: Float64Array;
  readonly always: number;
}

const STRATEGIES = new Set(["constant", "most_frequent", "prior", "stratified", "uniform"]);

/** True for strategies that draw. */
export const isRandom = (strategy: string): boolean => strategy === "stratified" || strategy === "uniform";

/** @throws CornichonError `model.inconsistent` */
export function strategyOf(state: State): string {
  const strategy = state.text("_strategy") ?? state.text("strategy") ?? "";
  if (!STRATEGIES.has(strategy)) throw state.inconsistent(`its strategy ${JSON.stringify(strategy.slice(0, 40))} is none`);
  return strategy;
}

/** Values of `constant`: one an output. */
function constants(state: State): readonly unknown[] {
  const value = state.get("constant");
  return (itemsOf(value, state.references) ?? [value]).map((item) => exactNumberOf(item) ?? own(item, "value") ?? item);
}

/** @throws CornichonError `model.inconsistent` */
export function outputsOf(state: State, strategy: string): readonly DummyOutput[] {
  const many = manyLabelsOf(state);
  const all = many ?? [labelsOf(state)];
  const shares =
    many === null ? [state.vector("class_prior_", all[0]?.count ?? 0)] : arraysOf(state, "class_prior_", all.length).map((a) => a.data);
  const given = strategy === "constant" ? constants(state) : [];
  return all.map((labels, k) => {
    const prior = shares[k] ?? new Float64Array(0);
    if (prior.length !== labels.count || labels.count === 0)
      throw state.inconsistent(`class_prior_ has ${prior.length} shares for ${labels.count} classes`);
    if (strategy !== "constant") return { labels, shares: prior, always: isRandom(strategy) ? -1 : argmax(prior, 0, labels.count) };
    const always = categoriesOf(labels.classes).find(given[k]);
    if (always < 0) throw state.inconsistent("its constant is none of the classes");
    return { labels, shares: prior, always };
  });
}
