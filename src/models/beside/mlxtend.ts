/**
 * mlxtend's stacks, which ask a model about the answers of others, and its selectors of columns (classifier.stacking_*,
 * regressor.stacking_*, feature_selection 0.4 to 0.25).
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { itemsOf } from "../../neutral/attributes.js";
import { numberOf } from "../../neutral/document.js";
import { float64, type Matrix, matrix } from "../../numeric/ndarray.js";
import { hstack } from "../../numeric/stack.js";
import { type FittedModel, headOf, type MakeModel, type Method, type ModelDefinition, methods } from "../define.js";
import { unnamed } from "../input/x.js";
import { answerMatrix, methodOf, samplesOf } from "../parts/meta/delegation.js";
import { Samples } from "../samples.js";
import type { State } from "../state.js";

/** Columns of probabilities without the first or the last. */
function without(m: Matrix, which: string | null): Matrix {
  if (which !== "first" && which !== "last") return m;
  const from = which === "first" ? 1 : 0;
  const out = matrix(m.rows, m.cols - 1);
  for (let i = 0; i < m.rows; i++)
    for (let j = 0; j < out.cols; j++) out.data[i * out.cols + j] = m.data[i * m.cols + j + from] ?? Number.NaN;
  return out;
}

function mean(parts: readonly Matrix[]): Matrix {
  const [first = matrix(0, 0)] = parts;
  const out = matrix(first.rows, first.cols);
  for (let at = 0; at < out.data.length; at++) out.data[at] = parts.reduce((sum, { data }) => sum + (data[at] ?? 0), 0) / parts.length;
  return out;
}

const sideBySide = (parts: readonly Matrix[], rows: number): Samples =>
  samplesOf(
    hstack(
      parts.map(({ rows: n, cols, data }) => float64([n, cols], data)),
      rows,
    ),
  ) ?? new Samples(matrix(0, 0));

/** What the models say, as the columns of the last one. */
function features(state: State, models: readonly FittedModel[], x: Samples): Samples {
  if (!state.flag("use_probas", false))
    return sideBySide(
      models.map((model) => answerMatrix(state, model, "predict", x)),
      x.rows,
    );
  const which = state.text("drop_proba_col");
  const parts = models.map((model) => without(answerMatrix(state, model, "predict_proba", x), which));
  return sideBySide(state.flag("average_probas", false) ? [mean(parts)] : parts, x.rows);
}

function beside(x: Samples, made: Samples): Samples {
  const own = x.matrix(unnamed("", null));
  return sideBySide([own, made.matrix(unnamed("", null))], own.rows);
}

function stack(state: State, make: MakeModel, held: string, last: string): Omit<FittedModel, "className"> {
  if (state.flag("drop_last_proba", false)) throw state.inconsistent("drop_last_proba is of a version that is not read");
  const models = state.items(held).map(make);
  const meta = make(state.fitted(last));
  const through = (x: Samples): Samples => {
    const made = features(state, models, x);
    return state.flag("use_features_in_secondary", false) ? beside(x, made) : made;
  };
  const asked = ["predict", "predict_proba", "decision_function"].filter((name) => meta.methods.has(name));
  const table = asked.map((name) => [name, (x, options) => methodOf(state, meta, name)(through(x), options)] satisfies [string, Method]);
  return { ...headOf(models[0]), methods: new Map(table), ...(meta.classes === undefined ? {} : { classes: meta.classes }) };
}

const stacked = (name: string, held: string, last: string): ModelDefinition => ({
  class: `mlxtend.${name}`,
  build: (state, make) => stack(state, make, held, last),
});

/** Places of columns by their names or numbers. @throws CornichonError `input.columns` */
function placesIn(state: State, key: string, x: Samples): readonly number[] {
  const items = itemsOf(state.fitted(key), state.references) ?? [];
  return items.map((item) => {
    const place = typeof item === "string" ? (x.columns ?? []).indexOf(item) : (numberOf(item) ?? -1);
    if (!Number.isInteger(place) || place < 0 || place >= x.width)
      throw new CornichonError("input.columns", sentence`${showText(state.name)} takes a column that X does not have.`);
    return place;
  });
}

const selector = (name: string, key: string): ModelDefinition => ({
  class: `mlxtend.feature_selection.${name}`,
  build: (state) => {
    if (state.flag("drop_axis", false)) throw state.inconsistent("drop_axis makes columns without an axis, which are not made here");
    return {
      nFeatures: null,
      featureNames: null,
      methods: methods({ transform: (x) => x.select(placesIn(state, key, x)).array() }),
    };
  },
});

export const MLXTEND: readonly ModelDefinition[] = [
  stacked("classifier.StackingClassifier", "clfs_", "meta_clf_"),
  stacked("classifier.StackingCVClassifier", "clfs_", "meta_clf_"),
  stacked("regressor.StackingRegressor", "regr_", "meta_regr_"),
  stacked("regressor.StackingCVRegressor", "regr_", "meta_regr_"),
  selector("ColumnSelector", "cols"),
  selector("SequentialFeatureSelector", "k_feature_idx_"),
];
