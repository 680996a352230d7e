/**
 * Structured dtypes: names, fields with their offsets and titles, and what follows from them. numpy keeps the very dict
 * of fields, and tells a title's entry from a field's by identity.
 */
import { utf8OrLatin1 } from "../bytes/latin1.js";
import type { PlainReason } from "../finding/reasons.js";
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
export function structured(reader: Reader, names: Handle, fields: Handle, claims: DType): DType | PlainReason {
  const { tape } = reader;
  if (tape.kind(names) !== KIND.TUPLE || tape.kind(fields) !== KIND.DICT) return "field.names";
  if (tape.count(names) > MAX_FIELDS || tape.count(fields) > 2 * MAX_FIELDS) return "field.too-many";
  const entries = entriesOf(reader, fields);
  if (typeof entries === "string") return entries;
  const list = listOf(reader, names, entries);
  if (typeof list === "string") return list;
  const why = titleProblem(reader, list, entries) ?? overlapProblem(list, claims.itemsize) ?? claimsProblem(list, claims);
  if (why !== null) return why;
  const depth = list.reduce((deepest, f) => Math.max(deepest, f.dtype.depth), 0);
  if (depth >= MAX_DTYPE_DEPTH) return "dtype.depth";
  return { ...claims, fields: list, hasObject: list.some((f) => f.dtype.hasObject), depth: depth + 1 };
}

function claimsProblem(list: readonly DTypeField[], { flags, alignment }: DType): PlainReason | null {
  if (!areStructFlags(list, flags)) return "field.flags";
  return isStructAlignment(list, flags, alignment) ? null : "field.alignment";
}

/** The dict's entries by their key's text, each text once. */
function entriesOf(reader: Reader, fields: Handle): Map<string, Entry> | PlainReason {
  const entries = new Map<string, Entry>();
  let why: PlainReason | null = null;
  eachPair(reader.tape, fields, 2 * MAX_FIELDS, (key, value) => {
    const name = nameText(reader, key);
    if (name === null) why ??= "field.name";
    else if (entries.has(name)) why ??= "field.twice";
    else entries.set(name, { key, value });
  });
  return why ?? entries;
}

function listOf(reader: Reader, names: Handle, entries: ReadonlyMap<string, Entry>): DTypeField[] | PlainReason {
  const list: DTypeField[] = [];
  const taken = new Set<string>();
  let why: PlainReason | null = null;
  eachItem(reader.tape, names, (handle) => {
    const name = nameText(reader, handle);
    const entry = name === null ? undefined : entries.get(name);
    const field = name === null || entry === undefined ? "field.missing" : fieldOf(reader, name, entry.value);
    if (typeof field === "string") why ??= field;
    else if (taken.has(field.name)) why ??= "field.twice";
    else list.push(field);
    if (name !== null) taken.add(name);
  });
  return why ?? list;
}

/** (dtype, offset) or (dtype, offset, title). */
function fieldOf(reader: Reader, name: string, tuple: Handle): DTypeField | PlainReason {
  const { tape } = reader;
  if (tape.kind(tuple) !== KIND.TUPLE || tape.count(tuple) < 2 || tape.count(tuple) > 3) return "field.parts";
  const dtype = tape.dtypeValue(tape.tupleItem(tuple, 0));
  const offset = tape.intValue(tape.tupleItem(tuple, 1));
  if (dtype === null || dtype.kind === "T" || offset === null || offset < 0) return "field.parts";
  const title = tape.count(tuple) === 3 ? nameText(reader, tape.tupleItem(tuple, 2)) : null;
  return tape.count(tuple) === 3 && title === null ? "field.title" : { name, title, dtype, offset };
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
function titleProblem(reader: Reader, list: readonly DTypeField[], entries: ReadonlyMap<string, Entry>): PlainReason | null {
  let titles = 0;
  for (const field of list) {
    if (field.title === null) continue;
    titles++;
    const own = entries.get(field.name)?.value;
    const entry = entries.get(field.title);
    if (own === undefined || entry === undefined) return "field.title-alone";
    if (!isTitleOf(reader.tape, entry, own) && !isTwin(reader, field, entry.value)) return "field.title-alone";
  }
  return list.length + titles === entries.size ? null : "field.unnamed";
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
function overlapProblem(fields: readonly DTypeField[], itemsize: number): PlainReason | null {
  const sorted = [...fields].sort((a, b) => a.offset - b.offset || a.dtype.itemsize - b.dtype.itemsize);
  let end = 0;
  let objectsEnd = 0;
  for (const { dtype, offset } of sorted) {
    if (offset + dtype.itemsize > itemsize) return "field.outside";
    if (offset < objectsEnd || (dtype.hasObject && offset < end)) return "field.object";
    end = Math.max(end, offset + dtype.itemsize);
    if (dtype.hasObject) objectsEnd = end;
  }
  return null;
}
