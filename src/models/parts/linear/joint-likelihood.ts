/**
 * Classifiers by joint log-likelihood, log P(class) + log P(x | class): the class with the largest, probabilities after
 * its sum over classes is taken off (sklearn.naive_bayes._BaseNB, 0.17 to 1.9).
 */

import { CornichonError, sentence } from "../../../errors.js";
import { logSumExp } from "../../../numeric/log-sum-exp.js";
import { argmax, type NDArray } from "../../../numeric/ndarray.js";
import { rounded } from "../../../numeric/typed.js";
import type { Method } from "../../define.js";
import type { Samples } from "../../samples.js";
import type { Labels } from "../labels.js";
import { type Scores, scoresArray } from "./predictor.js";
import { mapScores } from "./probabilities.js";

/** Joint log-likelihoods, a column a class. */
export type Joint = (x: Samples) => Scores;

/** Log-probabilities: each row without its log-sum-exp. */
export function logProbabilities(joint: Scores): Scores {
  const { rows, cols, dtype } = joint;
  const data = Float64Array.from(joint.data);
  for (let i = 0; i < rows; i++) {
    const exact = logSumExp(joint.data, i, cols);
    const total = dtype === "float32" ? Math.fround(exact) : exact;
    for (let k = 0; k < cols; k++) data[i * cols + k] -= total;
  }
  return { ...joint, data: rounded(dtype, data) };
}

/** The most likely class of each row. @throws CornichonError `input.malformed` for one that has no label (`class-tables.ts`) */
export function mostLikely(labels: Labels, { rows, cols, data }: Scores): NDArray {
  const places = Array.from({ length: rows }, (_, i) => argmax(data, i, cols));
  const none = places.find((place) => place >= labels.count);
  if (none !== undefined)
    throw new CornichonError("input.malformed", sentence`index ${none} is out of bounds for axis 0 with size ${labels.count}`);
  return labels.decode(places);
}

/** Methods of a classifier by joint log-likelihood. */
export const likelihoodMethods = (labels: Labels, joint: Joint): Record<string, Method> => ({
  predict: (x) => mostLikely(labels, joint(x)),
  predict_joint_log_proba: (x) => scoresArray(joint(x), false),
  predict_log_proba: (x) => scoresArray(logProbabilities(joint(x)), false),
  predict_proba: (x) => scoresArray(mapScores(logProbabilities(joint(x)), Math.exp), false),
});
