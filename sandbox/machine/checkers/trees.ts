/**
 * sklearn's native trees: `Tree(n_features, n_classes, n_outputs)` with its state, and the predictors of histogram
 * gradient boosting. Their code reads arguments and node arrays unchecked, so the layouts are the known ones and nothing
 * else. What the numbers in them say is judged behind the streams (`sandbox/consistency`).
 */
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
    return no("Tree takes a number of features, the numbers of classes and a number of outputs");
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
  return isCriterion || isSplitter ? inert(input) : no("a part of a tree takes numbers, a criterion and a random state");
};

export const treeState: StateChecker = ({ machine, tape, state }) => {
  const old = exactDict(tape, state, ["node_count", "capacity", ...COLUMNS]);
  if (old !== null) return columnsProblem(machine, old);
  const values = exactDict(tape, state, ["node_count", "nodes", "values"], ["max_depth"]);
  if (values === null) return "a tree's state with other keys than sklearn's";
  const count = tape.intValue(values.get("node_count") ?? NONE);
  const nodes = structuresArray(machine, values.get("nodes") ?? NONE, TREE_NODES);
  if (nodes === null) return "a tree's nodes of another layout";
  const outputs = numbersArray(machine, values.get("values") ?? NONE, ["f8"], 3);
  if (outputs === null) return "a tree's values of another layout";
  if (count === null || count < 0 || Math.min(nodes.shape[0] ?? 0, outputs.shape[0] ?? 0) < count)
    return "a tree with fewer nodes than it counts";
  const depth = values.get("max_depth");
  return depth === undefined || isInteger(tape, depth, -1, MOST) ? null : "a tree's depth that is no integer";
};

/** The arrays of a tree of sklearn 0.13 and 0.14, one a field. */
const COLUMNS = ["children_left", "children_right", "feature", "threshold", "value", "impurity", "n_node_samples"];

function columnsProblem(machine: Machine, values: ReadonlyMap<string, Handle>): string | null {
  const { tape } = machine;
  const [count, capacity] = [values.get("node_count") ?? NONE, values.get("capacity") ?? NONE];
  if (!isInteger(tape, count, 0, MOST) || !isInteger(tape, capacity, 0, MOST)) return "a tree without nodes and values";
  for (const key of COLUMNS) {
    const column = exactArray(machine, values.get(key) ?? NONE);
    if (column === null || !isNumericArray(tape, values.get(key) ?? NONE)) return "a tree's column that is no array of numbers";
    if ((column.shape[0] ?? 0) < (tape.intValue(count) ?? 0)) return "a tree with fewer nodes than it counts";
  }
  return null;
}

export const predictorState: StateChecker = ({ machine, tape, state }) => {
  const values = exactDict(tape, state, ["nodes"], BITSETS);
  if (values === null) return "a predictor's state with other keys than sklearn's";
  if (structuresArray(machine, values.get("nodes") ?? NONE, PREDICTOR_NODES) === null) return "a predictor's nodes of another layout";
  if (values.size === 2) return "a predictor with one kind of bitsets";
  const rows = BITSETS.flatMap((key) => {
    const bitsets = values.get(key);
    const shape = bitsets === undefined ? undefined : numbersArray(machine, bitsets, ["u4"], 2)?.shape;
    return bitsets === undefined ? [] : [shape?.[1] === BITSET_WORDS ? (shape[0] ?? -1) : -1];
  });
  return rows.includes(-1) || rows[0] !== rows[1] ? "bitsets that are no uint32 array of eight words a row" : null;
};

/** Category sets of a predictor, since sklearn 0.24. */
const BITSETS = ["binned_left_cat_bitsets", "raw_left_cat_bitsets"];
