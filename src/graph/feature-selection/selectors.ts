/**
 * Selectors whose columns are known from what the fit left behind: univariate tests (sklearn.feature_selection._univariate_selection),
 * variances, importances, a stored mask, and the randomized linear models of 0.17 to 0.20. Importances by a function are
 * code, and refused.
 */
import { sentence } from "../../errors.js";
import { storedSupport } from "../../models/parts/columns/support.js";
import { genericSupport, type Mode, PARAMETERS, supportOf } from "../../models/parts/columns/univariate.js";
import { supportByImportance } from "../../models/parts/meta/importances.js";
import type { State } from "../../models/state.js";
import { type Context, defineLowering, type Lowering, unsupported } from "../define.js";
import { selector } from "../parts/selector.js";

const selecting = (className: string, support: (state: State, context: Context) => readonly boolean[]): Lowering =>
  defineLowering({ class: className, lower: (context) => selector(context, support(context.state, context)) });

const univariate = (name: string, mode: Mode): Lowering =>
  selecting(`sklearn.feature_selection.${name}`, (state) => supportOf(state, mode, ...PARAMETERS[mode]));

function varied(state: State): boolean[] {
  const threshold = state.number("threshold") ?? 0;
  return Array.from(state.vector("variances_"), (variance) => variance > threshold);
}

function stable(state: State): boolean[] {
  const threshold = state.amount("selection_threshold");
  return Array.from(state.vector("scores_"), (score) => score > threshold);
}

function important(state: State, { at }: Context): readonly boolean[] {
  const support = supportByImportance(state);
  if (support === null) throw unsupported(at, state.className, sentence`a function gives its importances, which is code`);
  return support;
}

export const SELECTORS: readonly Lowering[] = [
  selecting("sklearn.feature_selection.GenericUnivariateSelect", genericSupport),
  univariate("SelectFdr", "fdr"),
  univariate("SelectFpr", "fpr"),
  univariate("SelectFwe", "fwe"),
  univariate("SelectKBest", "k_best"),
  univariate("SelectPercentile", "percentile"),
  selecting("sklearn.feature_selection.VarianceThreshold", varied),
  selecting("sklearn.feature_selection.SelectFromModel", important),
  selecting("sklearn.feature_selection.SequentialFeatureSelector", (state) => storedSupport(state)),
  selecting("sklearn.linear_model.RandomizedLasso", stable),
  selecting("sklearn.linear_model.RandomizedLogisticRegression", stable),
];
