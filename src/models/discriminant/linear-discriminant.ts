/**
 * sklearn.discriminant_analysis.LinearDiscriminantAnalysis, and sklearn.lda.LDA as which it was known to 0.18: a linear
 * classifier whose scores are log-likelihoods, so that probabilities are a softmax (normalised sigmoids from 0.16, the
 * first with solvers, to 0.20). The solvers svd and eigen also project on the most discriminative directions.
 */
import { CornichonError, sentence } from "../../errors.js";
import { multiply } from "../../numeric/linear-algebra.js";
import { besideFloat, floats, floatType, type Matrix, matrix } from "../../numeric/ndarray.js";
import { rounded } from "../../numeric/typed.js";
import { defineModel, type Method, type ModelDefinition } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { labelsOf } from "../parts/labels.js";
import { classifierPart, linearClassifierModel } from "../parts/linear/classifier.js";
import { type LinearPart, type Scores, scoresArray } from "../parts/linear/predictor.js";
import { logScores, mapScores, oneVsRest, softmaxScores } from "../parts/linear/probabilities.js";
import type { State } from "../state.js";

/** The smallest normal numbers (numpy.finfo.tiny). */
const TINY = 2 ** -1022;
const TINY_FLOAT32 = 2 ** -126;

/** From 0.24 on, a probability of zero has the logarithm of the smallest number instead of −∞. */
function logProbabilities(state: State, scores: Scores): Scores {
  if (state.before(0, 24)) return logScores(scores);
  const tiny = scores.dtype === "float32" ? TINY_FLOAT32 : TINY;
  return mapScores(scores, (p) => Math.log(p === 0 ? tiny : p));
}

/** The first directions; how many is `_max_components`, or to 0.17 what `n_components` says. */
function directions(state: State, features: number): Matrix {
  const all = state.matrix("scalings_", features);
  const key = ["_max_components", "n_components"].find((name) => state.number(name) !== null);
  const kept = key === undefined ? all.cols : Math.min(all.cols, state.whole(key, 0, Number.MAX_SAFE_INTEGER));
  const out = matrix(features, kept);
  for (let j = 0; j < features; j++) for (let k = 0; k < kept; k++) out.data[j * kept + k] = all.data[j * all.cols + k];
  return out;
}

function transform(state: State, part: LinearPart): Method {
  if (state.text("solver") === "lsqr")
    return () => {
      throw new CornichonError("model.method", sentence`transform not implemented for 'lsqr' solver (use 'svd' or 'eigen').`);
    };
  const axes = directions(state, part.features);
  const center = state.text("solver") === "eigen" ? null : state.vector("xbar_", part.features);
  const dtypes = [state.dtype("scalings_"), ...(center === null ? [] : [state.dtype("xbar_")])];
  const centered = state.has("xbar_") ? state.dtype("xbar_") : "float64";
  return (x) => {
    const m = x.matrix(part.expected);
    const moved =
      center === null
        ? m
        : matrix(
            m.rows,
            m.cols,
            rounded(
              floatType(besideFloat(x.dtype, centered), centered),
              m.data.map((value, at) => value - center[at % m.cols]),
            ),
          );
    return floats(floatType(besideFloat(x.dtype, dtypes[0] ?? ""), ...dtypes), [m.rows, axes.cols], multiply(moved, axes).data);
  };
}

const linearDiscriminant = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const labels = labelsOf(state);
      const part = classifierPart(state, labels);
      const formula = labels.count === 2 || (state.before(0, 21) && state.has("solver")) ? oneVsRest : softmaxScores;
      return linearClassifierModel(part, labels, {
        predict_proba: (x) => scoresArray(formula(part.scores(x)), false),
        predict_log_proba: (x) => scoresArray(logProbabilities(state, formula(part.scores(x))), false),
        transform: transform(state, part),
        get_feature_names_out: prefixedNames(state, state.has("_n_features_out") ? state.whole("_n_features_out", 0, part.features) : 0),
      });
    },
  });

export const LDA = linearDiscriminant("sklearn.lda.LDA");
export const LinearDiscriminantAnalysis = linearDiscriminant("sklearn.discriminant_analysis.LinearDiscriminantAnalysis");
