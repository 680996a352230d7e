/**
 * sklearn.ensemble.Voting*: the (weighted) mean of what the estimators answer, or the class with most votes
 * (sklearn.ensemble._voting, 0.17 to 1.9). Estimators know the classes by their places in `classes_`.
 */
import { sentence } from "../../errors.js";
import { rollOf } from "../../models/parts/meta/voters.js";
import { type Context, defineLowering, type Lowered, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { decoded, labelTable } from "../parts/labels.js";
import { answer, asColumns, membersOf, sumOf } from "../parts/members.js";

/** numpy.average of arrays, place by place. */
function average({ ops }: Context, values: readonly Value[], weights: readonly number[] | null): Value {
  const weighed = weights === null ? values : values.map((value, k) => ops.mul(value, ops.double(weights[k] ?? 0)));
  const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? values.length;
  return ops.div(sumOf(ops, weighed), ops.double(total));
}

/** The place of the class with most votes, the first of equal ones. */
function mostVotes({ ops }: Context, ballots: readonly Value[], weights: readonly number[] | null, count: number): Value {
  const places = ops.longs(Array.from({ length: count }, (_, k) => k));
  const votes = ballots.map((ballot, k) => {
    const vote = ops.equal(ops.column(ops.cast(ballot, "int64")), places);
    return ops.where(vote, ops.double(weights?.[k] ?? 1), ops.double(0));
  });
  return ops.argmax(sumOf(ops, votes));
}

function classifier(context: Context): Lowered {
  const { state, ops, at } = context;
  const members = membersOf(context);
  const { weights } = rollOf(state, members.length);
  const labels = labelTable(context, state.object("le_") ?? state);
  const soft = state.text("voting") === "soft";
  const flat = state.flag("flatten_transform", false);
  const chances = once(() =>
    members.map((member) => {
      const proba = asColumns(ops, member, answer(member, "predict_proba"));
      if (proba.shape[1] !== labels.count)
        throw state.inconsistent(`an estimator knows ${String(proba.shape[1])} of ${labels.count} classes`);
      return proba;
    }),
  );
  const ballots = once(() =>
    members.map((member) => {
      const ballot = answer(member, "predict");
      if (ballot.dtype !== "int64" || ballot.shape.length !== 1)
        throw unsupported(at, state.className, sentence`an estimator predicts what is no place of a class`);
      return ballot;
    }),
  );
  const proba = once(() => average(context, chances(), weights));
  const layered = (): Value =>
    ops.concat(
      chances().map((one) => ops.reshape(one, [1, "N", labels.count])),
      0,
    );
  const transform = (): Value => {
    if (!soft) return ops.concat(ballots().map(ops.column));
    return flat ? ops.concat(chances()) : layered();
  };
  return {
    kind: "classifier",
    methods: makes({
      predict: () => decoded(ops, labels, soft ? ops.argmax(proba()) : mostVotes(context, ballots(), weights, labels.count)),
      predict_proba: soft ? proba : undefined,
      transform,
    }),
  };
}

function regressor(context: Context): Lowered {
  const { state, ops } = context;
  const members = membersOf(context);
  const { weights } = rollOf(state, members.length);
  const said = once(() => members.map((member) => ({ member, value: answer(member, "predict") })));
  const columns = once(() => said().map(({ member, value }) => asColumns(ops, member, value)));
  return {
    kind: "regressor",
    methods: makes({
      predict: () => {
        const mean = average(context, columns(), weights);
        return said()[0]?.value.shape.length === 1 ? ops.flat(mean) : mean;
      },
      transform: () => ops.concat(columns()),
    }),
  };
}

export const VOTING = [
  defineLowering({ class: "sklearn.ensemble.VotingClassifier", lower: classifier }),
  defineLowering({ class: "sklearn.ensemble.VotingRegressor", lower: regressor }),
];
