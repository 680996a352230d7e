/**
 * What the loader of a side reading does with bytes that nobody wrote for it: junk to it, such as an array's numbers.
 * Its reading ends exactly where it raises, and not before: a call of what cannot be called, a state for plain data, items
 * for what takes none, a module that cannot be imported. What it passes over counts for nothing; all else is judged as
 * in any stream. Where we cannot say that it raises, it goes on.
 */
import { utf8OrLatin1 } from "../bytes/latin1.js";
import { ARRAY, FALSE, type Handle, KIND, NONE, NOTHING, OBJECT, OBJECT_FLAG, SCALAR, TAG, TRUE, tagOf } from "../tape/handle.js";
import { eachPair, isNeverText, isStr, isText } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";
import type { ClassEntry } from "../wire/policy.js";
import type { Stream } from "./stream.js";
import { unpicklerOf } from "./unpickler.js";

/** `nothing`: the loader goes on as if the opcode were not there. `acts`: judged like any other stream. */
export type Effect = "nothing" | "raises" | "acts";

/** Values of Python's own types without attributes or methods that an opcode could use. */
const PLAIN = new Set<number>([
  KIND.LIST,
  KIND.DICT,
  KIND.SET,
  KIND.FROZENSET,
  KIND.TUPLE,
  KIND.BYTES,
  KIND.BYTEARRAY,
  KIND.PY2STR,
  KIND.SLICE,
  KIND.COMPLEX,
]);

/** None, a boolean, a number, a text, bytes, or a collection of Python's own. */
function isPlainValue({ tape }: Stream, value: Handle): boolean {
  const tag = tagOf(value);
  return tag === TAG.NODE ? PLAIN.has(tape.kind(value)) : tag !== TAG.GLOBAL && value !== NOTHING;
}

/** joblib's wrappers have no methods but their own, and no attributes but those of their state. */
function isWrapper({ machine }: Stream, value: Handle): boolean {
  return machine.classOf(value)?.state?.startsWith("array-wrapper") === true;
}

/** sklearn's estimators take no items, have no buffer, and read their state as the dict that it is. */
function isEstimator({ machine }: Stream, value: Handle): boolean {
  const entry = machine.classOf(value);
  return entry?.estimator === true && entry.path.startsWith("sklearn.");
}

/** Classes whose instances take items, or answer for attributes that they do not have (searched for in all supported versions). */
const LIVELY =
  /^(?:builtins|collections|numpy\.(?!random\.)|pandas|scipy\.sparse|functools)|\.(?:_RemainderColsList|FrozenEstimator|MetadataRequest)$/;

/** A value that is no collection of items and no function. */
function isInert({ machine, tape }: Stream, value: Handle): boolean {
  if (tape.kind(value) === KIND.DTYPE) return true;
  const entry = machine.classOf(value);
  if (entry === null || machine.isReference(value) || machine.isPlaceholder(value)) return false;
  return entry.form !== "dict-subclass" && entry.form !== "list-subclass" && !LIVELY.test(entry.path);
}

/** Classes without `append`, `extend` and `add` (searched for in all supported versions), whatever else they take. */
const WITHOUT_APPEND = /^(?:collections\.(?:OrderedDict|defaultdict|Counter)$|scipy\.sparse\.|pandas\.arrays\.)/;

/** Classes of C without attributes and without `__setstate__`. */
const SEALED = /^(?:decimal\.Decimal|datetime\.(?:date|time|datetime|timedelta|timezone))$/;

const isOfClass = ({ machine }: Stream, value: Handle, paths: RegExp): boolean =>
  !machine.isPlaceholder(value) && paths.test(machine.classOf(value)?.path ?? "");

const isCapital = (unit: number): boolean => unit >= 0x41 && unit <= 0x5a;

/** A listed class itself: it takes no items, whatever its instances do. */
function isClass({ machine }: Stream, value: Handle): boolean {
  const entry = machine.entry(value);
  return (
    entry?.kind === "class" ||
    (entry?.kind === "call" && isCapital(entry.path.charCodeAt(entry.path.lastIndexOf(".") + 1))) ||
    (entry?.kind === "reference" && entry.what === "type")
  );
}

/** Classes written in Python without a `__new__` of their own: `object`'s takes any arguments, and looks at none. */
export const hasPlainNew = (entry: ClassEntry): boolean =>
  entry.form === "newobj" &&
  (entry.path.startsWith("sklearn.") || entry.path.startsWith("scipy.interpolate.")) &&
  !entry.path.includes(".PassiveAggressive");

/** `callee(*args)`. */
export function callEffect(s: Stream, callee: Handle): Effect {
  const kind = s.tape.kind(callee);
  return isPlainValue(s, callee) || kind === KIND.NDARRAY || kind === KIND.SCALAR || s.views.has(callee) || isInert(s, callee)
    ? "raises"
    : "acts";
}

/** `callee.__new__(callee, *args)`: of an instance it raises, unless its class has a `__new__` that looks at anything. */
export function newEffect(s: Stream, callee: Handle): Effect {
  const entry = s.machine.classOf(callee);
  return entry !== null && !s.machine.isPlaceholder(callee) && hasPlainNew(entry) ? "raises" : callEffect(s, callee);
}

/** The C unpickler takes a tuple of arguments and nothing else. */
export function argumentsRaise(s: Stream, args: Handle): boolean {
  return unpicklerOf(s) === "c" && s.tape.kind(args) !== KIND.TUPLE && s.tape.kind(args) !== KIND.OBJECT;
}

/** `Tree(n_features, n_classes, n_outputs)` takes whole numbers, and an array between them. */
export function callArgumentsRaise(s: Stream, callee: Handle, args: Handle): boolean {
  const { tape, machine } = s;
  const entry = machine.entry(callee);
  if (entry?.kind !== "class" || entry.call !== "tree" || tape.kind(args) !== KIND.TUPLE || tape.count(args) !== 3) return false;
  const [features, classes, outputs] = [tape.tupleItem(args, 0), tape.tupleItem(args, 1), tape.tupleItem(args, 2)];
  return (
    isPlainValue(s, classes) ||
    [features, outputs].some((n) => isPlainValue(s, n) && tape.intValue(n) === null && n !== TRUE && n !== FALSE)
  );
}

// ---- BUILD ----

/** True for what is false in a condition, null where a method of the value says. */
function isFalsy({ tape }: Stream, value: Handle): boolean | null {
  const kind = tape.kind(value);
  if (tagOf(value) === TAG.GLOBAL || kind === KIND.OBJECT || kind === KIND.NDARRAY || kind === KIND.SCALAR || kind === KIND.DTYPE)
    return null;
  if (tagOf(value) === TAG.CONST && kind === 0) return value <= FALSE;
  if (tagOf(value) === TAG.INT || tagOf(value) === TAG.BIG) return tape.intValue(value) === 0;
  if (tagOf(value) === TAG.FLOAT) return tape.floatValue(value) === 0;
  if (kind === KIND.COMPLEX || kind === KIND.SLICE) return null;
  const bytes = tape.byteRange(value);
  return (bytes === null ? tape.count(value) : bytes.length) === 0;
}

/** The halves of a state that is a pair: (attributes, slots). */
function halves({ tape }: Stream, state: Handle): readonly [Handle, Handle] {
  const pair = tape.kind(state) === KIND.TUPLE && tape.count(state) === 2;
  return pair ? [tape.tupleItem(state, 0), tape.tupleItem(state, 1)] : [state, NONE];
}

/** True when BUILD leaves alone an instance without `__setstate__`; `attributes`: it has a `__dict__`. Null: perhaps. */
function leavesAlone(s: Stream, state: Handle, attributes: boolean): boolean | null {
  const [dict, slots] = halves(s, state);
  const isEmpty = (value: Handle): boolean => s.tape.kind(value) === KIND.DICT && s.tape.count(value) === 0;
  const slotsLost = slots === NONE && dict !== state;
  const byC = (dict === NONE || (attributes && isEmpty(dict))) && !slotsLost && (slots === NONE || isEmpty(slots));
  if (unpicklerOf(s) === "c" || byC) return byC;
  const [first, second] = [isFalsy(s, dict), isFalsy(s, slots)];
  return first === false || second === false ? false : first === true && second === true ? true : null;
}

/** States that no unpickler sets attributes from. C's asks for a dict, and for nothing that looks like one. */
function isNoState(s: Stream, state: Handle): boolean {
  const kind = s.tape.kind(state);
  if (kind === KIND.OBJECT) return unpicklerOf(s) === "c" && (isWrapper(s, state) || isEstimator(s, state));
  return isPlainValue(s, state) && kind !== KIND.DICT && !(kind === KIND.TUPLE && s.tape.count(state) === 2);
}

/** BUILD of `state` on `target`. */
export function buildEffect(s: Stream, target: Handle, state: Handle): Effect {
  if (isPlainValue(s, target)) return leavesAlone(s, state, false) === false ? "raises" : "nothing";
  if (isOfClass(s, target, SEALED) && leavesAlone(s, state, false) === false) return "raises";
  if (dtypeStateRaises(s, target, state)) return "raises";
  // numpy's scalars have a `__setstate__` that does nothing.
  if (s.tape.kind(target) === KIND.SCALAR) return "nothing";
  if (isEstimator(s, target) && isPlainValue(s, state) && s.tape.kind(state) !== KIND.DICT) return "raises";
  if (s.tape.kind(target) === KIND.NDARRAY) return arrayStateRaises(s, state) ? "raises" : "acts";
  if (isClass(s, target)) return isNoState(s, state) && leavesAlone(s, state, true) === false ? "raises" : "acts";
  if (generatorStateRaises(s, target, state)) return "raises";
  if (!isWrapper(s, target)) return "acts";
  const own = takes(s, target);
  if (isNoState(s, state) && leavesAlone(s, state, true) === false) return "raises";
  if (own) return readRaises(s, target, state) ? "raises" : "acts";
  return leavesAlone(s, state, true) === true ? "nothing" : "acts";
}

/** `dtype.__setstate__` takes a tuple, of what is none of numpy's own constants: a copy that has its state. */
function dtypeStateRaises(s: Stream, target: Handle, state: Handle): boolean {
  const kind = s.tape.kind(state);
  const isTarget = (s.tape.dtypeValue(target)?.kind ?? "T") !== "T";
  return isTarget && (kind === KIND.NDARRAY || (isPlainValue(s, state) && kind !== KIND.TUPLE));
}

/** `ndarray.__setstate__` takes (version, shape, dtype, is_fortran, data), in old versions without the first. */
function arrayStateRaises({ tape }: Stream, state: Handle): boolean {
  const kind = tape.kind(state);
  if (kind === KIND.OBJECT) return false;
  // Items of an array of numbers are no tuples.
  if (kind === KIND.NDARRAY) return tape.dtypeValue(tape.field(state, ARRAY.DTYPE))?.hasObject === false;
  if (kind !== KIND.TUPLE && kind !== KIND.LIST) return true;
  const from = tape.count(state) - 4;
  if (from !== 0 && from !== 1) return true;
  if (kind === KIND.LIST) return false;
  // A named tuple is a tuple.
  const shape = tape.kind(tape.tupleItem(state, from));
  return (shape !== KIND.TUPLE && shape !== KIND.OBJECT) || tape.kind(tape.tupleItem(state, from + 1)) !== KIND.DTYPE;
}

/** numpy's bit generators fetch `state`, and of it `key` and `pos`, by name. */
function generatorStateRaises(s: Stream, target: Handle, given: Handle): boolean {
  const { tape, machine } = s;
  const form = machine.classOf(target)?.state;
  if (form !== "bit-generator" && form !== "random-state") return false;
  const state = form === "bit-generator" ? halves(s, given)[0] : given;
  if (tape.kind(state) !== KIND.DICT || !hasSureKeys(s, state)) return false;
  const inner = lastOf(s, state, "state");
  if (inner === NOTHING || (isPlainValue(s, inner) && tape.kind(inner) !== KIND.DICT)) return true;
  const name = lastOf(s, state, "bit_generator");
  if (tape.kind(inner) !== KIND.DICT || !hasSureKeys(s, inner) || !isText(tape, name, "MT19937")) return false;
  const key = lastOf(s, inner, "key");
  return (
    lastOf(s, inner, "pos") === NOTHING ||
    key === NOTHING ||
    (isPlainValue(s, key) && (tape.kind(key) !== KIND.LIST || tape.count(key) < 624))
  );
}

// ---- joblib's wrappers ----

/** True when this joblib reads an array in the wrapper's place: each knows its own wrappers, in its own stream only. */
export function takes(s: Stream, wrapper: Handle): boolean {
  const { machine } = s;
  if (machine.reading === "pickle" || s.depth > 0) return false;
  const wanted = machine.variant === null ? s.wrapperModule : machine.variant.takes;
  return wanted === null || packageOf(wanted) === packageOf(machine.names.facts(s.tape.field(wrapper, OBJECT.CLASS))?.module ?? "");
}

const packageOf = (module: string): string => module.slice(0, module.lastIndexOf("."));

/** What has none of the attributes of a dtype, and no way to have them. */
const hasNoAttributes = (s: Stream, value: Handle): boolean => value === NOTHING || isPlainValue(s, value);

/**
 * joblib reads the array from whatever attributes the wrapper has after BUILD. It raises before it reads a byte when
 * there is no `shape` with a length, or when `dtype` has no attribute `hasobject`.
 */
function readRaises(s: Stream, wrapper: Handle, state: Handle): boolean {
  const { tape, machine } = s;
  const built = (tape.field(wrapper, OBJECT.FLAGS) & OBJECT_FLAG.BUILT) !== 0;
  if (built || machine.classOf(wrapper)?.state !== "array-wrapper") return false;
  if (leavesAlone(s, state, true) === true) return true;
  if (tape.kind(state) !== KIND.DICT || !hasSureKeys(s, state)) return false;
  const shape = lastOf(s, state, "shape");
  const sized = tape.kind(shape) !== 0 || tagOf(shape) === TAG.STR || tagOf(shape) === TAG.GLOBAL;
  return !sized || tape.kind(shape) === KIND.SLICE || tape.kind(shape) === KIND.COMPLEX || hasNoAttributes(s, lastOf(s, state, "dtype"));
}

/** True when every key is a text or equal to none: numpy's own texts are others, and stand for the same attribute. */
function hasSureKeys({ tape }: Stream, dict: Handle): boolean {
  let sure = true;
  eachPair(tape, dict, Number.MAX_SAFE_INTEGER, (key) => {
    sure &&= isStr(tape, key) || isNeverText(tape, key);
  });
  return sure;
}

/** The last value under a text key of a dict; text of Python 2 counts. NOTHING when there is none. */
function lastOf({ tape, machine }: Stream, dict: Handle, key: string): Handle {
  let found: Handle = NOTHING;
  eachPair(tape, dict, Number.MAX_SAFE_INTEGER, (name, value) => {
    const bytes = isStr(tape, name) ? machine.bytesOf(name, key.length + 1) : null;
    if (bytes !== null && utf8OrLatin1(bytes) === key) found = value;
  });
  return found;
}

// ---- items ----

/** `n` stack values from `from` for the target below them. */
export function fillEffect(s: Stream, from: number, wanted: "list" | "dict" | "set"): Effect {
  const target = s.at(from - 1);
  const kind = s.tape.kind(target);
  if (kind === (wanted === "list" ? KIND.LIST : wanted === "dict" ? KIND.DICT : KIND.SET)) return "acts";
  const n = s.sp - from;
  if (n === 0 && (wanted === "dict" || unpicklerOf(s) !== "python")) return "nothing";
  if (isClass(s, target) && wanted === "dict") return "raises";
  if (wanted !== "dict" && isOfClass(s, target, WITHOUT_APPEND)) return "raises";
  if (!isPlainValue(s, target) && kind !== KIND.NDARRAY && kind !== KIND.SCALAR && !isInert(s, target)) return "acts";
  if (wanted === "list") return kind === KIND.BYTEARRAY ? "acts" : "raises";
  if (wanted === "set" || !HAS_PLACES.has(kind)) return "raises";
  return takesKey(s, target, s.at(from)) && takesItem(s, target, s.at(from + 1)) ? "acts" : "raises";
}

/** Kinds whose items can be set by position. */
const HAS_PLACES = new Set<number>([KIND.LIST, KIND.BYTEARRAY, KIND.NDARRAY, KIND.SCALAR]);

/** Positions are integers inside the list; arrays also take None, tuples, lists and (structured ones) names. */
function takesKey({ tape }: Stream, target: Handle, key: Handle): boolean {
  const tag = tagOf(key);
  if (tape.kind(target) === KIND.SCALAR) return tape.dtypeValue(tape.field(target, SCALAR.DTYPE))?.kind === "V";
  if (tag === TAG.FLOAT) return false;
  const at = tag === TAG.INT || tag === TAG.BIG ? tape.intValue(key) : null;
  const kind = tape.kind(target);
  const length = kind === KIND.LIST ? tape.count(target) : kind === KIND.NDARRAY ? rows(tape, target) : null;
  if (at !== null && length !== null) return at < length && at >= -length;
  if (kind === KIND.NDARRAY) return !NO_INDEX.has(tape.kind(key)) && (!isString(tape, key) || hasFields(tape, target));
  if (tape.kind(key) === KIND.NDARRAY) return "iub".includes(tape.dtypeValue(tape.field(key, ARRAY.DTYPE))?.kind ?? "i");
  return tag !== TAG.STR && key !== NONE && !(tag === TAG.NODE && PLAIN.has(tape.kind(key)) && tape.kind(key) !== KIND.SLICE);
}

const NO_INDEX = new Set<number>([KIND.DICT, KIND.SET, KIND.FROZENSET, KIND.COMPLEX]);

const isString = (tape: Tape, value: Handle): boolean => tape.byteRange(value) !== null && tape.kind(value) !== KIND.BYTEARRAY;

const hasFields = (tape: Tape, array: Handle): boolean => tape.dtypeValue(tape.field(array, ARRAY.DTYPE))?.fields !== null;

/** Length of an array's first dimension; 0 for one without any, null when it has no shape yet. */
function rows(tape: Tape, array: Handle): number | null {
  const shape = tape.field(array, ARRAY.SHAPE);
  if (tape.kind(shape) !== KIND.TUPLE) return null;
  return tape.count(shape) === 0 ? 0 : tape.intValue(tape.tupleItem(shape, 0));
}

/** Arrays of numbers take numbers, and what can be made into some. */
function takesItem({ tape }: Stream, target: Handle, item: Handle): boolean {
  if (tape.kind(target) !== KIND.NDARRAY) return true;
  const kind = tape.dtypeValue(tape.field(target, ARRAY.DTYPE))?.kind ?? "";
  if (!"iufc".includes(kind) || kind === "") return true;
  // None is not a number to floats, and none at all to integers.
  return !NO_NUMBERS.has(tape.kind(item)) && (item !== NONE || kind === "f" || kind === "c");
}

const NO_NUMBERS = new Set<number>([KIND.DICT, KIND.SET, KIND.FROZENSET, KIND.SLICE]);

// ---- READONLY_BUFFER ----

/** A view takes the place of what has a buffer that can be written; bytes stay as they are. */
export function viewEffect(s: Stream, value: Handle): Effect {
  const kind = s.tape.kind(value);
  if (kind === KIND.BYTES) return "nothing";
  const plain = isPlainValue(s, value) && kind !== KIND.BYTEARRAY;
  return plain || isInert(s, value) || tagOf(value) === TAG.GLOBAL ? "raises" : "acts";
}

// ---- names ----

/** Letters of a name are those of Python's identifiers; keywords are left to the import. */
const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}]*(?:\.[\p{ID_Start}_][\p{ID_Continue}]*)*$/u;

/** Longer names may have been cut (`globals.ts`): what is left of them must be the beginning of one. */
const SURELY_WHOLE = 128;

const isDotted = (text: string): boolean =>
  IDENTIFIER.test(text) || (text.length > SURELY_WHOLE && IDENTIFIER.test(text.replace(/\.$/, "")));

/**
 * True when importing the module and looking up the name can do anything. A module that is no dotted identifier cannot
 * be imported by any loader, but the packages before its last dots are; behind the import, a name that is none is not found.
 */
export function canResolve({ machine }: Stream, module: string, name: string): boolean {
  if (isDotted(module)) return isDotted(name) || machine.names.isKnownModule(module);
  const parent = module.slice(0, Math.max(0, module.lastIndexOf(".")));
  return parent !== "" && machine.names.isKnownModule(parent);
}

/** Modules that have numpy's `dtype` (searched for in all supported versions of all that the policy lists). */
const HAS_DTYPE =
  /^(?:numpy(?:\..*)?|scipy|scipy\.io\._?netcdf|scipy\.optimize\.(?:minpack|_minpack_py)|(?:scipy|sklearn)\..*array_api_compat\.numpy(?:\..*)?)$/;

/** Modules of Python that are no packages: of `os.system` only `os` is imported, and then there is no such module. */
const ONE_FILE =
  /^(?:os|sys|builtins|__builtin__|posix|nt|subprocess|commands|pty|shutil|socket|pickle|cPickle|_pickle|webbrowser|runpy|code|codeop|timeit|pdb|bdb|platform|operator|functools|types|io|tempfile|pathlib|inspect)\./;

/** Modules that act when they are imported. */
const IMPORT_ACTS = /^(?:antigravity|this|idlelib|turtledemo|lib2to3|__main__|pip)(?:\.|$)/;

/**
 * Where a name `dtype` is looked up, null where no module has one. To `pickle.load` the stream of an object array goes
 * on with the memo of the whole: what numbers its entries from nought there means the artifact's own first texts, so that
 * the second name of numpy's, `numpy.dtype`, is looked up in a module that is called by any of them (`Pipeline`, a key of
 * a bundle, `test`). Every joblib from 1.5 on writes such streams. A `dtype` is numpy's own or is not there; what
 * remains is the import, which does nothing in a module that is called by one plain word, but in a few.
 */
export function homeOfDtype({ machine }: Stream, module: string): string | null {
  if (HAS_DTYPE.test(module)) return "numpy";
  const acts = IMPORT_ACTS.test(module) || (module.includes(".") && !ONE_FILE.test(module) && machine.names.isDangerous(module, "dtype"));
  return acts ? module : null;
}

// ---- frames ----

/** The end of a frame that goes on to the end of a file whose length is not known. */
const ENDLESS = 2 ** 52;

/**
 * FRAME, its length read. The pure Python unpickler raises on a frame inside a frame, and takes one that is longer than
 * the file for all that is left. C's raises on that, and reads a frame inside a frame on; what it then has in its buffer
 * depends on the file object, so that none of it is passed over.
 */
export function openFrame(s: Stream, length: number): boolean {
  const { cursor } = s;
  const unpickler = unpicklerOf(s);
  const isHuge = (cursor.bytes[cursor.pos - 1] ?? 0) > 127;
  const size = cursor.source.length;
  // The last instruction of a frame behind which arrays stand: the next one's bytes stand behind those.
  if (s.behindFrame >= 0 && cursor.offset >= s.frameEnd) {
    cursor.seek(s.behindFrame);
    s.behindFrame = -1;
  }
  const end = length < 0 ? ENDLESS : cursor.offset + length;
  if (s.raised || isHuge || (unpickler === "c" && (length < 0 || (size >= 0 && end > size)))) return false;
  if (cursor.offset < s.frameEnd) {
    if (unpickler === "python") return false;
    if (end <= s.frameEnd) return true;
    s.find("stream.not-a-pickler", { why: "frame.crossing" });
  }
  s.frameEnd = size >= 0 ? Math.min(end, size) : end;
  return true;
}
