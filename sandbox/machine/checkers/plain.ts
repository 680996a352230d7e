/**
 * Plain data: no references, no instances but the few that are data themselves. Walks without recursion, each node
 * once; a refused part makes the whole refused.
 */
import { ARRAY, FALSE, type Handle, KIND, SLICE_FIELDS, TAG, tagOf } from "../../tape/handle.js";
import { eachItemSoFar } from "../../tape/read.js";
import type { Tape } from "../../tape/tape.js";

const LEAF = new Set<number>([KIND.BYTES, KIND.BYTEARRAY, KIND.PY2STR, KIND.DTYPE, KIND.SCALAR, KIND.COMPLEX]);
const BRANCH = new Set<number>([KIND.LIST, KIND.TUPLE, KIND.SET, KIND.FROZENSET, KIND.DICT]);

const nothing = (): boolean => false;

/**
 * True when a value is made of None, booleans, numbers, text, bytes, dtypes, scalars and exact collections of them.
 * `names`: which names may stand among them. What is still being filled is asked again at the end of the stream; what is
 * complete is walked once, however often it is asked for.
 */
export function isPlain(tape: Tape, value: Handle, arrays = false, names: (name: Handle) => boolean = nothing): boolean {
  const known = names === nothing ? tape.plain[arrays ? 1 : 0] : null;
  const seen = new Set<Handle>([value]);
  let open = false;
  for (const handle of seen) {
    if (known?.has(handle) === true) continue;
    if (!isPlainHere(tape, handle, arrays, names, seen)) return false;
    open ||= tape.watch?.isOpen(handle) === true;
  }
  if (open) tape.watch?.later(() => isPlain(tape, value, arrays, names));
  else for (const handle of seen) if (tagOf(handle) === TAG.NODE) known?.add(handle);
  return true;
}

/** One value without what it holds, which is added to `seen`. */
function isPlainHere(tape: Tape, handle: Handle, arrays: boolean, names: (name: Handle) => boolean, seen: Set<Handle>): boolean {
  if (tagOf(handle) === TAG.GLOBAL) return names(handle);
  const kind = tape.kind(handle);
  if (kind === 0 || LEAF.has(kind)) return true;
  if (arrays && kind === KIND.NDARRAY) {
    // numpy asks the items of an object array what they are, each by its own methods.
    if (tape.dtypeValue(tape.field(handle, ARRAY.DTYPE))?.hasObject === true) seen.add(tape.field(handle, ARRAY.DATA));
    return true;
  }
  if (kind === KIND.SLICE) {
    for (const field of SLICE_FIELDS) seen.add(tape.field(handle, field));
    return true;
  }
  if (!BRANCH.has(kind)) return false;
  let plain = true;
  eachItemSoFar(tape, handle, (item) => {
    if (tagOf(item) === TAG.GLOBAL) plain &&= names(item);
    else if (tagOf(item) === TAG.NODE) seen.add(item);
  });
  return plain;
}

/** A real number: float, integer or boolean. */
export function isNumber(tape: Tape, handle: Handle): boolean {
  const tag = tagOf(handle);
  return tag === TAG.INT || tag === TAG.FLOAT || tag === TAG.BIG || (tag === TAG.CONST && handle >= FALSE && tape.kind(handle) === 0);
}
