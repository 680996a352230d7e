/**
 * Estimators that do not look at X: sklearn.dummy, what gradient boosting began with until 0.20, and the mock of sklearn's
 * own tests. Refused: answers that are drawn (`stratified`, `uniform`, a `random_state` of the mock), several outputs of classes.
 */
import { sentence } from "../../errors.js";
import { type DummyOutput, isRandom, outputsOf, strategyOf } from "../../models/parts/dummy-outputs.js";
import type { State } from "../../models/state.js";
import { type Context, defineLowering, type Lowered, type Lowering, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { decoded, labelTable } from "../parts/labels.js";

/** A one at a place. */
const oneAt = (count: number, place: number): Float64Array => Float64Array.from({ length: count }, (_, k) => Number(k === place));

/** The row of probabilities, null where they are drawn. */
function sharesOf(strategy: string, { labels: { count }, shares, always }: DummyOutput): Float64Array | null {
  if (strategy === "prior") return shares;
  if (strategy === "uniform") return new Float64Array(count).fill(1 / count);
  return strategy === "stratified" ? null : oneAt(count, always);
}

const drawn = ({ at, state }: Context) => unsupported(at, state.className, sentence`its answers are drawn at random`);

function dummyClassifier(context: Context): Lowered {
  const { state, ops, rows, at } = context;
  const strategy = strategyOf(state);
  const [output, ...others] = outputsOf(state, strategy);
  if (output === undefined || others.length > 0 || state.flag("output_2d_", false))
    throw unsupported(at, state.className, sentence`several outputs of classes`);
  const labels = labelTable(context);
  const shares = sharesOf(strategy, output);
  const proba = once(() => {
    if (shares === null) throw drawn(context);
    return ops.repeated(rows.x, shares);
  });
  const always = (): Value => {
    if (isRandom(strategy)) throw drawn(context);
    return ops.add(ops.zeros(rows.x), ops.long(output.always));
  };
  return {
    kind: "classifier",
    methods: makes({
      predict: () => decoded(ops, labels, always()),
      predict_proba: proba,
      predict_log_proba: () => ops.log(proba()),
    }),
  };
}

/** One row of values, one axis where `flat`. */
const constant = (className: string, rowOf: (state: State) => ArrayLike<number>, flat: (state: State) => boolean = () => false): Lowering =>
  defineLowering({
    class: className,
    lower: ({ state, ops, rows }) => {
      const row = Float64Array.from(rowOf(state));
      const isFlat = row.length === 1 && flat(state);
      const predict = (): Value => (isFlat ? ops.flat(ops.repeated(rows.x, row)) : ops.repeated(rows.x, row));
      return { kind: "regressor", methods: makes({ predict }) };
    },
  });

const boosting = (name: string, rowOf: (state: State) => ArrayLike<number>): Lowering =>
  constant(`sklearn.ensemble.gradient_boosting.${name}`, rowOf);

const MOST_CLASSES = 65_536;

/** Always the first class; scores say so from 0.24 on. */
function checkingClassifier(context: Context): Lowered {
  const { at, state, ops, rows } = context;
  if (state.before(0, 24)) throw unsupported(at, state.className, sentence`sklearn 0.23 stored the number of rows as that of its columns`);
  const labels = labelTable(context);
  const { count } = labels;
  const isDrawn = state.get("random_state") !== undefined;
  const answer = (make: () => Value) => (): Value => {
    if (isDrawn) throw drawn(context);
    return make();
  };
  const first = (): Value => ops.repeated(rows.x, oneAt(count, 0));
  const decision = (): Value => (count === 2 ? ops.cast(ops.zeros(rows.x), "float64") : first());
  return {
    kind: "classifier",
    methods: makes({
      predict: answer(() => decoded(ops, labels, ops.zeros(rows.x))),
      ...(state.since(0, 24) ? { predict_proba: answer(first), decision_function: answer(decision) } : {}),
    }),
  };
}

export const DUMMIES: readonly Lowering[] = [
  defineLowering({ class: "sklearn.dummy.DummyClassifier", lower: dummyClassifier }),
  constant(
    "sklearn.dummy.DummyRegressor",
    (state) => state.numbers("constant_").data,
    (state) => !state.flag("output_2d_", false),
  ),
  defineLowering({ class: "sklearn.utils._mocking.CheckingClassifier", lower: checkingClassifier }),
  boosting("LogOddsEstimator", (state) => [state.amount("prior")]),
  boosting("MeanEstimator", (state) => [state.amount("mean")]),
  boosting("PriorProbabilityEstimator", (state) => state.vector("priors")),
  boosting("QuantileEstimator", (state) => [state.amount("quantile")]),
  boosting("ScaledLogOddsEstimator", (state) => [state.amount("prior")]),
  boosting("ZeroEstimator", (state) => new Float64Array(state.whole("n_classes", 1, MOST_CLASSES))),
];
