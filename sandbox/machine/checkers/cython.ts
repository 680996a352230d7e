/**
 * Cython's reconstructors: `newObj(cls)` (trees and distance metrics), `__pyx_unpickle_X(cls, checksum, state)` (losses,
 * seed sequences), and the states that follow. The class and the checksum come from the policy's closed lists.
 */
import { ARRAY, type Handle, KIND, NONE, NOTHING, OBJECT_FLAG, TAG } from "../../tape/handle.js";
import { type Checker, type CheckerInput, no } from "./answer.js";
import { built } from "./built.js";
import { isNumber, isPlain, itemsOf } from "./plain.js";
import { hasObjects } from "./standard-library.js";
import type { StateChecker } from "./state-checker.js";

/** The policy's list under `key` of the called function. */
export function listed(input: CheckerInput, key: string): readonly (string | number)[] {
  const entry = input.machine.entry(input.callee);
  return entry?.kind === "call" ? (entry.args?.[key] ?? []) : [];
}

/** Path of a class token that the function may build, null for anything else. */
export function buildable(input: CheckerInput, token: Handle | undefined): string | null {
  const path = token === undefined ? undefined : input.machine.entry(token)?.path;
  if (path === undefined || token === undefined || !listed(input, "classes").includes(path)) return null;
  input.machine.names.use(token, "reference");
  return path;
}

export const newObject: Checker = (input) => {
  const { tape, args } = input;
  const items = tape.kind(args) === KIND.TUPLE ? itemsOf(tape, args) : new Int32Array(0);
  const path = items.length === 1 ? buildable(input, items[0]) : null;
  return path === null ? no("newObj of a class that it does not build") : built(input, path, NOTHING);
};

/** (class, checksum, None or an exact tuple of plain numbers). */
export const unpickle: Checker = (input) => {
  const { tape, args } = input;
  const items = tape.kind(args) === KIND.TUPLE ? itemsOf(tape, args) : new Int32Array(0);
  const path = items.length === 3 ? buildable(input, items[0]) : null;
  if (path === null) return no("a class that the function does not build");
  const checksum = tape.intValue(items[1] ?? NONE);
  if (checksum === null || !listed(input, "checksums").includes(checksum)) return no("a checksum that no version wrote");
  const state = items[2] ?? NONE;
  if (state !== NONE && (tape.kind(state) !== KIND.TUPLE || !isPlain(tape, state, true)))
    return no("a state that is no tuple of plain values");
  return built(input, path, tape.tuple(items, 1, 2));
};

/** A tuple of at most four numbers; None where cython has nothing to say. */
export const numbersState: StateChecker = ({ tape, state }) => {
  if (state === NONE) return null;
  const fits = tape.kind(state) === KIND.TUPLE && tape.count(state) <= 4 && itemsOf(tape, state).every((item) => isNumber(tape, item));
  return fits ? null : "a state that is no short tuple of numbers";
};

/** `DistanceMetric`: (p, vector, matrix), the arrays of numbers; newer versions add the size. */
export const metricState: StateChecker = ({ tape, state }) => {
  if (tape.kind(state) !== KIND.TUPLE || tape.count(state) < 3 || tape.count(state) > 6) return "a metric's state of another length";
  return itemsOf(tape, state).every((item) => isNumber(tape, item) || isNumericArray(tape, item))
    ? null
    : "a metric's state that is no numbers and arrays";
};

/** True for a whole array of numbers. */
export function isNumericArray(tape: CheckerInput["tape"], handle: Handle): boolean {
  if (tape.kind(handle) !== KIND.NDARRAY || hasObjects(tape, handle)) return false;
  const kind = tape.dtypeValue(tape.field(handle, ARRAY.DTYPE))?.kind;
  return kind === "f" || kind === "i" || kind === "u" || kind === "b";
}

/**
 * KD and ball trees: data, indices, nodes and bounds, then numbers, the metric, and from sklearn 0.20 on the sample
 * weights. Cython takes memory views of the arrays as they are.
 */
export const binaryTreeState: StateChecker = ({ machine, tape, state }) => {
  if (tape.kind(state) !== KIND.TUPLE || tape.count(state) < 12 || tape.count(state) > 13) return "a tree's state of another length";
  const items = itemsOf(tape, state);
  for (let i = 0; i < 4; i++)
    if (tape.kind(items[i] ?? NONE) !== KIND.NDARRAY || hasObjects(tape, items[i] ?? NONE)) return "a tree's data that is no array";
  for (let i = 4; i < 11; i++) if (tape.intValue(items[i] ?? NONE) === null) return "a tree's counter that is no integer";
  const metric = machine.classOf(items[11] ?? NONE)?.path ?? "";
  if (!metric.startsWith("sklearn.metrics._dist_metrics.")) return "a tree's metric that sklearn did not make";
  const weights = items[12] ?? NONE;
  return weights === NONE || tape.kind(weights) === KIND.NDARRAY ? null : "a tree's sample weights that are no array";
};

/** `SeedSequence`: integers, arrays and exact tuples of them. */
export const seedSequenceState: StateChecker = ({ tape, state }) =>
  state === NONE || (tape.kind(state) === KIND.TUPLE && tape.count(state) <= 6 && isPlain(tape, state, true))
    ? null
    : "a seed sequence's state that is no plain tuple";

/** Named tuples of sklearn: NEWOBJ with as many arguments as the class has fields. */
export const namedTuple: Checker = (input) => {
  const { tape, args, machine, callee } = input;
  const count = tape.kind(args) === KIND.TUPLE ? tape.count(args) : 0;
  if (count !== 2 && count !== 3) return no("another number of fields than the named tuple has");
  if (itemsOf(tape, args).some((item) => (item & 7) === TAG.GLOBAL)) return no("a named tuple that holds a function or class");
  return machine.instance(callee, callee, args, OBJECT_FLAG.CALLED);
};
