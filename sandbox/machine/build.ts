/**
 * BUILD: gives an instance its state, once. Only instances that this stream made can be built; dtypes and arrays check
 * their own state (`sandbox/numpy`); every other state is an exact dict with string keys, a pair of such, or the
 * shape that the class lists. Keys and references are judged by the audit, when all of the state is there.
 */
import type { PlainReason } from "../finding/reasons.js";
import { buildArray } from "../numpy/array-state.js";
import { buildDtype, dropsMetadata } from "../numpy/dtype-state.js";
import type { Problem } from "../numpy/problem.js";
import { type Handle, KIND, NONE, NOTHING, OBJECT, OBJECT_FLAG, TAG, tagOf } from "../tape/handle.js";
import type { ClassEntry } from "../wire/policy.js";
import { runStateChecker } from "./checkers/states.js";
import { readCompanionArray } from "./companion.js";
import { change, isSecondState, watched } from "./grammar.js";
import { readWrappedArray } from "./joblib.js";
import { buildEffect } from "./loader.js";
import { dotted } from "./names.js";
import { PHASE } from "./open-values.js";
import type { Stream } from "./stream.js";

/** What native code follows without a check and whose checker did not put it aside when it was made. */
const isNative = ({ state, path }: ClassEntry): boolean =>
  state === "tree-predictor" || path.startsWith("scipy.sparse.") || holdsTrees(path);

/** Estimators that say how many columns their trees may read. A regular expression is compiled for each context anew: 60 µs. */
const holdsTrees = (path: string): boolean => TREE_ROOMS.some((room) => path.startsWith(room) && isCapital(path.charCodeAt(room.length)));

const TREE_ROOMS = ["sklearn.tree.", "sklearn.ensemble."];

const isCapital = (code: number): boolean => code >= 65 && code <= 90;

export function stepBuild(s: Stream): boolean {
  if (!s.has(2)) return false;
  const state = s.at(--s.sp);
  const target = s.at(s.sp - 1);
  if (s.machine.variant !== null) {
    const effect = buildEffect(s, target, state);
    if (effect !== "acts") return effect === "nothing";
  }
  if (tagOf(target) === TAG.GLOBAL) s.machine.probe?.act();
  const kind = s.tape.kind(target);
  if (kind !== KIND.DTYPE && kind !== KIND.NDARRAY && kind !== KIND.OBJECT) {
    s.find("build.target");
    return true;
  }
  if (isSecondState(s, target, state)) return true;
  change(s, s.sp - 1, PHASE.BUILT);
  freeze(s, state);
  if (kind === KIND.OBJECT) return buildInstance(s, target, state);
  const build = kind === KIND.DTYPE ? buildDtype : buildArray;
  const problem = watched(s, state, () => build(s.machine, target, state));
  if (problem !== null) s.find(problem.code, problem.args);
  else if (kind === KIND.DTYPE && dropsMetadata(s.tape, state))
    s.machine.find("note.dtype-metadata", { offset: s.cursor.offset, opcode: "BUILD" });
  s.nested(s.machine.nesting.note(target));
  return true;
}

/** Python takes what the state holds now: it and what stands directly in a tuple of it get nothing any more. */
function freeze({ tape, open }: Stream, state: Handle): void {
  const kind = tape.kind(state);
  if (kind === KIND.DICT || kind === KIND.LIST) open.look(state);
  if (kind !== KIND.TUPLE) return;
  for (let i = 0; i < Math.min(tape.count(state), MOST_PARTS); i++) {
    const part = tape.kind(tape.tupleItem(state, i));
    if (part === KIND.DICT || part === KIND.LIST) open.look(tape.tupleItem(state, i));
  }
}

/** No class has a state of more parts. */
const MOST_PARTS = 32;

function buildInstance(s: Stream, target: Handle, state: Handle): boolean {
  const { tape, machine } = s;
  const flags = tape.field(target, OBJECT.FLAGS);
  if ((flags & OBJECT_FLAG.UNLISTED) !== 0) {
    if (tape.field(target, OBJECT.STATE) === NOTHING) store(s, target, state, flags);
    return true;
  }
  const facts = machine.names.facts(tape.field(target, OBJECT.CLASS));
  const entry = machine.classOf(target);
  const place = { ...s.place, global: facts === null ? "" : dotted(facts.module, facts.name) };
  if (entry === null || (flags & OBJECT_FLAG.BUILT) !== 0) {
    machine.find("build.target", place);
    return true;
  }
  const why = stateProblem(s, entry.state ?? "dict", target, state);
  if (why !== null) machine.names.tellBeyond(tape.field(target, OBJECT.CLASS), s.place);
  if (typeof why === "string") machine.find("build.state", place, { why });
  else if (why !== null) machine.find(why.code, place, why.args);
  // The checker may have marked the instance as a joblib wrapper.
  const marked = tape.field(target, OBJECT.FLAGS);
  store(s, target, state, marked);
  if (why !== null) return true;
  if (isNative(entry)) machine.native.push(target);
  // What an old version called its rows and columns is taken out.
  if (entry.path.startsWith("scipy.sparse.coo_")) machine.taken.add(state);
  if (entry.state === "array-wrapper-files" || entry.state === "array-wrapper-zfile") return readCompanionArray(s, target);
  return (marked & OBJECT_FLAG.WRAPPER) === 0 || readWrappedArray(s, target);
}

/** Keeps the state and how much of it BUILD saw: Python copies the pairs, so what is added to the dict later is not state. */
function store(s: Stream, target: Handle, state: Handle, flags: number): void {
  const { tape } = s;
  tape.setField(target, OBJECT.STATE, state);
  tape.setField(target, OBJECT.FLAGS, flags | OBJECT_FLAG.BUILT);
  tape.setField(target, OBJECT.OFFSET, s.opOffset | 0);
  const pair = tape.kind(state) === KIND.TUPLE && tape.count(state) === 2;
  const dict = pair ? tape.tupleItem(state, 0) : state;
  const slots = pair ? tape.tupleItem(state, 1) : NOTHING;
  if (tape.kind(dict) === KIND.DICT) tape.setField(target, OBJECT.STATE_COUNT, tape.count(dict));
  if (tape.kind(slots) === KIND.DICT) tape.setField(target, OBJECT.SLOT_COUNT, tape.count(slots));
}

/**
 * Classes with slots, of which a pair of dicts is the state. Others' `__setstate__` give it to `dict.update`, which takes each dict for a key
 * and its value.
 */
const hasSlots = (entry: ClassEntry | null): boolean => entry?.path.startsWith("scipy.interpolate.") === true;

/** Why the state has not the form that the class lists, null when it has. */
function stateProblem(s: Stream, form: string, target: Handle, state: Handle): PlainReason | Problem | null {
  const { tape } = s;
  if (form !== "dict") return watched(s, state, () => runStateChecker(form, { machine: s.machine, tape, target, state }));
  if (tape.kind(state) === KIND.DICT) return null;
  if (tape.kind(state) !== KIND.TUPLE || tape.count(state) !== 2 || !hasSlots(s.machine.classOf(target))) return "state.no-dict";
  const first = tape.tupleItem(state, 0);
  if (first !== NONE && tape.kind(first) !== KIND.DICT) return "state.first-half";
  return tape.kind(tape.tupleItem(state, 1)) === KIND.DICT ? null : "state.second-half";
}
