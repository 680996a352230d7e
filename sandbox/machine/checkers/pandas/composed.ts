/**
 * Arrays that are made of others: intervals of their ends, sparse arrays of the places and values that are not the fill
 * value. Native code goes through ends and values side by side, so they are as many as each other, and as the places are;
 * what places are is checked by pandas itself when it makes their index (`check_integrity`).
 */
import type { PlainReason } from "../../../finding/reasons.js";
import type { DType } from "../../../tape/dtype.js";
import { type Handle, NONE, NOTHING } from "../../../tape/handle.js";
import { argumentsOf } from "../../../tape/read.js";
import type { Machine } from "../../machine.js";
import { type Checker, no } from "../answer.js";
import { inert } from "../builtins.js";
import type { StateChecker } from "../state-checker.js";
import { affordable, factOf, madeBy, remember, type Size, sameSize } from "./facts.js";
import { type Fields, field, fieldsOf, hasKeys, isInteger, tupleOf } from "./fields.js";
import { isLabel, itemsIn } from "./labels.js";
import { isCodes, isTime, layoutOf, lengthOf, vector } from "./ndarray.js";
import { isClosed } from "./scalars.js";

// ---- intervals ----

interface End {
  /** What both ends are. */
  readonly kind: string;
  readonly length: Size;
}

const isEnd = (dtype: DType, shape: readonly number[]): boolean =>
  shape.length === 1 && !dtype.bigEndian && (isTime(dtype, "M") || isTime(dtype, "m") || "iuf".includes(dtype.kind));

/** An end: an array of numbers or times, or until pandas 1.0 an index of them; null for anything else. */
function endOf(machine: Machine, handle: Handle): End | null {
  const layout = layoutOf(machine, handle, isEnd);
  if (layout === null) return { kind: "", length: null };
  if (layout !== false) return { kind: `${layout.dtype.kind}${layout.dtype.itemsize}${layout.dtype.unit}`, length: lengthOf(layout) };
  const array = factOf(machine, handle, "array");
  if (array?.path === "pandas.arrays.DatetimeArray" || array?.path === "pandas.arrays.TimedeltaArray")
    return array.shape === null || array.shape.length === 1 ? { kind: array.path, length: array.shape?.[0] ?? null } : null;
  const index = factOf(machine, handle, "index");
  const isTimed = index?.content === "number" || index?.content === "datetime" || index?.content === "timedelta";
  return isTimed ? { kind: index.path, length: index.length } : null;
}

function intervalsProblem(machine: Machine, target: Handle, fields: Fields): PlainReason | null {
  const [left, right] = [endOf(machine, field(fields, "_left")), endOf(machine, field(fields, "_right"))];
  if (left === null || right === null) return "pandas-array.ends";
  const isAlike = left.kind === right.kind || left.kind === "" || right.kind === "";
  if (!isAlike || !sameSize(left.length, right.length)) return "pandas-array.ends";
  const dtype = field(fields, "_dtype");
  const isTyped = dtype === NOTHING || factOf(machine, dtype, "dtype")?.path === "pandas.IntervalDtype";
  const closed = field(fields, "_closed");
  if (!isTyped || (closed === NOTHING ? dtype === NOTHING : !isClosed(machine, closed))) return "pandas-array.interval-dtype";
  const length = left.length ?? right.length;
  remember(machine, target, { is: "array", path: "pandas.arrays.IntervalArray", shape: length === null ? null : [length] });
  return null;
}

/** `({_left, _right, _dtype},)`; until pandas 1.0 `_closed` stood for the dtype. */
export const intervalState: StateChecker = ({ machine, target, state }) => {
  const [dict = NOTHING, ...more] = tupleOf(machine, state) ?? [];
  const fields = more.length === 0 ? fieldsOf(machine, dict) : null;
  if (fields === null || !hasKeys(fields, "_left _right", "_dtype _closed")) return "pandas-array.key";
  return intervalsProblem(machine, target, fields);
};

/** What an IntervalDtype says: the dtype of its ends, and which of them belong to it. */
export function intervalDtypeProblem(machine: Machine, target: Handle, fields: Fields): PlainReason | null {
  if (!hasKeys(fields, "subtype", "closed")) return "pandas-dtype.interval";
  const [subtype, closed] = [field(fields, "subtype"), field(fields, "closed")];
  const dtype = machine.tape.dtypeValue(subtype);
  const isPlain = dtype !== null && dtype.fields === null && dtype.base === null && "iufMm".includes(dtype.kind);
  const isZoned = factOf(machine, subtype, "dtype")?.path === "pandas.DatetimeTZDtype";
  const isClosedOrNone = closed === NOTHING || closed === NONE || isClosed(machine, closed);
  if (!(subtype === NONE || isPlain || isZoned) || !isClosedOrNone) return "pandas-dtype.interval";
  remember(machine, target, { is: "dtype", path: "pandas.IntervalDtype", detail: "", length: null });
  return null;
}

// ---- sparse ----

const isPlaces = (dtype: DType, shape: readonly number[]): boolean => dtype.itemsize === 4 && isCodes(dtype, shape);

/** Longest sparse array: its places are numbers of 32 bits. */
const LONGEST = 2 ** 31 - 1;

/** `IntIndex(length, places)`. */
export const intIndex: Checker = (input) => {
  const { machine } = input;
  const [length = NOTHING, places = NOTHING, ...more] = argumentsOf(input);
  const layout = layoutOf(machine, places, isPlaces);
  if (more.length > 0 || layout === false || !isInteger(machine, length, 0, LONGEST)) return no("sparse-index.arguments");
  return remember(machine, inert(input), {
    is: "sparse",
    length: machine.tape.intValue(length) ?? 0,
    points: lengthOf(layout),
    starts: places,
    lengths: null,
  });
};

/** `BlockIndex(length, first places, lengths)`: how many places there are is read behind the streams. */
export const blockIndex: Checker = (input) => {
  const { machine } = input;
  const [length = NOTHING, starts = NOTHING, lengths = NOTHING, ...more] = argumentsOf(input);
  const [first, second] = [layoutOf(machine, starts, isPlaces), layoutOf(machine, lengths, isPlaces)];
  const fits = more.length === 0 && first !== false && second !== false && sameSize(lengthOf(first), lengthOf(second));
  if (!fits || !isInteger(machine, length, 0, LONGEST)) return no("sparse-index.arguments");
  return remember(machine, inert(input), { is: "sparse", length: machine.tape.intValue(length) ?? 0, points: null, starts, lengths });
};

export function sparseProblem(machine: Machine, target: Handle, fields: Fields | null): PlainReason | null {
  if (fields === null || !hasKeys(fields, "_sparse_index _sparse_values _dtype")) return "pandas-array.key";
  const index = factOf(machine, field(fields, "_sparse_index"), "sparse");
  const values = field(fields, "_sparse_values");
  const layout = layoutOf(machine, values, vector("biufcOMm"));
  if (index === null || layout === false) return "pandas-array.sparse-data";
  if (factOf(machine, field(fields, "_dtype"), "dtype")?.path !== "pandas.SparseDtype") return "pandas-array.sparse-dtype";
  if (layout?.dtype.kind === "O" && itemsIn(machine, values) === "others") return "pandas-array.sparse-data";
  if (!sameSize(index.points, lengthOf(layout))) return "pandas-array.sparse-data";
  const { starts, lengths, length } = index;
  if (layout !== null) madeBy(machine).runs.push({ instance: target, starts, lengths, total: lengthOf(layout) ?? 0, length });
  if (!affordable(machine, index.length)) return "index.shared";
  remember(machine, target, { is: "array", path: "pandas.arrays.SparseArray", shape: [index.length] });
  return null;
}

/** What a SparseDtype says: numpy's dtype of the values, and what stands everywhere else. */
export function sparseDtypeProblem(machine: Machine, target: Handle, fields: Fields): PlainReason | null {
  const dtype = machine.tape.dtypeValue(field(fields, "_dtype"));
  const isPlain = dtype !== null && dtype.fields === null && dtype.base === null;
  if (!hasKeys(fields, "_dtype _fill_value") || !isPlain || !isLabel(machine, field(fields, "_fill_value"))) return "pandas-dtype.sparse";
  remember(machine, target, { is: "dtype", path: "pandas.SparseDtype", detail: "", length: null });
  return null;
}
