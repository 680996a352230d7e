/**
 * Models fitted by stochastic gradients (sklearn.linear_model._stochastic_gradient, 0.17 to 1.9). The classifier has
 * probabilities for two losses: sigmoids for the logistic one, clipped scores for the modified Huber loss
 * (Zadrozny & Elkan, Transforming classifier scores into accurate multiclass probability estimates, KDD 2002).
 */
import { floatType } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { linearClassifier } from "../parts/linear/classifier.js";
import { linearPart, type Scores, scoresArray } from "../parts/linear/predictor.js";
import { complemented, mapScores, normalized, oneVsRest } from "../parts/linear/probabilities.js";
import { linearRegressor } from "../parts/linear/regressor.js";
import type { Samples } from "../samples.js";

/** A score of −1 … 1 as a share of 0 … 1. */
const clipped = (score: number): number => (Math.min(1, Math.max(-1, score)) + 1) / 2;

/** Where no class has a share, all have the same. */
function evened(scores: Scores): Scores {
  const data = Float64Array.from(scores.data);
  for (let i = 0; i < scores.rows; i++) {
    const row = data.subarray(i * scores.cols, (i + 1) * scores.cols);
    if (row.every((share) => share === 0)) row.fill(1);
  }
  return { ...scores, data };
}

/** Two classes are float64 whatever the scores are: numpy writes them into an array of its own. */
const modifiedHuber = (scores: Scores): Scores =>
  scores.cols === 1 ? complemented(mapScores({ ...scores, dtype: "float64" }, clipped)) : normalized(evened(mapScores(scores, clipped)));

export const SGDClassifier = linearClassifier("sklearn.linear_model.SGDClassifier", {
  selects: true,
  probabilities: (state) => {
    const loss = state.text("loss");
    if (loss === "log_loss" || loss === "log") return oneVsRest;
    return loss === "modified_huber" ? modifiedHuber : null;
  },
});

export const SGDRegressor = linearRegressor("sklearn.linear_model.SGDRegressor", true);

/** One class: 1 for what lies on its side of the plane, −1 for outliers. */
export const SGDOneClassSVM = defineModel({
  class: "sklearn.linear_model.SGDOneClassSVM",
  build: (state) => {
    const part = linearPart(state);
    const [offset = 0] = state.vector("offset_", 1);
    const margins = (x: Samples): Scores => {
      const scores = part.scores(x);
      return mapScores({ ...scores, dtype: floatType(scores.dtype, state.dtype("offset_")) }, (score) => score - offset);
    };
    return {
      ...part.expected,
      methods: methods({
        decision_function: (x) => scoresArray(margins(x), true),
        score_samples: (x) =>
          scoresArray(
            mapScores(margins(x), (margin) => margin + offset),
            true,
          ),
        predict: (x) => {
          const { rows, data } = margins(x);
          return { dtype: "int32", shape: [rows], data: Int32Array.from(data, (margin) => (margin >= 0 ? 1 : -1)) };
        },
      }),
    };
  },
});
