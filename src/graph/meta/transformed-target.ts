/** sklearn.compose.TransformedTargetRegressor: predicts, and takes the target's transformation back. */
import { defineLowering, makes } from "../define.js";
import type { Value } from "../ir.js";
import { answer, memberOf, numbers } from "../parts/members.js";

export const TRANSFORMED_TARGET = defineLowering({
  class: "sklearn.compose.TransformedTargetRegressor",
  lower: (context) => {
    const { state, ops } = context;
    const regressor = memberOf(context, state.fitted("regressor_"), "regressor_");
    const predict = (): Value => {
      const x = ops.column(numbers(context, regressor, "predict"));
      const back = answer(memberOf(context, state.fitted("transformer_"), "transformer_", { x }), "inverse_transform");
      return state.number("_training_dim") === 1 && back.shape[1] === 1 ? ops.flat(back) : back;
    };
    return { kind: "regressor", methods: makes({ predict }) };
  },
});
