/** sklearn.feature_selection.SelectFpr: features whose p-value is below alpha. */
import { defineModel } from "../define.js";
import { selectorModel } from "../parts/selector.js";
import { PARAMETERS, supportOf } from "../parts/univariate.js";

export const SelectFpr = defineModel({
  class: "sklearn.feature_selection.SelectFpr",
  build: (state) => selectorModel(state, supportOf(state, "fpr", ...PARAMETERS.fpr)),
});
