/** sklearn.multiclass.OneVsRestClassifier: one binary estimator a class. Of equal scores the first class wins, until 1.7 the last. */
import { type Context, defineLowering, type Lowered, type Lowering, makes, once } from "../define.js";
import type { Value } from "../ir.js";
import { decoded, labelTable, second } from "../parts/labels.js";
import { binaryScores, binaryThreshold, type Member, membersOf, oneEach, secondShare, sideBySide } from "../parts/members.js";
import { complemented } from "../parts/probabilities.js";

/** A row of zeros stays one from 1.7 on; before it was divided by zero. */
function probabilities(context: Context, all: readonly Member[], isMultilabel: boolean): Value {
  const { ops, state } = context;
  const columns = sideBySide(
    context,
    all.map((one) => secondShare(context, one)),
  );
  const both = all.length === 1 ? complemented(ops, columns) : columns;
  if (isMultilabel) return both;
  const sums = ops.sum(both, true);
  if (state.before(1, 7)) return ops.div(both, sums);
  return ops.div(both, ops.where(ops.equal(sums, ops.double(0)), ops.double(1), sums));
}

function decisions(context: Context, all: readonly Member[]): Value {
  const columns = all.map((one) => oneEach(context, one, "decision_function"));
  const [only] = columns;
  return all.length === 1 && only !== undefined && context.state.since(0, 19) ? only : sideBySide(context, columns);
}

function oneVsRest(context: Context): Lowered {
  const { state, ops } = context;
  const all = membersOf(context);
  const binarizer = state.object("label_binarizer_");
  const [first] = all;
  if (binarizer === null || first === undefined) throw state.inconsistent("it has no estimators or no label_binarizer_");
  const kind = binarizer.text("y_type_") ?? "";
  const isMultilabel = kind.startsWith("multilabel");
  const labels = labelTable(context, binarizer);
  if (all.length !== (kind === "binary" ? 1 : labels.count))
    throw state.inconsistent(`${all.length} estimators for ${labels.count} classes`);
  const scores = once(() =>
    sideBySide(
      context,
      all.map((one) => binaryScores(context, one)),
    ),
  );
  const yes = (): Value => second(ops, ops.greater(scores(), ops.double(binaryThreshold(first))));
  const predict = (): Value => {
    if (kind === "multiclass") return decoded(ops, labels, ops.argmax(scores(), state.before(1, 8)));
    return isMultilabel ? yes() : decoded(ops, labels, ops.flat(yes()));
  };
  const every = (name: string): boolean => all.every(({ lowered }) => lowered.methods.has(name));
  return {
    kind: "classifier",
    methods: makes({
      predict,
      predict_proba: every("predict_proba") ? () => probabilities(context, all, isMultilabel) : undefined,
      decision_function: every("decision_function") ? () => decisions(context, all) : undefined,
    }),
  };
}

/** What stands for a class that all training samples had, or none. */
function constantPredictor({ state, ops, rows }: Context): Lowered {
  const value = state.numbers("y_").data[0] ?? 0;
  const predict = (): Value => ops.flat(ops.repeated(rows.x, Float64Array.of(value)));
  return {
    kind: "classifier",
    methods: makes({
      predict,
      decision_function: predict,
      predict_proba: () => ops.repeated(rows.x, Float64Array.of(1 - value, value)),
    }),
  };
}

export const ONE_VS_REST: readonly Lowering[] = [
  defineLowering({ class: "sklearn.multiclass.OneVsRestClassifier", lower: oneVsRest }),
  defineLowering({ class: "sklearn.multiclass._ConstantPredictor", lower: constantPredictor }),
];
