/**
 * sklearn.multiclass.OneVsOneClassifier: one binary estimator a pair of classes; their votes, with the sums of their
 * confidences to break ties, added pair by pair as sklearn does (sklearn.utils.multiclass._ovr_decision_function). Until 0.20
 * confidences were scaled by the largest of all rows that are asked about.
 */
import type { State } from "../../models/state.js";
import { type Context, defineLowering, type Lowered, makes, once, type Rows } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { decoded, labelTable, second } from "../parts/labels.js";
import { binaryScores, binaryThreshold, type Member, membersOf, oneEach, sideBySide } from "../parts/members.js";

/** Sums that change no vote. */
function scaled(ops: Ops, sums: Value, old: boolean): Value {
  if (!old) return ops.div(sums, ops.mul(ops.double(3), ops.add(ops.abs(sums), ops.double(1))));
  const over = (reduce: (x: Value, keep: boolean, axis: number) => Value, x: Value): Value => reduce(reduce(x, true, 1), true, 0);
  const same = ops.equal(over(ops.greatest, sums), over(ops.least, sums));
  const by = ops.div(ops.double(0.5 - Number.EPSILON), over(ops.greatest, ops.abs(sums)));
  return ops.where(same, ops.double(0), ops.mul(sums, by));
}

/** Votes and confidences of each class. */
function votesOf(context: Context, all: readonly Member[], count: number): Value {
  const { ops, state } = context;
  const votes: Value[][] = Array.from({ length: count }, () => []);
  const sums: Value[][] = Array.from({ length: count }, () => []);
  let pair = 0;
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++) {
      const one = all[pair++];
      if (one === undefined) throw state.inconsistent("it has too few estimators");
      const said = oneEach(context, one, "predict");
      const confidence = binaryScores(context, one);
      votes[i]?.push(ops.cast(ops.equal(said, ops.double(0)), "float64"));
      votes[j]?.push(ops.cast(ops.equal(said, ops.double(1)), "float64"));
      sums[i]?.push(ops.neg(confidence));
      sums[j]?.push(confidence);
    }
  const added = (columns: readonly Value[][]): Value =>
    sideBySide(
      context,
      columns.map((values) => values.reduce((sum, value) => ops.add(sum, value))),
    );
  return ops.add(added(votes), scaled(ops, added(sums), state.before(0, 21)));
}

/** Columns of a precomputed kernel that each estimator was fitted on. */
function partsOf(state: State, width: number): readonly (readonly number[])[] | null {
  if (!state.has("pairwise_indices_")) return null;
  const parts = state.items("pairwise_indices_").map((item) => Array.from(state.numbersOf(item, "pairwise_indices_").data));
  if (!parts.flat().every((j) => Number.isInteger(j) && j >= 0 && j < width))
    throw state.inconsistent("its pairwise_indices_ are not of X");
  return parts;
}

function oneVsOne(context: Context): Lowered {
  const { state, ops, rows } = context;
  const parts = partsOf(state, Number(rows.x.shape[1]));
  const rowsOf = (i: number): Rows => (parts === null ? rows : { x: ops.columns(rows.x, parts[i] ?? []) });
  const all = membersOf(context, rowsOf);
  const labels = labelTable(context);
  const [first] = all;
  if (first === undefined || all.length !== (labels.count * (labels.count - 1)) / 2)
    throw state.inconsistent(`${all.length} estimators for ${labels.count} classes`);
  const votes = once(() => votesOf(context, all, labels.count));
  const isFlat = labels.count === 2 && state.since(0, 19);
  const decision = once(() => (isFlat ? ops.flat(ops.columns(votes(), [1])) : votes()));
  const threshold = (): number => (state.before(1, 1) ? 0 : binaryThreshold(first));
  return {
    kind: "classifier",
    methods: makes({
      predict: () => decoded(ops, labels, isFlat ? second(ops, ops.greater(decision(), ops.double(threshold()))) : ops.argmax(decision())),
      decision_function: decision,
    }),
  };
}

export const ONE_VS_ONE = defineLowering({ class: "sklearn.multiclass.OneVsOneClassifier", lower: oneVsOne });
