/** sklearn.feature_selection.SelectKBest: the k features with the highest scores. */
import { defineModel } from "../define.js";
import { selectorModel } from "../parts/selector.js";
import { PARAMETERS, supportOf } from "../parts/univariate.js";

export const SelectKBest = defineModel({
  class: "sklearn.feature_selection.SelectKBest",
  build: (state) => selectorModel(state, supportOf(state, "k_best", ...PARAMETERS.k_best)),
});
