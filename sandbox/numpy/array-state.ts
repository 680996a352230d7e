/**
 * Arrays: BUILD on what `_reconstruct` made, joblib's wrapped arrays, `_frombuffer`. All end in one node whose dtype,
 * shape and data were checked to fit: itemsize × count is the payload's length, to the byte.
 */
import { utf8ToLatin1 } from "../bytes/latin1.js";
import type { Machine } from "../machine/machine.js";
import { ARRAY, ARRAY_FLAG, FALSE, type Handle, KIND, NOTHING, PLACE, TAG, TRUE } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import { isProblem, malformed, type Problem, taken, tooManyDimensions, tooManyElements } from "./problem.js";
import { elementCount, MAX_DIMENSIONS, shapeOf } from "./shape.js";

export interface ArrayParts {
  readonly dtype: Handle;
  readonly shape: Handle;
  readonly data: Handle;
  readonly fortran: boolean;
  readonly subclass: Handle;
}

/** A whole array node from parts that were checked. */
export function makeArray(tape: Tape, parts: ArrayParts): Handle {
  const flags = ARRAY_FLAG.BUILT | (parts.fortran ? ARRAY_FLAG.FORTRAN : 0);
  return tape.ndarray(parts.dtype, parts.shape, parts.data, flags, parts.subclass);
}

/** Gives an array its state (version, shape, dtype, is_fortran, data). Returns why not, null when done. */
export function buildArray(machine: Machine, target: Handle, state: Handle): Problem | null {
  const { tape } = machine;
  if ((tape.field(target, ARRAY.FLAGS) & ARRAY_FLAG.BUILT) !== 0) return taken();
  if (tape.kind(state) !== KIND.TUPLE) return malformed("an array's state is no tuple");
  const count = tape.count(state);
  const skip = count === 5 ? 1 : count === 4 ? 0 : -1;
  if (skip < 0) return malformed("an array's state of another length than numpy's");
  const version = tape.intValue(tape.tupleItem(state, 0));
  if (skip === 1 && version !== 1 && version !== 0) return malformed("an array's state of another version");
  const dtype = tape.tupleItem(state, skip + 1);
  const shape = tape.tupleItem(state, skip);
  const fortran = flag(tape, tape.tupleItem(state, skip + 2));
  if (fortran === null) return malformed("an array's order is no boolean");
  const data = payload(machine, dtype, shape, tape.tupleItem(state, skip + 3));
  if (isProblem(data)) return data;
  tape.setField(target, ARRAY.DTYPE, dtype);
  tape.setField(target, ARRAY.SHAPE, shape);
  tape.setField(target, ARRAY.DATA, data);
  tape.setField(target, ARRAY.FLAGS, ARRAY_FLAG.BUILT | (fortran ? ARRAY_FLAG.FORTRAN : 0));
  return null;
}

function flag(tape: Tape, handle: Handle): boolean | null {
  const value = tape.intValue(handle);
  if (handle === TRUE || value === 1) return true;
  return handle === FALSE || value === 0 ? false : null;
}

/** Checks data against dtype and shape; returns the data's handle (text of Python 2 turned into bytes), or why not. */
export function payload(machine: Machine, dtypeHandle: Handle, shapeHandle: Handle, data: Handle): Handle | Problem {
  const { tape } = machine;
  const dtype = tape.dtypeValue(dtypeHandle);
  if (dtype === null) return malformed("an array without a dtype");
  const shape = shapeOf(tape, shapeHandle);
  if (shape === null) return shapeProblem(tape, shapeHandle);
  const count = elementCount(shape, dtype.itemsize, machine.limits.maxElements);
  if (count === null) return tooManyElements(machine.limits, dtype.itemsize);
  tape.useDtype(dtypeHandle);
  if (tape.kind(data) === KIND.LIST) {
    if (!dtype.hasObject && dtype.kind !== "T") return malformed("a list of objects for a dtype without objects");
    return tape.count(data) === count ? data : malformed("another number of objects than the shape means");
  }
  if (dtype.hasObject || dtype.kind === "T") return malformed("raw bytes for a dtype with objects");
  const raw = asBytes(machine, data);
  const range = raw === NOTHING ? null : tape.byteRange(raw);
  if (range === null) return malformed("an array's data is no bytes");
  return range.length === count * dtype.itemsize ? raw : malformed("another number of bytes than dtype and shape mean");
}

/** Why a handle is no shape. */
export function shapeProblem(tape: Tape, shape: Handle): Problem {
  return tape.kind(shape) === KIND.TUPLE && tape.count(shape) > MAX_DIMENSIONS
    ? tooManyDimensions(MAX_DIMENSIONS)
    : malformed("a shape that is no tuple of sizes");
}

/** Bytes of a bytes-like value; unicode text is taken as latin-1, as numpy does for Python 2's pickles. NOTHING when it is neither. */
export function asBytes(machine: Machine, data: Handle): Handle {
  const { tape } = machine;
  if (tape.byteRange(data) === null) return NOTHING;
  if ((data & 7) !== TAG.STR) return data;
  const text = tape.strBytes(data);
  if (!text.some((b) => b > 127)) return data;
  const latin = utf8ToLatin1(text, 0, text.length);
  return latin === null ? NOTHING : tape.bytes(KIND.BYTES, PLACE.ARENA, tape.put(latin, 0, latin.length), latin.length);
}
