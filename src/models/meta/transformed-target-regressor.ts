/** sklearn.compose.TransformedTargetRegressor: predicts, and takes the target's transformation back. */
import type { NDArray } from "../../numeric/ndarray.js";
import { defineModel, denseResult, headOf, methods } from "../define.js";
import { answer, methodOf } from "../parts/meta/delegation.js";
import { Samples } from "../samples.js";

/** (n, 1) without its second axis. */
const squeezed = (array: NDArray): NDArray =>
  array.shape.length === 2 && array.shape[1] === 1 ? { ...array, shape: [array.shape[0] ?? 0] } : array;

export const TransformedTargetRegressor = defineModel({
  class: "sklearn.compose.TransformedTargetRegressor",
  build: (state, make) => {
    const regressor = make(state.fitted("regressor_"));
    const transformer = make(state.fitted("transformer_"));
    const flat = state.number("_training_dim") === 1;
    return {
      ...headOf(regressor),
      methods: methods({
        predict: (x, options) => {
          const predicted = answer(state, regressor, "predict", x);
          const [rows = 0, cols = 1] = predicted.shape;
          const column = new Samples({ ...predicted, shape: [rows, cols] });
          const back = denseResult(methodOf(state, transformer, "inverse_transform")(column, options));
          return flat ? squeezed(back) : back;
        },
      }),
    };
  },
});
