/**
 * From scores of boosted trees to answers in a graph, as `models/parts/boosting/scores.ts` has them. Scores are added in
 * sklearn's order, from what they begin with on: where a score of zero decides, its last bit does.
 */
import type { Link } from "../../models/parts/boosting/scores.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import type { LeafTable } from "../trees/tables.js";
import { complemented } from "./probabilities.js";

/** What scores begin with: numbers of every row alike, or a value of each row, [N, each]. */
export type Start = Float64Array | Value;

export interface Stages {
  readonly leaves: LeafTable;
  /** Trees, and how many of them are a stage. */
  readonly trees: number;
  readonly each: number;
  /** What a leaf adds. */
  readonly share: (tree: number, node: number) => number;
}

/** Scores, [N, each]: the start, and stage after stage. */
export function stagedSum(ops: Ops, start: Start, { leaves, trees, each, share }: Stages): Value {
  const first = start instanceof Float64Array ? start : null;
  // Adding numbers to the first stage's leaves is the first addition that sklearn does.
  const value = (tree: number, node: number): number => {
    const own = share(tree, node);
    return first !== null && tree < each ? Number(first[tree]) + own : own;
  };
  const chosen = ops.reshape(ops.gather(leaves.table(1, value), leaves.leaves()), ["N", trees / each, each]);
  if (start instanceof Float64Array) return ops.sumInOrder(chosen);
  return ops.sumInOrder(ops.concat([ops.reshape(start, ["N", 1, each]), chosen]));
}

/** exp(score − log Σ exp): the softmax of the losses before sklearn._loss. */
function exponentials(ops: Ops, scores: Value): Value {
  const top = ops.greatest(scores, true);
  const whole = ops.add(ops.log(ops.sum(ops.exp(ops.sub(scores, top)), true)), top);
  return ops.exp(ops.sub(scores, whole));
}

/** Probabilities of the classes: 1 − p and p, or a softmax. */
export function boostedProbabilities(ops: Ops, link: Link, scores: Value, old: boolean): Value {
  if (link === "multinomial_logit") return old ? exponentials(ops, scores) : ops.softmax(scores);
  return complemented(ops, ops.sigmoid(link === "half_logit" ? ops.mul(scores, ops.double(2)) : scores));
}

/** Decision function: one axis where a stage is one tree. */
export const boostedDecision = (ops: Ops, scores: Value): Value => (scores.shape[1] === 1 ? ops.flat(scores) : scores);

/** Predictions of a regressor. */
export const boostedValues = (ops: Ops, link: Link, scores: Value): Value => ops.flat(link === "log" ? ops.exp(scores) : scores);
