/**
 * Builtins that older protocols make by a call: set, frozenset, bytes, bytearray, slice, complex, range, list, tuple,
 * dict, and `_codecs.encode`, which is how Python 3 writes bytes in protocols 0 to 2. Arguments are exact plain data.
 */
import { latin1ToUtf8, utf8ToLatin1 } from "../../bytes/latin1.js";
import { asciiText } from "../../numpy/text.js";
import { type Handle, KIND, NONE, OBJECT_FLAG, PLACE, TAG, tagOf } from "../../tape/handle.js";
import { eachItem, isStr, itemsSoFar } from "../../tape/read.js";
import type { Tape } from "../../tape/tape.js";
import type { Machine } from "../machine.js";
import { type Checker, type CheckerInput, no, type Refusal } from "./answer.js";
import { isNumber, isPlain } from "./plain.js";

/** Number of arguments, -1 when they are no tuple. */
const arity = ({ tape, args }: CheckerInput): number => (tape.kind(args) === KIND.TUPLE ? tape.count(args) : -1);

/** The call kept as an inert instance with its arguments, after they were checked. */
export function inert({ machine, callee, args }: CheckerInput): Handle {
  return machine.instance(callee, callee, args, OBJECT_FLAG.CALLED);
}

function collection(kind: typeof KIND.SET | typeof KIND.FROZENSET): Checker {
  return (input) => {
    const { tape, args, stream } = input;
    const n = arity(input);
    const made = tape.collection(kind);
    if (n === 0) return made;
    if (n !== 1) return no("call.one-argument");
    const from = tape.tupleItem(args, 0);
    const source = tape.kind(from);
    if (source !== KIND.LIST && source !== KIND.TUPLE && source !== KIND.SET && source !== KIND.FROZENSET) return no("items.kind");
    const items = itemsSoFar(tape, from);
    if (!items.every((item) => stream.checkKey(item))) return { why: "call.item-unhashable", malformed: true };
    tape.extend(made, items, 0, items.length);
    noteCopy(input, made);
    return made;
  };
}

export const set = collection(KIND.SET);
export const frozenset = collection(KIND.FROZENSET);

/** `list(list)`, `tuple(list)`, `dict(dict or nothing)`: a collection over an exact one. */
export const objectList: Checker = (input) => {
  const { tape, args, machine, callee } = input;
  const name = machine.entry(callee)?.path;
  const n = arity(input);
  if (n > 1 || n < 0) return no("call.one-argument");
  const from = n === 1 ? tape.tupleItem(args, 0) : NONE;
  const kind = tape.kind(from);
  if (name === "builtins.dict") return n === 0 ? tape.collection(KIND.DICT) : kind === KIND.DICT ? copied(input, from) : no("dict.items");
  if (n === 1 && kind !== KIND.LIST && kind !== KIND.TUPLE) return no("items.sequence");
  const items = n === 1 ? itemsSoFar(tape, from) : new Int32Array(0);
  const made = name === "builtins.tuple" ? tape.tuple(items, 0, items.length) : tape.collection(KIND.LIST);
  if (name !== "builtins.tuple") tape.extend(made, items, 0, items.length);
  noteCopy(input, made);
  return made;
};

/** Notes a collection that a call made of another's items: their references are its own, and the work is counted. */
export function noteCopy({ tape, machine, stream }: CheckerInput, made: Handle): void {
  let holds = false;
  eachItem(tape, made, (item) => {
    holds ||= machine.isReference(item);
  });
  if (holds) machine.noteHolder(made, stream.opOffset);
}

/** `dict(d)` and its like: a new collection with what the other holds now, never the other itself. */
export function copied(input: CheckerInput, from: Handle): Handle {
  const made = input.tape.copyOf(from);
  noteCopy(input, made);
  return made;
}

/** `bytearray(bytes)`, `bytearray(text, 'latin-1')`, `bytes()`, `bytes(bytes)`. */
function bytesOf(kind: typeof KIND.BYTES | typeof KIND.BYTEARRAY): Checker {
  return (input) => {
    const { tape, args } = input;
    const n = arity(input);
    if (n === 0) return tape.bytes(kind, PLACE.ARENA, 0, 0);
    if (n !== 1 && n !== 2) return no("call.too-many");
    const value = tape.tupleItem(args, 0);
    if (n === 2) {
      const encoded = encode(input.machine, value, tape.tupleItem(args, 1));
      return typeof encoded === "number" ? retyped(tape, encoded, kind) : encoded;
    }
    const source = tape.kind(value);
    if (source === KIND.LIST && tape.count(value) === 0) return tape.bytes(kind, PLACE.ARENA, 0, 0);
    if (
      source !== KIND.BYTES &&
      source !== KIND.PY2STR &&
      source !== KIND.BYTEARRAY &&
      !(tagOf(value) === TAG.STR && kind === KIND.BYTEARRAY)
    )
      return no("bytes.argument");
    return retyped(tape, value, kind);
  };
}

/** The same bytes as a node of another kind. */
function retyped(tape: Tape, value: Handle, kind: typeof KIND.BYTES | typeof KIND.BYTEARRAY): Handle {
  const range = tape.byteRange(value);
  return range === null ? NONE : tape.bytes(kind, range.place, range.offset, range.length);
}

export const bytes = bytesOf(KIND.BYTES);
export const bytearray = bytesOf(KIND.BYTEARRAY);

/** `_codecs.encode(text, encoding)`: text to bytes by one of three codecs; every other codec is a program. */
export const codecsEncode: Checker = (input) => {
  const { tape, args, machine } = input;
  const n = arity(input);
  if (n !== 1 && n !== 2) return no("encode.arguments");
  return encode(machine, tape.tupleItem(args, 0), n === 2 ? tape.tupleItem(args, 1) : null);
};

function encode(machine: Machine, value: Handle, encoding: Handle | null): Handle | Refusal {
  const { tape } = machine;
  if (!isStr(tape, value)) return no("encode.text");
  const name = encoding === null ? "utf-8" : asciiText(machine, encoding, 16);
  const codec = name === null ? "" : name.toLowerCase().replaceAll("_", "-");
  const utf8 = textUtf8(machine, value);
  const made =
    codec === "latin1" || codec === "latin-1" || codec === "iso-8859-1"
      ? utf8ToLatin1(utf8, 0, utf8.length)
      : codec === "ascii"
        ? utf8ToLatin1(utf8, 0, utf8.length, 0x7f)
        : codec === "utf-8" || codec === "utf8"
          ? utf8
          : undefined;
  if (made === undefined) return no("encode.encoding");
  if (made === null) return { why: "encode.characters", malformed: true };
  return tape.bytes(KIND.BYTES, PLACE.ARENA, tape.put(made, 0, made.length), made.length);
}

/** UTF-8 of a text handle; Python 2 strings as latin-1. */
function textUtf8(machine: Machine, value: Handle): Uint8Array {
  if (tagOf(value) === TAG.STR) return machine.tape.strBytes(value).slice();
  const raw = machine.bytesOf(value, Number.MAX_SAFE_INTEGER) ?? new Uint8Array();
  return latin1ToUtf8(raw, 0, raw.length);
}

export const complex: Checker = (input) => {
  const { tape, args } = input;
  const n = arity(input);
  if (n !== 2) return no("complex.arguments");
  const real = tape.tupleItem(args, 0);
  const imag = tape.tupleItem(args, 1);
  return isNumber(tape, real) && isNumber(tape, imag) ? tape.small(KIND.COMPLEX, real, imag) : no("complex.numbers");
};

export const slice: Checker = (input) => {
  const { tape, args } = input;
  if (arity(input) !== 3 || !isPlain(tape, args)) return no("slice.arguments");
  return tape.small(KIND.SLICE, tape.tupleItem(args, 0), tape.tupleItem(args, 1), tape.tupleItem(args, 2));
};

export const range: Checker = (input) => {
  const { tape, args } = input;
  const n = arity(input);
  if (n < 1 || n > 3) return no("range.arguments");
  for (let i = 0; i < n; i++) if (tape.intValue(tape.tupleItem(args, i)) === null) return no("range.integers");
  return inert(input);
};
