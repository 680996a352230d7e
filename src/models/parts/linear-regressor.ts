/** A linear regressor: `predict` and nothing else. */
import { defineModel, methods, type ModelDefinition } from "../define.js";
import { linearExpectation, linearPart, scoresArray } from "./linear-predictor.js";

/** The definition of one linear regressor. */
export const linearRegressor = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const part = linearPart(state);
      const expected = linearExpectation(state, part);
      return { nFeatures: part.features, featureNames: expected.featureNames, methods: methods({ predict: (x) => scoresArray(part, x.matrix(expected)) }) };
    },
  });
