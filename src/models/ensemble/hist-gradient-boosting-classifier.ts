/**
 * sklearn.ensemble.HistGradientBoostingClassifier. The class is the one with the larger probability until 1.4, the one
 * with the larger score since: they may differ where two scores are equal but for rounding.
 */
import { defineModel, methods } from "../define.js";
import { readHistogramBoosted } from "../parts/boosting/histogram.js";
import { checkBoosting, decisionOf, probabilityOf, type Scores, winnersOf } from "../parts/boosting/scores.js";
import { labelsOf } from "../parts/labels.js";

export const HistGradientBoostingClassifier = defineModel({
  class: "sklearn.ensemble.HistGradientBoostingClassifier",
  build: (state) => {
    const boosted = readHistogramBoosted(state);
    const labels = labelsOf(state);
    checkBoosting(state, labels, boosted.link, boosted.each);
    const byProbability = state.before(1, 5);
    const old = state.before(1, 1);
    const proba = (scores: Scores) => probabilityOf(boosted.link, scores, old);
    const decide = (scores: Scores) => {
      if (!byProbability) return labels.decode(winnersOf(scores, (score) => score > 0));
      const data = Float64Array.from(proba(scores).data, Number);
      return labels.decode(winnersOf({ ...scores, each: labels.count, data }, () => false));
    };
    return {
      ...boosted.expected,
      classes: labels.classes,
      methods: methods({
        predict: (x) => decide(boosted.scores(x)),
        predict_proba: (x) => proba(boosted.scores(x)),
        decision_function: (x) => decisionOf(boosted.scores(x)),
        staged_predict: (x) => boosted.staged(x).map(decide),
        staged_predict_proba: (x) => boosted.staged(x).map(proba),
        staged_decision_function: (x) => boosted.staged(x).map(decisionOf),
      }),
    };
  },
});
