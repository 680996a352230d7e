/** sklearn.feature_selection.SelectFwe: features whose p-value is below alpha over their number. */
import { defineModel } from "../define.js";
import { selectorModel } from "../parts/selector.js";
import { PARAMETERS, supportOf } from "../parts/univariate.js";

export const SelectFwe = defineModel({
  class: "sklearn.feature_selection.SelectFwe",
  build: (state) => selectorModel(state, supportOf(state, "fwe", ...PARAMETERS.fwe)),
});
