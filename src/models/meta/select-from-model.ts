/**
 * sklearn.feature_selection.SelectFromModel 0.17 to 1.9: the columns whose importance in the fitted estimator reaches the
 * threshold.
 */
import { defineModel, needsCode } from "../define.js";
import { selectorModel } from "../parts/columns/selector.js";
import { judgeOf, supportByImportance } from "../parts/meta/importances.js";

export const SelectFromModel = defineModel({
  class: "sklearn.feature_selection.SelectFromModel",
  build: (state) => {
    const support = supportByImportance(state);
    if (support === null) throw needsCode(state.name, "a function that gives importances");
    const selector = selectorModel(state, support);
    return { ...selector, featureNames: selector.featureNames ?? judgeOf(state).featureNames() };
  },
});
