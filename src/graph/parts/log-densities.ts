/** Classes and components by the logs of their weighted densities, a column each (`models/parts/linear/joint-likelihood.ts`). */
import { type Lowered, makes, once } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { decoded, type LabelTable } from "./labels.js";

/** ln Σ exp of each row, one column; shifted by its largest value where that is finite (scipy.special.logsumexp). */
export function logSums(ops: Ops, logs: Value): Value {
  const top = ops.greatest(logs, true);
  const shift = ops.where(ops.less(ops.abs(top), ops.double(Number.POSITIVE_INFINITY)), top, ops.double(0));
  return ops.add(ops.log(ops.sum(ops.exp(ops.sub(logs, shift)), true)), shift);
}

/** Each row without its log-sum-exp. */
export const logShares = (ops: Ops, logs: Value): Value => ops.sub(logs, logSums(ops, logs));

/** A classifier by joint log-likelihood (sklearn.naive_bayes._BaseNB). */
export function byLikelihood(ops: Ops, labels: LabelTable, make: () => Value): Lowered {
  const joint = once(make);
  const logs = once(() => logShares(ops, joint()));
  return {
    kind: "classifier",
    methods: makes({
      predict: () => decoded(ops, labels, ops.argmax(joint())),
      predict_joint_log_proba: joint,
      predict_log_proba: logs,
      predict_proba: () => ops.exp(logs()),
    }),
  };
}
