/**
 * Linear classifiers: the class with the largest score, or the second of two where the one score is above zero
 * (sklearn.linear_model._base.LinearClassifierMixin, 0.17 to 1.9).
 */
import { argmax, type NDArray } from "../../../numeric/ndarray.js";
import { defineModel, type FittedModel, type Method, type ModelDefinition, methods } from "../../define.js";
import type { State } from "../../state.js";
import { selection } from "../columns/selection.js";
import { type Labels, labelsOf } from "../labels.js";
import { type LinearPart, linearPart, type Scores, scoresArray } from "./predictor.js";
import { logScores } from "./probabilities.js";

/** Positions of the winning classes. */
export function winners({ rows, cols, data }: Scores): number[] {
  return Array.from({ length: rows }, (_, i) => (cols === 1 ? (data[i] > 0 ? 1 : 0) : argmax(data, i, cols)));
}

/** Scores as decision_function gives them: one axis where there is one column. */
const decisionArray = (scores: Scores): NDArray => scoresArray(scores, scores.cols === 1);

/** `predict_proba` and `predict_log_proba` from one formula. */
const probabilityMethods = (part: LinearPart, formula: (scores: Scores) => Scores): Record<string, Method> => ({
  predict_proba: (x) => scoresArray(formula(part.scores(x)), false),
  predict_log_proba: (x) => scoresArray(logScores(formula(part.scores(x))), false),
});

/** The model of a linear classifier; `more` are methods beside predict and decision_function. */
export function linearClassifierModel(
  part: LinearPart,
  labels: Labels,
  more: Readonly<Record<string, Method | undefined>>,
): Omit<FittedModel, "className"> {
  return {
    ...part.expected,
    classes: labels.classes,
    methods: methods({
      predict: (x) => labels.decode(winners(part.scores(x))),
      decision_function: (x) => decisionArray(part.scores(x)),
      ...more,
    }),
  };
}

/** Coefficients of a classifier, one row a class or one for two (or `one` for all). @throws CornichonError `model.inconsistent` */
export function classifierPart(state: State, labels: Labels, one = false): LinearPart {
  const part = linearPart(state);
  if (part.outputs !== labels.count && !(part.outputs === 1 && (one || labels.count === 2)))
    throw state.inconsistent(`${part.outputs} rows of coef_ for ${labels.count} classes`);
  return part;
}

/** What a kind of linear classifier has beside predict and decision_function. */
export interface LinearKind {
  /** Scores to probabilities; null where it has none. */
  readonly probabilities?: (state: State, labels: Labels) => ((scores: Scores) => Scores) | null;
  /** One row of coefficients tells the first two of any number of classes apart. */
  readonly oneRow?: boolean;
  /** It had a `transform` until 0.18. */
  readonly selects?: boolean;
}

/** The definition of one linear classifier. */
export const linearClassifier = (className: string, kind: LinearKind = {}): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const labels = labelsOf(state);
      const part = classifierPart(state, labels, kind.oneRow);
      const formula = kind.probabilities?.(state, labels) ?? null;
      return linearClassifierModel(part, labels, {
        ...(formula === null ? {} : probabilityMethods(part, formula)),
        transform: kind.selects === true && part.coef !== null ? selection(state, part.expected, part.coef) : undefined,
      });
    },
  });
