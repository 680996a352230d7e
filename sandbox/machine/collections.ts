/**
 * Tuples, lists, dicts, sets. The target of APPEND(S), SETITEM(S) and ADDITEMS is decided by its kind on the tape and
 * never by what it can do: on data of another kind the stream is malformed, on an instance or a class it is refused.
 */
import { type Handle, KIND, NOTHING, OBJECT, OBJECT_FLAG, TAG, tagOf } from "../tape/handle.js";
import { change, oddity } from "./grammar.js";
import { fillEffect } from "./loader.js";
import { PHASE } from "./open-values.js";
import type { Stream } from "./stream.js";

export function tupleOf(s: Stream, n: number): boolean {
  if (!s.has(n)) return false;
  s.sp -= n;
  const made = s.tape.tuple(s.stack, s.sp, n);
  s.noteReferences(made, s.sp, n);
  return s.push(made);
}

export function tupleToMark(s: Stream): boolean {
  const from = s.popMark();
  return from >= 0 && tupleOf(s, s.sp - from);
}

/** LIST and DICT: protocol 0's way to make them with their items. */
function collect(s: Stream, kind: typeof KIND.LIST | typeof KIND.DICT | typeof KIND.FROZENSET): boolean {
  const from = s.popMark();
  if (from < 0) return false;
  const n = s.sp - from;
  if (kind === KIND.DICT && n % 2 !== 0) return s.broken("stream.stack", { why: "stack.odd-items" });
  if (kind === KIND.DICT && !keysHashable(s, from, 2)) return false;
  if (kind === KIND.FROZENSET && !keysHashable(s, from, 1)) return false;
  if (n > 0 && kind !== KIND.FROZENSET) oddity(s, "order.items-at-once");
  const made = s.tape.collection(kind);
  s.tape.extend(made, s.stack, from, n);
  s.noteReferences(made, from, n);
  s.sp = from;
  return kind === KIND.FROZENSET ? s.push(made) : s.pushNew(made);
}

export const list = (s: Stream): boolean => collect(s, KIND.LIST);
export const dict = (s: Stream): boolean => collect(s, KIND.DICT);
export const stepFrozenset = (s: Stream): boolean => collect(s, KIND.FROZENSET);

function keysHashable(s: Stream, from: number, stride: number): boolean {
  for (let i = from; i < s.sp; i += stride) if (!s.checkKey(s.at(i))) return false;
  return true;
}

type Filled = "list" | "dict" | "set";

/**
 * Where items go: the collection itself, or the items of an instance of a listed subclass, before its BUILD. NOTHING
 * when they go nowhere (a finding was made). The stream goes on then: some loader sets a list's index, extends a byte
 * array, or has nothing to do because there are no items.
 */
function receiver(s: Stream, target: Handle, wanted: Filled): Handle {
  const kind = s.tape.kind(target);
  if (kind === (wanted === "list" ? KIND.LIST : wanted === "dict" ? KIND.DICT : KIND.SET)) return target;
  if (kind === KIND.OBJECT) return instanceReceiver(s, target, wanted);
  if (tagOf(target) === TAG.GLOBAL || kind === KIND.NDARRAY || kind === KIND.DTYPE || kind === KIND.SCALAR) {
    s.find("collection.target");
    return NOTHING;
  }
  if (s.machine.variant !== null) s.find("collection.target");
  else
    s.find("stream.stack", {
      why: wanted === "list" ? "stack.no-list" : wanted === "dict" ? "stack.no-dict" : "stack.no-set",
    });
  return NOTHING;
}

/** Fields of an OBJECT that hold the items of a list or dict subclass. */
function instanceReceiver(s: Stream, target: Handle, wanted: Filled): Handle {
  const { tape } = s;
  const entry = s.machine.classOf(target);
  const flags = tape.field(target, OBJECT.FLAGS);
  const unlisted = (flags & OBJECT_FLAG.UNLISTED) !== 0;
  const fits = entry !== null && entry.form === (wanted === "dict" ? "dict-subclass" : "list-subclass") && wanted !== "set";
  if (!unlisted && (!fits || (flags & OBJECT_FLAG.BUILT) !== 0)) {
    s.find("collection.target");
    return NOTHING;
  }
  const field = wanted === "dict" ? OBJECT.PAIRS : OBJECT.ITEMS;
  const there = tape.field(target, field);
  if (there !== NOTHING) return there;
  const made = tape.collection(wanted === "dict" ? KIND.DICT : KIND.LIST);
  tape.setField(target, field, made);
  return made;
}

/** A side reading: the loader takes the values away and goes on, or raises. */
function passedOver(s: Stream, from: number, effect: "nothing" | "raises"): boolean {
  s.sp = from;
  return effect === "nothing";
}

/** Adds the stack's values from `from` to the target just below. */
function fill(s: Stream, from: number, wanted: Filled): boolean {
  if (from - 1 < s.fence) return s.broken("stream.stack", { why: "stack.no-taker" });
  const n = s.sp - from;
  if (s.machine.variant !== null) {
    const effect = fillEffect(s, from, wanted);
    if (effect !== "acts") return passedOver(s, from, effect);
  }
  if (wanted === "dict" && n % 2 !== 0) return s.broken("stream.stack", { why: "stack.odd-items" });
  const target = receiver(s, s.at(from - 1), wanted);
  if (target !== NOTHING) {
    change(s, from - 1, wanted === "dict" ? PHASE.PAIRS : PHASE.ITEMS);
    if (wanted !== "list" && !keysHashable(s, from, wanted === "dict" ? 2 : 1)) return false;
    s.tape.extend(target, s.stack, from, n);
    s.noteReferences(target, from, n);
    if (target !== s.at(from - 1)) s.nested(s.machine.nesting.hold(s.at(from - 1), s.stack, from, s.sp));
  }
  s.sp = from;
  return true;
}

export const append = (s: Stream): boolean => s.has(2) && fill(s, s.sp - 1, "list");
export const setItem = (s: Stream): boolean => s.has(3) && fill(s, s.sp - 2, "dict");

function fillToMark(s: Stream, wanted: Filled): boolean {
  const from = s.popMark();
  return from >= 0 && fill(s, from, wanted);
}

export const appends = (s: Stream): boolean => fillToMark(s, "list");
export const setItems = (s: Stream): boolean => fillToMark(s, "dict");
export const addItems = (s: Stream): boolean => fillToMark(s, "set");
