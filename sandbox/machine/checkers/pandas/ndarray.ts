/** Arrays as pandas keeps them: whole, of the class ndarray itself, of plain items. */
import { shapeOf } from "../../../numpy/shape.js";
import type { DType } from "../../../tape/dtype.js";
import { ARRAY, ARRAY_FLAG, type Handle, KIND, NOTHING } from "../../../tape/handle.js";
import type { Machine } from "../../machine.js";

/** Null: a joblib wrapper in a reading that leaves it as it is. */
export type Layout = { readonly dtype: DType; readonly shape: readonly number[] } | null;

/** The layout of an array that fits `accepts`; false when it is none. */
export function layoutOf(machine: Machine, handle: Handle, accepts: (dtype: DType, shape: readonly number[]) => boolean): Layout | false {
  const { tape } = machine;
  if (machine.variant !== null && machine.classOf(handle)?.state?.startsWith("array-wrapper") === true) return null;
  if (tape.kind(handle) !== KIND.NDARRAY || !isExact(machine, tape.field(handle, ARRAY.SUBCLASS))) return false;
  if ((tape.field(handle, ARRAY.FLAGS) & ARRAY_FLAG.BUILT) === 0) return false;
  const dtype = tape.dtypeValue(tape.field(handle, ARRAY.DTYPE));
  const shape = shapeOf(tape, tape.field(handle, ARRAY.SHAPE));
  if (dtype === null || shape === null || dtype.fields !== null || dtype.base !== null) return false;
  return accepts(dtype, shape) ? { dtype, shape } : false;
}

/** joblib writes the class of every array. */
const isExact = (machine: Machine, subclass: Handle): boolean => subclass === NOTHING || machine.entry(subclass)?.path === "numpy.ndarray";

/** One dimension, of one of the kinds. */
export const vector =
  (kinds: string) =>
  (dtype: DType, shape: readonly number[]): boolean =>
    shape.length === 1 && kinds.includes(dtype.kind);

/** Codes: integers in the byte order that native code reads. */
export const isCodes = (dtype: DType, shape: readonly number[]): boolean => !dtype.bigEndian && vector("i")(dtype, shape);

export const lengthOf = (layout: Layout): number | null => layout?.shape[0] ?? null;

const UNITS = ["s", "ms", "us", "ns"];

/** datetime64 (`M`) or timedelta64 (`m`) of a unit that pandas has, in the byte order that its native code reads. */
export const isTime = (dtype: DType, kind: "M" | "m"): boolean => dtype.kind === kind && !dtype.bigEndian && UNITS.includes(dtype.unit);
