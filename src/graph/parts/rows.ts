/**
 * X that is not one matrix of doubles: columns of their own kinds, texts, labels. Whole numbers, truth values and floats
 * become doubles where a step takes them as rows, as sklearn's steps do.
 */
import { sentence } from "../../errors.js";
import { type Context, type Rows, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";

const width = (value: Value): number => Number(value.shape[1] ?? 1);

/** Numbers are doubles, texts stay. */
const plain = (ops: Ops, value: Value): Value => (value.dtype === "string" ? value : ops.cast(value, "float64"));

/** What a step gave, as the next one takes it. */
export function rowsOf(ops: Ops, value: Value): Rows {
  if (value.shape.length === 1) return refusing({ single: value });
  return blocksOf([plain(ops, value)], ops);
}

/** Stands for a column that nobody takes. */
const NOBODY: Value = { name: "", dtype: "bool", shape: ["N", 1] };

/** X of the whole model: one matrix, one axis, or a column an input (null: nobody takes it). */
export function rootRows(ops: Ops, inputs: readonly (Value | null)[]): Rows {
  const [first] = inputs;
  if (inputs.length === 1 && first !== undefined && first !== null) return rowsOf(ops, first);
  return blocksOf(
    inputs.map((one) => one ?? NOBODY),
    ops,
  );
}

/** Blocks side by side. */
export function blocksOf(blocks: readonly Value[], ops: Ops): Rows {
  return blocks.every(({ dtype }) => dtype === "float64") ? { x: ops.concat(blocks) } : refusing({ blocks });
}

function refusing(rows: Omit<Rows, "x">): Rows {
  return {
    ...rows,
    get x(): Value {
      throw unsupported("", "X", sentence`a step takes numbers where texts are`);
    },
  };
}

export const blocksIn = (rows: Rows): readonly Value[] => rows.blocks ?? [rows.x];

export const widthOf = (rows: Rows): number => blocksIn(rows).reduce((sum, block) => sum + width(block), 0);

/** Column j, [N, 1]. */
export function columnAt(ops: Ops, rows: Rows, j: number): Value {
  let from = 0;
  for (const block of blocksIn(rows)) {
    if (j < from + width(block) && block !== NOBODY) return width(block) === 1 ? block : ops.columns(block, [j - from]);
    from += width(block);
  }
  throw unsupported("", "X", sentence`a step takes a column that it did not tell of`);
}

/** Some columns, in this order. */
export function selected(ops: Ops, rows: Rows, places: readonly number[]): Rows {
  const blocks = blocksIn(rows);
  const [only] = blocks;
  if (blocks.length !== 1 || only === undefined)
    return blocksOf(
      joined(
        ops,
        places.map((j) => columnAt(ops, rows, j)),
      ),
      ops,
    );
  const isAll = places.length === width(only) && places.every((j, at) => j === at);
  return isAll ? rows : blocksOf([ops.columns(only, places)], ops);
}

/** Columns of one dtype as one block. */
function joined(ops: Ops, columns: readonly Value[]): readonly Value[] {
  const [first] = columns;
  return first !== undefined && columns.every(({ dtype }) => dtype === first.dtype) ? [ops.concat(columns)] : columns;
}

/** All of X as one value. @throws CornichonError `target.unsupported` where its columns are of several kinds */
export function asOne(context: Context, rows: Rows): Value {
  const [only, ...others] = joined(context.ops, blocksIn(rows));
  if (only === undefined || others.length > 0)
    throw unsupported(context.at, context.state.className, sentence`it gives texts and numbers side by side`);
  return only;
}

/** Values side by side, numbers as doubles where they are of several types. @throws CornichonError `target.unsupported` */
export function sideBySide(context: Context, values: readonly Value[]): Value {
  const [first] = values;
  if (first === undefined) throw unsupported(context.at, context.state.className, sentence`it gives no columns`);
  const isSame = values.every(({ dtype }) => dtype === first.dtype);
  return isSame
    ? context.ops.concat(values)
    : asOne(
        context,
        blocksOf(
          values.map((value) => plain(context.ops, value)),
          context.ops,
        ),
      );
}
