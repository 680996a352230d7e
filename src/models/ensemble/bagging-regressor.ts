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
      const out = new Float64Array(answers[0]?.data.length ?? 0);
      for (const { data } of answers) for (let at = 0; at < out.length; at++) out[at] += Number(data[at]);
      return floats(
        floatType(...answers.map(({ dtype }) => dtype)),
        shape,
        out.map((value) => value / models.length),
      );
    };
    return { ...expected, methods: methods({ predict: mean }) };
  },
});
