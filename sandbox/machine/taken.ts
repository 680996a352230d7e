/**
 * Dicts that a loader takes keys out of: pandas' `_new_Index` and its `__setstate__`s pop what they use and add what they
 * lack, `BaseEstimator.__setstate__` of sklearn pops the version, scipy's COO matrices their rows and columns, catboost its
 * model, and boosters put a pointer where their bytes were. They are given the very dict that the memo has, so whoever
 * else holds it has other keys in Python than stand in the file. Each such dict is made for the pickle by `__reduce__` or
 * `__getstate__`: no pickler refers to it twice.
 *
 * Asked when the stream has ended, of what its value holds, and only where something was taken. In a side reading no value
 * is read, so nothing is asked: what else the dict is used for was judged by its own checker. No recursion, and linear in
 * the stream, not in the tape: a file may hold a million streams, whose values never hold one another's.
 */
import { ARRAY, type Handle, indexOf, KIND, OBJECT, SCALAR, SLICE_FIELDS, TAG, tagOf } from "../tape/handle.js";
import { eachItemSoFar } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";
import type { Machine } from "./machine.js";

/** At the end of a stream whose values begin at word `from`: a finding when something else holds what was taken. */
export function tellShared(machine: Machine, root: Handle, from: number): void {
  const { taken } = machine;
  if (taken.size === 0 || machine.variant !== null) return;
  if (isShared(machine, root, from))
    machine.find("stream.not-a-pickler", { offset: machine.cursor.offset - 1, opcode: "STOP" }, { why: "state.shared" });
  taken.clear();
}

/** Of the stream's value, and of all that was the argument of a call: `dict(d)` copies what is left, and holds it no longer. */
function isShared({ tape, taken, consumed }: Machine, root: Handle, from: number): boolean {
  const met = new Uint8Array(tape.top - from);
  const left: Handle[] = [];
  let shared = false;
  const hold = (value: Handle): void => {
    if (tagOf(value) !== TAG.NODE) return;
    const at = indexOf(value) - from;
    if (met[at] === 0) left.push(value);
    else shared ||= taken.has(value);
    met[at] = 1;
  };
  hold(root);
  for (const args of consumed) if (!taken.has(args)) hold(args);
  for (let value = left.pop(); value !== undefined && !shared; value = left.pop()) eachPart(tape, value, hold);
  return shared;
}

const FIELDS: Readonly<Partial<Record<number, readonly number[]>>> = {
  [KIND.NDARRAY]: [ARRAY.DATA],
  [KIND.SCALAR]: [SCALAR.DATA],
  [KIND.SLICE]: SLICE_FIELDS,
  [KIND.OBJECT]: [OBJECT.ARGS, OBJECT.STATE, OBJECT.ITEMS, OBJECT.PAIRS],
};

/** All that a value directly holds. */
function eachPart(tape: Tape, value: Handle, visit: (part: Handle) => void): void {
  const fields = FIELDS[tape.kind(value)];
  if (fields === undefined) eachItemSoFar(tape, value, visit);
  else for (const field of fields) visit(tape.field(value, field));
}
