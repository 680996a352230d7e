/**
 * sklearn.calibration.CalibratedClassifierCV: scores of each fitted classifier through its calibrators (Platt's sigmoid,
 * isotonic regression, or one temperature), averaged over the folds.
 */
import { sentence } from "../../errors.js";
import type { State } from "../../models/state.js";
import { below, type Context, defineLowering, type Lowered, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { classesInside } from "../parts/inside.js";
import { decoded, labelTable } from "../parts/labels.js";
import { answer, hasDecision, type Member, memberOf, numbers, sideBySide } from "../parts/members.js";
import { complemented } from "../parts/probabilities.js";

interface Fold {
  /** Where it stands. */
  readonly name: string;
  readonly own: State;
  readonly one: Member;
  /** Decisions rather than probabilities. */
  readonly decides: boolean;
  /** [N, 1] for two classes, else a column a class. */
  readonly scores: Value;
}

const CLOSE_TO_ONE = 1 + 1e-5;
/** What keeps the logarithm of a probability of zero finite. */
const EPSILON = 1e-12;

function foldOf(context: Context, value: unknown, i: number, classes: number): Fold {
  const { ops, state } = context;
  const own = state.inner(value);
  const key = own.has("estimator") ? "estimator" : "base_estimator";
  const name = `calibrated_classifiers_[${i}]`;
  const one = memberOf(context, own.fitted(key), below(name, key));
  const decides = hasDecision(one);
  const said = ops.column(numbers(context, one, decides ? "decision_function" : "predict_proba"));
  const scores = !decides && classes === 2 && said.shape[1] === 2 ? ops.columns(said, [1]) : said;
  return { name, own, one, decides, scores };
}

/** Older versions have them by another name. */
const calibratorsOf = ({ own }: Fold): string => (own.has("calibrators") ? "calibrators" : "calibrators_");

/** Places of what the classifier knows among all classes. */
function placesOf({ state, at }: Context, { one }: Fold): number[] {
  const own = classesInside(one.state);
  if (own === null) throw unsupported(at, state.className, sentence`the classes of its classifier are not known`);
  const all = Array.from<unknown>(state.array("classes_").data);
  const places = Array.from<unknown, number>(own.data, (label) => all.indexOf(label));
  if (places.includes(-1)) throw state.inconsistent("a classifier of it knows other classes");
  return places;
}

/** One class's scores to probabilities, [N, 1]. */
function through(context: Context, fold: Fold, value: unknown, score: Value, i: number): Value {
  const { ops, state, at } = context;
  const own = fold.own.inner(value);
  if (own.name !== "_SigmoidCalibration") {
    if (own.name !== "IsotonicRegression") throw unsupported(at, state.className, sentence`a calibrator that is not known`);
    return ops.column(answer(memberOf(context, value, `${fold.name}.${calibratorsOf(fold)}[${i}]`, { x: score }), "predict"));
  }
  const [a, b] = [ops.double(own.amount("a_")), ops.double(own.amount("b_"))];
  return ops.sigmoid(ops.neg(ops.add(ops.mul(a, score), b)));
}

function calibrated(context: Context, fold: Fold, classes: number): Value {
  const { ops, state, at, rows } = context;
  const values = fold.own.items(calibratorsOf(fold));
  if (fold.own.text("method") === "temperature") {
    const shares = tempered(ops, fold, fold.own.inner(values[0]).amount("beta_"));
    if (shares.shape[1] !== classes) throw unsupported(at, state.className, sentence`a classifier of it knows fewer classes`);
    return shares;
  }
  if (fold.scores.shape[1] !== values.length) throw unsupported(at, state.className, sentence`calibrators that do not fit the scores`);
  const columns = values.map((value, k) => through(context, fold, value, ops.columns(fold.scores, [k]), k));
  const [only] = columns;
  if (classes <= 2) {
    if (columns.length !== 1 || only === undefined) throw state.inconsistent("two classes have one calibrator");
    return complemented(ops, only);
  }
  const places = placesOf(context, fold);
  const zeros = once(() => ops.cast(ops.zeros(rows.x), "float64"));
  const all = Array.from({ length: classes }, (_, k) => columns[places.indexOf(k)] ?? zeros());
  const joined = sideBySide(context, all);
  // A row of zeros says nothing: all classes are alike then.
  const sums = ops.sum(joined, true);
  return ops.where(ops.equal(sums, ops.double(0)), ops.double(1 / classes), ops.div(joined, sums));
}

/** Over all rows: whether a condition holds for each value. */
const every = (ops: Ops, condition: Value): Value => {
  const ones = ops.cast(condition, "float64");
  return ops.greater(ops.least(ops.least(ones, true, 1), true, 0), ops.double(0.5));
};

/** Scores that are probabilities in all rows become their logarithms (sklearn.calibration._convert_to_logits). */
function logits(ops: Ops, scores: Value): Value {
  const within = ops.and(ops.greaterOrEqual(scores, ops.double(0)), ops.greaterOrEqual(ops.double(1), scores));
  const off = ops.abs(ops.sub(ops.sum(scores, true), ops.double(1)));
  const areShares = ops.and(every(ops, within), every(ops, ops.greaterOrEqual(ops.double(1e-8 + 1e-5), off)));
  return ops.where(areShares, ops.log(ops.add(scores, ops.double(EPSILON))), scores);
}

/** Softmax of scores times the inverse temperature. */
function tempered(ops: Ops, { scores, decides }: Fold, beta: number): Value {
  const both = scores.shape[1] !== 1 ? scores : decides ? ops.concat([ops.neg(scores), scores]) : complemented(ops, scores);
  return ops.softmax(ops.mul(logits(ops, both), ops.double(beta)));
}

/** Numbers just above one are one. */
const cut = (ops: Ops, x: Value): Value =>
  ops.where(ops.and(ops.greater(x, ops.double(1)), ops.greaterOrEqual(ops.double(CLOSE_TO_ONE), x)), ops.double(1), x);

function calibration(context: Context): Lowered {
  const { state, ops } = context;
  const labels = labelTable(context);
  const values = state.items("calibrated_classifiers_");
  const proba = once(() => {
    const folds = values.map((value, i) => cut(ops, calibrated(context, foldOf(context, value, i, labels.count), labels.count)));
    const [first, ...others] = folds;
    if (first === undefined) throw state.inconsistent("it has no calibrated classifiers");
    return ops.div(
      others.reduce((sum, one) => ops.add(sum, one), first),
      ops.double(folds.length),
    );
  });
  return { kind: "classifier", methods: makes({ predict: () => decoded(ops, labels, ops.argmax(proba())), predict_proba: proba }) };
}

export const CALIBRATED = defineLowering({ class: "sklearn.calibration.CalibratedClassifierCV", lower: calibration });
