/**
 * `numpy.dtype(text, align, copy)` and its BUILD. The state is the tuple of numpy's `dtype.__reduce__`:
 * (version, byte order, subarray, names, fields, itemsize, alignment, flags[, metadata]). We build the layout ourselves
 * and hold it against what the state claims: fields inside the item, no overlap with objects, nothing recursive.
 */
import type { Machine } from "../machine/machine.js";
import { dictValue, eachItem, eachPair } from "../machine/state.js";
import { type DType, type DTypeField, MAX_DTYPE_DEPTH } from "../tape/dtype.js";
import { DTYPE_STATE, type Handle, KIND, NONE, NOTHING, TAG } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import { parseDtype, plainDtype, unitText, withOrder } from "./dtype-text.js";
import { malformed, type Problem, refused, taken } from "./problem.js";
import { elementCount, shapeOf } from "./shape.js";

const MAX_FIELDS = 10_000;
/** Longest dtype text worth reading. */
const MAX_TEXT = 64;

/** ASCII text of a bytes-like handle, null for other values. */
export function asciiText(machine: Machine, handle: Handle, cap = MAX_TEXT): string | null {
  const bytes = machine.bytesOf(handle, cap + 1);
  if (bytes === null || bytes.length > cap) return null;
  return String.fromCharCode(...bytes);
}

/** The dtype of `numpy.dtype`'s arguments, or why they are not numpy's own. */
export function dtypeFromArguments(machine: Machine, args: Handle): DType | string {
  const { tape } = machine;
  const count = tape.kind(args) === KIND.TUPLE ? tape.count(args) : 0;
  if (count < 1 || count > 3) return "dtype takes a text and two flags";
  for (let i = 1; i < count; i++) if (!isFlag(tape, tape.tupleItem(args, i))) return "a flag of dtype is no boolean";
  const first = tape.tupleItem(args, 0);
  const path = tape.globalValue(first);
  if (path !== null)
    return path.listed && /^numpy\.(rec\.)?record$/.test(path.path) ? { ...plainDtype("V", 0), record: true } : "dtype of a class";
  const text = asciiText(machine, first);
  return (text === null ? null : parseDtype(text)) ?? "a dtype text that numpy does not write";
}

function isFlag(tape: Tape, handle: Handle): boolean {
  const value = tape.intValue(handle);
  return value === 0 || value === 1 || ((handle & 7) === TAG.CONST && handle > NONE);
}

/** Gives a dtype its state. Returns why not, null when done. */
export function buildDtype(machine: Machine, target: Handle, state: Handle): Problem | null {
  const { tape } = machine;
  const at = target >>> 3;
  const before = tape.dtypeValue(target);
  if (before === null || tape.word(at + 2) !== DTYPE_STATE.NEW) return taken();
  if (!isState(tape, state)) return malformed("a dtype's state of another shape than numpy's");
  // A field or base that is the dtype itself finds it so.
  tape.words[at + 2] = DTYPE_STATE.BUILDING;
  const built = fromState(machine, before, state);
  tape.words[at + 2] = DTYPE_STATE.BUILT;
  if (typeof built === "string") return refused(built);
  tape.dtypes.push(built);
  tape.words[at + 1] = tape.dtypes.length - 1;
  return null;
}

/** A tuple of numpy's length with numbers where it has numbers: else every loader fails. */
function isState(tape: Tape, state: Handle): boolean {
  if (tape.kind(state) !== KIND.TUPLE || tape.count(state) < 8 || tape.count(state) > 9) return false;
  return [0, 5, 6, 7].every((i) => tape.intValue(tape.tupleItem(state, i)) !== null);
}

/** The dtype of a field or base, which takes no state from here on; null for one that is being built, or is none. */
function heldDtype(tape: Tape, handle: Handle): DType | null {
  const dtype = tape.dtypeValue(handle);
  if (dtype === null || tape.word((handle >>> 3) + 2) === DTYPE_STATE.BUILDING) return null;
  tape.useDtype(handle);
  return dtype;
}

function fromState(machine: Machine, before: DType, state: Handle): DType | string {
  const { tape } = machine;
  const count = tape.count(state);
  const version = tape.intValue(tape.tupleItem(state, 0));
  if (version === null || version < 3 || version > 4 || count < 8 || count > 9) return "a dtype state of another shape than numpy's";
  const order = asciiText(machine, tape.tupleItem(state, 1), 1);
  if (order === null || !["<", ">", "|", "="].includes(order)) return "a byte order that numpy does not have";
  const itemsize = tape.intValue(tape.tupleItem(state, 5));
  const alignment = tape.intValue(tape.tupleItem(state, 6));
  const flags = tape.intValue(tape.tupleItem(state, 7));
  if (itemsize === null || alignment === null || flags === null || flags < -128 || flags > 255)
    return "a dtype's size, alignment or flags are no numbers";
  const layout = layoutOf(machine, before, state, itemsize);
  if (typeof layout === "string") return layout;
  const ordered = order === ">" ? withOrder(layout, true) : layout;
  const full = count === 9 ? withMetadata(machine, ordered, tape.tupleItem(state, 8)) : ordered;
  if (typeof full === "string") return full;
  return flagProblem(full, flags) ?? full;
}

/** numpy trusts the flags for whether items hold objects: they must say what the layout says. */
function flagProblem(dtype: DType, flags: number): string | null {
  const objectFlags = (flags & 0x01) !== 0 || (flags & 0x02) !== 0;
  const plainObject = dtype.kind === "O";
  if (!dtype.hasObject && objectFlags) return "a dtype's flags speak of objects that its fields do not have";
  if (dtype.hasObject && !plainObject && !objectFlags) return "a dtype's flags hide its objects";
  return null;
}

/** Fields, subarray or plain, checked against the itemsize. */
function layoutOf(machine: Machine, before: DType, state: Handle, itemsize: number): DType | string {
  const { tape } = machine;
  const sub = tape.tupleItem(state, 2);
  const names = tape.tupleItem(state, 3);
  const fields = tape.tupleItem(state, 4);
  if (names !== NONE || fields !== NONE) {
    if (before.kind !== "V" || sub !== NONE) return "fields on a dtype that is not void";
    return structured(machine, before, names, fields, itemsize);
  }
  if (sub !== NONE) return before.kind === "V" ? subarray(machine, sub, itemsize) : "a subarray on a dtype that is not void";
  return plain(before, itemsize);
}

function plain(before: DType, itemsize: number): DType | string {
  const flexible = before.kind === "S" || before.kind === "U" || before.kind === "V";
  if (!flexible) return itemsize === -1 || itemsize === before.itemsize ? before : "an itemsize that the kind does not have";
  if (itemsize === -1) return before;
  if (itemsize < 0 || itemsize > 2 ** 31 - 1 || (before.kind === "U" && itemsize % 4 !== 0)) return "an itemsize that cannot be";
  return before.itemsize === 0 || before.itemsize === itemsize ? { ...before, itemsize } : "an itemsize that contradicts the dtype's text";
}

function subarray(machine: Machine, sub: Handle, itemsize: number): DType | string {
  const { tape } = machine;
  if (tape.kind(sub) !== KIND.TUPLE || tape.count(sub) !== 2) return "a subarray that is no pair";
  const base = heldDtype(tape, tape.tupleItem(sub, 0));
  const shape = shapeOf(tape, tape.tupleItem(sub, 1));
  if (base === null || shape === null) return "a subarray without base or shape";
  const count = elementCount(shape, base.itemsize, 2 ** 31);
  if (count === null || count * base.itemsize !== itemsize) return "a subarray whose size is not its items'";
  if (base.depth >= MAX_DTYPE_DEPTH) return "a dtype nested too deep";
  return { ...plainDtype("V", itemsize), base, shape, hasObject: base.hasObject, depth: base.depth + 1 };
}

function structured(machine: Machine, before: DType, names: Handle, fields: Handle, itemsize: number): DType | string {
  const { tape } = machine;
  if (tape.kind(names) !== KIND.TUPLE || tape.kind(fields) !== KIND.DICT) return "fields without names";
  if (tape.count(names) > MAX_FIELDS || tape.count(fields) > 2 * MAX_FIELDS || itemsize < 0) return "too many fields";
  const list: DTypeField[] = [];
  let problem: string | null = null;
  eachItem(tape, names, (name) => {
    const field = problem === null ? fieldOf(machine, name, fields) : "";
    if (typeof field === "string") problem ??= field;
    else list.push(field);
  });
  if (problem !== null) return problem;
  problem = namesProblem(machine, list, fields) ?? overlapProblem(list, itemsize);
  if (problem !== null) return problem;
  const depth = list.reduce((deepest, f) => Math.max(deepest, f.dtype.depth), 0);
  if (depth >= MAX_DTYPE_DEPTH) return "a dtype nested too deep";
  return {
    ...plainDtype("V", itemsize),
    fields: list,
    record: before.record,
    hasObject: list.some((f) => f.dtype.hasObject),
    depth: depth + 1,
  };
}

function fieldOf(machine: Machine, nameHandle: Handle, fields: Handle): DTypeField | string {
  const { tape } = machine;
  const name = asciiOrUtf8(machine, nameHandle);
  if (name === null) return "a field's name is no text";
  const tuple = fieldTuple(tape, machine, fields, name, nameHandle);
  if (tape.kind(tuple) !== KIND.TUPLE || tape.count(tuple) < 2 || tape.count(tuple) > 3) return "a field without dtype and offset";
  const dtype = heldDtype(tape, tape.tupleItem(tuple, 0));
  const offset = tape.intValue(tape.tupleItem(tuple, 1));
  if (dtype === null || offset === null || offset < 0) return "a field without dtype and offset";
  const title = tape.count(tuple) === 3 ? asciiOrUtf8(machine, tape.tupleItem(tuple, 2)) : null;
  return { name, title, dtype, offset };
}

function fieldTuple(tape: Tape, machine: Machine, fields: Handle, name: string, nameHandle: Handle): Handle {
  const direct = dictValue(tape, fields, name);
  if (direct !== NOTHING) return direct;
  let found: Handle = NOTHING;
  for (let chunk = tape.firstChunk(fields); chunk !== 0; chunk = tape.chunkNext(chunk)) {
    for (let i = 0; i < tape.chunkSize(chunk); i += 2) {
      const key = tape.chunkItem(chunk, i);
      if (key === nameHandle || asciiOrUtf8(machine, key) === name) found = tape.chunkItem(chunk, i + 1);
    }
  }
  return found;
}

/** Text of a STR or Python 2 string; null for other values and beyond 1,024 bytes. */
function asciiOrUtf8(machine: Machine, handle: Handle): string | null {
  const bytes = machine.bytesOf(handle, 1025);
  if (bytes === null || bytes.length > 1024 || machine.tape.kind(handle) === KIND.BYTES) return null;
  return machine.text(bytes);
}

/** Each name once, and no field that no name or title tells: its bytes could be objects that nobody counts. */
function namesProblem(machine: Machine, list: readonly DTypeField[], fields: Handle): string | null {
  const known = new Set(list.map((field) => field.name));
  if (known.size !== list.length) return "a field's name that stands twice";
  for (const { title } of list) if (title !== null) known.add(title);
  let problem: string | null = null;
  eachPair(machine.tape, fields, Number.MAX_SAFE_INTEGER, (key) => {
    const name = asciiOrUtf8(machine, key);
    if (name === null || !known.has(name)) problem = "a field without a name";
  });
  return problem;
}

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

/** Datetimes carry their unit in the ninth item; other metadata is dropped with a note. */
function withMetadata(machine: Machine, dtype: DType, metadata: Handle): DType | string {
  const { tape } = machine;
  if (dtype.kind !== "M" && dtype.kind !== "m") {
    if (metadata !== NONE) machine.find("note.dtype-metadata", { offset: machine.cursor.offset, opcode: "BUILD" });
    return dtype;
  }
  if (tape.kind(metadata) !== KIND.TUPLE || tape.count(metadata) !== 2) return "a datetime without its unit";
  const unit = tape.tupleItem(metadata, 1);
  if (tape.kind(unit) !== KIND.TUPLE || tape.count(unit) !== 4) return "a datetime's unit is no four numbers";
  const name = asciiText(machine, tape.tupleItem(unit, 0), 8);
  const count = tape.intValue(tape.tupleItem(unit, 1));
  const text = name === null || count === null ? null : unitText(count, name);
  return text === null ? "a datetime unit that numpy does not have" : { ...dtype, unit: text };
}
