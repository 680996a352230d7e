/** A linear regressor: `predict` and nothing else. */
import { defineModel, type Method, type ModelDefinition, methods } from "../define.js";
import { linearExpectation, linearPart, scoresArray } from "./linear-predictor.js";

/** The definition of one linear regressor. */
export const linearRegressor = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const part = linearPart(state);
      const expected = linearExpectation(state, part);
      const predict: Method = (x) => scoresArray(part, x.matrix(expected));
      const [major, minor] = state.version();
      // Regressors had a decision_function, too, until 0.19.
      const decision = major === 0 && minor < 19 ? predict : undefined;
      return { nFeatures: part.features, featureNames: expected.featureNames, methods: methods({ predict, decision_function: decision }) };
    },
  });
