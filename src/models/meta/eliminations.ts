/**
 * Recursive feature elimination and sequential selection: the columns of `support_`, and for RFE the answers of the
 * estimator that was fitted on them (sklearn.feature_selection._rfe, _sequential 1.6).
 */
import { defineModel, type Method, type ModelDefinition } from "../define.js";
import { selectorModel } from "../parts/columns/selector.js";
import { storedSupport } from "../parts/columns/support.js";
import { delegated, samplesOf } from "../parts/meta/delegation.js";
import type { Samples } from "../samples.js";

const ANSWERS = ["predict", "predict_proba", "predict_log_proba", "decision_function"];

const elimination = (name: string): ModelDefinition =>
  defineModel({
    class: `sklearn.feature_selection.${name}`,
    build: (state, make) => {
      const support = storedSupport(state);
      const kept = support.flatMap((yes, j) => (yes ? [j] : []));
      const selector = selectorModel(state, support);
      const inner = make(state.fitted("estimator_"));
      if (inner.nFeatures !== null && inner.nFeatures !== kept.length)
        throw state.inconsistent(`its estimator takes ${inner.nFeatures} features, support_ keeps ${kept.length}`);
      // As `transform` does: a column that is not kept may hold what is no number.
      const picked = (x: Samples): Samples => samplesOf(selector.methods.get("transform")?.(x, {}) ?? null) ?? x;
      const answers = delegated(inner, ANSWERS).map(
        ([method, ask]) => [method, (x, options) => ask(picked(x), options)] satisfies [string, Method],
      );
      return {
        ...selector,
        methods: new Map([...selector.methods, ...answers]),
        ...(inner.classes === undefined ? {} : { classes: inner.classes }),
      };
    },
  });

export const RFE = elimination("RFE");
export const RFECV = elimination("RFECV");

export const SequentialFeatureSelector = defineModel({
  class: "sklearn.feature_selection.SequentialFeatureSelector",
  build: (state) => selectorModel(state, storedSupport(state)),
});
