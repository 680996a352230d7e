/**
 * Blocks and their managers. A block says which columns it holds; native code writes and reads through these places
 * without a check. All of a frame's columns stand in one block each; the places that are arrays are read when the streams
 * have been (`sandbox/consistency`).
 */

import type { PlainReason } from "../../../finding/reasons.js";
import { type Handle, KIND, NONE, NOTHING, OBJECT, OBJECT_FLAG, SLICE_FIELDS } from "../../../tape/handle.js";
import { argumentsOf } from "../../../tape/read.js";
import type { Machine } from "../../machine.js";
import { type Checker, type CheckerInput, no } from "../answer.js";
import { built } from "../built.js";
import { inert } from "../builtins.js";
import type { StateChecker } from "../state-checker.js";
import { affordable, type Fact, factOf, madeBy, remember, type Size } from "./facts.js";
import { field, fieldsOf, hasKeys, isInteger, listOf, pairsOf, tupleOf } from "./fields.js";
import { isCodes, layoutOf } from "./ndarray.js";

type Block = Extract<Fact, { is: "block" }>;

const MANAGER = "pandas.core.internals.managers.BlockManager";
const SINGLE = "pandas.core.internals.managers.SingleBlockManager";

/** `_unpickle_block(values, placement, ndim)`: pandas 1.3 and later. */
export const unpickleBlock: Checker = (input) => {
  const { machine } = input;
  const items = argumentsOf(input);
  const [values = NOTHING, placement = NOTHING, ndim = NOTHING] = items;
  if (items.length !== 3 || !isInteger(machine, ndim, 1, 2)) return no("block.arguments");
  const block = blockOf(machine, values, placement, machine.tape.intValue(ndim) ?? 0, false);
  if (typeof block === "string") return no(block);
  return remember(machine, built(input, "pandas.core.internals.blocks.Block", input.args), block);
};

const NEW_BLOCK = "pandas.core.internals.blocks.new_block";

/** The dimensions that `functools.partial(new_block, ndim=…)` has for its blocks; null for any other callee. */
function partialDimensions(machine: Machine, callee: Handle): Handle | null {
  const { tape } = machine;
  if (tape.kind(callee) !== KIND.OBJECT) return null;
  const flags = tape.field(callee, OBJECT.FLAGS);
  if ((flags & OBJECT_FLAG.PARTIAL) === 0 || (flags & OBJECT_FLAG.BUILT) === 0) return null;
  const [of = NOTHING, values = NOTHING, words = NOTHING, more = NOTHING, ...rest] =
    tupleOf(machine, tape.field(callee, OBJECT.STATE)) ?? [];
  const keywords = pairsOf(machine, words);
  const isEmpty = tape.kind(values) === KIND.TUPLE && tape.count(values) === 0;
  if (machine.entry(of)?.path !== NEW_BLOCK || !isEmpty || more !== NONE || rest.length > 0) return null;
  const ndim = keywords === null || !hasKeys(keywords, "ndim") ? NOTHING : field(keywords, "ndim");
  return isInteger(machine, ndim, 1, 2) ? ndim : null;
}

/** `functools.partial(new_block, ndim=…)(values, placement)`: pandas 1.3. Null where that is not what is called. */
export function blockOfPartial(input: CheckerInput): Handle | null {
  const { machine, tape, callee } = input;
  const ndim = partialDimensions(machine, callee);
  if (ndim === null) return null;
  const [values = NOTHING, placement = NOTHING, ...more] = argumentsOf(input);
  const block = more.length > 0 ? "block.arguments" : blockOf(machine, values, placement, tape.intValue(ndim) ?? 0, false);
  if (typeof block === "string") return null;
  const name = machine.names.built("pandas.core.internals.blocks.Block", "none");
  const [of = NOTHING] = tupleOf(machine, tape.field(callee, OBJECT.ARGS)) ?? [];
  const made = machine.instance(name, of, tape.tuple(Int32Array.of(values, placement, ndim), 0, 3), OBJECT_FLAG.CALLED);
  return remember(machine, made, block);
}

/** Values and places that fit each other, or why not. `old`: until 0.23 values may be an index of times. */
function blockOf(machine: Machine, values: Handle, placement: Handle, ndim: number, old: boolean): Block | PlainReason {
  const shape = blockShape(machine, values, ndim, old);
  if (shape === false) return "block.values";
  const places = placesOf(machine, placement);
  if (places === false) return "block.places";
  const [rows] = shape ?? [];
  // A series has one block for all of its items.
  if (shape !== null && places !== null && rows !== places) return "block.rows";
  return { is: "block", ndim, shape, placement };
}

/** The shape as (columns, rows), for a series (items); null where it is not known; false for no values of a block. */
function blockShape(machine: Machine, values: Handle, ndim: number, old: boolean): readonly number[] | null | false {
  const layout = layoutOf(
    machine,
    values,
    (dtype, shape) => shape.length === ndim && (ndim === 1 ? "biufcOMmSU" : "biufcOMm").includes(dtype.kind),
  );
  // Text is written out as objects.
  if (layout && "SU".includes(layout.dtype.kind) && !affordable(machine, layout.shape[0] ?? 0)) return false;
  if (layout !== false) return layout?.shape ?? null;
  const index = old ? factOf(machine, values, "index") : null;
  const array = factOf(machine, values, "array");
  if (array === null && index?.content !== "datetime") return false;
  const shape = array === null ? (index?.length === null || index === null ? null : [index.length]) : array.shape;
  if (shape === null || shape.length === ndim) return shape;
  return shape.length === 1 ? [1, shape[0] ?? 0] : false;
}

/** How many places a slice or an array of integers has; false for anything else. */
function placesOf(machine: Machine, placement: Handle): Size | false {
  const slice = sliceOf(machine, placement);
  if (slice !== null) return slice.count;
  const layout = layoutOf(machine, placement, (dtype, shape) => dtype.itemsize === 8 && isCodes(dtype, shape));
  return layout === false ? false : (layout?.shape[0] ?? null);
}

export interface Slice {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** The places of a slice, none of them before the first; null for what is no such slice. */
export function sliceOf({ tape }: Pick<Machine, "tape">, handle: Handle): Slice | null {
  if (tape.kind(handle) !== KIND.SLICE) return null;
  const [start, stop, step] = SLICE_FIELDS.map((part) => tape.field(handle, part));
  const from = tape.intValue(start ?? NONE);
  const by = step === NONE ? 1 : tape.intValue(step ?? NONE);
  const to = stop === NONE && by !== null && by < 0 ? -1 : tape.intValue(stop ?? NONE);
  if (from === null || by === null || to === null || by === 0 || from < 0 || to < -1 || (by > 0 && to < 0)) return null;
  const count = Math.max(0, Math.ceil((to - from) / by));
  return [from, to, by, count].every(Number.isSafeInteger) ? { start: from, step: by, count } : null;
}

/** `BlockManager(blocks, axes)`, `SingleBlockManager(block, axis)`: pandas 1.3 and later. */
export const blockManager: Checker = (input) => {
  const { machine, callee } = input;
  const path = machine.entry(callee)?.path ?? "";
  const items = argumentsOf(input);
  const [first = NOTHING, second = NOTHING] = items;
  if (items.length !== 2) return no("manager.arguments");
  const single = path === SINGLE;
  const blocks = single ? [first] : tupleOf(machine, first);
  const axes = single ? [second] : listOf(machine, second);
  if (blocks === null || axes === null) return no("manager.arguments");
  const facts = Array.from(blocks, (block) => factOf(machine, block, "block"));
  const why = managerProblem(machine, path, facts, axes);
  if (why !== null) return no(why);
  return noteManager(machine, inert(input), path, facts, axes);
};

/** Managers of pandas 0.14 to 1.2: (axes, values, items, {"0.14.1": {axes, blocks}}); series write it to this day. */
export const managerState: StateChecker = ({ machine, target, state }) => {
  const path = machine.classOf(target)?.path ?? "";
  const parts = tupleOf(machine, state);
  const [axes = NOTHING, values = NOTHING, labels = NOTHING, extra = NOTHING] = parts ?? [];
  const inner = parts?.length === 4 ? fieldsOf(machine, extra) : null;
  const own = inner === null || !hasKeys(inner, "0.14.1") ? null : fieldsOf(machine, field(inner, "0.14.1"));
  if (own === null || !hasKeys(own, "axes blocks")) return "manager.state";
  const lists = [axes, labels, values, field(own, "axes"), field(own, "blocks")].map((part) => listOf(machine, part));
  const [first, labelList, valueList, axisList, blockList] = lists;
  if (!first || !labelList || !valueList || !axisList || !blockList) return "manager.state";
  if (valueList.length !== blockList.length || labelList.length !== blockList.length || first.length !== axisList.length)
    return "manager.parts";
  if (!isIndexes(machine, first) || !isIndexes(machine, labelList)) return "manager.axes";
  const ndim = axisList.length;
  if (!valueList.every((value) => blockShape(machine, value, ndim, true) !== false)) return "block.values";
  const blocks: Block[] = [];
  for (const handle of blockList) {
    const block = stateBlock(machine, handle, ndim);
    if (typeof block === "string") return block;
    blocks.push(block);
  }
  const why = managerProblem(machine, path, blocks, axisList);
  if (why === null) noteManager(machine, target, path, blocks, axisList);
  return why;
};

/** A manager, and the places of its blocks, to be read later. */
function noteManager(machine: Machine, made: Handle, path: string, blocks: readonly (Block | null)[], axes: ArrayLike<Handle>): Handle {
  const columns = path === MANAGER ? (factOf(machine, axes[0] ?? NOTHING, "index")?.length ?? null) : null;
  const placements = blocks.map((block) => block?.placement ?? NOTHING);
  if (columns !== null) madeBy(machine).places.push({ instance: made, placements, columns });
  return remember(machine, made, { is: "manager", path });
}

const isIndexes = (machine: Machine, indexes: Int32Array): boolean => indexes.every((index) => factOf(machine, index, "index") !== null);

function stateBlock(machine: Machine, handle: Handle, ndim: number): Block | PlainReason {
  const fields = fieldsOf(machine, handle);
  if (fields === null || !hasKeys(fields, "values mgr_locs")) return "block.keys";
  return blockOf(machine, field(fields, "values"), field(fields, "mgr_locs"), ndim, true);
}

/** One axis for a series, columns and rows for a frame; each block as long as the rows, all together as many as the columns. */
function managerProblem(machine: Machine, path: string, blocks: readonly (Block | null)[], axes: ArrayLike<Handle>): PlainReason | null {
  const ndim = path === SINGLE ? 1 : path === MANAGER ? 2 : 0;
  const lengths = Array.from(axes, (axis) => factOf(machine, axis, "index"));
  if (lengths.length !== ndim || lengths.some((index) => index === null)) return "manager.axes";
  if (ndim === 1 && blocks.length !== 1) return "manager.series";
  const columns = ndim === 2 ? (lengths[0]?.length ?? null) : null;
  const rows = lengths[ndim - 1]?.length ?? null;
  let held: Size = 0;
  for (const block of blocks) {
    if (block === null || block.ndim !== ndim) return "manager.blocks";
    if (rows !== null && block.shape !== null && block.shape[ndim - 1] !== rows) return "block.length";
    held = held === null || block.shape === null ? null : held + (block.shape[0] ?? 0);
  }
  if (ndim === 2 && columns !== null && held !== null && held !== columns) return "block.columns";
  return ndim === 1 || affordable(machine, columns) ? null : "block.shared";
}
