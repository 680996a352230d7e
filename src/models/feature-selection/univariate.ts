/**
 * Features by univariate tests (sklearn.feature_selection): the best by score, or those whose p-value is small enough, each
 * in a class of its own, and all of them in one whose `mode` says which.
 * Each call is marked as pure: a page that names one of them bundles none of the others.
 */
import { defineModel, type ModelDefinition } from "../define.js";
import { selectorModel } from "../parts/columns/selector.js";
import { genericSupport, type Mode, PARAMETERS, supportOf } from "../parts/columns/univariate.js";

const univariate = (name: string, mode: Mode): ModelDefinition =>
  defineModel({
    class: `sklearn.feature_selection.${name}`,
    build: (state) => selectorModel(state, supportOf(state, mode, ...PARAMETERS[mode])),
  });

export const GenericUnivariateSelect = /* @__PURE__ */ defineModel({
  class: "sklearn.feature_selection.GenericUnivariateSelect",
  build: (state) => selectorModel(state, genericSupport(state)),
});

/** Within a false discovery rate of alpha. */
export const SelectFdr = /* @__PURE__ */ univariate("SelectFdr", "fdr");
/** A p-value below alpha. */
export const SelectFpr = /* @__PURE__ */ univariate("SelectFpr", "fpr");
/** A p-value below alpha over the number of features. */
export const SelectFwe = /* @__PURE__ */ univariate("SelectFwe", "fwe");
export const SelectKBest = /* @__PURE__ */ univariate("SelectKBest", "k_best");
/** A share of all. */
export const SelectPercentile = /* @__PURE__ */ univariate("SelectPercentile", "percentile");
