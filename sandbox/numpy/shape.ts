/** Shapes: tuples of non-negative integers, and the number of elements they mean, checked before anything is sized by it. */
import { type Handle, KIND } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";

/** numpy allows 64 dimensions (32 before numpy 2). */
export const MAX_DIMENSIONS = 64;
/** Arrays of empty items take no bytes, so the file's length does not bound them. */
export const MAX_EMPTY_ELEMENTS = 1e6;

/** The shape that a TUPLE of integers (or a single integer) means; null for anything else. */
export function shapeOf(tape: Tape, handle: Handle): readonly number[] | null {
  const single = tape.intValue(handle);
  return single === null ? tupleShape(tape, handle) : single >= 0 ? [single] : null;
}

/** The shape that a TUPLE of exact integers means, as numpy itself writes it; null for anything else. */
export function tupleShape(tape: Tape, handle: Handle): readonly number[] | null {
  if (tape.kind(handle) !== KIND.TUPLE || tape.count(handle) > MAX_DIMENSIONS) return null;
  const shape: number[] = [];
  for (let i = 0; i < tape.count(handle); i++) {
    const n = tape.intValue(tape.tupleItem(handle, i));
    if (n === null || n < 0 || !Number.isSafeInteger(n)) return null;
    shape.push(n);
  }
  return shape;
}

/** Product of the shape, null above `limit` (or above a million when items are empty). Exact: no rounding can hide an overflow. */
export function elementCount(shape: readonly number[], itemsize: number, limit: number): number | null {
  if (shape.includes(0)) return 0;
  let count = 1n;
  const most = BigInt(itemsize === 0 ? Math.min(limit, MAX_EMPTY_ELEMENTS) : limit);
  for (const n of shape) {
    count *= BigInt(n);
    if (count > most) return null;
  }
  return Number(count);
}
