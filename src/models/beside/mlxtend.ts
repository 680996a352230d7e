/**
 * mlxtend's stacks, which ask a model about the answers of others, its votes, its selectors of columns and what hands X on
 * (classifier.stacking_*, classifier.ensemble_vote, regressor.stacking_*, feature_selection, preprocessing 0.4 to 0.25).
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { itemsOf } from "../../neutral/attributes.js";
import { numberOf } from "../../neutral/document.js";
import { argmax, float64, type Matrix, matrix, type NDArray } from "../../numeric/ndarray.js";
import { hstack } from "../../numeric/stack.js";
import { denseResult, type FittedModel, headOf, type MakeModel, type Method, type ModelDefinition, methods } from "../define.js";
import { unnamed } from "../input/x.js";
import { type Labels, labelsOf } from "../parts/labels.js";
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

/** Probabilities of the classifiers as `weights` counts them; equally where there are none. */
function averaged(state: State, models: readonly FittedModel[], weights: readonly number[], x: Samples): Matrix {
  const parts = models.map((model) => answerMatrix(state, model, "predict_proba", x));
  const [first = matrix(0, 0)] = parts;
  const out = matrix(first.rows, first.cols);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [k, { rows, cols, data }] of parts.entries()) {
    if (rows !== out.rows || cols !== out.cols) throw state.inconsistent("its classifiers have other numbers of classes");
    for (let at = 0; at < data.length; at++) out.data[at] = (out.data[at] ?? 0) + (data[at] ?? 0) * (weights[k] ?? 0);
  }
  return { ...out, data: out.data.map((value) => value / total) };
}

/** The number of the class that most weights are for, of equally many the first. */
function mostVoted(votes: readonly number[], weights: readonly number[], classes: number): number {
  const counts = new Float64Array(classes);
  votes.forEach((vote, k) => {
    counts[vote] = (counts[vote] ?? 0) + (weights[k] ?? 0);
  });
  return argmax(counts, 0, classes);
}

/** What was fitted on labels is asked for them; what was fitted inside, for their numbers. */
function votesOf(state: State, models: readonly FittedModel[], labels: Labels, x: Samples): readonly (readonly number[])[] {
  const classes = Array.from<unknown>(labels.classes.data);
  const isInside = state.flag("fit_base_estimators", true) && state.flag("refit", true);
  return models.map((model) => {
    const { data } = denseResult(methodOf(state, model, "predict")(x, {}));
    return Array.from<unknown>(data).map((value) => {
      const vote = isInside ? Number(value) : classes.indexOf(value);
      if (!Number.isInteger(vote) || vote < 0 || vote >= classes.length) throw state.inconsistent("a classifier votes for no class");
      return vote;
    });
  });
}

/** What each classifier says, one after the other. */
function sharesOf(state: State, models: readonly FittedModel[], x: Samples): NDArray {
  const parts = models.map((model) => answerMatrix(state, model, "predict_proba", x));
  const [{ rows, cols } = matrix(0, 0)] = parts;
  return float64([parts.length, rows, cols], Float64Array.from(parts.flatMap(({ data }) => Array.from(data))));
}

/** What each classifier votes for, a column a classifier. */
function votesBeside(votes: readonly (readonly number[])[]): NDArray {
  const rows = votes[0]?.length ?? 0;
  const data = Array.from({ length: rows }, (_, i) => votes.map((own) => own[i] ?? 0)).flat();
  return { dtype: "int64", shape: [rows, votes.length], data };
}

/** A vote, hard or soft (classifier.ensemble_vote). */
const vote: ModelDefinition = {
  class: "mlxtend.classifier.EnsembleVoteClassifier",
  build: (state, make) => {
    const models = state.items("clfs_").map(make);
    const encoder = state.object("le_");
    if (encoder === null) throw state.inconsistent("it has no le_");
    const labels = labelsOf(encoder);
    const classes = labels.classes.data.length;
    const weights = state.get("weights") === null ? models.map(() => 1) : Array.from(state.numbersOf(state.get("weights"), "weights").data);
    if (weights.length !== models.length) throw state.inconsistent("it has not a weight a classifier");
    const soft = (x: Samples): Matrix => averaged(state, models, weights, x);
    const numbers = (x: Samples): Int32Array => {
      if (state.text("voting") === "soft") {
        const { rows, cols, data } = soft(x);
        return Int32Array.from({ length: rows }, (_, i) => argmax(data, i, cols));
      }
      const votes = votesOf(state, models, labels, x);
      return Int32Array.from({ length: votes[0]?.length ?? 0 }, (_, i) =>
        mostVoted(
          votes.map((own) => own[i] ?? 0),
          weights,
          classes,
        ),
      );
    };
    const predict_proba: Method = (x) => {
      const { rows, cols, data } = soft(x);
      return float64([rows, cols], data);
    };
    const transform: Method = (x) =>
      state.text("voting") === "soft" ? sharesOf(state, models, x) : votesBeside(votesOf(state, models, labels, x));
    return {
      ...headOf(models[0]),
      classes: labels.classes,
      methods: methods({
        predict: (x) => labels.decode(numbers(x)),
        predict_proba: models.every((model) => model.methods.has("predict_proba")) ? predict_proba : undefined,
        transform,
      }),
    };
  },
};

/** X as it came; sparse rows written out. */
const through = (name: string): ModelDefinition => ({
  class: `mlxtend.preprocessing.${name}`,
  build: () => ({ nFeatures: null, featureNames: null, methods: methods({ transform: (x) => x.array() }) }),
});

export const MLXTEND: readonly ModelDefinition[] = [
  stacked("classifier.StackingClassifier", "clfs_", "meta_clf_"),
  stacked("classifier.StackingCVClassifier", "clfs_", "meta_clf_"),
  stacked("regressor.StackingRegressor", "regr_", "meta_regr_"),
  stacked("regressor.StackingCVRegressor", "regr_", "meta_regr_"),
  vote,
  through("CopyTransformer"),
  through("DenseTransformer"),
  selector("ColumnSelector", "cols"),
  selector("SequentialFeatureSelector", "k_feature_idx_"),
];
