/** sklearn.feature_selection.GenericUnivariateSelect: one of the univariate selectors, by `mode`, with its number in `param`. */
import { defineModel } from "../define.js";
import { selectorModel } from "../parts/selector.js";
import { type Mode, supportOf } from "../parts/univariate.js";

const MODES: readonly Mode[] = ["percentile", "k_best", "fpr", "fdr", "fwe"];

export const GenericUnivariateSelect = defineModel({
  class: "sklearn.feature_selection.GenericUnivariateSelect",
  build: (state) => {
    const name = state.text("mode") ?? "percentile";
    const mode = MODES.find((one) => one === name);
    if (mode === undefined) throw state.inconsistent("its mode is unknown");
    return selectorModel(state, supportOf(state, mode, "param", 1e-5));
  },
});
