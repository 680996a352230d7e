/**
 * sklearn.linear_model.LogisticRegression. `multi_class` decides how scores become probabilities: `ovr` (the default to
 * 0.21) sigmoids that are normalised, else softmax; two classes are one sigmoid, but for an explicit `multinomial`
 * from 0.20 on, whose softmax is over (−score, score).
 */
import { argmax, expit, float64, type Matrix, softmax } from "../../numeric/ndarray.js";
import { defineModel, type Method, methods } from "../define.js";
import { labelsOf } from "../parts/labels.js";
import { linearExpectation, linearPart } from "../parts/linear-predictor.js";
import type { State } from "../state.js";

/** True when probabilities are normalised sigmoids (sklearn.linear_model._logistic.LogisticRegression.predict_proba). */
function oneVsRest(state: State, classes: number): boolean {
  const mode = state.text("multi_class");
  const [major, minor] = state.version();
  if (mode === "ovr" || mode === "warn") return true;
  if (mode === "multinomial") return major === 0 && minor < 20 && classes <= 2;
  return classes <= 2 || (mode !== null && state.text("solver") === "liblinear");
}

/** Columns of probabilities from scores. */
function probabilities(scores: Float64Array, rows: number, classes: number, ovr: boolean): Float64Array {
  if (classes === 2) return binary(scores, rows, ovr);
  if (!ovr) return softmax(scores, rows, classes);
  const out = scores.map(expit);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += out[i * classes + k] ?? 0;
    for (let k = 0; k < classes; k++) out[i * classes + k] = (out[i * classes + k] ?? 0) / sum;
  }
  return out;
}

function binary(scores: Float64Array, rows: number, ovr: boolean): Float64Array {
  const pairs = new Float64Array(rows * 2);
  for (let i = 0; i < rows; i++) {
    const score = scores[i] ?? 0;
    const p = expit(score);
    pairs[2 * i] = ovr ? 1 - p : -score;
    pairs[2 * i + 1] = ovr ? p : score;
  }
  return ovr ? pairs : softmax(pairs, rows, 2);
}

/**
 * Until 0.18 a fitted linear classifier also selected features: those whose summed absolute coefficients reach their
 * mean (1e-5 with an l1 penalty) (sklearn.feature_selection.from_model._LearntSelectorMixin).
 */
function selection(state: State, features: number): Method | undefined {
  const [major, minor] = state.version();
  if (major > 0 || minor >= 19) return undefined;
  const coef = state.numbers("coef_").data;
  const importance = Array.from({ length: features }, (_, j) => {
    let sum = 0;
    for (let at = j; at < coef.length; at += features) sum += Math.abs(coef[at] ?? 0);
    return sum;
  });
  const threshold = state.text("penalty") === "l1" ? 1e-5 : importance.reduce((sum, value) => sum + value, 0) / features;
  const kept = importance.flatMap((value, j) => (value >= threshold ? [j] : []));
  return (x) => {
    const m = x.matrix({ name: state.name, nFeatures: features, featureNames: null });
    return float64(
      [m.rows, kept.length],
      Float64Array.from(
        { length: m.rows * kept.length },
        (_, at) => m.data[Math.floor(at / kept.length) * m.cols + (kept[at % kept.length] ?? 0)] ?? 0,
      ),
    );
  };
}

export const LogisticRegression = defineModel({
  class: "sklearn.linear_model.LogisticRegression",
  build: (state) => {
    const part = linearPart(state);
    const expected = linearExpectation(state, part);
    const labels = labelsOf(state);
    if (part.outputs !== (labels.count === 2 ? 1 : labels.count))
      throw state.inconsistent(`${part.outputs} rows of coef_ for ${labels.count} classes`);
    const ovr = oneVsRest(state, labels.count);
    const proba = (x: Matrix): Float64Array => probabilities(part.scores(x), x.rows, labels.count, ovr);
    const winners = (x: Matrix): number[] => {
      const scores = part.scores(x);
      return Array.from({ length: x.rows }, (_, i) =>
        labels.count === 2 ? ((scores[i] ?? 0) > 0 ? 1 : 0) : argmax(scores, i, labels.count),
      );
    };
    return {
      nFeatures: part.features,
      featureNames: expected.featureNames,
      methods: methods({
        transform: selection(state, part.features),
        predict: (x) => labels.decode(winners(x.matrix(expected))),
        decision_function: (x) => {
          const m = x.matrix(expected);
          return float64(labels.count === 2 ? [m.rows] : [m.rows, labels.count], part.scores(m));
        },
        predict_proba: (x) => {
          const m = x.matrix(expected);
          return float64([m.rows, labels.count], proba(m));
        },
        predict_log_proba: (x) => {
          const m = x.matrix(expected);
          return float64([m.rows, labels.count], proba(m).map(Math.log));
        },
      }),
    };
  },
});
