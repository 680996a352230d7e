/** Class labels in a graph: `classes_` as a table, of its own type, and the labels of positions in it. */
import { sentence } from "../../errors.js";
import { labelsOf } from "../../models/parts/labels.js";
import type { NDArray } from "../../numeric/ndarray.js";
import { type Context, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";

export interface LabelTable {
  readonly count: number;
  /** `classes_`, one axis. */
  readonly table: Value;
}

/** A table of labels, one axis; texts, integers and booleans keep their type, floats are doubles. */
export function tableOf({ ops, at, state }: Context, { dtype, data }: NDArray): Value {
  const shape = [data.length];
  const values: readonly unknown[] = Array.from(data);
  if (values.every((one) => typeof one === "string")) return ops.g.constant("string", shape, values.map(String));
  if (dtype === "bool") return ops.g.constant("bool", shape, Uint8Array.from(values, Number));
  if (/^u?int/.test(dtype))
    return ops.g.constant(
      "int64",
      shape,
      BigInt64Array.from(values, (one) => BigInt(one as number | bigint)),
    ); // of an integer dtype
  if (/^float/.test(dtype)) return ops.doubles(shape, Float64Array.from(values, Number));
  throw unsupported(at, state.className, sentence`its classes_ are of a type that the target has not`);
}

/** Reads `classes_`, or what a part of the estimator (a label binarizer) has of them. */
export function labelTable(context: Context, holder = context.state): LabelTable {
  const labels = labelsOf(holder);
  return { count: labels.count, table: tableOf(context, labels.classes) };
}

/** A table of any labels. */
export const labelTableOf = (context: Context, labels: NDArray): LabelTable => ({
  count: labels.data.length,
  table: tableOf(context, labels),
});

/** Labels of positions, one axis. */
export const decoded = (ops: Ops, { table }: LabelTable, at: Value): Value => ops.gather(table, at);

/** Whether each class is the label that was predicted, [N, classes]; labels are those of `classes_`, or of none of them. */
export function voteFor(context: Context, label: Value): Value {
  const { ops, state, at } = context;
  const { classes } = labelsOf(state);
  const table = tableOf(context, classes);
  if (label.dtype !== table.dtype || label.shape.length !== 1)
    throw unsupported(at, state.className, sentence`an estimator's labels are of another type than its own`);
  if (label.dtype !== "string") return ops.equal(ops.column(label), table);
  const texts = Array.from<unknown>(classes.data).map(String);
  return ops.equal(ops.column(ops.placesOf(label, texts)), ops.longs(texts.map((_, k) => k)));
}

/** Position 1 where a condition holds, else 0. */
export const second = (ops: Ops, condition: Value): Value => ops.cast(condition, "int64");
