/**
 * sklearn.ensemble.GradientBoosting*: what `init_` says, plus the trees (sklearn.ensemble._gb, 0.17 to 1.9). X is float32
 * for `init_`, too. Refused: an `init_` that would calculate in float32 itself, where its last digits are the machine's.
 */
import { sentence } from "../../errors.js";
import { fromProbabilities, leastProbability, stagesOf } from "../../models/parts/boosting/gradient.js";
import { checkBoosting, type Link, linkOf } from "../../models/parts/boosting/scores.js";
import { labelsOf } from "../../models/parts/labels.js";
import type { State } from "../../models/state.js";
import { float64 } from "../../numeric/ndarray.js";
import { below, type Context, defineLowering, type Lowered, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { boostedDecision, boostedProbabilities, boostedValues, likeliest, type Start, stagedSum } from "../parts/boosting.js";
import { decoded, labelTable, second } from "../parts/labels.js";
import { branches, byNode, leafTable } from "../trees/tables.js";

/** What rows begin with where that is the same for all; null where it is not. */
type Constant = (init: State, state: State, link: Link) => Float64Array | null;

/** Until 0.20 (sklearn.ensemble.gradient_boosting). */
const numbers =
  (values: (init: State) => ArrayLike<number>): Constant =>
  (init) =>
    Float64Array.from(values(init));

const OLD: Readonly<Record<string, Constant>> = {
  LogOddsEstimator: numbers((init) => [init.amount("prior")]),
  MeanEstimator: numbers((init) => [init.amount("mean")]),
  PriorProbabilityEstimator: numbers((init) => init.vector("priors")),
  QuantileEstimator: numbers((init) => [init.amount("quantile")]),
  ScaledLogOddsEstimator: numbers((init) => [init.amount("prior")]),
  ZeroEstimator: numbers((init) => new Float64Array(init.whole("n_classes", 1, 65_536))),
};

/** The shares of the classes. */
const prior: Constant = (init, state, link) => {
  if (state.before(0, 21) || (init.text("_strategy") ?? init.text("strategy")) !== "prior") return null;
  const shares = init.vector("class_prior_");
  return fromProbabilities(float64([1, shares.length], shares), link, leastProbability(state), state.before(1, 4));
};

const CONSTANTS: ReadonlyMap<string, Constant> = new Map<string, Constant>([
  ...Object.entries(OLD).map(([name, constant]) => [`sklearn.ensemble.gradient_boosting.${name}`, constant] as const),
  ["sklearn.dummy.DummyRegressor", numbers((init) => init.numbers("constant_").data)],
  ["sklearn.dummy.DummyClassifier", prior],
]);

/** Classes whose answers are doubles, whatever X is. */
const DOUBLE = /^sklearn\.(?:dummy|tree|ensemble)\./;

function startOf(context: Context, link: Link, each: number, classifier: boolean): Start {
  const { state } = context;
  if (state.fitted("init_") === "zero") return new Float64Array(each);
  const init = state.inner(state.get("init_"));
  const constant = CONSTANTS.get(init.className)?.(init, state, link) ?? null;
  if (constant !== null) {
    if (constant.length !== each) throw state.inconsistent(`init_ predicts ${constant.length} values for ${each}`);
    return constant;
  }
  return asked(context, init, link, each, classifier);
}

/** The answers of an estimator. */
function asked(context: Context, init: State, link: Link, each: number, classifier: boolean): Value {
  const { state, ops, rows, inner } = context;
  const at = below(context.at, "init_");
  const isDouble = DOUBLE.test(init.className) || (init.has("coef_") && init.dtype("coef_") === "float64");
  if (!isDouble) throw unsupported(at, init.className, sentence`as a beginning it may calculate in float32`);
  const name = classifier && state.since(0, 21) ? "predict_proba" : "predict";
  const make = inner(state.get("init_"), { x: ops.cast(ops.cast(rows.x, "float32"), "float64") }, at).methods.get(name);
  if (make === undefined) throw state.inconsistent(`init_ has no ${name}`);
  const found = make();
  if (found.dtype === "string") throw unsupported(at, init.className, sentence`it predicts texts`);
  const said = ops.column(ops.cast(found, "float64"));
  const scores = name === "predict" ? said : fromChances(context, said, link);
  if (scores.shape[1] !== each) throw state.inconsistent(`init_ predicts ${String(scores.shape[1])} values for ${each}`);
  return scores;
}

/** Scores of probabilities that are kept off 0 and 1, as `fromProbabilities` has them. */
function fromChances({ state, ops }: Context, chances: Value, link: Link): Value {
  const least = leastProbability(state);
  const kept = ops.min(ops.max(chances, ops.double(least)), ops.double(1 - least));
  if (link === "multinomial_logit") {
    const logs = ops.log(kept);
    return state.before(1, 4) ? logs : ops.sub(logs, ops.mean(logs, true));
  }
  const second = ops.columns(kept, [1]);
  const odds = ops.log(ops.div(second, ops.sub(ops.double(1), second)));
  return link === "half_logit" ? ops.mul(odds, ops.double(0.5)) : odds;
}

interface Boosting {
  readonly link: Link;
  readonly each: number;
  readonly scores: () => Value;
  readonly apply: () => Value;
}

function boosting(context: Context, classifier: boolean): Boosting {
  const { state, ops } = context;
  const link = linkOf(state);
  const { trees, each } = stagesOf(state);
  const rate = state.amount("learning_rate");
  const leaves = leafTable(
    context,
    trees.map((tree) => branches(tree)),
  );
  const readers = trees.map((tree) => byNode(tree));
  const share = (tree: number, node: number): number => rate * (readers[tree]?.(node, 0) ?? 0);
  const ids = (): Value => {
    const found = ops.gather(
      leaves.table(1, (_, node) => node),
      leaves.leaves(),
    );
    return ops.reshape(found, classifier ? ["N", trees.length / each, each] : ["N", trees.length]);
  };
  const scores = (): Value => stagedSum(ops, startOf(context, link, each, classifier), { leaves, trees: trees.length, each, share });
  return { link, each, scores: once(scores), apply: ids };
}

function regressor(context: Context): Lowered {
  const { state, ops } = context;
  const { link, each, scores, apply } = boosting(context, false);
  if (each !== 1 || link !== "identity") throw state.inconsistent("its loss or its stages are a classifier's");
  const predict = once(() => boostedValues(ops, link, scores()));
  return { kind: "regressor", methods: makes({ predict, decision_function: state.before(0, 19) ? predict : undefined, apply }) };
}

/** A score of exactly zero is one of the second class, but until 1.3 not under the binomial loss. */
function classifier(context: Context): Lowered {
  const { state, ops } = context;
  const { link, each, scores, apply } = boosting(context, true);
  checkBoosting(state, labelsOf(state), link, each);
  const old = state.before(1, 4);
  const proba = once(() => boostedProbabilities(ops, link, scores(), old));
  const winner = (): Value => {
    if (each > 1) return old ? likeliest(ops, scores(), proba()) : ops.argmax(scores());
    const score = ops.flat(scores());
    return second(ops, link === "logit" && old ? ops.greater(score, ops.double(0)) : ops.greaterOrEqual(score, ops.double(0)));
  };
  return {
    kind: "classifier",
    methods: makes({
      predict: () => decoded(ops, labelTable(context), winner()),
      predict_proba: proba,
      predict_log_proba: () => ops.log(proba()),
      decision_function: () => boostedDecision(ops, scores()),
      apply,
    }),
  };
}

export const GRADIENT_BOOSTING = [
  defineLowering({ class: "sklearn.ensemble.GradientBoostingClassifier", lower: classifier }),
  defineLowering({ class: "sklearn.ensemble.GradientBoostingRegressor", lower: regressor }),
];
