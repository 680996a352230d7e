/**
 * sklearn.linear_model.LogisticRegression and LogisticRegressionCV. `multi_class` decides how scores become
 * probabilities: `ovr` (the default to 0.21) sigmoids that are normalised, else softmax; two classes are one sigmoid,
 * but for an explicit `multinomial` from 0.20 on, whose softmax is over (−score, score).
 */
import type { ModelDefinition } from "../define.js";
import { linearClassifier } from "../parts/linear/classifier.js";
import { mirrored, oneVsRest, softmaxScores } from "../parts/linear/probabilities.js";
import type { State } from "../state.js";

/** 0.16 did not store its iterations, and had sigmoids whatever `multi_class` said. */
const isBefore017 = (state: State): boolean => state.get("n_iter_") === undefined && state.before(1, 0);

/** Solvers that know two classes alone, one of the newer ones until 1.5. */
const isBinarySolver = (state: State): boolean =>
  state.text("solver") === "liblinear" || (state.text("solver") === "newton-cholesky" && state.before(1, 6));

/** True when probabilities are normalised sigmoids (sklearn.linear_model._logistic.LogisticRegression.predict_proba). */
function isOneVsRest(state: State, classes: number): boolean {
  const mode = state.text("multi_class");
  if (mode === "ovr" || mode === "warn") return true;
  if (mode === "multinomial") return (state.before(0, 20) && classes <= 2) || isBefore017(state);
  return classes <= 2 || (mode !== null && isBinarySolver(state));
}

const logistic = (className: string): ModelDefinition =>
  linearClassifier(className, {
    selects: true,
    probabilities: (state, labels) => {
      if (isOneVsRest(state, labels.count)) return oneVsRest;
      return labels.count === 2 ? (scores) => softmaxScores(mirrored(scores)) : softmaxScores;
    },
  });

export const LogisticRegression = logistic("sklearn.linear_model.LogisticRegression");
export const LogisticRegressionCV = logistic("sklearn.linear_model.LogisticRegressionCV");
