/** From scores to probabilities in a graph, as `models/parts/linear/probabilities.ts` has them. One column of scores stands for the second of two classes. */
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";

const width = (x: Value): number => Number(x.shape[1]);

/** Two columns of one: 1 − p and p. */
export const complemented = (ops: Ops, p: Value): Value => ops.concat([ops.sub(ops.double(1), p), p]);

/** Rows that sum to one; rows of zeros become NaN, as in numpy. */
const normalized = (ops: Ops, x: Value): Value => ops.div(x, ops.sum(x, true));

/** Sigmoids, normalised where there is more than one. */
export function oneVsRest(ops: Ops, scores: Value): Value {
  const p = ops.sigmoid(scores);
  return width(scores) === 1 ? complemented(ops, p) : normalized(ops, p);
}

/** Softmax; of one column that of (−score, score). */
export const multinomial = (ops: Ops, scores: Value): Value =>
  ops.softmax(width(scores) === 1 ? ops.concat([ops.neg(scores), scores]) : scores);

/** Clipped scores (sklearn.linear_model._stochastic_gradient, modified Huber loss); rows without a share are shared evenly. */
export function modifiedHuber(ops: Ops, scores: Value): Value {
  const one = ops.double(1);
  const shares = ops.div(ops.add(ops.min(ops.max(scores, ops.double(-1)), one), one), ops.double(2));
  if (width(scores) === 1) return complemented(ops, shares);
  const nothing = ops.equal(ops.sum(shares, true), ops.double(0));
  return normalized(ops, ops.where(nothing, one, shares));
}
