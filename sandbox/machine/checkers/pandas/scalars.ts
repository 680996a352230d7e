/**
 * Timestamp, Timedelta, NaT, Period and Interval (pandas/_libs/tslibs, _libs/interval.pyx). Their numbers go to native
 * code, which takes the resolution from a closed list; a time zone in text would be looked up in files.
 */
import { type Handle, KIND, NONE, NOTHING, SCALAR, TAG, tagOf } from "../../../tape/handle.js";
import { argumentsOf } from "../../../tape/read.js";
import type { Machine } from "../../machine.js";
import { type Checker, type CheckerInput, no } from "../answer.js";
import { built } from "../built.js";
import { inert } from "../builtins.js";
import { isInt64, isInteger, isOf, isZone, textOf } from "./fields.js";
import { isFrequency, isOffset } from "./offsets.js";

/** Codes of seconds to nanoseconds (`NPY_DATETIMEUNIT`). */
const isResolution = (machine: Machine, handle: Handle): boolean => isInteger(machine, handle, 7, 10);

const isZoneOrNone = (machine: Machine, handle: Handle): boolean => handle === NONE || isZone(machine, handle);

/** The class itself, or the function that stands for it. */
const madeOf = (input: CheckerInput, path: string): Handle =>
  input.machine.entry(input.callee)?.kind === "call" ? built(input, path, input.args) : inert(input);

/** `_unpickle_timestamp(value, freq, tz[, resolution])`, until 1.2 `Timestamp(value, freq, tz)`. */
export const timestamp: Checker = (input) => {
  const { machine } = input;
  const items = argumentsOf(input);
  const [value = NOTHING, freq = NOTHING, tz = NOTHING, resolution = NOTHING] = items;
  const fits =
    (items.length === 3 || (items.length === 4 && isResolution(machine, resolution))) &&
    isInt64(machine, value) &&
    isFrequency(machine, freq) &&
    isZoneOrNone(machine, tz);
  return fits ? madeOf(input, "pandas.Timestamp") : no("pandas-scalar.timestamp");
};

/** `_timedelta_unpickle(value, resolution)`, until 1.4 `Timedelta(value)`. */
export const timedelta: Checker = (input) => {
  const { machine } = input;
  const items = argumentsOf(input);
  const [value = NOTHING, resolution = NOTHING] = items;
  const isFunction = machine.entry(input.callee)?.kind === "call";
  const fits = isFunction ? items.length === 2 && isResolution(machine, resolution) : items.length === 1;
  return fits && isInt64(machine, value) ? madeOf(input, "pandas.Timedelta") : no("pandas-scalar.timedelta");
};

/** `_nat_unpickle(None)`. */
export const nat: Checker = (input) => {
  const items = argumentsOf(input);
  return items.length === 1 && items[0] === NONE ? inert(input) : no("pandas-scalar.nat");
};

/** `Period(None, offset, ordinal)`. */
export const period: Checker = (input) => {
  const { machine } = input;
  const items = argumentsOf(input);
  const [value = NOTHING, freq = NOTHING, ordinal = NOTHING] = items;
  const fits = items.length === 3 && value === NONE && isOffset(machine, freq) && isInt64(machine, ordinal);
  return fits ? inert(input) : no("pandas-scalar.period");
};

/** The four ways to close an interval. */
export const isClosed = (machine: Machine, handle: Handle): boolean =>
  ["left", "right", "both", "neither"].includes(textOf(machine, handle) ?? "");

/** `Interval(left, right, closed)`: the ends are compared. */
export const interval: Checker = (input) => {
  const { machine } = input;
  const items = argumentsOf(input);
  const [left = NOTHING, right = NOTHING, closed = NOTHING] = items;
  const kind = endKind(machine, left);
  const fits = items.length === 3 && kind !== null && kind === endKind(machine, right) && isClosed(machine, closed);
  return fits ? inert(input) : no("pandas-scalar.interval");
};

function endKind(machine: Machine, end: Handle): "number" | "timestamp" | "timedelta" | null {
  const { tape } = machine;
  const tag = tagOf(end);
  if (tag === TAG.INT || tag === TAG.BIG || tag === TAG.FLOAT) return "number";
  if (tape.kind(end) === KIND.SCALAR) return "iuf".includes(tape.dtypeValue(tape.field(end, SCALAR.DTYPE))?.kind ?? "O") ? "number" : null;
  if (isOf(machine, end, "pandas.Timestamp")) return "timestamp";
  return isOf(machine, end, "pandas.Timedelta") ? "timedelta" : null;
}
