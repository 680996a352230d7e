/**
 * Texts that pyarrow holds (`pandas.arrays.ArrowStringArray` of pandas 3): their bytes one after another, the place where
 * each begins, and bits for those that are there. pyarrow takes all of it on trust, so lengths are held against each other
 * here, and when the streams have been read the places, which must rise from 0 to no more than there are bytes, and how many
 * are missing against the bits.
 */
import type { PlainReason } from "../../../finding/reasons.js";
import { makeArray } from "../../../numpy/array-state.js";
import { plainDtype } from "../../../numpy/dtype-text.js";
import { type Handle, KIND, NONE, NOTHING, TAG, tagOf } from "../../../tape/handle.js";
import { argumentsOf } from "../../../tape/read.js";
import type { Machine } from "../../machine.js";
import { type Checker, type CheckerInput, no } from "../answer.js";
import { built } from "../built.js";
import { inert } from "../builtins.js";
import { affordable, factOf, madeBy, remember } from "./facts.js";
import { type Fields, field, fieldsOf, hasKeys, isBoolean, isInteger, listOf, textOf, tupleOf } from "./fields.js";

/** `type_for_alias('large_string')`: of all types those of texts. */
export const arrowType: Checker = (input) => {
  const { machine } = input;
  const [name = NOTHING, ...more] = argumentsOf(input);
  const text = more.length === 0 ? textOf(machine, name) : null;
  if (text !== "large_string" && text !== "string") return no("arrow.type");
  return remember(machine, inert(input), { is: "arrow-type", width: text === "string" ? 4 : 8 });
};

/** `py_buffer(bytes)`. */
export const arrowBuffer: Checker = (input) => {
  const { machine, tape } = input;
  const [data = NOTHING, ...more] = argumentsOf(input);
  const kind = tape.kind(data);
  const range = kind === KIND.BYTES || kind === KIND.BYTEARRAY ? tape.byteRange(data) : null;
  if (range === null || more.length > 0) return no("arrow.buffer");
  return remember(machine, inert(input), { is: "arrow-buffer", data, bytes: range.length });
};

/** Bytes of a buffer as an array of numbers. */
function arrayOf({ tape }: CheckerInput, data: Handle, kind: "u" | "i", width: number, length: number): Handle {
  const shape = tape.tuple(Int32Array.of(tape.int(length)), 0, 1);
  return makeArray(tape, { dtype: tape.dtype(plainDtype(kind, width)), shape, data, fortran: false, subclass: NOTHING });
}

const isEmptyList = (machine: Machine, handle: Handle): boolean => listOf(machine, handle)?.length === 0;

/** `_restore_array((type, length, nulls, 0, [bits or None, places, bytes], [], None))`: the form that pyarrow gives texts. */
export const arrowArray: Checker = (input) => {
  const { machine, tape } = input;
  const [state = NOTHING, ...more] = argumentsOf(input);
  const [
    type = NOTHING,
    length = NOTHING,
    nulls = NOTHING,
    offset = NOTHING,
    buffers = NOTHING,
    children = NOTHING,
    dictionary = NOTHING,
    ...rest
  ] = tupleOf(machine, state) ?? [];
  const width = factOf(machine, type, "arrow-type")?.width ?? 0;
  const [bits = NOTHING, places = NOTHING, data = NOTHING, ...others] = listOf(machine, buffers) ?? [];
  const [starts, bytes] = [factOf(machine, places, "arrow-buffer"), factOf(machine, data, "arrow-buffer")];
  const isForm = more.length === 0 && rest.length === 0 && others.length === 0 && isEmptyList(machine, children) && dictionary === NONE;
  const size = tape.intValue(length) ?? -1;
  const isSized = size >= 0 && isInteger(machine, nulls, -1, size) && isInteger(machine, offset, 0, 0);
  if (!isForm || !isSized || width === 0 || starts === null || bytes === null) return no("arrow.array");
  const validity = bits === NONE ? null : factOf(machine, bits, "arrow-buffer");
  const isCovered = bits === NONE || (validity !== null && validity.bytes >= Math.ceil(size / 8));
  if (starts.bytes !== (size + 1) * width || !isCovered) return no("arrow.length");
  if (bits === NONE && (tape.intValue(nulls) ?? -1) > 0) return no("arrow.nulls");
  if (!affordable(machine, size)) return no("index.shared");
  const parts = [
    length,
    validity === null ? NONE : arrayOf(input, validity.data, "u", 1, validity.bytes),
    arrayOf(input, starts.data, "i", width, size + 1),
    arrayOf(input, bytes.data, "u", 1, bytes.bytes),
  ];
  const made = built(input, "pyarrow.StringArray", tape.tuple(Int32Array.from(parts), 0, parts.length));
  madeBy(machine).starts.push({ instance: made, array: parts[2] ?? NOTHING, most: bytes.bytes });
  // Counted again by pyarrow itself where it is -1.
  const missing = tape.intValue(nulls) ?? -1;
  if (validity !== null && missing >= 0) madeBy(machine).bits.push({ instance: made, array: parts[1] ?? NOTHING, size, nulls: missing });
  return remember(machine, made, { is: "arrow-texts", length: size });
};

/** A string dtype over pyarrow's texts. */
const isArrowStrings = (machine: Machine, handle: Handle): boolean =>
  machine.classOf(handle)?.path === "pandas.StringDtype" && factOf(machine, handle, "dtype")?.detail === "pyarrow";

/** `_pa_array`, `_dtype`, and cached values: none but its own dtype. */
export function arrowStringProblem(machine: Machine, target: Handle, fields: Fields | null): PlainReason | null {
  if (fields === null || !hasKeys(fields, "_pa_array _dtype", "_cache _readonly")) return "pandas-array.key";
  const texts = factOf(machine, field(fields, "_pa_array"), "arrow-texts");
  if (texts === null) return "pandas-array.string-data";
  if (!isArrowStrings(machine, field(fields, "_dtype"))) return "pandas-array.string-dtype";
  if (fields.has("_readonly") && !isBoolean(machine, field(fields, "_readonly"))) return "pandas-array.readonly";
  if (fields.has("_cache")) {
    const cache = fieldsOf(machine, field(fields, "_cache"));
    const isOwn = ([key, value]: readonly [string, Handle]): boolean =>
      (key === "dtype" && value === field(fields, "_dtype")) ||
      (key === "_hasna" && tagOf(value) === TAG.CONST && isBoolean(machine, value));
    if (cache === null || ![...cache].every(isOwn)) return "pandas-array.cached";
  }
  remember(machine, target, { is: "array", path: "pandas.arrays.ArrowStringArray", shape: [texts.length] });
  return null;
}
