/** Stability selection (sklearn.linear_model.randomized_l1 0.17 to 0.20): columns whose score is above a threshold. */
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { columnsKept, columnsRestored } from "../parts/selection.js";

const randomized = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const scores = state.vector("scores_");
      const threshold = state.amount("selection_threshold");
      const expected = expectationOf(state, scores.length);
      const kept = Array.from(scores.keys()).filter((j) => (scores[j] ?? 0) > threshold);
      return {
        nFeatures: scores.length,
        featureNames: expected.featureNames,
        methods: methods({
          transform: (x) => columnsKept(x, expected, kept),
          inverse_transform: (x) => columnsRestored(x, state.name, kept, scores.length),
        }),
      };
    },
  });

export const RandomizedLasso = randomized("sklearn.linear_model.RandomizedLasso");
export const RandomizedLogisticRegression = randomized("sklearn.linear_model.RandomizedLogisticRegression");
