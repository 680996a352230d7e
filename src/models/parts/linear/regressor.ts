/** A linear regressor: `predict`, and until 0.18 `decision_function`, which was the same. */
import { defineModel, type Method, type ModelDefinition, methods } from "../../define.js";
import { selection } from "../columns/selection.js";
import { linearPart, scoresArray } from "./predictor.js";

/** The definition of one linear regressor; `selects`: it had a `transform` until 0.18. */
export const linearRegressor = (className: string, selects = false): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const part = linearPart(state);
      const predict: Method = (x) => scoresArray(part.scores(x), part.flat);
      const decision = state.before(0, 19) ? predict : undefined;
      return {
        ...part.expected,
        methods: methods({
          predict,
          decision_function: decision,
          transform: selects && part.coef !== null ? selection(state, part.expected, part.coef) : undefined,
        }),
      };
    },
  });
