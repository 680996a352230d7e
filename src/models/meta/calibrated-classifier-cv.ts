/**
 * sklearn.calibration.CalibratedClassifierCV 0.17 to 1.9: scores of each fitted classifier through its calibrators (Platt's
 * sigmoid, isotonic regression, or one temperature), averaged over the folds.
 */
import { CornichonError, sentence } from "../../errors.js";
import { expit, float64, type Matrix, matrix, softmax } from "../../numeric/ndarray.js";
import { defineModel, type FittedModel, type MakeModel, methods } from "../define.js";
import { labelsOf } from "../parts/labels.js";
import { answerMatrix, columnOf, fromColumns } from "../parts/meta/delegation.js";
import { normalisedRows, rowArgmax } from "../parts/meta/rows.js";
import { Samples } from "../samples.js";
import type { State } from "../state.js";

/** Scores of one class to probabilities. */
type Calibrator = (scores: Float64Array) => Float64Array;

interface Fold {
  readonly state: State;
  readonly model: FittedModel;
  /** Place of each calibrator's class. */
  readonly places: readonly number[];
  readonly calibrators: readonly Calibrator[];
  /** Inverse temperature, where that is the method. */
  readonly beta: number | null;
}

const CLOSE_TO_ONE = 1 + 1e-5;
/** What keeps the logarithm of a probability of zero finite. */
const EPSILON = 1e-12;

function calibrator(state: State, value: unknown, make: MakeModel): Calibrator {
  const own = state.inner(value);
  if (own.name === "_SigmoidCalibration") {
    const [a, b] = [own.amount("a_"), own.amount("b_")];
    return (scores) => scores.map((score) => expit(-(a * score + b)));
  }
  const model = make(value);
  return (scores) => answerMatrix(own, model, "predict", new Samples(float64([scores.length], scores))).data;
}

/** One temperature for all classes: their places do not matter, and labels may have been encoded before the fit (1.8 on). */
function foldOf(state: State, value: unknown, classes: readonly unknown[], make: MakeModel): Fold {
  const own = state.inner(value);
  const model = make(own.fitted(own.has("estimator") ? "estimator" : "base_estimator"));
  const values = own.items(own.has("calibrators") ? "calibrators" : "calibrators_");
  const temperature = own.text("method") === "temperature" ? own.inner(values[0]).amount("beta_") : null;
  const known = model.classes !== undefined && "data" in model.classes ? Array.from<unknown>(model.classes.data) : classes;
  const places = temperature === null ? known.map((label) => classes.indexOf(label)) : classes.map((_, k) => k);
  if (places.includes(-1)) throw state.inconsistent("a classifier of it knows other classes");
  return {
    state: own,
    model,
    places,
    beta: temperature,
    calibrators: temperature === null ? values.map((one) => calibrator(own, one, make)) : [],
  };
}

/** Scores of a fold's classifier: decisions, or the probabilities of the class(es) that count. */
function scoresOf({ state, model }: Fold, classes: number, x: Samples): Matrix {
  if (model.methods.has("decision_function")) return answerMatrix(state, model, "decision_function", x);
  const proba = answerMatrix(state, model, "predict_proba", x);
  return classes === 2 && proba.cols === 2 ? matrix(proba.rows, 1, columnOf(proba, 1)) : proba;
}

function calibrated(fold: Fold, classes: number, x: Samples): Matrix {
  const scores = scoresOf(fold, classes, x);
  if (fold.beta !== null) return tempered(fold, scores, fold.beta);
  const out = matrix(scores.rows, classes);
  fold.calibrators.forEach((calibrate, k) => {
    const place = classes === 2 ? 1 : fold.places[k];
    const column = calibrate(columnOf(scores, k));
    for (let i = 0; i < out.rows; i++) out.data[i * classes + place] = column[i];
  });
  // A row of zeros says nothing: all classes are alike then.
  if (classes > 2) return normalisedRows(out, 1 / classes);
  for (let i = 0; i < out.rows; i++) out.data[i * 2] = 1 - out.data[i * 2 + 1];
  return out;
}

const isProbability = (m: Matrix): boolean =>
  m.data.every((value) => value >= 0 && value <= 1) &&
  Array.from({ length: m.rows }, (_, i) => m.data.subarray(i * m.cols, (i + 1) * m.cols).reduce((sum, value) => sum + value, 0)).every(
    (sum) => Math.abs(sum - 1) <= 1e-8 + 1e-5,
  );

/** @throws CornichonError `input.value` */
function refuseInfinite(scores: Matrix): void {
  if (scores.data.every(Number.isFinite)) return;
  throw new CornichonError(
    "input.value",
    scores.data.some(Number.isNaN)
      ? sentence`Input contains NaN.`
      : sentence`Input contains infinity or a value too large for dtype('float64').`,
  );
}

/** Softmax of scores times the inverse temperature (sklearn.calibration._TemperatureScaling, _convert_to_logits 1.8). */
function tempered(fold: Fold, scores: Matrix, beta: number): Matrix {
  refuseInfinite(scores);
  const decisions = fold.model.methods.has("decision_function");
  const column = scores.cols === 1 ? columnOf(scores, 0) : null;
  const both =
    column === null
      ? scores
      : fromColumns(decisions ? [column.map((value) => -value), column] : [column.map((value) => 1 - value), column]);
  const logits = isProbability(both) ? both.data.map((p) => Math.log(p + EPSILON)) : both.data;
  return matrix(
    both.rows,
    both.cols,
    softmax(
      logits.map((value) => value * beta),
      both.rows,
      both.cols,
    ),
  );
}

function average(folds: readonly Fold[], classes: number, x: Samples): Matrix {
  const sum = matrix(x.rows, classes);
  for (const fold of folds)
    calibrated(fold, classes, x).data.forEach((value, at) => {
      sum.data[at] += value > 1 && value <= CLOSE_TO_ONE ? 1 : value;
    });
  return matrix(
    sum.rows,
    classes,
    sum.data.map((value) => value / folds.length),
  );
}

export const CalibratedClassifierCV = defineModel({
  class: "sklearn.calibration.CalibratedClassifierCV",
  build: (state, make) => {
    const labels = labelsOf(state);
    const classes = Array.from<unknown>(labels.classes.data);
    const folds = state.items("calibrated_classifiers_").map((value) => foldOf(state, value, classes, make));
    const [first] = folds;
    if (first === undefined) throw state.inconsistent("it has no calibrated classifiers");
    return {
      nFeatures: state.declaredFeatures() ?? first.model.nFeatures,
      featureNames: state.featureNames() ?? first.model.featureNames,
      classes: labels.classes,
      methods: methods({
        predict: (x) => labels.decode(rowArgmax(average(folds, labels.count, x))),
        predict_proba: (x) => {
          const { rows, cols, data } = average(folds, labels.count, x);
          return float64([rows, cols], data);
        },
      }),
    };
  },
});
