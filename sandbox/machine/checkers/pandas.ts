/**
 * pandas: indexes, blocks, managers, extension arrays, frames, timestamps. pandas' own `__setstate__`s set attributes
 * from what they find, so every state has exactly the keys that pandas writes, over arrays and instances made here.
 */

import { decodeUtf8 } from "../../bytes/utf8.js";
import { asciiText } from "../../numpy/dtype-state.js";
import { type Handle, KIND, NONE, NOTHING, TAG } from "../../tape/handle.js";
import type { Machine } from "../machine.js";
import { dictValue, eachItem, eachPair } from "../state.js";
import { type Checker, type CheckerInput, no } from "./answer.js";
import { built } from "./built.js";
import { inert } from "./builtins.js";
import { buildable, listed } from "./cython.js";
import { isPlain, itemsOf } from "./plain.js";
import type { StateChecker, StateInput } from "./state-checker.js";

/** Plain data, arrays, and instances that pandas' and datetime's checkers made; collections of them, looked at once. */
function isData(machine: Machine, value: Handle): boolean {
  const { tape } = machine;
  const seen = new Set<Handle>([value]);
  for (const handle of seen) {
    if ((handle & 7) === TAG.GLOBAL) {
      if (machine.entry(handle)?.kind !== "reference") return false;
      continue;
    }
    const kind = tape.kind(handle);
    if (kind === KIND.OBJECT) {
      const path = machine.classOf(handle)?.path ?? "";
      if (!/^(?:pandas|datetime)\./.test(path)) return false;
    } else if (kind === KIND.DICT || kind === KIND.LIST || kind === KIND.TUPLE || kind === KIND.SET || kind === KIND.FROZENSET) {
      eachItem(tape, handle, (item) => {
        if ((item & 7) === TAG.NODE || (item & 7) === TAG.GLOBAL) seen.add(item);
      });
    }
  }
  return true;
}

const itemsIn = ({ tape, args }: CheckerInput): Int32Array => (tape.kind(args) === KIND.TUPLE ? itemsOf(tape, args) : new Int32Array(0));

/** Why a dict has other keys than those of `allowed`, or holds what is no data; null when it fits. */
function dictProblem(
  { machine, tape }: Pick<StateInput, "machine" | "tape">,
  dict: Handle,
  allowed: readonly string[],
  what: string,
): string | null {
  if (tape.kind(dict) !== KIND.DICT) return `${what} that is no dict`;
  let problem: string | null = null;
  eachPair(tape, dict, Number.MAX_SAFE_INTEGER, (key, value) => {
    const bytes = machine.bytesOf(key, 64);
    const text = bytes === null ? "" : decodeUtf8(bytes, 0, bytes.length);
    if (!allowed.includes(text)) problem ??= `${what} with a key that pandas does not write`;
    else if (!isData(machine, value)) problem ??= `${what} that holds more than data`;
  });
  return problem;
}

const INDEX_KEYS = [
  "data",
  "name",
  "names",
  "levels",
  "codes",
  "labels",
  "sortorder",
  "start",
  "stop",
  "step",
  "tz",
  "freq",
  "dtype",
  "ordered",
  "categories",
  "verify_integrity",
  "left",
  "right",
  "closed",
];

/** `_new_Index(cls, {…})` and its like. */
export const newIndex: Checker = (input) => {
  const items = itemsIn(input);
  const path = items.length === 2 ? buildable(input, items[0]) : null;
  if (path === null) return no("an index class that the function does not build");
  const dict = items[1] ?? NONE;
  const problem = dictProblem(input, dict, INDEX_KEYS, "an index");
  return problem === null ? built(input, path, input.tape.tuple(items, 1, 1)) : no(problem);
};

/** `_unpickle_block(values, placement, ndim)`. */
export const unpickleBlock: Checker = (input) => {
  const items = itemsIn(input);
  const [values = NONE, placement = NONE, ndim = NONE] = items;
  const { machine, tape } = input;
  const dimension = tape.intValue(ndim);
  if (items.length !== 3 || (dimension !== 1 && dimension !== 2)) return no("a block of other arguments than pandas writes");
  if (!isArrayLike(machine, values)) return no("a block's values that are no array");
  if (tape.kind(placement) !== KIND.SLICE && tape.kind(placement) !== KIND.NDARRAY)
    return no("a block's placement that is neither slice nor array");
  return built(input, "pandas.core.internals.blocks.Block", input.args);
};

const isArrayLike = (machine: Machine, handle: Handle): boolean =>
  machine.tape.kind(handle) === KIND.NDARRAY || /^pandas\./.test(machine.classOf(handle)?.path ?? "");

/** (blocks, axes): exact tuples or lists of what the block and index checkers made. */
export const blockManager: Checker = (input) => {
  const { machine, args } = input;
  const items = itemsIn(input);
  const all = items.length === 2 && items.every((item) => isData(machine, item));
  return all && input.tape.kind(args) === KIND.TUPLE ? inert(input) : no("a block manager of other arguments than pandas writes");
};

export const unpickleTimestamp: Checker = (input) => {
  const items = itemsIn(input);
  const { machine, tape } = input;
  const plain =
    items.length >= 1 &&
    items.length <= 4 &&
    items.every((item) => isPlain(tape, item) || /^(?:datetime|pandas)\./.test(machine.classOf(item)?.path ?? ""));
  if (!plain) return no("a timestamp of other arguments than pandas writes");
  const entry = machine.entry(input.callee);
  return entry?.kind === "call" ? built(input, "pandas.Timestamp", input.args) : inert(input);
};

/** `__pyx_unpickle_NDArrayBacked(cls, checksum, state)`. */
export const unpickleBacked: Checker = (input) => {
  const items = itemsIn(input);
  const path = items.length === 3 ? buildable(input, items[0]) : null;
  if (path === null) return no("an array class that the function does not build");
  const checksum = input.tape.intValue(items[1] ?? NONE);
  if (checksum === null || !listed(input, "checksums").includes(checksum)) return no("a checksum that no version wrote");
  return isData(input.machine, items[2] ?? NONE)
    ? built(input, path, input.tape.tuple(items, 1, 2))
    : no("a state that holds more than data");
};

/** `StringDtype()`, or of a storage and a missing value. */
export const stringDtype: Checker = (input) => {
  const items = itemsIn(input);
  const [storage] = items;
  const known = storage === undefined || ["python", "pyarrow"].includes(asciiText(input.machine, storage, 16) ?? "");
  return known && items.length <= 2 && items.every((item) => isData(input.machine, item))
    ? inert(input)
    : no("a string dtype of another storage");
};

const ARRAY_KEYS = ["_ndarray", "_data", "_codes", "_mask", "_dtype", "_freq", "_categories", "_ordered", "_cache", "_readonly"];
const OBJECT_KEYS = ["_mgr", "_data", "_typ", "_metadata", "attrs", "_flags", "_name", "name", "_attrs"];
const OFFSET_KEYS = [
  "n",
  "normalize",
  "month",
  "startingMonth",
  "kwds",
  "_offset",
  "_use_relativedelta",
  "offset",
  "holidays",
  "weekmask",
  "calendar",
  "_cache",
];

/** Extension arrays and categoricals: a dict, or a tuple of array, dtype and perhaps a dict. */
export const arrayState: StateChecker = (input) => {
  const { machine, tape, state } = input;
  if (tape.kind(state) === KIND.DICT) return dictProblem(input, state, ARRAY_KEYS, "an array");
  if (tape.kind(state) !== KIND.TUPLE || tape.count(state) > 3) return "an array's state that is neither dict nor tuple";
  return isData(machine, state) ? null : "an array's state that holds more than data";
};

/** Frames and series: their manager and names. */
export const objectState: StateChecker = (input) => {
  const { machine, tape, state } = input;
  const problem = dictProblem(input, state, OBJECT_KEYS, "a frame");
  if (problem !== null) return problem;
  for (const key of ["_mgr", "_data"]) {
    const manager = dictValue(tape, state, key);
    if (manager !== NOTHING && !/BlockManager$/.test(machine.classOf(manager)?.path ?? "")) return "a frame whose data is no block manager";
  }
  return null;
};

export const offsetState: StateChecker = (input) => dictProblem(input, input.state, OFFSET_KEYS, "an offset");

/** Managers of pandas 0.14 to 1.2: (axes, values, items[, {"0.14.1": {…}}]). */
export const managerState: StateChecker = ({ machine, tape, state }) => {
  if (tape.kind(state) !== KIND.TUPLE || tape.count(state) < 3 || tape.count(state) > 4) return "a block manager's state of another shape";
  return isData(machine, state) ? null : "a block manager's state that holds more than data";
};
