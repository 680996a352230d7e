/**
 * sklearn's native trees: `Tree(n_features, n_classes, n_outputs)` with its state, and the predictors of histogram
 * gradient boosting. Their code reads node arrays unchecked, so the layouts are the known ones and nothing else.
 */

import { shapeOf } from "../../numpy/shape.js";
import type { DType } from "../../tape/dtype.js";
import { ARRAY, type Handle, KIND, NONE, NOTHING } from "../../tape/handle.js";
import type { Tape } from "../../tape/tape.js";
import { dictValue } from "../state.js";
import { type Checker, type CheckerInput, no } from "./answer.js";
import { inert } from "./builtins.js";
import { isNumericArray } from "./cython.js";
import { isNumber, itemsOf } from "./plain.js";
import type { StateChecker } from "./state-checker.js";

/** Field names of `Tree.nodes`; the last came with sklearn 1.3. */
const TREE_FIELDS = "left_child right_child feature threshold impurity n_node_samples weighted_n_node_samples";
/** Field names of `TreePredictor.nodes`, oldest first. */
const PREDICTOR_FIELDS = ["value", "count", "feature_idx", "left", "right", "gain", "depth", "is_leaf", "bin_threshold"];

/** sklearn 0.13 and 0.14 gave the tree its splitter, bounds and random state as well. */
const OLD_ARGUMENTS = 8;

export const tree: Checker = (input) => {
  const { tape, args } = input;
  const items = tape.kind(args) === KIND.TUPLE ? itemsOf(tape, args) : new Int32Array(0);
  const rest = items.length === OLD_ARGUMENTS && items.subarray(3).every((item) => isPart(input, item));
  const numbers = (items.length === 3 || rest) && tape.intValue(items[0] ?? NONE) !== null && tape.intValue(items[2] ?? NONE) !== null;
  return numbers && isNumericArray(tape, items[1] ?? NONE)
    ? inert(input)
    : no("Tree takes a number of features, the numbers of classes and a number of outputs");
};

/** A number, or what the checkers of these parts made. */
function isPart({ machine, tape }: CheckerInput, item: Handle): boolean {
  if (isNumber(tape, item)) return true;
  const path = machine.classOf(item)?.path ?? "";
  return path === "numpy.random.RandomState" || /^sklearn\.tree\._tree\.\w*(?:Criterion|Splitter)$/.test(path);
}

/** Criteria and splitters of sklearn 0.14 to 0.16: `(outputs[, classes of each])`, `(criterion, numbers…, random_state)`. */
export const treePart: Checker = (input) => {
  const { tape, args } = input;
  const items = tape.kind(args) === KIND.TUPLE ? itemsOf(tape, args) : new Int32Array(0);
  const fit = items.length > 0 && items.length <= OLD_ARGUMENTS;
  return fit && items.every((item) => isPart(input, item) || isNumericArray(tape, item))
    ? inert(input)
    : no("a part of a tree takes numbers, a criterion and a random state");
};

function arrayOf(tape: Tape, handle: Handle): { dtype: DType; shape: readonly number[] } | null {
  if (tape.kind(handle) !== KIND.NDARRAY) return null;
  const dtype = tape.dtypeValue(tape.field(handle, ARRAY.DTYPE));
  const shape = shapeOf(tape, tape.field(handle, ARRAY.SHAPE));
  return dtype === null || shape === null ? null : { dtype, shape };
}

const fieldNames = (dtype: DType): string[] => dtype.fields?.map((f) => f.name) ?? [];

export const treeState: StateChecker = ({ tape, state }) => {
  if (tape.kind(state) !== KIND.DICT) return "a tree's state is no dict";
  const count = tape.intValue(dictValue(tape, state, "node_count"));
  if (dictValue(tape, state, "nodes") === NOTHING && count !== null) return columnsProblem(tape, state, count);
  const nodes = arrayOf(tape, dictValue(tape, state, "nodes"));
  const values = arrayOf(tape, dictValue(tape, state, "values"));
  if (count === null || nodes === null || values === null) return "a tree without nodes and values";
  const names = fieldNames(nodes.dtype)
    .filter((name) => name !== "missing_go_to_left")
    .join(" ");
  if (names !== TREE_FIELDS || (nodes.dtype.itemsize !== 56 && nodes.dtype.itemsize !== 64)) return "a tree's nodes of another layout";
  if (values.dtype.kind !== "f" || values.dtype.itemsize !== 8 || values.shape.length !== 3) return "a tree's values of another layout";
  if (nodes.shape.length !== 1 || (nodes.shape[0] ?? 0) < count || (values.shape[0] ?? 0) < count || count < 0)
    return "a tree with fewer nodes than it counts";
  const depth = dictValue(tape, state, "max_depth");
  return depth === NOTHING || tape.intValue(depth) !== null ? null : "a tree's depth that is no integer";
};

/** The arrays of a tree of sklearn 0.13 and 0.14, one a field. */
const COLUMNS = ["children_left", "children_right", "feature", "threshold", "value", "impurity", "n_node_samples"];

function columnsProblem(tape: Tape, state: Handle, count: number): string | null {
  if (tape.count(state) !== COLUMNS.length + 2 || tape.intValue(dictValue(tape, state, "capacity")) === null)
    return "a tree without nodes and values";
  for (const key of COLUMNS) {
    const column = arrayOf(tape, dictValue(tape, state, key));
    if (column === null || column.dtype.fields !== null || column.dtype.hasObject) return "a tree's column that is no array of numbers";
    if (count < 0 || (column.shape[0] ?? 0) < count) return "a tree with fewer nodes than it counts";
  }
  return null;
}

export const predictorState: StateChecker = ({ tape, state }) => {
  if (tape.kind(state) !== KIND.DICT) return "a predictor's state is no dict";
  const nodes = arrayOf(tape, dictValue(tape, state, "nodes"));
  if (nodes === null || nodes.dtype.fields === null || nodes.shape.length !== 1) return "a predictor without nodes";
  const names = new Set(fieldNames(nodes.dtype));
  if (!PREDICTOR_FIELDS.every((name) => names.has(name)) || ![46, 47, 52, 56].includes(nodes.dtype.itemsize))
    return "a predictor's nodes of another layout";
  for (const key of ["raw_left_cat_bitsets", "binned_left_cat_bitsets"]) {
    const bitsets = dictValue(tape, state, key);
    const array = arrayOf(tape, bitsets);
    if (bitsets !== NOTHING && (array === null || array.dtype.kind !== "u" || array.dtype.itemsize !== 4))
      return "bitsets that are no uint32 array";
  }
  return null;
};
