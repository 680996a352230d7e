/**
 * Plain data: no references, no instances but the few that are data themselves. Walks without recursion, each node
 * once; a refused part makes the whole refused.
 */
import { type Handle, KIND, TAG } from "../../tape/handle.js";
import type { Tape } from "../../tape/tape.js";
import { eachItem } from "../state.js";

const LEAF = new Set<number>([KIND.BYTES, KIND.BYTEARRAY, KIND.PY2STR, KIND.DTYPE, KIND.SCALAR, KIND.COMPLEX]);
const BRANCH = new Set<number>([KIND.LIST, KIND.TUPLE, KIND.SET, KIND.FROZENSET, KIND.DICT]);

const nothing = (): boolean => false;

/**
 * True when a value is made of None, booleans, numbers, text, bytes, dtypes, scalars and exact collections of them.
 * `names`: which names may stand among them.
 */
export function isPlain(tape: Tape, value: Handle, arrays = false, names: (name: Handle) => boolean = nothing): boolean {
  const seen = new Set<Handle>([value]);
  let plain = true;
  for (const handle of seen) {
    if ((handle & 7) === TAG.GLOBAL) return names(handle);
    const kind = tape.kind(handle);
    if (kind === 0 || LEAF.has(kind) || (arrays && kind === KIND.NDARRAY)) continue;
    if (kind === KIND.SLICE) {
      for (let i = 1; i <= 3; i++) seen.add(tape.field(handle, i));
      continue;
    }
    if (!BRANCH.has(kind)) return false;
    eachItem(tape, handle, (item) => {
      if ((item & 7) === TAG.GLOBAL) plain &&= names(item);
      else if ((item & 7) === TAG.NODE) seen.add(item);
    });
    if (!plain) return false;
  }
  return plain;
}

/** Items of a LIST, TUPLE, SET or FROZENSET as an array of handles. */
export function itemsOf(tape: Tape, handle: Handle): Int32Array {
  const items = new Int32Array(tape.count(handle));
  let at = 0;
  eachItem(tape, handle, (item) => {
    items[at++] = item;
  });
  return items;
}

/** A real number: float, integer or boolean. */
export function isNumber(tape: Tape, handle: Handle): boolean {
  const tag = handle & 7;
  return tag === TAG.INT || tag === TAG.FLOAT || tag === TAG.BIG || (tag === TAG.CONST && handle >= 16 && tape.kind(handle) === 0);
}
