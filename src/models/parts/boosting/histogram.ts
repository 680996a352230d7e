/**
 * Histogram boosting (sklearn.ensemble._hist_gradient_boosting.gradient_boosting, 0.21 to 1.9): a baseline plus the leaf
 * of each iteration's trees. X is float64, and missing values have a side of their own (none until 0.21).
 */
import { itemsOf } from "../../../neutral/attributes.js";
import { type Expectation, Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { expectationOf } from "../expectation.js";
import { type Taste, type TreeRows, treeRows } from "../trees/rows.js";
import { addTerms, type Term } from "../trees/sum.js";
import { histogramColumns } from "./histogram-columns.js";
import { type HistogramTree, knownCategories, readHistogramTree } from "./histogram-nodes.js";
import { type Boosted, linkOf } from "./scores.js";

/** Trees by iteration, a row each. */
function iterationsOf(state: State): { predictors: readonly unknown[]; each: number } {
  const iterations = state.items("_predictors").map((item) => itemsOf(item, state.references));
  const each = iterations[0]?.length ?? 0;
  if (each === 0 || iterations.some((one) => one?.length !== each)) throw state.inconsistent("_predictors is no table of trees");
  return { predictors: iterations.flatMap((one) => one ?? []), each };
}

export interface Iterations {
  readonly features: number;
  /** Trees of every iteration, one after the other; the columns of scores that they add to are `0 … each − 1`, again and again. */
  readonly trees: readonly HistogramTree[];
  readonly each: number;
  readonly baseline: Float64Array;
}

/** Trees with their baseline. @throws CornichonError `model.inconsistent`, `model.not-fitted` */
export function readIterations(state: State, features: number): Iterations {
  const { predictors, each } = iterationsOf(state);
  const known = knownCategories(state.object("_bin_mapper"), features);
  const read = new Map<unknown, HistogramTree>();
  for (const one of predictors) if (!read.has(one)) read.set(one, readHistogramTree(state.inner(one), features, known));
  const baseline = state.numbers("_baseline_prediction").data;
  if (baseline.length !== each) throw state.inconsistent(`${baseline.length} baselines for ${each} trees an iteration`);
  return { features, trees: predictors.flatMap((one) => read.get(one) ?? []), each, baseline };
}

/** Columns of X of histogram boosting. */
export const histogramExpectation = (state: State): Expectation =>
  expectationOf(state, state.declaredFeatures() ?? state.amount("_n_features"));

/** @throws CornichonError `model.inconsistent`, `model.not-fitted` */
export function readHistogramBoosted(state: State): Boosted {
  const link = linkOf(state);
  const expected = histogramExpectation(state);
  const { features, trees, each, baseline } = readIterations(state, expected.nFeatures ?? 0);
  const terms = trees.map(({ packed, values }, at): Term => ({ tree: packed, values, width: 1, column: at % each }));
  const rowsOf = reader(state, expected, features);
  const start = (rows: number): Float64Array => Float64Array.from({ length: rows * each }, (_, at) => baseline[at % each]);
  return {
    expected,
    link,
    each,
    scores: (x) => {
      const rows = rowsOf(x);
      const data = start(rows.rows);
      addTerms(rows, terms, 1, each, data);
      return { rows: rows.rows, each, data };
    },
    staged: (x) => {
      const rows = rowsOf(x);
      const data = start(rows.rows);
      return Array.from({ length: terms.length / each }, (_, stage) => {
        addTerms(rows, terms.slice(stage * each, (stage + 1) * each), 1, each, data);
        return { rows: rows.rows, each, data: data.slice() };
      });
    },
  };
}

function reader(state: State, expected: Expectation, features: number): (x: Samples) => TreeRows {
  const modern = state.since(0, 22);
  const taste: Taste = { single: false, missing: modern, infinite: modern };
  const columns = histogramColumns(state, features);
  if (columns === null) return (x) => treeRows(x, expected, taste);
  const inner = { ...expected, featureNames: null };
  return (x) => treeRows(new Samples(columns(x, expected)), inner, taste);
}
