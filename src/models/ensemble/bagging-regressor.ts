/** sklearn.ensemble.BaggingRegressor: the mean of its estimators. */
import { floats, floatType, type NDArray } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { readBag } from "../parts/meta/bag.js";
import { answer } from "../parts/meta/delegation.js";
import type { Samples } from "../samples.js";

export const BaggingRegressor = defineModel({
  class: "sklearn.ensemble.BaggingRegressor",
  build: (state, make) => {
    const { models, expected, each } = readBag(state, make);
    const mean = (x: Samples): NDArray => {
      const parts = each(x);
      const answers = models.map((model, at) => answer(state, model, "predict", parts[at] ?? x));
      const shape = answers[0]?.shape ?? [0];
      const dtype = floatType(...answers.map((one) => one.dtype));
      const out = new Float64Array(answers[0]?.data.length ?? 0);
      // numpy adds float32 to float32: each sum is rounded.
      const stored = dtype === "float32" ? Math.fround : (sum: number): number => sum;
      for (const { data } of answers) for (let at = 0; at < out.length; at++) out[at] = stored(out[at] + Number(data[at]));
      return floats(
        dtype,
        shape,
        out.map((value) => value / models.length),
      );
    };
    return { ...expected, methods: methods({ predict: mean }) };
  },
});
