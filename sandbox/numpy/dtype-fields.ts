/**
 * Structured dtypes: names, fields with their offsets and titles, and what follows from them. numpy keeps the very dict
 * of fields, and tells a title's entry from a field's by identity.
 */
import { utf8OrLatin1 } from "../bytes/latin1.js";
import { type DType, type DTypeField, MAX_DTYPE_DEPTH } from "../tape/dtype.js";
import { type Handle, KIND } from "../tape/handle.js";
import { eachItem, eachPair, isStr } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";
import { areStructFlags, isStructAlignment } from "./dtype-flags.js";
import type { Reader } from "./reader.js";

const MAX_FIELDS = 10_000;
/** Longest name of a field, in bytes. */
const MAX_NAME = 1024;

/** One entry of the fields' dict. */
interface Entry {
  readonly key: Handle;
  readonly value: Handle;
}

/** `claims`: the void dtype before its state, with the itemsize, alignment and flags that the state says. */
export function structured(reader: Reader, names: Handle, fields: Handle, claims: DType): DType | string {
  const { tape } = reader;
  if (tape.kind(names) !== KIND.TUPLE || tape.kind(fields) !== KIND.DICT) return "fields without names";
  if (tape.count(names) > MAX_FIELDS || tape.count(fields) > 2 * MAX_FIELDS) return "too many fields";
  const entries = entriesOf(reader, fields);
  if (typeof entries === "string") return entries;
  const list = listOf(reader, names, entries);
  if (typeof list === "string") return list;
  const why = titleProblem(reader, list, entries) ?? overlapProblem(list, claims.itemsize) ?? claimsProblem(list, claims);
  if (why !== null) return why;
  const depth = list.reduce((deepest, f) => Math.max(deepest, f.dtype.depth), 0);
  if (depth >= MAX_DTYPE_DEPTH) return "a dtype nested too deep";
  return { ...claims, fields: list, hasObject: list.some((f) => f.dtype.hasObject), depth: depth + 1 };
}

function claimsProblem(list: readonly DTypeField[], { flags, alignment }: DType): string | null {
  if (!areStructFlags(list, flags)) return "a structure's flags that do not follow from its fields";
  return isStructAlignment(list, flags, alignment) ? null : "a structure's alignment that does not follow from its fields";
}

/** The dict's entries by their key's text, each text once. */
function entriesOf(reader: Reader, fields: Handle): Map<string, Entry> | string {
  const entries = new Map<string, Entry>();
  let why: string | null = null;
  eachPair(reader.tape, fields, 2 * MAX_FIELDS, (key, value) => {
    const name = nameText(reader, key);
    if (name === null) why ??= "a field's name is no text";
    else if (entries.has(name)) why ??= "a field's name that stands twice";
    else entries.set(name, { key, value });
  });
  return why ?? entries;
}

function listOf(reader: Reader, names: Handle, entries: ReadonlyMap<string, Entry>): DTypeField[] | string {
  const list: DTypeField[] = [];
  const taken = new Set<string>();
  let why: string | null = null;
  eachItem(reader.tape, names, (handle) => {
    const name = nameText(reader, handle);
    const entry = name === null ? undefined : entries.get(name);
    const field = name === null || entry === undefined ? "a name without a field" : fieldOf(reader, name, entry.value);
    if (typeof field === "string") why ??= field;
    else if (taken.has(field.name)) why ??= "a field's name that stands twice";
    else list.push(field);
    if (name !== null) taken.add(name);
  });
  return why ?? list;
}

/** (dtype, offset) or (dtype, offset, title). */
function fieldOf(reader: Reader, name: string, tuple: Handle): DTypeField | string {
  const { tape } = reader;
  if (tape.kind(tuple) !== KIND.TUPLE || tape.count(tuple) < 2 || tape.count(tuple) > 3) return "a field without dtype and offset";
  const dtype = tape.dtypeValue(tape.tupleItem(tuple, 0));
  const offset = tape.intValue(tape.tupleItem(tuple, 1));
  if (dtype === null || dtype.kind === "T" || offset === null || offset < 0) return "a field without dtype and offset";
  const title = tape.count(tuple) === 3 ? nameText(reader, tape.tupleItem(tuple, 2)) : null;
  return tape.count(tuple) === 3 && title === null ? "a field's title is no text" : { name, title, dtype, offset };
}

/** Text of a STR or Python 2 string; null for other values and long ones. */
function nameText(reader: Reader, handle: Handle): string | null {
  const bytes = isStr(reader.tape, handle) ? reader.bytesOf(handle, MAX_NAME + 1) : null;
  return bytes === null || bytes.length > MAX_NAME ? null : utf8OrLatin1(bytes);
}

/**
 * Each title has an entry of its own: the very tuple of its field, under the very text in that tuple. Nothing else
 * stands in the dict: numpy would count it as a field. A pickler in fast mode writes the tuple and the text twice, so that
 * numpy takes the title for a field indeed; that does no harm where it has neither to count references nor to swap bytes.
 */
function titleProblem(reader: Reader, list: readonly DTypeField[], entries: ReadonlyMap<string, Entry>): string | null {
  let titles = 0;
  for (const field of list) {
    if (field.title === null) continue;
    titles++;
    const own = entries.get(field.name)?.value;
    const entry = entries.get(field.title);
    if (own === undefined || entry === undefined) return "a title without its field";
    if (!isTitleOf(reader.tape, entry, own) && !isTwin(reader, field, entry.value)) return "a title without its field";
  }
  return list.length + titles === entries.size ? null : "a field without a name";
}

const isTitleOf = (tape: Tape, { key, value }: Entry, field: Handle): boolean => value === field && key === tape.tupleItem(field, 2);

/** The same field written a second time, of plain numbers in this machine's order. */
function isTwin(reader: Reader, field: DTypeField, tuple: Handle): boolean {
  const twin = fieldOf(reader, field.name, tuple);
  return typeof twin !== "string" && !field.dtype.hasObject && isNative(field.dtype) && JSON.stringify(twin) === JSON.stringify(field);
}

/** Recursion ends: dtypes nest no deeper than `MAX_DTYPE_DEPTH`. */
const isNative = (dtype: DType): boolean =>
  !dtype.bigEndian && (dtype.base === null || isNative(dtype.base)) && (dtype.fields ?? []).every((field) => isNative(field.dtype));

/** Fields lie inside the item; only fields without objects may share bytes. */
function overlapProblem(fields: readonly DTypeField[], itemsize: number): string | null {
  const sorted = [...fields].sort((a, b) => a.offset - b.offset || a.dtype.itemsize - b.dtype.itemsize);
  let end = 0;
  let objectsEnd = 0;
  for (const { dtype, offset } of sorted) {
    if (offset + dtype.itemsize > itemsize) return "a field that lies outside its item";
    if (offset < objectsEnd || (dtype.hasObject && offset < end)) return "a field that shares bytes with an object";
    end = Math.max(end, offset + dtype.itemsize);
    if (dtype.hasObject) objectsEnd = end;
  }
  return null;
}
