/**
 * sklearn's native trees: `Tree(n_features, n_classes, n_outputs)` with its state, and the predictors of histogram
 * gradient boosting. Their code reads arguments and node arrays unchecked, so the layouts are the known ones and nothing
 * else. What the numbers in them say is judged behind the streams (`sandbox/consistency`).
 */

import type { PlainReason } from "../../finding/reasons.js";
import { type Handle, NONE } from "../../tape/handle.js";
import { argumentsOf } from "../../tape/read.js";
import type { Machine } from "../machine.js";
import { type Checker, type CheckerInput, no } from "./answer.js";
import { inert } from "./builtins.js";
import { exactArray, exactDict, isInteger, isNumericArray, numbersArray, structuresArray } from "./exact.js";
import { BITSET_WORDS, PREDICTOR_NODES, TREE_NODES } from "./layouts.js";
import { isNumber } from "./plain.js";
import type { StateChecker } from "./state-checker.js";

/** sklearn counts features, nodes and outputs in C integers. */
const MOST = 2 ** 31 - 1;

/** sklearn 0.13 and 0.14 gave the tree its splitter, bounds and random state as well. */
const OLD_ARGUMENTS = 8;

export const tree: Checker = (input) => {
  const { machine, tape } = input;
  const items = argumentsOf(input);
  const [features = NONE, classes = NONE, outputs = NONE] = items;
  const rest = items.length === OLD_ARGUMENTS && items.subarray(3).every((item) => isPart(input, item));
  if ((items.length !== 3 && !rest) || !isInteger(tape, features, 0, MOST) || !areClasses(machine, classes, outputs))
    return no("tree.arguments");
  const made = inert(input);
  machine.native.push(made);
  return made;
};

/** One number of classes an output: native code reads as many as the number of outputs says. */
function areClasses(machine: Machine, classes: Handle, outputs: Handle): boolean {
  const count = numbersArray(machine, classes, ["i8", "i4"], 1)?.shape[0] ?? 0;
  return count > 0 && isInteger(machine.tape, outputs, count, count);
}

/** A number, or what the checkers of these parts made. */
function isPart({ machine, tape }: CheckerInput, item: Handle): boolean {
  if (isNumber(tape, item)) return true;
  const path = machine.classOf(item)?.path ?? "";
  return path === "numpy.random.RandomState" || /^sklearn\.tree\._tree\.\w*(?:Criterion|Splitter)$/.test(path);
}

/** Criteria and splitters of sklearn 0.14 to 0.16: `(outputs[, classes of each])`, `(criterion, numbers…, random_state)`. */
export const treePart: Checker = (input) => {
  const { machine, tape } = input;
  const items = argumentsOf(input);
  const [first = NONE, second = NONE] = items;
  const isCriterion = items.length === 1 ? isInteger(tape, first, 1, MOST) : items.length === 2 && areClasses(machine, second, first);
  const isSplitter = items.length > 2 && items.length <= OLD_ARGUMENTS && items.every((item) => isPart(input, item));
  return isCriterion || isSplitter ? inert(input) : no("tree.part");
};

export const treeState: StateChecker = ({ machine, tape, state }) => {
  const old = exactDict(tape, state, ["node_count", "capacity", ...COLUMNS]);
  if (old !== null) return columnsProblem(machine, old);
  const values = exactDict(tape, state, ["node_count", "nodes", "values"], ["max_depth"]);
  if (values === null) return "tree.keys";
  const count = tape.intValue(values.get("node_count") ?? NONE);
  const nodes = structuresArray(machine, values.get("nodes") ?? NONE, TREE_NODES);
  if (nodes === null) return "tree.node-layout";
  const outputs = numbersArray(machine, values.get("values") ?? NONE, ["f8"], 3);
  if (outputs === null) return "tree.value-layout";
  if (count === null || count < 0 || Math.min(nodes.shape[0] ?? 0, outputs.shape[0] ?? 0) < count) return "tree.few-nodes";
  const depth = values.get("max_depth");
  return depth === undefined || isInteger(tape, depth, -1, MOST) ? null : "tree.depth";
};

/** The arrays of a tree of sklearn 0.13 and 0.14, one a field. */
const COLUMNS = ["children_left", "children_right", "feature", "threshold", "value", "impurity", "n_node_samples"];

function columnsProblem(machine: Machine, values: ReadonlyMap<string, Handle>): PlainReason | null {
  const { tape } = machine;
  const [count, capacity] = [values.get("node_count") ?? NONE, values.get("capacity") ?? NONE];
  if (!isInteger(tape, count, 0, MOST) || !isInteger(tape, capacity, 0, MOST)) return "tree.no-parts";
  for (const key of COLUMNS) {
    const column = exactArray(machine, values.get(key) ?? NONE);
    if (column === null || !isNumericArray(tape, values.get(key) ?? NONE)) return "tree.column";
    if ((column.shape[0] ?? 0) < (tape.intValue(count) ?? 0)) return "tree.few-nodes";
  }
  return null;
}

export const predictorState: StateChecker = ({ machine, tape, state }) => {
  const values = exactDict(tape, state, ["nodes"], BITSETS);
  if (values === null) return "predictor.keys";
  if (structuresArray(machine, values.get("nodes") ?? NONE, PREDICTOR_NODES) === null) return "predictor.node-layout";
  if (values.size === 2) return "predictor.one-bitset";
  const rows = BITSETS.flatMap((key) => {
    const bitsets = values.get(key);
    const shape = bitsets === undefined ? undefined : numbersArray(machine, bitsets, ["u4"], 2)?.shape;
    return bitsets === undefined ? [] : [shape?.[1] === BITSET_WORDS ? (shape[0] ?? -1) : -1];
  });
  return rows.includes(-1) || rows[0] !== rows[1] ? "predictor.bitset-layout" : null;
};

/** Category sets of a predictor, since sklearn 0.24. */
const BITSETS = ["binned_left_cat_bitsets", "raw_left_cat_bitsets"];
