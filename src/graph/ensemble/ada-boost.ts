/**
 * sklearn.ensemble.AdaBoost* (sklearn.ensemble._weight_boosting, 0.17 to 1.9): SAMME.R adds logarithms of probabilities,
 * SAMME weighs votes, regression takes the weighted median. Shares are added one after the other, as sklearn does: ties
 * of classes depend on it.
 */
import { sentence } from "../../errors.js";
import { type Context, defineLowering, type Lowered, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { decoded, labelTable, second, voteFor } from "../parts/labels.js";
import { answer, asColumns, type Member, membersOf, sumOf } from "../parts/members.js";

function weightsOf({ state }: Context, members: readonly Member[]): Float64Array {
  const weights = state.vector("estimator_weights_");
  if (weights.length < members.length) throw state.inconsistent(`${weights.length} weights for ${members.length} estimators`);
  return weights.slice(0, members.length);
}

/** An estimator's share in the scores, [N, classes]. */
type Share = (member: Member, weight: number) => Value;

function chances({ ops, state }: Context, member: Member, count: number): Value {
  const proba = asColumns(ops, member, answer(member, "predict_proba"));
  if (proba.shape[1] !== count) throw state.inconsistent(`an estimator knows ${String(proba.shape[1])} of ${count} classes`);
  return proba;
}

/** Logarithms of probabilities, each row about its mean (_samme_proba). */
const logShare =
  (context: Context, count: number): Share =>
  (member) => {
    const { ops } = context;
    const logs = ops.byColumn(ops.max(chances(context, member, count), ops.double(Number.EPSILON)), ops.log);
    const sum = ops.sumInOrder(ops.reshape(logs, ["N", count, 1]));
    return ops.mul(ops.double(count - 1), ops.sub(logs, ops.mul(ops.double(1 / count), sum)));
  };

/** Weighted votes. Of a single class from 1.3 on sklearn divides by zero; from 1.6 on a vote for it counts nothing. */
const voteShare =
  (context: Context, count: number): Share =>
  (member, weight) => {
    const { ops, state, at } = context;
    const alone = count === 1 && state.since(1, 3);
    if (alone && state.before(1, 6))
      throw unsupported(at, state.className, sentence`sklearn itself divides by zero, as there is one class`);
    const won = alone ? 0 : weight;
    const against = state.since(1, 3) && !alone ? -1 / (count - 1) : 0;
    return ops.where(voteFor(context, answer(member, "predict")), ops.double(won), ops.double(against * weight));
  };

/** Weighted probabilities: how SAMME made its own until 0.21. */
const probaShare =
  (context: Context, count: number): Share =>
  (member, weight) =>
    context.ops.mul(chances(context, member, count), context.ops.double(weight));

/** Two classes are one score: the second's less the first's. */
function decisionOf(ops: Ops, scores: Value): Value {
  if (scores.shape[1] !== 2) return scores;
  return ops.flat(ops.add(ops.neg(ops.columns(scores, [0])), ops.columns(scores, [1])));
}

/** Softmax of scores over K − 1; of two classes until 0.21 of both, since of half their difference. */
function probabilityOf(ops: Ops, scores: Value, old: boolean): Value {
  const count = Number(scores.shape[1]);
  if (count > 2 || old) return ops.softmax(ops.div(scores, ops.double(count - 1)));
  const half = ops.div(ops.column(decisionOf(ops, scores)), ops.double(2));
  return ops.softmax(ops.concat([ops.neg(half), half]));
}

function classifier(context: Context): Lowered {
  const { state, ops, rows } = context;
  const members = membersOf(context);
  const weights = weightsOf(context, members);
  const labels = labelTable(context);
  const old = state.before(0, 22);
  const real = state.text("algorithm") === "SAMME.R";
  const share = real ? logShare(context, labels.count) : voteShare(context, labels.count);
  const norm = weights.reduce((sum, weight) => sum + weight, 0);
  const summed = (of: Share): Value => {
    const shares = members.map((member, k) => of(member, Number(weights[k])));
    return ops.div(sumOf(ops, shares), ops.double(norm));
  };
  const scores = once(() => summed(share));
  const chancesOf = (): Value => (old && !real ? summed(probaShare(context, labels.count)) : scores());
  const proba = once(() => (labels.count === 1 ? ops.repeated(rows.x, Float64Array.of(1)) : probabilityOf(ops, chancesOf(), old)));
  const decision = once(() => decisionOf(ops, scores()));
  const winner = (): Value => (labels.count === 2 ? second(ops, ops.greater(decision(), ops.double(0))) : ops.argmax(scores()));
  return {
    kind: "classifier",
    methods: makes({
      predict: () => decoded(ops, labels, winner()),
      predict_proba: proba,
      predict_log_proba: () => ops.log(proba()),
      decision_function: decision,
    }),
  };
}

/** Weighted median: where half of the weight is reached (_get_median_predict). */
function median(context: Context): Value {
  const { ops, state, at } = context;
  const members = membersOf(context);
  const weights = weightsOf(context, members);
  const said = members.map((member) => {
    const value = answer(member, "predict");
    if (value.shape.length !== 1) throw unsupported(at, state.className, sentence`its estimators answer with two axes`);
    return asColumns(ops, member, value);
  });
  const { values, indices } = ops.sorted(ops.concat(said));
  const reached = ops.sums(ops.gather(ops.row(weights), indices));
  const half = ops.mul(ops.double(0.5), ops.columns(reached, [members.length - 1]));
  return ops.pick(values, ops.argmax(ops.cast(ops.greaterOrEqual(reached, half), "float64")));
}

export const ADA_BOOST = [
  defineLowering({ class: "sklearn.ensemble.AdaBoostClassifier", lower: classifier }),
  defineLowering({
    class: "sklearn.ensemble.AdaBoostRegressor",
    lower: (context) => ({ kind: "regressor", methods: makes({ predict: () => median(context) }) }),
  }),
];
