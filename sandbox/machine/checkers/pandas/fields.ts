/**
 * States and arguments of pandas field by field: exact dicts with exactly the keys of one version, each once, exact
 * texts, integers and instances. Nothing that merely equals one of them: a key of another type is another key to pandas.
 */
import { decodeUtf8 } from "../../../bytes/utf8.js";
import { type Handle, KIND, NONE, NOTHING, OBJECT, TAG, tagOf } from "../../../tape/handle.js";
import { eachPair, isStr, itemsOf } from "../../../tape/read.js";
import type { Machine } from "../../machine.js";
import { ZONE_CLASSES } from "../zones.js";

export type Fields = ReadonlyMap<string, Handle>;

/** pandas writes no state with more keys: a `relativedelta` has 17. */
const MOST_FIELDS = 20;
const LONGEST_TEXT = 64;

/** The text of a STR or Python 2 string of at most 64 bytes, null for other values. */
export function textOf(machine: Machine, handle: Handle): string | null {
  if (!isStr(machine.tape, handle)) return null;
  const bytes = machine.bytesOf(handle, LONGEST_TEXT + 1);
  return bytes === null || bytes.length > LONGEST_TEXT ? null : decodeUtf8(bytes, 0, bytes.length);
}

/**
 * The pairs of an exact dict with short text keys, each once; null for anything else, and for one that was taken before:
 * pandas takes keys out of the dict that it is given, and keeps others as they are.
 */
export function fieldsOf(machine: Machine, dict: Handle): Fields | null {
  if (machine.taken.has(dict)) return null;
  machine.taken.add(dict);
  return pairsOf(machine, dict);
}

/** The same of a dict that nothing changes. */
export function pairsOf(machine: Machine, dict: Handle): Fields | null {
  const { tape } = machine;
  if (tape.kind(dict) !== KIND.DICT || tape.count(dict) > MOST_FIELDS) return null;
  const fields = new Map<string, Handle>();
  let isExact = true;
  eachPair(tape, dict, MOST_FIELDS, (key, value) => {
    const text = textOf(machine, key);
    if (text === null || fields.has(text)) isExact = false;
    else fields.set(text, value);
  });
  return isExact ? fields : null;
}

/** True when the keys are all of `needed` and any of `also` (words separated by blanks). */
export function hasKeys(fields: Fields, needed: string, also = ""): boolean {
  const [must, may] = [needed, also].map((list) => list.split(" ").filter((key) => key !== ""));
  if (must === undefined || may === undefined) return false;
  return must.every((key) => fields.has(key)) && [...fields.keys()].every((key) => must.includes(key) || may.includes(key));
}

/** Value of a field, NOTHING when it is absent. */
export const field = (fields: Fields, key: string): Handle => fields.get(key) ?? NOTHING;

/** Items of an exact tuple, null for anything else. */
export function tupleOf({ tape }: Machine, handle: Handle): Int32Array | null {
  return tape.kind(handle) === KIND.TUPLE ? itemsOf(tape, handle) : null;
}

/** Items of an exact list, null for anything else. */
export function listOf({ tape }: Machine, handle: Handle): Int32Array | null {
  return tape.kind(handle) === KIND.LIST ? itemsOf(tape, handle) : null;
}

/** True for an exact integer (no boolean) from `least` to `most`. */
export function isInteger({ tape }: Machine, handle: Handle, least: number, most: number): boolean {
  const value = tape.intValue(handle);
  return value !== null && value >= least && value <= most;
}

/** An exact integer of 64 bits with sign, null for anything else. */
export function int64Of({ tape }: Machine, handle: Handle): bigint | null {
  if (tagOf(handle) === TAG.INT) return BigInt(tape.intValue(handle) ?? 0);
  const value = tagOf(handle) === TAG.BIG ? tape.bigValue(handle) : null;
  return value !== null && BigInt.asIntN(64, value) === value ? value : null;
}

export const isInt64 = (machine: Machine, handle: Handle): boolean => int64Of(machine, handle) !== null;

/** True for True and False. */
export const isBoolean = ({ tape }: Machine, handle: Handle): boolean =>
  tagOf(handle) === TAG.CONST && handle > NONE && tape.kind(handle) === 0;

/** True for an instance of one of the listed classes. */
export const isOf = (machine: Machine, handle: Handle, ...paths: readonly string[]): boolean =>
  paths.includes(machine.classOf(handle)?.path ?? "");

/** No name that could be a path, should pandas ever look it up. */
const ZONE_NAME = /^[^/\\]*$/;

/** Time zones that open nothing, which `datetime` makes of an offset and perhaps a name, and those that `zoneinfo` or pytz has found. */
export function isZone(machine: Machine, handle: Handle): boolean {
  if (!isOf(machine, handle, ...ZONE_CLASSES)) return false;
  if (!isOf(machine, handle, "datetime.timezone")) return true;
  const [, name] = tupleOf(machine, machine.tape.field(handle, OBJECT.ARGS)) ?? [];
  return name === undefined || ZONE_NAME.test(textOf(machine, name) ?? "/");
}
