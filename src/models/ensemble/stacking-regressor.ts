/** sklearn.ensemble.StackingRegressor: the final estimator's prediction from the others'. */
import { defineModel, headOf, methods } from "../define.js";
import { answer } from "../parts/meta/delegation.js";
import { readStack } from "../parts/meta/stack.js";

export const StackingRegressor = defineModel({
  class: "sklearn.ensemble.StackingRegressor",
  build: (state, make) => {
    const stack = readStack(state, make, 0);
    return {
      ...headOf(stack),
      methods: methods({ predict: (x, options) => answer(state, stack.final, "predict", stack.meta(x), options), ...stack.methods }),
    };
  },
});
