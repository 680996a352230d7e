/**
 * sklearn.ensemble.Bagging*: the mean of what the estimators answer, each over its own columns of X (sklearn.ensemble._bagging,
 * 0.17 to 1.9). Refused: an estimator that has not seen every class and does not say which in its own state.
 */
import { sentence } from "../../errors.js";
import { featureChoices } from "../../models/parts/meta/feature-choices.js";
import { MOST_FEATURES } from "../../models/state.js";
import { type Context, defineLowering, type Lowered, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { decoded, labelTable } from "../parts/labels.js";
import { answer, asColumns, type Member, membersOf, sumOf } from "../parts/members.js";

/** Estimators, each over the columns that it was fitted on. */
function bagOf(context: Context): readonly Member[] {
  const { state, ops, rows } = context;
  const features = state.whole("n_features_in_", 1, MOST_FEATURES);
  const choices = featureChoices(state, state.items("estimators_").length, features).map((choice) => Array.from(choice));
  const isAll = (choice: readonly number[]): boolean => choice.length === features && choice.every((j, at) => j === at);
  return membersOf(context, (at) => {
    const choice = choices[at];
    return choice === undefined || isAll(choice) ? rows : { x: ops.columns(rows.x, choice) };
  });
}

/** An estimator's columns at the places of its classes, `fill` elsewhere. */
function spread({ ops, state, at }: Context, member: Member, value: Value, count: number, fill: number): Value {
  const width = Number(value.shape[1]);
  if (width === count) return value;
  const known = member.state.classes();
  const places = known !== undefined && "data" in known ? Array.from<unknown, number>(known.data, Number) : [];
  if (places.length !== width) throw unsupported(at, state.className, sentence`an estimator does not say which classes it knows`);
  if (!places.every((k) => Number.isInteger(k) && k >= 0 && k < count))
    throw state.inconsistent("an estimator's classes are none of the bag's");
  const first = ops.columns(value, [0]);
  // Any column times zero, plus what fills: NaN and infinity would spread, so a comparison does it.
  const filled = ops.where(ops.equal(first, first), ops.double(fill), ops.double(fill));
  const columns = Array.from({ length: count }, (_, k) => (places.includes(k) ? ops.columns(value, [places.indexOf(k)]) : filled));
  return ops.concat(columns);
}

/** Probabilities of an estimator, or its votes. */
function chances(context: Context, member: Member, count: number): Value {
  const { ops, state, at } = context;
  if (member.lowered.methods.has("predict_proba"))
    return spread(context, member, asColumns(ops, member, answer(member, "predict_proba")), count, 0);
  const label = answer(member, "predict");
  if (label.dtype !== "int64" || label.shape.length !== 1)
    throw unsupported(at, state.className, sentence`an estimator predicts what is no place of a class`);
  const places = ops.longs(Array.from({ length: count }, (_, k) => k));
  return ops.cast(ops.equal(ops.column(label), places), "float64");
}

/** log(exp(a) + exp(b)), also where both are −∞. */
function logAdd({ ops }: Context, a: Value, b: Value): Value {
  const top = ops.max(a, b);
  const isNothing = ops.equal(top, ops.double(Number.NEGATIVE_INFINITY));
  const rest = ops.where(isNothing, ops.double(0), ops.sub(ops.min(a, b), top));
  return ops.add(top, ops.log(ops.add(ops.double(1), ops.exp(rest))));
}

/** Logarithms of the mean, from the estimators' own where all have them. */
function logarithms(context: Context, members: readonly Member[], count: number): Value {
  const { ops } = context;
  const [first, ...rest] = members.map((member) =>
    spread(context, member, asColumns(ops, member, answer(member, "predict_log_proba")), count, Number.NEGATIVE_INFINITY),
  );
  if (first === undefined) throw context.state.inconsistent("it holds no estimators");
  const sum = rest.reduce((a, b) => logAdd(context, a, b), first);
  return ops.sub(sum, ops.double(Math.log(members.length)));
}

function classifier(context: Context): Lowered {
  const { ops } = context;
  const members = bagOf(context);
  const labels = labelTable(context);
  const have = (name: string): boolean => members.every(({ lowered }) => lowered.methods.has(name));
  const mean = (values: readonly Value[]): Value => ops.div(sumOf(ops, values), ops.double(members.length));
  const proba = once(() => mean(members.map((member) => chances(context, member, labels.count))));
  return {
    kind: "classifier",
    methods: makes({
      predict: () => decoded(ops, labels, ops.argmax(proba())),
      predict_proba: proba,
      predict_log_proba: () => (have("predict_log_proba") ? logarithms(context, members, labels.count) : ops.log(proba())),
      decision_function: have("decision_function") ? () => mean(members.map((member) => answer(member, "decision_function"))) : undefined,
    }),
  };
}

function regressor(context: Context): Lowered {
  const { ops } = context;
  const members = bagOf(context);
  const predict = (): Value => {
    const said = members.map((member) => {
      const value = answer(member, "predict");
      const numbers = asColumns(ops, member, value);
      return value.shape.length === 1 ? ops.flat(numbers) : numbers;
    });
    return ops.div(sumOf(ops, said), ops.double(members.length));
  };
  return { kind: "regressor", methods: makes({ predict }) };
}

export const BAGGING = [
  defineLowering({ class: "sklearn.ensemble.BaggingClassifier", lower: classifier }),
  defineLowering({ class: "sklearn.ensemble.BaggingRegressor", lower: regressor }),
];
