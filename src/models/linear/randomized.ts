/** Stability selection (sklearn.linear_model.randomized_l1 0.17 to 0.20): columns whose score is above a threshold. */
import { defineModel, type ModelDefinition } from "../define.js";
import { selectorModel } from "../parts/columns/selector.js";

const randomized = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const scores = state.vector("scores_");
      const threshold = state.amount("selection_threshold");
      return selectorModel(
        state,
        Array.from(scores, (score) => score > threshold),
      );
    },
  });

export const RandomizedLasso = randomized("sklearn.linear_model.RandomizedLasso");
export const RandomizedLogisticRegression = randomized("sklearn.linear_model.RandomizedLogisticRegression");
