/** sklearn.feature_selection.SelectPercentile: the features with the highest scores, a share of all. */
import { defineModel } from "../define.js";
import { selectorModel } from "../parts/selector.js";
import { PARAMETERS, supportOf } from "../parts/univariate.js";

export const SelectPercentile = defineModel({
  class: "sklearn.feature_selection.SelectPercentile",
  build: (state) => selectorModel(state, supportOf(state, "percentile", ...PARAMETERS.percentile)),
});
