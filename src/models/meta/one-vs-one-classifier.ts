/**
 * sklearn.multiclass.OneVsOneClassifier: one binary estimator a pair of classes; their votes, with the sums of their
 * confidences to break ties (sklearn.utils.multiclass._ovr_decision_function 0.17 and 0.21).
 */
import { CornichonError, sentence } from "../../errors.js";
import { float64, type Matrix, matrix } from "../../numeric/ndarray.js";
import { defineModel, type FittedModel, methods } from "../define.js";
import { labelsOf } from "../parts/labels.js";
import { answerMatrix, binaryScores, binaryThreshold, columnOf } from "../parts/meta/delegation.js";
import { byOwnNames } from "../parts/meta/own-names.js";
import { rowArgmax } from "../parts/meta/rows.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

const EPSILON = Number.EPSILON;

/** Confidences that change no vote: into (-1/3, 1/3), or as old versions did, by the largest of all of them. */
function scaled(sums: Matrix, old: boolean): Float64Array {
  if (!old) return sums.data.map((sum) => sum / (3 * (Math.abs(sum) + 1)));
  const largest = sums.data.reduce((most, sum) => Math.max(most, Math.abs(sum)), 0);
  const equal = sums.data.every((sum) => sum === sums.data[0]);
  return sums.data.map((sum) => (equal ? 0 : (sum * (0.5 - EPSILON)) / largest));
}

/** Of a precomputed kernel each estimator takes its own columns, so that none sees how many there are: X must have those of fitting. */
function checkKernel(state: State, parts: readonly (readonly number[])[] | null, x: Samples): void {
  if (parts === null) return;
  if (x.columns !== null && state.before(1, 0))
    throw new CornichonError("input.malformed", sentence`Until sklearn 1.0 no columns of a data frame were taken as those of a kernel.`);
  const count = state.declaredFeatures();
  if (count !== null && x.width !== count && state.since(1, 0))
    throw new CornichonError(
      "input.shape",
      sentence`X has ${x.width} features, but OneVsOneClassifier is expecting ${count} features as input.`,
    );
  const beyond = parts.reduce((most, part) => part.reduce((a, b) => Math.max(a, b), most), -1);
  if (beyond >= x.width)
    throw new CornichonError("input.shape", sentence`index ${beyond} is out of bounds for axis 1 with size ${x.width}`);
}

function votesOf(
  state: State,
  models: readonly FittedModel[],
  classes: number,
  x: Samples,
  parts: readonly (readonly number[])[] | null,
): Matrix {
  checkKernel(state, parts, x);
  const votes = matrix(x.rows, classes);
  const sums = matrix(x.rows, classes);
  const add = (to: Matrix, row: number, k: number, value: number): void => {
    to.data[row * classes + k] += value;
  };
  let pair = 0;
  for (let i = 0; i < classes; i++)
    for (let j = i + 1; j < classes; j++, pair++) {
      const model = models[pair];
      if (model === undefined) throw state.inconsistent("it has too few estimators");
      const part = parts?.[pair];
      const own = part === undefined ? x : x.select(part);
      const predicted = answerMatrix(state, model, "predict", own).data;
      const confidence = binaryScores(state, model, own);
      for (let row = 0; row < x.rows; row++) {
        add(sums, row, i, -confidence[row]);
        add(sums, row, j, confidence[row]);
        if (predicted[row] === 0) add(votes, row, i, 1);
        else if (predicted[row] === 1) add(votes, row, j, 1);
      }
    }
  const bonus = scaled(sums, state.before(0, 21));
  return matrix(
    votes.rows,
    classes,
    votes.data.map((vote, at) => vote + bonus[at]),
  );
}

/** Columns of a precomputed kernel that each estimator was fitted on. */
function pairwiseParts(state: State): readonly (readonly number[])[] | null {
  if (!state.has("pairwise_indices_")) return null;
  return state.items("pairwise_indices_").map((item) => Array.from(state.numbersOf(item, "pairwise_indices_").data));
}

export const OneVsOneClassifier = defineModel({
  class: "sklearn.multiclass.OneVsOneClassifier",
  build: (state, make) => {
    const models = state.items("estimators_").map(make);
    const labels = labelsOf(state);
    const [first] = models;
    if (first === undefined || models.length !== (labels.count * (labels.count - 1)) / 2)
      throw state.inconsistent(`${models.length} estimators for ${labels.count} classes`);
    const flat = labels.count === 2 && state.since(0, 19);
    const parts = pairwiseParts(state);
    const threshold = state.before(1, 1) ? 0 : binaryThreshold(first);
    const votes = (x: Samples): Matrix => votesOf(state, models, labels.count, x, parts);
    return {
      nFeatures: state.declaredFeatures() ?? first.nFeatures,
      featureNames: state.featureNames() ?? first.featureNames,
      classes: labels.classes,
      methods: byOwnNames(
        state,
        methods({
          predict: (x) => {
            const m = votes(x);
            return labels.decode(flat ? columnOf(m, 1).map((score) => Number(score > threshold)) : rowArgmax(m));
          },
          decision_function: (x) => {
            const m = votes(x);
            return flat ? float64([m.rows], columnOf(m, 1)) : float64([m.rows, m.cols], m.data);
          },
        }),
      ),
    };
  },
});
