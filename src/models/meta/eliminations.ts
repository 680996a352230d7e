/**
 * Recursive feature elimination and sequential selection: the columns of `support_`, and for RFE the answers of the
 * estimator that was fitted on them (sklearn.feature_selection._rfe, _sequential 1.6).
 */
import { defineModel, type Method, type ModelDefinition } from "../define.js";
import { delegated } from "../parts/delegation.js";
import { expectationOf } from "../parts/expectation.js";
import { keptSamples, selectionMethods, supportOf } from "../parts/kept-columns.js";
import type { State } from "../state.js";

const ANSWERS = ["predict", "predict_proba", "predict_log_proba", "decision_function"];

function selectorOf(state: State) {
  const { features, kept } = supportOf(state, "support_");
  const expected = expectationOf(state, features);
  return { expected, kept, selection: selectionMethods(expected, features, kept) };
}

const elimination = (name: string): ModelDefinition =>
  defineModel({
    class: `sklearn.feature_selection.${name}`,
    build: (state, make) => {
      const { expected, kept, selection } = selectorOf(state);
      const inner = make(state.fitted("estimator_"));
      if (inner.nFeatures !== null && inner.nFeatures !== kept.length)
        throw state.inconsistent(`its estimator takes ${inner.nFeatures} features, support_ keeps ${kept.length}`);
      const answers = delegated(inner, ANSWERS).map(
        ([method, ask]) => [method, (x, options) => ask(keptSamples(x, expected, kept), options)] satisfies [string, Method],
      );
      return {
        nFeatures: expected.nFeatures,
        featureNames: expected.featureNames,
        methods: new Map([...selection, ...answers]),
        ...(inner.classes === undefined ? {} : { classes: inner.classes }),
      };
    },
  });

export const RFE = elimination("RFE");
export const RFECV = elimination("RFECV");

export const SequentialFeatureSelector = defineModel({
  class: "sklearn.feature_selection.SequentialFeatureSelector",
  build: (state) => {
    const { expected, selection } = selectorOf(state);
    return { nFeatures: expected.nFeatures, featureNames: expected.featureNames, methods: selection };
  },
});
