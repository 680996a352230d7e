/** sklearn.feature_selection.VarianceThreshold: features whose variance exceeds the threshold. */
import { defineModel } from "../define.js";
import { selectorModel } from "../parts/columns/selector.js";

export const VarianceThreshold = defineModel({
  class: "sklearn.feature_selection.VarianceThreshold",
  build: (state) => {
    const threshold = state.number("threshold") ?? 0;
    return selectorModel(
      state,
      Array.from(state.vector("variances_"), (variance) => variance > threshold),
    );
  },
});
