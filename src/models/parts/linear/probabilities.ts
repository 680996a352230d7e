/**
 * From scores to probabilities as sklearn's linear classifiers make them. Each step is rounded where numpy's would be
 * float32. One column of scores stands for the second of two classes.
 */

import { expit, softmax } from "../../../numeric/ndarray.js";
import { rounded } from "../../../numeric/typed.js";
import { complements } from "../complements.js";
import type { Scores } from "./predictor.js";

/** Every value made another. */
export const mapScores = (scores: Scores, formula: (value: number) => number): Scores => ({
  ...scores,
  data: rounded(scores.dtype, scores.data.map(formula)),
});

/** Natural logarithms (numpy.log: −∞ for zero). */
export const logScores = (scores: Scores): Scores => mapScores(scores, Math.log);

/** Two columns of one: 1 − p and p. */
export const complemented = (scores: Scores): Scores => ({
  ...scores,
  cols: 2,
  data: rounded(scores.dtype, complements(scores.data)),
});

/** Rows that sum to one; rows of zeros become NaN, as in numpy. */
export function normalized(scores: Scores): Scores {
  const { rows, cols } = scores;
  const data = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = 0; k < cols; k++) sum += scores.data[i * cols + k];
    for (let k = 0; k < cols; k++) data[i * cols + k] = scores.data[i * cols + k] / sum;
  }
  return { ...scores, data: rounded(scores.dtype, data) };
}

/** The logistic function as scipy takes it of a float32: each step is rounded (scipy.special.expit). */
const singleExpit = (x: number): number => Math.fround(1 / Math.fround(1 + Math.fround(Math.exp(-x))));

/** Sigmoids, normalised where there is more than one (sklearn.linear_model._base.LinearClassifierMixin._predict_proba_lr). */
export function oneVsRest(scores: Scores): Scores {
  const sigmoids = mapScores(scores, scores.dtype === "float32" ? singleExpit : expit);
  return scores.cols === 1 ? complemented(sigmoids) : normalized(sigmoids);
}

/** Softmax of each row. */
export const softmaxScores = (scores: Scores): Scores => ({
  ...scores,
  data: (scores.dtype === "float32" ? singleSoftmax : softmax)(scores.data, scores.rows, scores.cols),
});

/** The same in float32, each step rounded. */
function singleSoftmax(scores: Float64Array, rows: number, cols: number): Float64Array {
  const out = new Float64Array(scores.length);
  const r = Math.fround;
  for (let i = 0; i < rows; i++) {
    const row = scores.subarray(i * cols, (i + 1) * cols);
    const top = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    let sum = 0;
    for (let k = 0; k < cols; k++) {
      const share = r(Math.exp(r(row[k] - top)));
      out[i * cols + k] = share;
      sum = r(sum + share);
    }
    for (let k = 0; k < cols; k++) out[i * cols + k] = r(out[i * cols + k] / sum);
  }
  return out;
}

/** Two columns of one: −score and score. */
export function mirrored(scores: Scores): Scores {
  const data = new Float64Array(2 * scores.rows);
  for (let i = 0; i < scores.rows; i++) {
    data[2 * i] = -scores.data[i];
    data[2 * i + 1] = scores.data[i];
  }
  return { ...scores, cols: 2, data };
}
