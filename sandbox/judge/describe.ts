/** What a root is, in a word: its canonical class, the path of a name, or its type. */
import { type Handle, KIND, NONE, OBJECT, TAG, tagOf } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";

const TYPE_NAMES: Readonly<Record<number, string>> = {
  [KIND.LIST]: "list",
  [KIND.DICT]: "dict",
  [KIND.SET]: "set",
  [KIND.FROZENSET]: "frozenset",
  [KIND.TUPLE]: "tuple",
  [KIND.BYTES]: "bytes",
  [KIND.BYTEARRAY]: "bytearray",
  [KIND.PY2STR]: "str",
  [KIND.DTYPE]: "dtype",
  [KIND.NDARRAY]: "ndarray",
  [KIND.SCALAR]: "scalar",
  [KIND.SLICE]: "slice",
  [KIND.COMPLEX]: "complex",
};

const MAX_PATH = 1000;

export function describe(tape: Tape, root: Handle): string {
  if (tape.kind(root) === KIND.OBJECT) return tape.globalValue(tape.field(root, OBJECT.CLASS))?.path.slice(0, MAX_PATH) ?? "object";
  const named = tape.globalValue(root);
  if (named !== null) return named.path.slice(0, MAX_PATH);
  const tag = tagOf(root);
  if (tag === TAG.NODE) return TYPE_NAMES[tape.kind(root)] ?? "object";
  if (tag === TAG.STR) return "str";
  if (tag === TAG.FLOAT) return "float";
  return tag === TAG.CONST ? (root === NONE ? "NoneType" : "bool") : "int";
}
