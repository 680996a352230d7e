/**
 * Cython's reconstructors: `newObj(cls)` (trees and distance metrics), `__pyx_unpickle_X(cls, checksum, state)` (losses,
 * seed sequences), and the states that follow. The class and the checksum come from the policy's closed lists.
 */

import type { PlainReason } from "../../finding/reasons.js";
import { type Handle, KIND, NONE, NOTHING, OBJECT, OBJECT_FLAG, TAG, tagOf } from "../../tape/handle.js";
import { argumentsOf, itemsOf } from "../../tape/read.js";
import type { Machine } from "../machine.js";
import { type Checker, type CheckerInput, no, type Refusal } from "./answer.js";
import { built } from "./built.js";
import { isBuilt, isFloat, isInteger, numbersArray, structuresArray } from "./exact.js";
import { BINARY_TREE_NODES } from "./layouts.js";
import { isNumber } from "./plain.js";
import { seedSequenceArgument } from "./random.js";
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
  const items = argumentsOf(input);
  const path = items.length === 1 ? buildable(input, items[0]) : null;
  return path === null ? no("cython.new-obj") : built(input, path, NOTHING);
};

/** `(class, checksum, state)`: the class's path, or why not. */
function unpickled(input: CheckerInput, items: Int32Array): { readonly path: string } | Refusal {
  const path = items.length === 3 ? buildable(input, items[0]) : null;
  if (path === null) return no("cython.class");
  const checksum = input.tape.intValue(items[1] ?? NONE);
  return checksum !== null && listed(input, "checksums").includes(checksum) ? { path } : no("call.checksum");
}

function unpickle(problem: (machine: Machine, state: Handle) => PlainReason | null): Checker {
  return (input) => {
    const { tape, machine } = input;
    const items = argumentsOf(input);
    const what = unpickled(input, items);
    if ("why" in what) return what;
    const why = problem(machine, items[2] ?? NONE);
    return why === null ? built(input, what.path, tape.tuple(items, 1, 2)) : no(why);
  };
}

/** A tuple of at most four numbers; None where cython has nothing to say. */
function numbersProblem({ tape }: Machine, state: Handle): PlainReason | null {
  if (state === NONE) return null;
  const fits = tape.kind(state) === KIND.TUPLE && tape.count(state) <= 4 && itemsOf(tape, state).every((item) => isNumber(tape, item));
  return fits ? null : "cython.state";
}

export const unpickleNumbers = unpickle(numbersProblem);
export const unpickleSeedSequence = unpickle(seedSequenceArgument);
export const numbersState: StateChecker = ({ machine, state }) => numbersProblem(machine, state);

/** Numbers that the trees and metrics of a class are over: its last digits say the size of its floats. */
const floatsOf = (path: string): string => (path.endsWith("32") ? "f4" : "f8");

/** `DistanceMetric`: (p, vector, matrix), as memory views of the arrays. */
export const metricState: StateChecker = ({ machine, tape, state }) => {
  if (tape.kind(state) !== KIND.TUPLE || tape.count(state) !== 3) return "metric.length";
  const [p = NONE, vector = NONE, matrix = NONE] = itemsOf(tape, state);
  if (!isFloat(p)) return "metric.exponent";
  const arrays = numbersArray(machine, vector, ["f8"], 1) !== null && numbersArray(machine, matrix, ["f8"], 2) !== null;
  return arrays ? null : "metric.arrays";
};

/** sklearn counts in C integers of 64 bits; what is beyond 2^53 counts nothing that a file holds. */
const MOST = Number.MAX_SAFE_INTEGER;

/** 13 items; 12 until sklearn 0.19, whose modules had no underscore yet. */
function stateLength(machine: Machine, target: Handle, said: number): number {
  const module = machine.names.facts(machine.tape.field(target, OBJECT.ORIGIN))?.module ?? "";
  return said === 12 && OLD_MODULES.has(module) ? 12 : 13;
}

const OLD_MODULES = new Set(["sklearn.neighbors.kd_tree", "sklearn.neighbors.ball_tree"]);

/**
 * KD and ball trees: data, indices, nodes and bounds, then numbers, the metric, and from sklearn 0.20 on the sample
 * weights. Cython takes memory views of the arrays as they are.
 */
export const binaryTreeState: StateChecker = ({ machine, tape, target, state }) => {
  if (tape.kind(state) !== KIND.TUPLE || tape.count(state) !== stateLength(machine, target, tape.count(state))) return "search-tree.length";
  const items = itemsOf(tape, state);
  const [data = NONE, order = NONE, nodes = NONE, bounds = NONE] = items;
  const floats = floatsOf(machine.classOf(target)?.path ?? "");
  if (numbersArray(machine, data, [floats], 2) === null) return "search-tree.data";
  if (numbersArray(machine, order, ["i8"], 1) === null) return "search-tree.order";
  if (structuresArray(machine, nodes, BINARY_TREE_NODES) === null) return "tree.node-layout";
  if (numbersArray(machine, bounds, [floats], 3) === null) return "search-tree.bounds-layout";
  if (!items.subarray(4, 11).every((item) => isInteger(tape, item, 0, MOST))) return "search-tree.counter";
  const metric = items[11] ?? NONE;
  const path = machine.classOf(metric)?.path ?? "";
  if (!path.startsWith("sklearn.metrics._dist_metrics.") || !isBuilt(tape, metric)) return "search-tree.metric";
  if (floatsOf(path) !== floats) return "search-tree.metric-size";
  const weights = items[12] ?? NONE;
  return weights === NONE || numbersArray(machine, weights, ["f8", "f4"], 1) !== null ? null : "search-tree.weight-layout";
};

/** Named tuples of sklearn: NEWOBJ with as many arguments as the class has fields. */
export const namedTuple: Checker = (input) => {
  const { tape, args, machine, callee } = input;
  const count = tape.kind(args) === KIND.TUPLE ? tape.count(args) : 0;
  if (count !== 2 && count !== 3) return no("named-tuple.fields");
  if (itemsOf(tape, args).some((item) => tagOf(item) === TAG.GLOBAL)) return no("named-tuple.reference");
  return machine.instance(callee, callee, args, OBJECT_FLAG.CALLED);
};
