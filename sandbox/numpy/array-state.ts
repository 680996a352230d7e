/**
 * Arrays: BUILD on what `_reconstruct` made, joblib's wrapped arrays, `_frombuffer`. All end in one node whose dtype,
 * shape and data were checked to fit: itemsize × count is the payload's length, to the byte.
 */
import { ARRAY, ARRAY_FLAG, FALSE, type Handle, intHandle, KIND, NONE, TAG, TRUE, tagOf } from "../tape/handle.js";
import { eachItem } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";
import { isProblem, malformed, type Problem, refused, taken, tooManyDimensions, tooManyElements } from "./problem.js";
import type { Reader } from "./reader.js";
import { elementCount, MAX_DIMENSIONS, tupleShape } from "./shape.js";

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

/** (version, shape, dtype, is_fortran, data): the state of numpy's `array.__reduce__`. */
const STATE_LENGTH = 5;

/** Gives an array its state. Returns why not, null when done. */
export function buildArray(reader: Reader, target: Handle, state: Handle): Problem | null {
  const { tape } = reader;
  if ((tape.field(target, ARRAY.FLAGS) & ARRAY_FLAG.BUILT) !== 0) return taken();
  if (tape.kind(state) !== KIND.TUPLE) return malformed("array.tuple");
  if (tape.count(state) !== STATE_LENGTH) return malformed("array.length");
  if (tape.tupleItem(state, 0) !== intHandle(1)) return malformed("array.version");
  const [shape, dtype, fortran] = [tape.tupleItem(state, 1), tape.tupleItem(state, 2), tape.tupleItem(state, 3)];
  if (fortran !== TRUE && fortran !== FALSE) return refused("array.order-flag");
  if (tape.kind(tape.tupleItem(state, 4)) === KIND.BYTEARRAY) return malformed("array.data");
  const data = payload(reader, dtype, shape, tape.tupleItem(state, 4));
  if (isProblem(data)) return data;
  tape.setField(target, ARRAY.DTYPE, dtype);
  tape.setField(target, ARRAY.SHAPE, shape);
  tape.setField(target, ARRAY.DATA, data);
  tape.setField(target, ARRAY.FLAGS, ARRAY_FLAG.BUILT | (fortran === TRUE ? ARRAY_FLAG.FORTRAN : 0));
  tape.unbuilt--;
  return null;
}

/** Checks data against dtype and shape; returns the data's handle, or why not. */
export function payload(reader: Reader, dtypeHandle: Handle, shapeHandle: Handle, data: Handle): Handle | Problem {
  const { tape } = reader;
  const dtype = tape.dtypeValue(dtypeHandle);
  if (dtype === null && tape.kind(dtypeHandle) === KIND.DTYPE) return refused("array.dtype-state");
  if (dtype === null) return malformed("array.no-dtype");
  if (dtype.base !== null) return refused("array.subarrays");
  const shape = tupleShape(tape, shapeHandle);
  if (shape === null) return shapeProblem(tape, shapeHandle);
  const count = elementCount(shape, dtype.itemsize, reader.limits.maxElements);
  if (count === null) return tooManyElements(reader.limits, dtype.itemsize);
  if (tape.kind(data) === KIND.LIST) {
    if (!dtype.hasObject && dtype.kind !== "T") return malformed("array.objects");
    if (dtype.kind === "T" && !isTexts(tape, data)) return refused("array.texts");
    return tape.count(data) === count ? data : malformed("array.object-count");
  }
  if (dtype.hasObject || dtype.kind === "T") return malformed("array.raw-objects");
  const range = isBytes(tape, data) || tape.kind(data) === KIND.BYTEARRAY ? tape.byteRange(data) : null;
  if (range === null) return malformed("array.data");
  return range.length === count * dtype.itemsize ? data : malformed("array.byte-count");
}

/** Why a handle is no shape. */
function shapeProblem(tape: Tape, shape: Handle): Problem {
  return tape.kind(shape) === KIND.TUPLE && tape.count(shape) > MAX_DIMENSIONS
    ? tooManyDimensions(MAX_DIMENSIONS)
    : malformed("array.shape");
}

/**
 * Bytes, of Python 3 or as Python 2's strings, which stand as text where they are ASCII: nothing else is written as an
 * array's or a scalar's data. numpy would take other text as latin-1.
 */
export function isBytes(tape: Tape, data: Handle): boolean {
  if (tagOf(data) === TAG.STR) return tape.strBytes(data).every((byte) => byte < 0x80);
  return tape.kind(data) === KIND.BYTES || tape.kind(data) === KIND.PY2STR;
}

/** True for a list of exact texts and missing values: of anything else numpy's StringDType takes what `str()` says. */
function isTexts(tape: Tape, list: Handle): boolean {
  let texts = true;
  eachItem(tape, list, (item) => {
    texts &&= tagOf(item) === TAG.STR || isMissingText(item);
  });
  return texts;
}

/** What StringDType may have for a missing value: None, NaN or a text. */
export const isMissingText = (handle: Handle): boolean => handle === NONE || tagOf(handle) === TAG.FLOAT || tagOf(handle) === TAG.STR;
