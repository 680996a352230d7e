/**
 * joblib's arrays: the stream holds a `NumpyArrayWrapper`, and the array's raw bytes follow its BUILD in the file
 * (object arrays: a pickle of their own follows). The bytes are never copied: the array remembers where they are.
 *
 * Malformed, and read on as joblib would: a wrapper inside a frame, wrappers of two modules, a padding beyond 16 bytes,
 * an object array that is none. Refused: fields that are not exactly joblib's, a wrapper that is used twice.
 */
import { because } from "../finding/because.js";
import { makeArray } from "../numpy/array-state.js";
import { tooManyElements } from "../numpy/problem.js";
import { elementCount, shapeOf } from "../numpy/shape.js";
import type { DType } from "../tape/dtype.js";
import { type Handle, KIND, NOTHING, OBJECT, OBJECT_FLAG, PLACE } from "../tape/handle.js";
import { isText, stateValue } from "../tape/read.js";
import { takes } from "./loader.js";
import { NO_FRAME, type Stream } from "./stream.js";

/** Padding is 1 to 16 bytes: joblib aligns arrays to 16. */
const MAX_PADDING = 16;

/** Reads the array of the wrapper on top of the stack and puts it in the wrapper's place. */
export function readWrappedArray(s: Stream, wrapper: Handle): boolean {
  const { tape, machine } = s;
  tape.setField(wrapper, OBJECT.FLAGS, tape.field(wrapper, OBJECT.FLAGS) | OBJECT_FLAG.USED);
  const module = machine.names.facts(tape.field(wrapper, OBJECT.CLASS))?.module ?? "";
  machine.wrapperModules.add(module);
  s.wrapperModule ??= module;
  if (s.wrapperModule !== module && machine.variant === null) s.find("array.wrapper", { why: "wrapper.two-modules" });
  // Object arrays' streams are read by a plain unpickler, in every version of joblib.
  if (!takes(s, wrapper)) return true;
  const array = s.frameEnd !== NO_FRAME && s.cursor.offset < s.frameEnd ? behindFrame(s, wrapper) : arrayOf(s, wrapper);
  if (array === NOTHING) return false;
  s.stack[s.sp - 1] = array;
  return true;
}

function arrayOf(s: Stream, wrapper: Handle): Handle {
  const dtypeHandle = stateValue(s.tape, wrapper, "dtype");
  const dtype = s.tape.dtypeValue(dtypeHandle);
  // The state's checker saw a dtype there.
  if (dtype === null) return NOTHING;
  // Texts of variable length count as objects.
  return dtype.hasObject || dtype.kind === "T" ? nestedArray(s) : rawArray(s, wrapper, dtypeHandle, dtype);
}

/**
 * A BUILD inside a frame, which no joblib writes: joblib has read the whole frame, so the array stands behind it, and
 * then goes on with the frame's rest.
 */
function behindFrame(s: Stream, wrapper: Handle): Handle {
  const { cursor } = s;
  if (s.machine.variant === null) s.find("array.wrapper", { why: "wrapper.in-frame" });
  const resume = cursor.offset;
  cursor.seek(s.behindFrame < 0 ? s.frameEnd : s.behindFrame);
  const array = arrayOf(s, wrapper);
  s.behindFrame = cursor.offset;
  cursor.seek(resume);
  return array;
}

/** An object array: a pickle of its own, read plainly, under the same policy and budgets. */
function nestedArray(s: Stream): Handle {
  const { machine } = s;
  // Streams inside these are read plainly, so none stands deeper than one.
  if (machine.nestedStreams >= machine.limits.maxStreams) {
    s.find("limit.streams", { limit: machine.limits.maxStreams, option: "--max-streams" });
    return NOTHING;
  }
  const result = machine.runNested(s.depth + 1);
  if (result.end !== "stop") return NOTHING;
  if (result.frameEnd > result.next) {
    machine.stopInFrame = true;
    // Where the loader goes on depends on how much of the frame it has in its buffer.
    if (machine.variant !== null && machine.variant.behindStop === null) s.find("stream.not-a-pickler", { why: "frame.nested-stop" });
    if (machine.variant?.behindStop !== true) s.cursor.seek(result.frameEnd);
  }
  if (s.tape.kind(result.root) !== KIND.NDARRAY) s.find("array.wrapper", { why: "wrapper.object-array" });
  return result.root;
}

/** A plain array: the padding byte where joblib ≥ 1.2 wrote one, then its bytes. */
function rawArray(s: Stream, wrapper: Handle, dtypeHandle: Handle, dtype: DType): Handle {
  const { tape, machine, cursor } = s;
  const { itemsize } = dtype;
  const shape = shapeOf(tape, stateValue(tape, wrapper, "shape"));
  const count = shape === null ? null : elementCount(shape, itemsize, machine.limits.maxElements);
  if (count === null) {
    const { code, args } = tooManyElements(machine.limits, itemsize);
    s.find(code, args);
    return NOTHING;
  }
  const start = cursor.offset;
  if (machine.reading === "joblib" && tape.intValue(stateValue(tape, wrapper, "numpy_array_alignment_bytes")) !== null && !padding(s))
    return NOTHING;
  const offset = cursor.offset;
  const length = count * itemsize;
  if (!cursor.skip(length)) {
    const size = cursor.source.length;
    s.find("stream.truncated", { missing: size < 0 ? 1 : offset + length - size });
    return NOTHING;
  }
  machine.payloads.push({ offset: start, end: cursor.offset });
  const fortran = isText(tape, stateValue(tape, wrapper, "order"), "F");
  const data = tape.bytes(KIND.BYTES, PLACE.SOURCE, machine.base + offset, length);
  return makeArray(tape, {
    dtype: dtypeHandle,
    shape: stateValue(tape, wrapper, "shape"),
    data,
    fortran,
    subclass: stateValue(tape, wrapper, "subclass"),
  });
}

function padding(s: Stream): boolean {
  // At the end of the file joblib reads no byte, and takes it for a zero.
  if (!s.cursor.need(1)) return true;
  const length = s.cursor.bytes[s.cursor.pos] ?? 0;
  // joblib skips whatever the byte says.
  if (length > MAX_PADDING) s.find("array.wrapper", because("wrapper.padding", { bytes: length }));
  if (!s.need(1 + length)) return false;
  s.cursor.pos += 1 + length;
  return true;
}
