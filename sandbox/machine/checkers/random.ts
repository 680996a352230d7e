/**
 * numpy.random's constructors (`numpy/random/_pickle.py`): they call what they are given, so they take one of the five
 * bit generators by name, as a listed class, or as an instance that this stream made. Their states are plain numbers
 * and one array of words; MT19937 reads its key at `pos`, so that must lie inside.
 */
import { asciiText } from "../../numpy/dtype-state.js";
import { elementCount, shapeOf } from "../../numpy/shape.js";
import { ARRAY, type Handle, KIND, NONE, NOTHING, TAG } from "../../tape/handle.js";
import type { Machine } from "../machine.js";
import { dictValue, isText } from "../state.js";
import { type Checker, type CheckerInput, no, type Refusal } from "./answer.js";
import { built, fact } from "./built.js";
import { isPlain, itemsOf } from "./plain.js";
import type { StateChecker } from "./state-checker.js";

const GENERATORS = ["MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"];
/** Words of MT19937's key. */
const MT_WORDS = 624;

/** The bit generator's name that an argument means: a text, a listed class, or an instance made here. */
function generatorName(machine: Machine, handle: Handle): string | null {
  const text = (handle & 7) === TAG.STR ? asciiText(machine, handle, 16) : null;
  const path = (handle & 7) === TAG.GLOBAL ? machine.entry(handle)?.path : machine.classOf(handle)?.path;
  const name = text ?? path?.replace(/^numpy\.random\./, "") ?? "";
  return GENERATORS.includes(name) ? name : null;
}

function ofGenerator(path: (input: CheckerInput, name: string) => string): Checker {
  return (input) => {
    const { tape, args, machine } = input;
    const items = tape.kind(args) === KIND.TUPLE ? itemsOf(tape, args) : new Int32Array(9);
    if (items.length > 2) return no("more arguments than numpy writes");
    const name = items.length === 0 ? "MT19937" : generatorName(machine, items[0] ?? NONE);
    if (name === null) return no("a bit generator that numpy does not have");
    const problem = constructorProblem(machine, items[1]);
    return problem ?? built(input, path(input, name), keptArgs(input, items));
  };
}

/** The second argument may only be numpy's own constructor of bit generators. */
function constructorProblem(machine: Machine, handle: Handle | undefined): Refusal | null {
  if (handle === undefined) return null;
  const entry = machine.entry(handle);
  if (entry?.kind !== "call" || entry.check !== "bit-generator") return no("a constructor other than numpy's own");
  machine.names.use(handle, "reference");
  return null;
}

/** Arguments that are data: the name or the instance. Classes and constructors are said by the node's class. */
function keptArgs(input: CheckerInput, items: Int32Array): Handle {
  const first = items[0];
  return first === undefined || (first & 7) === TAG.GLOBAL ? NOTHING : input.tape.tuple(items, 0, 1);
}

export const randomState = ofGenerator((input) => fact(input, "result"));
export const generator = randomState;
export const bitGenerator = ofGenerator((_input, name) => `numpy.random.${name}`);

export const randomStateLegacy: Checker = (input) =>
  input.tape.kind(input.args) === KIND.TUPLE && input.tape.count(input.args) === 0
    ? built(input, fact(input, "result"), NOTHING)
    : no("arguments that numpy does not write");

/** State of RandomState and Generator: the old tuple of five, or a dict of plain numbers and arrays. */
export const randomStateState: StateChecker = ({ machine, tape, state }) => {
  if (tape.kind(state) === KIND.TUPLE) return legacyTuple(machine, state);
  return tape.kind(state) === KIND.DICT && isPlain(tape, state, true)
    ? keyProblem(machine, state)
    : "a random state that is no dict of numbers";
};

/** State of a bit generator: a dict, or (dict, SeedSequence or None). */
export const bitGeneratorState: StateChecker = ({ machine, tape, state }) => {
  const pair = tape.kind(state) === KIND.TUPLE && tape.count(state) === 2;
  const dict = pair ? tape.tupleItem(state, 0) : state;
  if (tape.kind(dict) !== KIND.DICT || !isPlain(tape, dict, true)) return "a bit generator's state that is no dict of numbers";
  const seed = pair ? tape.tupleItem(state, 1) : NONE;
  if (seed !== NONE && machine.classOf(seed)?.path !== "numpy.random.SeedSequence") return "a seed sequence that numpy did not make";
  return keyProblem(machine, dict);
};

function legacyTuple(machine: Machine, state: Handle): string | null {
  const { tape } = machine;
  if (tape.count(state) < 3 || tape.count(state) > 5 || !isPlain(tape, state, true)) return "a random state of another shape than numpy's";
  if (!isText(tape, tape.tupleItem(state, 0), "MT19937")) return "a random state of another generator";
  return keyAndPosition(machine, tape.tupleItem(state, 1), tape.tupleItem(state, 2));
}

function keyProblem(machine: Machine, dict: Handle): string | null {
  const { tape } = machine;
  const inner = dictValue(tape, dict, "state");
  const holder = tape.kind(inner) === KIND.DICT ? inner : dict;
  const position = dictValue(tape, holder, "pos");
  return position === NOTHING ? null : keyAndPosition(machine, dictValue(tape, holder, "key"), position);
}

function keyAndPosition(machine: Machine, key: Handle, position: Handle): string | null {
  const { tape } = machine;
  const at = tape.intValue(position);
  if (at === null || at < 0 || at > MT_WORDS) return "a position outside MT19937's key";
  const shape = tape.kind(key) === KIND.NDARRAY ? shapeOf(tape, tape.field(key, ARRAY.SHAPE)) : null;
  return shape !== null && shape.length === 1 && elementCount(shape, 4, 1e6) === MT_WORDS ? null : "an MT19937 key of another length";
}
