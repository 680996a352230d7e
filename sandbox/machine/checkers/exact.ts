/**
 * Exact forms for the states of native classes: dicts with just the keys that a library writes, integers in a range,
 * arrays of one known layout. Native code takes such states as they are, so "looks like" is never enough.
 */
import { tupleShape } from "../../numpy/shape.js";
import type { DType } from "../../tape/dtype.js";
import { ARRAY, ARRAY_FLAG, type Handle, KIND, NOTHING, OBJECT, OBJECT_FLAG, smallInt, TAG, tagOf } from "../../tape/handle.js";
import { eachPair, isNeverText } from "../../tape/read.js";
import type { Tape } from "../../tape/tape.js";
import type { Machine } from "../machine.js";

/** An exact integer (no boolean, no numpy scalar) from `low` to `high`. */
export function isInteger(tape: Tape, handle: Handle, low: number | bigint, high: number | bigint): boolean {
  const tag = tagOf(handle);
  if (tag === TAG.INT) return smallInt(handle) >= low && smallInt(handle) <= high;
  return tag === TAG.BIG && tape.bigValue(handle) >= low && tape.bigValue(handle) <= high;
}

export const isFloat = (handle: Handle): boolean => tagOf(handle) === TAG.FLOAT;

/** Pairs that a side reading's junk may have added: a state is looked up by its texts, so that they are never seen. */
const MOST_ASIDE = 64;

/** The values of an exact dict that has each of `keys` once, perhaps `optional` ones, and nothing else; null for any other value. */
export function exactDict(
  tape: Tape,
  dict: Handle,
  keys: readonly string[],
  optional: readonly string[] = [],
): ReadonlyMap<string, Handle> | null {
  const most = keys.length + optional.length + (tape.aside ? MOST_ASIDE : 0);
  if (tape.kind(dict) !== KIND.DICT || tape.count(dict) > most) return null;
  const values = new Map<string, Handle>();
  let aside = 0;
  eachPair(tape, dict, most, (key, value) => {
    if (tape.aside && isNeverText(tape, key)) aside++;
    else if (tagOf(key) === TAG.STR) values.set(String.fromCharCode(...tape.strBytes(key).subarray(0, 64)), value);
  });
  const known = keys.every((key) => values.has(key)) && [...values.keys()].every((key) => keys.includes(key) || optional.includes(key));
  return known && values.size + aside === tape.count(dict) ? values : null;
}

/** True when BUILD gave an instance its state. */
export const isBuilt = (tape: Tape, instance: Handle): boolean => (tape.field(instance, OBJECT.FLAGS) & OBJECT_FLAG.BUILT) !== 0;

/** A whole array of numpy's own class (a memmap is one once it is read), with what its layout says. */
export interface ExactArray {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly fortran: boolean;
}

export function exactArray(machine: Machine, handle: Handle): ExactArray | null {
  const { tape } = machine;
  if (tape.kind(handle) !== KIND.NDARRAY) return null;
  const flags = tape.field(handle, ARRAY.FLAGS);
  const dtype = tape.dtypeValue(tape.field(handle, ARRAY.DTYPE));
  const shape = tupleShape(tape, tape.field(handle, ARRAY.SHAPE));
  if (dtype === null || shape === null || (flags & ARRAY_FLAG.BUILT) === 0 || !isOwnClass(machine, tape.field(handle, ARRAY.SUBCLASS)))
    return null;
  // Order in memory means something from two dimensions on.
  return { dtype, shape, fortran: (flags & ARRAY_FLAG.FORTRAN) !== 0 && shape.length > 1 };
}

function isOwnClass(machine: Machine, subclass: Handle): boolean {
  if (subclass === NOTHING) return true;
  const path = machine.entry(subclass)?.path;
  return path === "numpy.ndarray" || path === "numpy.memmap";
}

/** An array of little-endian numbers in C order, of a kind and size such as `f8` or `i8`; null for any other value. */
export function numbersArray(machine: Machine, handle: Handle, types: readonly string[], dimensions: number): ExactArray | null {
  const array = exactArray(machine, handle);
  if (array === null || array.fortran || array.shape.length !== dimensions || array.dtype.bigEndian) return null;
  return types.includes(`${array.dtype.kind}${array.dtype.itemsize}`) ? array : null;
}

/** A one-dimensional array of structures of one of the layouts that `layoutOf` writes; null for any other value. */
export function structuresArray(machine: Machine, handle: Handle, layouts: readonly string[]): ExactArray | null {
  const array = exactArray(machine, handle);
  return array !== null && array.shape.length === 1 && layouts.includes(layoutOf(array.dtype)) ? array : null;
}

/** `left:i8@0 right:i8@8 /16`: names, kinds and offsets of plain little-endian fields, and the item's size. */
function layoutOf({ fields, itemsize }: DType): string {
  const words = (fields ?? []).map(({ name, title, dtype, offset }) => {
    const plain = dtype.fields === null && dtype.base === null && !dtype.bigEndian && title === null;
    return plain ? `${name}:${dtype.kind}${dtype.itemsize}@${offset}` : "";
  });
  return `${words.join(" ")} /${itemsize}`;
}

/** True for a whole array of numbers: structured ones are none. */
export function isNumericArray(tape: Tape, handle: Handle): boolean {
  if (tape.kind(handle) !== KIND.NDARRAY) return false;
  const kind = tape.dtypeValue(tape.field(handle, ARRAY.DTYPE))?.kind;
  return kind === "f" || kind === "i" || kind === "u" || kind === "b";
}
