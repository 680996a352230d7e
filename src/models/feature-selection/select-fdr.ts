/** sklearn.feature_selection.SelectFdr: features within a false discovery rate of alpha. */
import { defineModel } from "../define.js";
import { selectorModel } from "../parts/selector.js";
import { PARAMETERS, supportOf } from "../parts/univariate.js";

export const SelectFdr = defineModel({
  class: "sklearn.feature_selection.SelectFdr",
  build: (state) => selectorModel(state, supportOf(state, "fdr", ...PARAMETERS.fdr)),
});
