/** Reading an instance's state dict by key, for checkers. The last value of a key wins, as in Python. */
import { type Handle, KIND, NOTHING, OBJECT, TAG, tagOf } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";

/** True when a handle is the ASCII text `text`. */
export function isText(tape: Tape, handle: Handle, text: string): boolean {
  if (tagOf(handle) !== TAG.STR) return false;
  const bytes = tape.strBytes(handle);
  if (bytes.length !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}

const NEVER_TEXT = new Set<number>([KIND.BYTES, KIND.TUPLE, KIND.FROZENSET, KIND.COMPLEX]);

/** True for a key of Python's own types that is equal to no text. */
export function isNeverText(tape: Tape, key: Handle): boolean {
  const tag = tagOf(key);
  return tag === TAG.NODE ? NEVER_TEXT.has(tape.kind(key)) : tag !== TAG.STR && tag !== TAG.GLOBAL;
}

/** Value under an ASCII key of a dict, NOTHING when it is not there. */
export function dictValue(tape: Tape, dict: Handle, key: string): Handle {
  let found: Handle = NOTHING;
  if (tape.kind(dict) !== KIND.DICT) return found;
  tape.watch?.look(dict);
  tape.work += tape.count(dict);
  for (let chunk = tape.firstChunk(dict); chunk !== 0; chunk = tape.chunkNext(chunk)) {
    for (let i = 0; i < tape.chunkSize(chunk); i += 2) {
      if (isText(tape, tape.chunkItem(chunk, i), key)) found = tape.chunkItem(chunk, i + 1);
    }
  }
  return found;
}

/** Value under an ASCII key of an instance's state (the dict, or the first half of a pair). */
export function stateValue(tape: Tape, instance: Handle, key: string): Handle {
  const state = tape.field(instance, OBJECT.STATE);
  if (tape.kind(state) === KIND.TUPLE && tape.count(state) > 0) return dictValue(tape, tape.tupleItem(state, 0), key);
  return dictValue(tape, state, key);
}

/** Calls `visit` with each key and value of a DICT, in stream order, at most `limit` pairs. What is none has no pairs. */
export function eachPair(tape: Tape, dict: Handle, limit: number, visit: (key: Handle, value: Handle) => void): void {
  if (tape.kind(dict) !== KIND.DICT) return;
  tape.watch?.look(dict);
  tape.work += tape.count(dict);
  let left = limit;
  for (let chunk = tape.firstChunk(dict); chunk !== 0; chunk = tape.chunkNext(chunk)) {
    for (let i = 0; i < tape.chunkSize(chunk) && left > 0; i += 2, left--) visit(tape.chunkItem(chunk, i), tape.chunkItem(chunk, i + 1));
  }
}

/** Kinds whose items stand in chunks: the words of any other are no chunks, and a walk over them need not end. */
const CHUNKED = new Set<number>([KIND.LIST, KIND.SET, KIND.FROZENSET, KIND.DICT]);

/** Calls `visit` with each item of a LIST, SET, FROZENSET or TUPLE, key and value of a DICT. What is none has no items. */
export function eachItem(tape: Tape, collection: Handle, visit: (item: Handle) => void): void {
  tape.watch?.look(collection);
  eachItemSoFar(tape, collection, visit);
}

/** The same for who knows that items may still come. */
export function eachItemSoFar(tape: Tape, collection: Handle, visit: (item: Handle) => void): void {
  const kind = tape.kind(collection);
  if (kind !== KIND.TUPLE && !CHUNKED.has(kind)) return;
  tape.work += tape.count(collection);
  if (kind === KIND.TUPLE) {
    for (let i = 0; i < tape.count(collection); i++) visit(tape.tupleItem(collection, i));
    return;
  }
  for (let chunk = tape.firstChunk(collection); chunk !== 0; chunk = tape.chunkNext(chunk)) {
    for (let i = 0; i < tape.chunkSize(chunk); i++) visit(tape.chunkItem(chunk, i));
  }
}
