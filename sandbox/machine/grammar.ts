/**
 * What picklers write, beyond what unpicklers read. CPython's unpickler runs any program over its stack and memo; a
 * pickler writes only a few forms, depth first, and `safe` is said of these alone (`stream.not-a-pickler` of the rest):
 *
 * | form | written by |
 * |---|---|
 * | value, PUT | all: a memo entry right behind the opcode that made its value, each index once |
 * | EMPTY_LIST PUT (MARK item… APPENDS, item APPEND)… | all; dicts with SETITEM(S), sets (protocol 4) with ADDITEMS; protocol 0 makes them by a bare MARK LIST, MARK DICT |
 * | callable arguments REDUCE PUT, then items, pairs, state BUILD | all (`save_reduce`), NEWOBJ from protocol 2, NEWOBJ_EX from 4, OBJ and INST in Python 2 |
 * | item POP, … GET (up to three items) | a recursive tuple (`save_tuple`), protocol 2 on |
 * | MARK item… POP_MARK GET | a longer recursive tuple, a recursive frozenset |
 * | MARK item… POP… POP GET | the same in protocol 0, which has no POP_MARK |
 * | result POP GET | a recursive value that a call makes (`save_reduce`) |
 * | result POP GET, GET BUILD | the same, whose state is a dict that it has already; the pure Python pickler |
 * | an empty batch MARK SETITEMS, MARK ADDITEMS | CPython's C pickler, behind exactly 1,000 pairs or items |
 * | a FRAME between a value and its MEMOIZE | the pure Python pickler, behind a large text or bytes |
 *
 * Never: DUP, a memo entry overwritten, non-empty LIST and DICT, values left on the stack at STOP, a change of what does not
 * stand where it was made (`open-values.ts`). `pickletools.optimize`, joblib, cloudpickle and dill write no other forms
 * for what the policy lists.
 *
 * In a side reading, bytes that no pickler wrote are run as a matter of course: what is simulated exactly (DUP, POP,
 * leftovers, memo) is no finding there, only a change that a checker could not foresee.
 */

import type { PlainReason } from "../finding/reasons.js";
import { type Handle, KIND, NOTHING, OBJECT, TAG, tagOf } from "../tape/handle.js";
import { PHASE, type Phase } from "./open-values.js";
import type { Popped, Stream } from "./stream.js";

/** Oddities that a stream remembers: one is enough to refuse it. */
const MOST_ODDITIES = 20;

/** A form that no pickler writes, but that the machine follows exactly. Told at STOP: a broken stream is malformed. */
export function oddity(s: Stream, why: PlainReason): void {
  if (s.machine.variant === null && s.oddities.length < MOST_ODDITIES) s.oddities.push({ place: s.place, why });
}

/** At STOP: what was odd is told, unless no loader comes this far. */
export function tellOddities(s: Stream): void {
  if (s.machine.findings.has("malformed") || s.machine.findings.has("limit")) return;
  for (const { place, why } of s.oddities) s.machine.find("stream.not-a-pickler", place, { why });
}

/** A change that comes too late: what was looked at is no longer what Python has. */
export function lateChange(s: Stream, why: PlainReason): void {
  s.find("stream.not-a-pickler", { why });
}

/** Items, pairs or a state for the value at a stack position: it stands where it was made, and is not further on. */
export function change(s: Stream, slot: number, phase: Phase): void {
  s.open.drop(slot + 1);
  if (!s.open.advance(slot, phase)) lateChange(s, phase === PHASE.BUILT ? "order.build" : "order.items");
}

/** PUT and MEMOIZE stand right behind the value's own opcode, and take a new index. */
export function memoised(s: Stream, index: number): void {
  if (s.freshAt !== s.opOffset) oddity(s, "order.memo");
  else if (s.memo.get(index) !== NOTHING) oddity(s, "order.memo-again");
}

/** Runs a checker over what it is `given`. What it reads of values that may still change, takes nothing any more. */
export function watched<T>({ tape, open, machine }: Stream, given: Handle, check: () => T): T {
  const before = machine.taken.size;
  tape.watch = open;
  const answer = check();
  tape.watch = null;
  if (machine.taken.size > before && tape.kind(given) === KIND.TUPLE) machine.taken.add(given);
  return answer;
}

// ---- POP ----

/** POPs with nothing fetched instead. */
export function thrownAway(s: Stream): void {
  s.popped = null;
  oddity(s, "order.thrown-away");
}

/** A GET behind POPs: it fetches the very value that was about to be made a second time. */
export function fetchedInstead(s: Stream, popped: Popped, value: Handle): void {
  s.popped = null;
  if (isResult(s, popped, value)) s.again = { slot: s.sp, value };
  else if (!isTwin(s, popped, value)) thrownAway(s);
}

/**
 * A state given a second time: to a value that a call makes of arguments which hold it, the pickler writes it inside them and
 * behind them. It is the very dict that the value has, so nothing changes.
 */
export function isSecondState(s: Stream, target: Handle, state: Handle): boolean {
  const { tape, machine, again } = s;
  if (again?.slot !== s.sp - 1 || again.value !== target || tape.kind(target) !== KIND.OBJECT) return false;
  s.again = null;
  if (tape.kind(state) !== KIND.DICT || tape.field(target, OBJECT.STATE) !== state) return false;
  return (machine.classOf(target)?.state ?? "dict") === "dict";
}

/** A tuple or frozenset of as many items of the same kinds. */
function isTwin({ tape, stack, sp }: Stream, { values, mark }: Popped, fetched: Handle): boolean {
  const kind = tape.kind(fetched);
  if (kind === KIND.FROZENSET) return mark && tape.count(fetched) === values;
  if (kind !== KIND.TUPLE || tape.count(fetched) !== values || (!mark && values > 3)) return false;
  for (let i = 0; i < values; i++) if (!isAlike(stack[sp + i] ?? NOTHING, tape.tupleItem(fetched, i))) return false;
  return true;
}

const isAlike = (a: Handle, b: Handle): boolean => a === b || (tagOf(a) === tagOf(b) && tagOf(a) !== TAG.GLOBAL);

/** The result of a call of the same class or kind. */
function isResult({ tape, stack, sp }: Stream, { values, mark, result }: Popped, fetched: Handle): boolean {
  if (values !== 1 || mark || !result) return false;
  const made = stack[sp] ?? NOTHING;
  if (tape.kind(made) !== tape.kind(fetched)) return false;
  return tape.kind(made) !== KIND.OBJECT || tape.field(made, OBJECT.CLASS) === tape.field(fetched, OBJECT.CLASS);
}
