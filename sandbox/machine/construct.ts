/**
 * REDUCE, NEWOBJ, NEWOBJ_EX, OBJ, INST. Nothing is called: a listed class makes an inert instance, a listed function
 * goes to its argument checker (`checkers/`), which makes data or says no. All else becomes a placeholder with a finding.
 */
import type { FindingArgs } from "../finding/arguments.js";
import { reasonArgs } from "../finding/because.js";
import type { FindingCode } from "../finding/codes.js";
import type { FindingPlace } from "../finding/findings.js";
import { type Handle, KIND, NOTHING, OBJECT, TAG, tagOf } from "../tape/handle.js";
import { itemsOf } from "../tape/read.js";
import type { GlobalUse } from "../wire/job.js";
import { callText } from "./call-text.js";
import { runChecker } from "./checkers/index.js";
import { blockOfPartial } from "./checkers/pandas/index.js";
import { nameLines, resolved } from "./globals.js";
import { watched } from "./grammar.js";
import { argumentsRaise, callArgumentsRaise, callEffect, hasPlainNew, newEffect } from "./loader.js";
import { dotted, type NameFacts } from "./names.js";
import type { Stream } from "./stream.js";

/** What a callee gets. */
interface Given {
  readonly args: Handle;
  readonly keywords?: Handle;
}

const textOfCall = (s: Stream, { module, name }: NameFacts, { args, keywords }: Given): string =>
  callText(s.machine, dotted(module, name), args, keywords);

/** The call as a fact of its finding, unless nobody would get to see it. */
function callFact(s: Stream, code: FindingCode, callee: Handle, given: Given): FindingArgs {
  const facts = s.machine.names.facts(callee);
  const isSeen = facts !== null && s.machine.probe === null && s.machine.findings.keeps(code);
  return isSeen ? { call: textOfCall(s, facts, given) } : {};
}

/**
 * Marks the use and, for a refused callee, says at this very operation what would run, with its arguments: the finding about
 * its name becomes the one about its call. Each further call of what is known to be dangerous is a finding of its own.
 */
function approach(s: Stream, callee: Handle, use: GlobalUse, given: Given): void {
  const { machine } = s;
  const facts = machine.names.facts(callee);
  if (facts === null) return;
  machine.probe?.act();
  machine.names.use(callee, use);
  // An instance of somebody's class, made without arguments: its name says all of it.
  if (facts.entry !== null || (facts.why === null && use === "new" && isBare(s, given))) return;
  const told = s.takeNamed(callee);
  if (told === null && facts.why === null) return;
  const place = { ...s.place, global: dotted(facts.module, facts.name) };
  const code = facts.why === null ? "global.unlisted" : "global.dangerous";
  const isSeen = machine.probe === null && (told === null || told.length > 0 || machine.findings.keeps(code));
  const args = {
    ...(facts.why === null ? {} : { why: facts.why }),
    ...(isSeen ? { call: textOfCall(s, facts, given) } : {}),
  };
  if (told === null) machine.find(code, place, args);
  else machine.findings.called(told, code, place, args);
}

const isBare = ({ tape }: Stream, { args, keywords }: Given): boolean =>
  keywords === undefined && tape.kind(args) === KIND.TUPLE && tape.count(args) === 0;

/** This operation, with the class of the instance that it is done to where that defines `__call__`. */
function placeOf(s: Stream, value: Handle): FindingPlace {
  const facts = s.machine.isReference(value) ? s.machine.names.facts(s.tape.field(value, OBJECT.CLASS)) : null;
  return facts === null ? s.place : { ...s.place, global: dotted(facts.module, facts.name) };
}

/** A refused construction: a finding unless its name was refused already, and a placeholder that keeps the arguments. */
function refuse(s: Stream, callee: Handle, args: Handle): Handle {
  const facts = s.machine.names.facts(callee);
  if (facts === null) {
    if (!s.machine.isPlaceholder(callee)) s.machine.find("call.unlisted", placeOf(s, callee));
    return s.machine.isPlaceholder(callee) ? s.machine.nameless("result of a refused call") : s.machine.nameless("result of a call");
  }
  if (facts.entry !== null) {
    const call = callFact(s, "call.unlisted", callee, { args });
    if (!s.machine.names.tellBeyond(callee, s.place, call))
      s.machine.find("call.unlisted", { ...s.place, global: dotted(facts.module, facts.name) }, call);
  }
  return s.machine.placeholder(callee, args);
}

/** The checker's answer: a handle, or a refusal with its reason. What it looks at stays as it is. */
function checked(s: Stream, callee: Handle, check: string, args: Handle): Handle {
  const made = watched(s, args, () => runChecker(check, { stream: s, machine: s.machine, tape: s.tape, callee, args }));
  if (typeof made === "number") {
    s.machine.consumed.add(args);
    s.machine.names.grant(callee);
    s.nested(s.machine.nesting.note(made));
    return made;
  }
  const facts = s.machine.names.facts(callee);
  const place = facts === null ? s.place : { ...s.place, global: dotted(facts.module, facts.name) };
  const call = callFact(s, made.dangerous === true ? "call.dangerous" : "call.arguments", callee, { args });
  const beyond = s.machine.names.tellBeyond(callee, s.place, call);
  if (made.problem !== undefined) s.machine.find(made.problem.code, place, made.problem.args);
  else if (made.dangerous === true) s.machine.find("call.dangerous", place, { ...reasonArgs(made.why), ...call });
  else if (made.malformed === true) s.machine.find("array.malformed", place, reasonArgs(made.why));
  // One finding a call: what is worse was told of it.
  else if (!beyond) s.machine.find("call.arguments", place, { ...reasonArgs(made.why), ...call });
  return s.machine.placeholder(callee, args);
}

/** A side reading whose loader raises at this call. */
const raises = (s: Stream, callee: Handle, args: Handle, effect: typeof callEffect): boolean =>
  s.machine.variant !== null && (effect(s, callee) === "raises" || argumentsRaise(s, args) || callArgumentsRaise(s, callee, args));

/** A call with arguments: REDUCE, OBJ, INST. */
function call(s: Stream, callee: Handle, args: Handle): Handle {
  approach(s, callee, "call", { args });
  const entry = s.machine.entry(callee);
  if (entry?.kind === "call") return checked(s, callee, entry.check, args);
  if (entry?.kind === "class" && entry.call !== undefined) return checked(s, callee, entry.call, args);
  return calledPartial(s, callee, args) ?? refuse(s, callee, args);
}

/** What pandas 1.3 calls its own `functools.partial` for: a block. Null for everything else that is called. */
function calledPartial(s: Stream, callee: Handle, args: Handle): Handle | null {
  const { machine, tape } = s;
  const made = blockOfPartial({ stream: s, machine, tape, callee, args });
  if (made === null) return null;
  machine.consumed.add(args);
  s.nested(machine.nesting.note(made));
  return made;
}

/**
 * The arguments as a TUPLE. The C unpickler takes nothing else; the pure Python one (joblib's) unpacks whatever can be
 * iterated, so that is malformed, and judged: a list by its items, the rest as arguments that no checker knows. Null:
 * no loader goes on.
 */
function unpacked(s: Stream, args: Handle): Handle | null {
  const { tape } = s;
  if (tape.kind(args) === KIND.TUPLE || s.machine.isPlaceholder(args)) return args;
  s.find("stream.stack", { why: "stack.arguments" });
  const kind = tape.kind(args);
  if (kind !== 0 && tape.count(args) === 0 && ITERABLE.has(kind)) return tape.tuple(s.stack, s.sp, 0);
  if (kind === KIND.LIST || kind === KIND.SET || kind === KIND.FROZENSET) {
    const items = itemsOf(tape, args);
    return tape.tuple(items, 0, items.length);
  }
  const iterable = ITERABLE.has(kind) || tagOf(args) === TAG.STR || OTHER_ITERABLES.has(kind);
  return iterable ? s.machine.nameless("unpacked arguments") : null;
}

const ITERABLE = new Set<number>([KIND.LIST, KIND.DICT, KIND.SET, KIND.FROZENSET]);
const OTHER_ITERABLES = new Set<number>([KIND.BYTES, KIND.BYTEARRAY, KIND.PY2STR, KIND.NDARRAY, KIND.OBJECT, KIND.SCALAR]);

export function stepReduce(s: Stream): boolean {
  if (!s.has(2)) return false;
  s.sp -= 2;
  const callee = s.at(s.sp);
  if (raises(s, callee, s.at(s.sp + 1), callEffect)) return false;
  const args = unpacked(s, s.at(s.sp + 1));
  if (args !== null) return s.pushNew(call(s, callee, args));
  approach(s, callee, "call", { args: s.at(s.sp + 1) });
  return false;
}

/** `cls.__new__(cls, *args)`. */
function newObject(s: Stream, callee: Handle, given: Handle): boolean {
  if (raises(s, callee, given, newEffect)) return false;
  const entry = s.machine.entry(callee);
  const args = unpacked(s, given);
  if (args === null) {
    approach(s, callee, "new", { args: given });
    return false;
  }
  const empty = s.tape.kind(args) === KIND.TUPLE && s.tape.count(args) === 0;
  if (entry?.kind === "class" && entry.form !== "call" && (empty || (s.machine.variant !== null && hasPlainNew(entry)))) {
    s.machine.probe?.act();
    s.machine.names.use(callee, "new");
    s.machine.names.grant(callee);
    return s.pushNew(s.machine.instance(callee, callee, NOTHING));
  }
  approach(s, callee, "new", { args });
  if (entry?.kind === "class" && entry.call !== undefined && !empty) return s.pushNew(checked(s, callee, entry.call, args));
  if (tagOf(callee) !== TAG.GLOBAL && !s.machine.isPlaceholder(callee)) {
    s.machine.find("call.unlisted", placeOf(s, callee));
    return s.pushNew(s.machine.nameless("instance of what is no class"));
  }
  return s.pushNew(refuse(s, callee, args));
}

export function stepNewobj(s: Stream): boolean {
  if (!s.has(2)) return false;
  s.sp -= 2;
  return newObject(s, s.at(s.sp), s.at(s.sp + 1));
}

/** With keyword arguments: only where there are none, as NEWOBJ. */
export function stepNewobjEx(s: Stream): boolean {
  if (!s.has(3)) return false;
  s.sp -= 3;
  const kwargs = s.at(s.sp + 2);
  const callee = s.at(s.sp);
  if (raises(s, callee, s.at(s.sp + 1), newEffect)) return false;
  // A dict subclass is taken by both unpicklers.
  if (s.tape.kind(kwargs) !== KIND.DICT && s.tape.kind(kwargs) !== KIND.OBJECT) {
    approach(s, callee, "new", { args: s.at(s.sp + 1), keywords: kwargs });
    return s.broken("stream.stack", { why: "stack.keywords" });
  }
  if (s.tape.kind(kwargs) === KIND.DICT && s.tape.count(kwargs) === 0) return newObject(s, callee, s.at(s.sp + 1));
  approach(s, callee, "new", { args: s.at(s.sp + 1), keywords: kwargs });
  return s.pushNew(refuse(s, callee, s.at(s.sp + 1)));
}

/** MARK callee args… OBJ. */
export function stepObj(s: Stream): boolean {
  const from = s.popMark();
  if (from < 0) return false;
  if (s.sp - from < 1) return s.broken("stream.stack", { why: "stack.no-class" });
  const callee = s.at(from);
  const args = s.tape.tuple(s.stack, from + 1, s.sp - from - 1);
  s.sp = from;
  return !raises(s, callee, args, callEffect) && s.pushNew(call(s, callee, args));
}

/** MARK args… INST module name. */
export function stepInst(s: Stream): boolean {
  s.recognised = true;
  const names = nameLines(s);
  if (names === null) return false;
  const callee = resolved(s, names[0], names[1]);
  const from = s.popMark();
  if (callee === NOTHING || from < 0) return false;
  const args = s.tape.tuple(s.stack, from, s.sp - from);
  s.sp = from;
  return s.pushNew(call(s, callee, args));
}
