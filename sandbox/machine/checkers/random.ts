/**
 * numpy.random's constructors (`numpy/random/_pickle.py`): they call what they are given, so they take one of the five
 * bit generators by name, as a listed class, or as an instance that this stream made. Their states are taken over by
 * native code, which reads keys and buffers at the position that the state says: each is held item by item.
 */
import type { PlainReason } from "../../finding/reasons.js";
import { strText } from "../../numpy/text.js";
import { type Handle, KIND, NONE, NOTHING, OBJECT, SCALAR, TAG, tagOf } from "../../tape/handle.js";
import { isText, itemsOf } from "../../tape/read.js";
import type { Tape } from "../../tape/tape.js";
import type { Machine } from "../machine.js";
import { type Checker, type CheckerInput, no, type Refusal } from "./answer.js";
import { built, fact } from "./built.js";
import { exactDict, isBuilt, isFloat, isInteger, numbersArray } from "./exact.js";
import type { StateChecker } from "./state-checker.js";

const GENERATORS = ["MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"];
/** Words of MT19937's key. */
const MT_WORDS = 624;
/** Words of Philox's buffer. */
const PHILOX_WORDS = 4;
const UINT32_MAX = 2 ** 32 - 1;
const UINT128_MAX = 2n ** 128n - 1n;

/** The bit generator's name that an argument means: a text, a listed class, or an instance made here. */
function generatorName(machine: Machine, handle: Handle): string | null {
  const text = tagOf(handle) === TAG.STR ? strText(machine, handle, 16) : null;
  const path = tagOf(handle) === TAG.GLOBAL ? machine.entry(handle)?.path : machine.classOf(handle)?.path;
  const name = text ?? path?.replace(/^numpy\.random\./, "") ?? "";
  return GENERATORS.includes(name) ? name : null;
}

function ofGenerator(path: (input: CheckerInput, name: string) => string): Checker {
  return (input) => {
    const { tape, args, machine } = input;
    const items = tape.kind(args) === KIND.TUPLE ? itemsOf(tape, args) : new Int32Array(9);
    if (items.length > 2) return no("random.arguments");
    const name = items.length === 0 ? "MT19937" : generatorName(machine, items[0] ?? NONE);
    if (name === null) return no("random.generator");
    const problem = constructorProblem(machine, items[1]);
    return problem ?? built(input, path(input, name), keptArgs(input, items));
  };
}

/** The second argument may only be numpy's own constructor of bit generators. */
function constructorProblem(machine: Machine, handle: Handle | undefined): Refusal | null {
  if (handle === undefined) return null;
  const entry = machine.entry(handle);
  if (entry?.kind !== "call" || entry.check !== "bit-generator") return no("random.constructor");
  machine.names.use(handle, "reference");
  return null;
}

/** Arguments that are data: the name or the instance. Classes and constructors are said by the node's class. */
function keptArgs(input: CheckerInput, items: Int32Array): Handle {
  const first = items[0];
  return first === undefined || tagOf(first) === TAG.GLOBAL ? NOTHING : input.tape.tuple(items, 0, 1);
}

export const randomState = ofGenerator((input) => fact(input, "result"));
export const bitGenerator = ofGenerator((_input, name) => `numpy.random.${name}`);

export const randomStateLegacy: Checker = (input) =>
  input.tape.kind(input.args) === KIND.TUPLE && input.tape.count(input.args) === 0
    ? built(input, fact(input, "result"), NOTHING)
    : no("random.legacy");

/** State of RandomState and Generator: the old tuple of five, or the bit generator's dict, RandomState's with its spare normal. */
export const randomStateState: StateChecker = ({ machine, tape, target, state }) => {
  if (tape.kind(state) === KIND.TUPLE) return legacyProblem(machine, state);
  const spare = machine.classOf(target)?.path === "numpy.random.RandomState" ? SPARE_NORMAL : [];
  return generatorProblem(machine, state, argumentName(machine, target), spare);
};

/** State of a bit generator: a dict, or since numpy 1.26 (dict, SeedSequence or None). */
export const bitGeneratorState: StateChecker = ({ machine, tape, target, state }) => {
  const pair = tape.kind(state) === KIND.TUPLE && tape.count(state) === 2;
  const seed = pair ? tape.tupleItem(state, 1) : NONE;
  if (seed !== NONE && !isSeedSequence(machine, seed)) return "random.seed-sequence";
  const name = machine.classOf(target)?.path.replace(/^numpy\.random\./, "") ?? "";
  return generatorProblem(machine, pair ? tape.tupleItem(state, 0) : state, name, []);
};

/** With its state: by BUILD, or among its arguments. */
function isSeedSequence(machine: Machine, handle: Handle): boolean {
  if (machine.classOf(handle)?.path !== "numpy.random.SeedSequence") return false;
  const args = machine.tape.field(handle, OBJECT.ARGS);
  return isBuilt(machine.tape, handle) || (machine.tape.kind(args) === KIND.TUPLE && machine.tape.tupleItem(args, 1) !== NONE);
}

/** The bit generator that a RandomState or Generator was made over. */
function argumentName(machine: Machine, target: Handle): string {
  const args = machine.tape.field(target, OBJECT.ARGS);
  return (machine.tape.kind(args) === KIND.TUPLE ? generatorName(machine, machine.tape.tupleItem(args, 0)) : null) ?? "MT19937";
}

/** ('MT19937', key, position, has_gauss, gauss): numpy before 1.17. */
function legacyProblem(machine: Machine, state: Handle): PlainReason | null {
  const { tape } = machine;
  if (tape.count(state) !== 5) return "random.state";
  const [name = NONE, key = NONE, position = NONE, hasGauss = NONE, gauss = NONE] = itemsOf(tape, state);
  if (!isText(tape, name, "MT19937")) return "random.other-generator";
  return mersenneProblem(machine, key, position) ?? gaussProblem(machine, hasGauss, gauss);
}

function gaussProblem({ tape }: Machine, hasGauss: Handle, gauss: Handle): PlainReason | null {
  return isInteger(tape, hasGauss, 0, 1) && isFloat(gauss) ? null : "random.spare-normal";
}

/** Keys that each generator but MT19937 has beside its own state. */
const SPARE_WORD = ["has_uint32", "uinteger"];
/** Keys that RandomState adds. */
const SPARE_NORMAL = ["has_gauss", "gauss"];

/** The dict that says which generator it is of, and what each of them writes beside its own state. */
function generatorProblem(machine: Machine, dict: Handle, name: string, spare: readonly string[]): PlainReason | null {
  const { tape } = machine;
  const isMersenne = name === "MT19937";
  const own = isMersenne ? [] : [...SPARE_WORD, ...(name === "Philox" ? ["buffer", "buffer_pos"] : [])];
  const values = exactDict(tape, dict, ["bit_generator", "state", ...own, ...spare]);
  if (values === null || !isText(tape, values.get("bit_generator") ?? NONE, name)) return "random.keys";
  const word = (key: string, high: number): boolean => isInteger(tape, values.get(key) ?? NONE, 0, high);
  if (!isMersenne && (!word("has_uint32", 1) || !word("uinteger", UINT32_MAX))) return "random.spare-number";
  const why = spare.length === 0 ? null : gaussProblem(machine, values.get("has_gauss") ?? NONE, values.get("gauss") ?? NONE);
  return why ?? innerProblem(machine, name, values);
}

/** The generator's own state, under `state`. */
function innerProblem(machine: Machine, name: string, values: ReadonlyMap<string, Handle>): PlainReason | null {
  const { tape } = machine;
  const inner = values.get("state") ?? NONE;
  if (name === "MT19937") {
    const own = exactDict(tape, inner, ["key", "pos"]);
    return mersenneProblem(machine, own?.get("key") ?? NONE, own?.get("pos") ?? NONE);
  }
  if (name === "SFC64") return words(machine, exactDict(tape, inner, ["state"])?.get("state"), 4) ? null : "random.sfc64";
  if (name === "Philox") return philoxProblem(machine, exactDict(tape, inner, ["counter", "key"]), values);
  const own = exactDict(tape, inner, ["state", "inc"]);
  return own !== null && [...own.values()].every((value) => isInteger(tape, value, 0, UINT128_MAX)) ? null : "random.pcg64";
}

const words = (machine: Machine, handle: Handle | undefined, count: number): boolean =>
  numbersArray(machine, handle ?? NONE, ["u8"], 1)?.shape[0] === count;

function philoxProblem(machine: Machine, own: ReadonlyMap<string, Handle> | null, values: ReadonlyMap<string, Handle>): PlainReason | null {
  if (own === null || !words(machine, own.get("counter"), 4) || !words(machine, own.get("key"), 2)) return "random.philox";
  if (!words(machine, values.get("buffer"), PHILOX_WORDS)) return "random.philox-buffer";
  return isInteger(machine.tape, values.get("buffer_pos") ?? NONE, 0, PHILOX_WORDS) ? null : "random.philox-position";
}

function mersenneProblem(machine: Machine, key: Handle, position: Handle): PlainReason | null {
  if (!isInteger(machine.tape, position, 0, MT_WORDS)) return "random.mt19937-position";
  const array = numbersArray(machine, key, ["u4"], 1);
  return array?.shape[0] === MT_WORDS ? null : "random.mt19937-key";
}

/** One integer of a seed: exact, or a numpy scalar that the caller drew. */
function isSeed(tape: Tape, handle: Handle): boolean {
  if (isInteger(tape, handle, 0, Number.POSITIVE_INFINITY)) return true;
  const dtype = tape.kind(handle) === KIND.SCALAR ? tape.dtypeValue(tape.field(handle, SCALAR.DTYPE)) : null;
  return dtype?.kind === "i" || dtype?.kind === "u";
}

/** Numbers that a seed may be: an integer, or a list, tuple or array of integers. */
function isEntropy(machine: Machine, handle: Handle): boolean {
  const { tape } = machine;
  if (handle === NONE || isSeed(tape, handle)) return true;
  if (tape.kind(handle) === KIND.LIST || tape.kind(handle) === KIND.TUPLE) return itemsOf(tape, handle).every((item) => isSeed(tape, item));
  return numbersArray(machine, handle, ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"], 1) !== null;
}

/** `SeedSequence`: (entropy, children spawned, pool, size of the pool, spawn key). Its pool is read by native code. */
function seedSequenceProblem(machine: Machine, state: Handle): PlainReason | null {
  const { tape } = machine;
  if (tape.kind(state) !== KIND.TUPLE || tape.count(state) !== 5) return "seed.length";
  const [entropy = NONE, children = NONE, pool = NONE, size = NONE, key = NONE] = itemsOf(tape, state);
  const words = numbersArray(machine, pool, ["u4"], 1)?.shape[0] ?? -1;
  if (words < 4 || !isInteger(tape, size, words, words)) return "seed.pool";
  if (!isInteger(tape, children, 0, UINT32_MAX) || !isEntropy(machine, entropy)) return "seed.integers";
  return tape.kind(key) === KIND.TUPLE && isEntropy(machine, key) ? null : "seed.spawn-key";
}

export const seedSequenceState: StateChecker = ({ machine, state }) => seedSequenceProblem(machine, state);

/** The state where `__pyx_unpickle_SeedSequence` got it as its third argument. */
export const seedSequenceArgument = (machine: Machine, state: Handle): PlainReason | null =>
  state === NONE ? null : seedSequenceProblem(machine, state);
