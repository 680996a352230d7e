/** Where a value stands among sorted numbers or among categories, in a graph. */
import { sentence } from "../../errors.js";
import type { Categories } from "../../models/parts/columns/categories.js";
import { type Context, unsupported } from "../define.js";
import type { Attribute, Value } from "../ir.js";
import type { Ops } from "../ops.js";

/**
 * How many numbers of a column's ascending list are ≤ x, [N, columns], by bisection over one padded table: a comparison
 * with each would take rows · columns · numbers of memory. NaN counts none.
 */
export function countUpTo(ops: Ops, x: Value, lists: readonly ArrayLike<number>[]): Value {
  const most = lists.reduce((length, list) => Math.max(length, list.length), 1);
  const size = 2 ** Math.ceil(Math.log2(most + 1));
  const table = new Float64Array(lists.length * size).fill(Number.NaN);
  lists.forEach((list, j) => {
    table.set(Array.from(list), j * size);
  });
  const numbers = ops.doubles([table.length], table);
  const from = lists.map((_, j) => j * size);
  let count = ops.where(ops.isNaN(x), ops.long(0), ops.long(0));
  for (let step = size / 2; step >= 1; step /= 2) {
    const next = ops.add(count, ops.long(step));
    const number = ops.gather(numbers, ops.add(next, ops.longs(from.map((start) => start - 1))));
    count = ops.where(ops.greaterOrEqual(x, number), next, count);
  }
  return count;
}

const strings = (value: readonly string[]): Attribute => ({ type: "strings", value });
const ints = (value: readonly number[]): Attribute => ({ type: "ints", value });

/** A whole number for each of some texts, and another one for all others. */
export function numbered(ops: Ops, x: Value, numbers: ReadonlyMap<string, number>, otherwise: number): Value {
  const attributes = {
    keys_strings: strings([...numbers.keys()]),
    values_int64s: ints([...numbers.values()]),
    default_int64: { type: "int", value: otherwise } as const,
  };
  return ops.g.node("LabelEncoder", [x], "int64", x.shape, { domain: "ai.onnx.ml", attributes });
}

/** Texts that are equal to one. */
export const equalsText = (ops: Ops, x: Value, text: string): Value => ops.cast(numbered(ops, x, new Map([[text, 1]]), 0), "bool");

/** Place of each value of a column among its categories plus one, 0 for what is none of them: [N, 1]. */
export function placeOf(context: Context, column: Value, categories: Categories): Value {
  const values = categories.values;
  if (new Set(values).size < values.length) throw unsupported(context.at, context.state.className, sentence`a category that stands twice`);
  if (values.length === 0) throw unsupported(context.at, context.state.className, sentence`a column without categories`);
  if (column.dtype === "string") return placeOfText(context, column, values);
  return placeOfNumber(context, column, values);
}

function placeOfText({ ops, at, state }: Context, column: Value, values: readonly unknown[]): Value {
  if (!values.every((value) => typeof value === "string")) throw unsupported(at, state.className, sentence`a missing value among texts`);
  return numbered(ops, column, new Map(values.map((value, place) => [String(value), place + 1])), 0);
}

/** One comparison with each: sums of one place and zeros are exact. */
function placeOfNumber({ ops, at, state }: Context, column: Value, values: readonly unknown[]): Value {
  const isNumber = (value: unknown): boolean =>
    typeof value === "boolean" || (typeof value === "number" && (Number.isSafeInteger(value) || !Number.isInteger(value)));
  if (!values.every(isNumber)) throw unsupported(at, state.className, sentence`a category that is no number that a double holds`);
  const x = ops.cast(column, "float64");
  const numbers = Float64Array.from(values, Number);
  const same = ops.equal(x, ops.row(numbers));
  const nan = numbers.findIndex(Number.isNaN);
  const isNaNHere = ops.g.constant(
    "bool",
    [numbers.length],
    Uint8Array.from(numbers, (_, place) => Number(place === nan)),
  );
  const found = nan < 0 ? same : ops.or(same, ops.and(ops.isNaN(x), isNaNHere));
  const places = ops.doubles(
    [numbers.length, 1],
    Float64Array.from(numbers, (_, place) => place + 1),
  );
  return ops.cast(ops.matmul(ops.cast(found, "float64"), places), "int64");
}

/** Marks of whole numbers: output k is 1 where the number of feature `of[k]` is `is[k]`. */
export function marks(ops: Ops, numbers: Value, of: readonly number[], is: readonly number[]): Value {
  return ops.cast(ops.equal(ops.columns(numbers, of), ops.longs(is)), "float64");
}

/** The value where a condition holds, and an error where it does not, for each row: such a row points outside of a table. */
export function orError(ops: Ops, value: Value, condition: Value): Value {
  const place = ops.column(ops.where(ops.flat(condition), ops.long(0), ops.long(1)));
  // −0 changes nothing, not even a −0.
  const none = value.dtype === "int64" ? ops.longs([0]) : ops.row(Float64Array.of(-0));
  return ops.add(value, ops.gather(none, place));
}

/** Numbers of which none may be infinite, [N, features]: a row with one is an error. NaN passes. */
export function withoutInfinity(ops: Ops, x: Value): Value {
  const infinite = ops.cast(ops.equal(ops.abs(x), ops.double(Number.POSITIVE_INFINITY)), "float64");
  return orError(ops, x, ops.equal(ops.sum(infinite, true), ops.double(0)));
}

/** Places plus one that must be categories, [N, features]: a row with a value that is none is an error, as in sklearn. */
export const knownPlaces = (ops: Ops, places: Value): Value =>
  orError(ops, places, ops.greater(ops.least(ops.cast(places, "float64")), ops.double(0)));
