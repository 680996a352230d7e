/** sklearn.compose.TransformedTargetRegressor: predicts, and takes the target's transformation back. */
import type { NDArray } from "../../numeric/ndarray.js";
import { defineModel, denseResult, headOf, methods } from "../define.js";
import { answer, methodOf } from "../parts/meta/delegation.js";
import { Samples } from "../samples.js";

/** One axis as one column. */
const asColumns = (array: NDArray): NDArray => (array.shape.length === 1 ? { ...array, shape: [array.shape[0] ?? 0, 1] } : array);

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
          const column = new Samples(asColumns(answer(state, regressor, "predict", x)));
          const back = denseResult(methodOf(state, transformer, "inverse_transform")(column, options));
          return flat ? squeezed(back) : back;
        },
      }),
    };
  },
});
