/**
 * Reading values of the tape: texts, the items of collections, the pairs of dicts, the state of instances. The last value
 * of a key wins, as in Python. Who reads while a stream runs tells `Tape.watch` what it has looked into, and counts its
 * work: both belong to reading and not to who reads.
 *
 * Slow: `dictValue` passes all pairs; none is hashed.
 */
import { type Handle, KIND, NOTHING, OBJECT, TAG, tagOf } from "./handle.js";
import type { Tape } from "./tape.js";

// ---- texts ----

/** True when a handle is the ASCII text `text`. */
export function isText(tape: Tape, handle: Handle, text: string): boolean {
  if (tagOf(handle) !== TAG.STR) return false;
  const bytes = tape.strBytes(handle);
  if (bytes.length !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}

/** True for an exact `str`: of Python 3, or a string of Python 2. A numpy scalar or bytes are none. */
export const isStr = (tape: Tape, handle: Handle): boolean => tagOf(handle) === TAG.STR || tape.kind(handle) === KIND.PY2STR;

const NEVER_TEXT = new Set<number>([KIND.BYTES, KIND.TUPLE, KIND.FROZENSET, KIND.COMPLEX]);

/** True for a key of Python's own types that is equal to no text. */
export function isNeverText(tape: Tape, key: Handle): boolean {
  const tag = tagOf(key);
  return tag === TAG.NODE ? NEVER_TEXT.has(tape.kind(key)) : tag !== TAG.STR && tag !== TAG.GLOBAL;
}

// ---- items ----

/** True where items stand in chunks: the words of any other kind are no chunks, and a walk over them need not end. */
const isChunked = (kind: number): boolean => kind === KIND.LIST || kind === KIND.DICT || kind === KIND.SET || kind === KIND.FROZENSET;

/** Calls `visit` with each item of a LIST, SET, FROZENSET or TUPLE, key and value of a DICT. What is none has no items. */
export function eachItem(tape: Tape, collection: Handle, visit: (item: Handle) => void): void {
  tape.watch?.look(collection);
  eachItemSoFar(tape, collection, visit);
}

/** The same for who knows that items may still come. */
export function eachItemSoFar(tape: Tape, collection: Handle, visit: (item: Handle) => void): void {
  const kind = tape.kind(collection);
  if (kind === KIND.TUPLE) {
    tape.work += tape.count(collection);
    for (let i = 0; i < tape.count(collection); i++) visit(tape.tupleItem(collection, i));
    return;
  }
  if (!isChunked(kind)) return;
  tape.work += tape.count(collection);
  for (let chunk = tape.firstChunk(collection); chunk !== 0; chunk = tape.chunkNext(chunk)) {
    for (let i = 0; i < tape.chunkSize(chunk); i++) visit(tape.chunkItem(chunk, i));
  }
}

/** The items as an array of handles: a copy, for more may come. None of what has no items. */
export function itemsOf(tape: Tape, collection: Handle): Int32Array {
  tape.watch?.look(collection);
  return itemsSoFar(tape, collection);
}

/** The same for a copy, which has what is there now whatever comes later, as in Python. */
export function itemsSoFar(tape: Tape, collection: Handle): Int32Array {
  const kind = tape.kind(collection);
  if (kind !== KIND.TUPLE && !isChunked(kind)) return new Int32Array(0);
  const count = tape.count(collection);
  tape.work += count;
  if (kind === KIND.TUPLE) return tape.tupleItems(collection).slice();
  const items = new Int32Array(kind === KIND.DICT ? 2 * count : count);
  let to = 0;
  for (let chunk = tape.firstChunk(collection); chunk !== 0; chunk = tape.chunkNext(chunk)) {
    items.set(tape.chunkItems(chunk), to);
    to += tape.chunkSize(chunk);
  }
  return items;
}

/**
 * The first of a tuple, list or set, keys and values of a dict: chunks beyond them are not touched. For what is only shown
 * or told: no watch hears of it.
 */
export function firstItems(tape: Tape, collection: Handle, most: number): readonly Handle[] {
  const items: Handle[] = [];
  const kind = tape.kind(collection);
  if (kind === KIND.TUPLE) for (let i = 0; i < Math.min(most, tape.count(collection)); i++) items.push(tape.tupleItem(collection, i));
  if (!isChunked(kind)) return items;
  for (let chunk = tape.firstChunk(collection); chunk !== 0 && items.length < most; chunk = tape.chunkNext(chunk))
    for (let i = 0; i < tape.chunkSize(chunk) && items.length < most; i++) items.push(tape.chunkItem(chunk, i));
  return items;
}

/** The arguments of a call; none when they are no tuple (a refused call may have made them). */
export const argumentsOf = ({ tape, args }: { readonly tape: Tape; readonly args: Handle }): Int32Array =>
  tape.kind(args) === KIND.TUPLE ? itemsOf(tape, args) : new Int32Array(0);

// ---- pairs ----

/** Value under an ASCII key of a dict, NOTHING when it is not there. */
export function dictValue(tape: Tape, dict: Handle, key: string): Handle {
  let found: Handle = NOTHING;
  eachPair(tape, dict, Number.MAX_SAFE_INTEGER, (name, value) => {
    if (isText(tape, name, key)) found = value;
  });
  return found;
}

/** An instance's state: the dict, or the first half of a pair. */
export function stateDict(tape: Tape, instance: Handle): Handle {
  const state = tape.field(instance, OBJECT.STATE);
  return tape.kind(state) === KIND.TUPLE && tape.count(state) > 0 ? tape.tupleItem(state, 0) : state;
}

/** Value under an ASCII key of an instance's state. */
export const stateValue = (tape: Tape, instance: Handle, key: string): Handle => dictValue(tape, stateDict(tape, instance), key);

/** Puts another value in place of `was` in a DICT, wherever it stands there as a value. */
export function replaceValues(tape: Tape, dict: Handle, was: Handle, by: Handle): void {
  if (tape.kind(dict) !== KIND.DICT) return;
  for (let chunk = tape.firstChunk(dict); chunk !== 0; chunk = tape.chunkNext(chunk)) {
    const items = tape.chunkItems(chunk);
    for (let i = 1; i < items.length; i += 2) if (items[i] === was) items[i] = by;
  }
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
