/**
 * sklearn.ensemble.GradientBoostingClassifier. A score of exactly zero is one of the second class, but until 1.3 not
 * under the binomial loss, where the larger of two equal probabilities was the first.
 */
import { defineModel, methods } from "../define.js";
import { readBoosted } from "../parts/boosting/gradient.js";
import { checkBoosting, decisionOf, logOf, probabilityOf, type Scores, winnersOf } from "../parts/boosting/scores.js";
import { labelsOf } from "../parts/labels.js";

export const GradientBoostingClassifier = defineModel({
  class: "sklearn.ensemble.GradientBoostingClassifier",
  build: (state, make) => {
    const boosted = readBoosted(state, make, true);
    const labels = labelsOf(state);
    checkBoosting(state, labels, boosted.link, boosted.each);
    const old = state.before(1, 4);
    const strict = boosted.link === "logit" && old;
    const decide = (scores: Scores) => {
      const odds = old && boosted.each > 1 ? { ...scores, data: softmaxOf(scores) } : scores;
      return labels.decode(winnersOf(odds, (score) => (strict ? score > 0 : score >= 0)));
    };
    const softmaxOf = (scores: Scores) => Float64Array.from(probabilityOf(boosted.link, scores, old).data, Number);
    const proba = (scores: Scores) => probabilityOf(boosted.link, scores, old);
    return {
      ...boosted.expected,
      classes: labels.classes,
      methods: methods({
        predict: (x) => decide(boosted.scores(x)),
        predict_proba: (x) => proba(boosted.scores(x)),
        predict_log_proba: (x) => logOf(proba(boosted.scores(x))),
        decision_function: (x) => decisionOf(boosted.scores(x)),
        staged_predict: (x) => boosted.staged(x).map(decide),
        staged_predict_proba: (x) => boosted.staged(x).map(proba),
        staged_decision_function: (x) => boosted.staged(x).map(({ rows, each, data }) => ({ dtype: "float64", shape: [rows, each], data })),
        ...boosted.methods,
      }),
    };
  },
});
