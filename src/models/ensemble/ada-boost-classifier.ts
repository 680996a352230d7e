/**
 * sklearn.ensemble.AdaBoostClassifier (Zhu, Zou, Rosset, Hastie 2009; sklearn.ensemble._weight_boosting 0.17 to 1.9).
 * SAMME.R (to 1.5) adds logarithms of probabilities, SAMME weighs votes: a vote against a class counts −1/(K − 1) from
 * 1.3 on, nothing before. Probabilities are made of the decision from 0.22 on.
 */
import { CornichonError, sentence } from "../../errors.js";
import { argmax, float64, floats, floatType, type Matrix, type NDArray, softmax } from "../../numeric/ndarray.js";
import { defineModel, type FittedModel, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { type Labels, labelsOf } from "../parts/labels.js";
import { answer, answerMatrix } from "../parts/meta/delegation.js";
import { handedOn } from "../parts/meta/handed-on.js";
import { membersOf } from "../parts/meta/members.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

/** Scores, `rows × classes`; float32 where probabilities are. */
interface Scores extends Matrix {
  readonly dtype: string;
}

/** An estimator's share in the scores. */
type Share = (model: FittedModel, weight: number, x: Samples) => Scores;

const scored = (rows: number, cols: number, data: Float64Array, dtype = "float64"): Scores => ({ rows, cols, data, dtype });

/** Logarithms of probabilities, each row about its mean (_samme_proba). */
function logShare(state: State, classes: number): Share {
  return (model, _, x) => {
    const { dtype, shape, data } = answer(state, model, "predict_proba", x);
    const [rows = 0, cols = 0] = shape;
    if (cols !== classes) throw state.inconsistent(`an estimator knows ${cols} of ${classes} classes`);
    const least = dtype === "float32" ? 2 ** -23 : Number.EPSILON;
    const out = Float64Array.from(data, (p) => Math.log(Math.max(Number(p), least)));
    for (let i = 0; i < rows; i++) {
      const row = out.subarray(i * classes, (i + 1) * classes);
      const mean = (1 / classes) * row.reduce((sum, value) => sum + value, 0);
      for (let k = 0; k < classes; k++) row[k] = (classes - 1) * (row[k] - mean);
    }
    return scored(rows, cols, out, floatType(dtype));
  };
}

/** Weighted votes. Of a single class from 1.3 on what speaks against one is divided by zero, which 1.6 knows to avoid but for stages. */
function voteShare(state: State, labels: Labels, isStaged: boolean): Share {
  const alone = labels.count === 1 && state.since(1, 3);
  if (alone && (isStaged || state.before(1, 6)))
    return () => {
      throw new CornichonError("model.method", sentence`division by zero`);
    };
  const against = state.since(1, 3) && !alone ? -1 / (labels.count - 1) : 0;
  const places = new Map(Array.from<unknown>(labels.classes.data).map((label, k) => [label, k]));
  return (model, weight, x) => {
    const { data } = answer(state, model, "predict", x);
    const out = scored(data.length, labels.count, new Float64Array(data.length * labels.count).fill(against * weight));
    Array.from<unknown>(data).forEach((label, i) => {
      const place = places.get(label);
      if (place !== undefined) out.data[i * labels.count + place] = alone ? 0 : weight;
    });
    return out;
  };
}

/** Weighted probabilities: how SAMME made its own until 0.21. */
const probaShare =
  (state: State): Share =>
  (model, weight, x) => {
    const { rows, cols, data } = answerMatrix(state, model, "predict_proba", x);
    return scored(
      rows,
      cols,
      data.map((p) => p * weight),
    );
  };

/** The sum of shares so far, and of the weights. The sum is one matrix that grows. */
interface Sum {
  readonly total: Scores;
  readonly norm: number;
}

function* sums(models: readonly FittedModel[], weights: Float64Array, share: Share, x: Samples): Generator<Sum> {
  let total: Scores | null = null;
  let norm = 0;
  for (const [at, model] of models.entries()) {
    const weight = weights[at];
    norm += weight;
    const part = share(model, weight, x);
    if (total === null) total = part;
    else for (let k = 0; k < part.data.length; k++) total.data[k] += part.data[k];
    yield { total, norm };
  }
}

/** Scores by the weight that they came from. */
const weighted = ({ total, norm }: Sum): Scores => ({ ...total, data: total.data.map((value) => value / norm) });

function last(found: Iterable<Sum>): Scores {
  let end: Sum = { total: scored(0, 0, new Float64Array(0)), norm: 1 };
  for (const sum of found) end = sum;
  return weighted(end);
}

/** Two classes are one score: the second's less the first's. */
function decisionOf({ rows, cols, data, dtype }: Scores): NDArray {
  if (cols !== 2) return floats(dtype, [rows, cols], data);
  const margin = (i: number): number => -data[2 * i] + data[2 * i + 1];
  return floats(
    dtype,
    [rows],
    Float64Array.from({ length: rows }, (_, i) => margin(i)),
  );
}

/** Softmax of scores over K − 1; of two classes until 0.21 of both, since of half their difference. */
function probabilityOf({ rows, cols, data, dtype }: Scores, old: boolean): NDArray {
  if (cols === 1) return float64([rows, 1], new Float64Array(rows).fill(1));
  const half = (at: number): number => ((at % 2 === 0 ? -1 : 1) * (data[at | 1] - data[at & ~1])) / 2;
  const given = cols === 2 && !old ? data.map((_, at) => half(at)) : data.map((value) => value / (cols - 1));
  return floats(dtype, [rows, cols], softmax(given, rows, cols));
}

export const AdaBoostClassifier = defineModel({
  class: "sklearn.ensemble.AdaBoostClassifier",
  build: (state, make) => {
    const models = membersOf(state, make);
    const weights = state.vector("estimator_weights_");
    if (weights.length < models.length) throw state.inconsistent(`${weights.length} weights for ${models.length} estimators`);
    const labels = labelsOf(state);
    const expected = expectationOf(state, models[0]?.nFeatures ?? null);
    const old = state.before(0, 22);
    const real = state.text("algorithm") === "SAMME.R";
    const shareOf = (isStaged: boolean): Share => (real ? logShare(state, labels.count) : voteShare(state, labels, isStaged));
    const [share, stagedShare] = [shareOf(false), shareOf(true)];
    const chances = old && !real ? probaShare(state) : share;
    const found = (x: Samples, of: Share): Generator<Sum> => sums(models, weights, of, handedOn(x, expected));
    const staged = (x: Samples, of: Share, see: (scores: Scores) => NDArray): NDArray[] => {
      const out: NDArray[] = [];
      for (const sum of found(x, of)) out.push(see(weighted(sum)));
      return out;
    };
    const decide = (scores: Scores): NDArray => {
      const { data, shape } = decisionOf(scores);
      const numbers = Float64Array.from(data, Number);
      const many = shape.length === 2;
      return labels.decode(
        Array.from({ length: scores.rows }, (_, i) => (many ? argmax(numbers, i, scores.cols) : Number(numbers[i] > 0))),
      );
    };
    const proba = (x: Samples): NDArray =>
      labels.count === 1 ? float64([x.rows, 1], new Float64Array(x.rows).fill(1)) : probabilityOf(last(found(x, chances)), old);
    return {
      ...expected,
      classes: labels.classes,
      methods: methods({
        predict: (x) => decide(last(found(x, share))),
        predict_proba: proba,
        predict_log_proba: (x) => {
          const { dtype, shape, data } = proba(x);
          return floats(
            dtype,
            shape,
            Float64Array.from(data, (p) => Math.log(Number(p))),
          );
        },
        decision_function: (x) => decisionOf(last(found(x, share))),
        staged_predict: (x) => staged(x, stagedShare, decide),
        staged_predict_proba: (x) => staged(x, old && !real ? chances : stagedShare, (scores) => probabilityOf(scores, old)),
        staged_decision_function: (x) => staged(x, stagedShare, decisionOf),
      }),
    };
  },
});
