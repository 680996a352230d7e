/**
 * npy files: the header is data in a grammar of our own, the array's bytes stay where they are; object arrays are a
 * pickle, read as `numpy.load(allow_pickle=True)` reads it, under the same policy.
 */
import { type NpyDescr, readNpyHeader } from "../container/npy/index.js";
import { machineFor, runStream } from "../machine/index.js";
import { makeArray } from "../numpy/array-state.js";
import { parseDtype, plainDtype } from "../numpy/dtype-text.js";
import { tooManyElements } from "../numpy/problem.js";
import { elementCount } from "../numpy/shape.js";
import { type DType, type DTypeField, MAX_DTYPE_DEPTH } from "../tape/dtype.js";
import { type Handle, KIND, NOTHING, PLACE } from "../tape/handle.js";
import { type ContentRead, type PickleInput, skipPadding } from "./pickles.js";

/** The dtype of a header's descr, null for one that numpy does not have. Recursion ends at `MAX_DTYPE_DEPTH`. */
export function dtypeOf(descr: NpyDescr, depth = 0): DType | null {
  if (depth > MAX_DTYPE_DEPTH) return null;
  if (descr.kind === "plain") return parseDtype(descr.text);
  if (descr.kind === "subarray") {
    const base = dtypeOf(descr.base, depth + 1);
    const count = base === null ? null : elementCount(descr.shape, base.itemsize, 2 ** 31);
    return base === null || count === null
      ? null
      : { ...plainDtype("V", base.itemsize * count), base, shape: descr.shape, hasObject: base.hasObject, depth: base.depth + 1 };
  }
  const fields: DTypeField[] = [];
  let offset = 0;
  for (const { name, title, descr: inner } of descr.fields) {
    const dtype = dtypeOf(inner, depth + 1);
    if (dtype === null) return null;
    // Fields without a name are the padding of aligned structures.
    if (name !== "" || dtype.kind !== "V" || dtype.fields !== null) fields.push({ name, title, dtype, offset });
    offset += dtype.itemsize;
  }
  return {
    ...plainDtype("V", offset),
    fields,
    hasObject: fields.some((f) => f.dtype.hasObject),
    depth: 1 + fields.reduce((deepest, f) => Math.max(deepest, f.dtype.depth), 0),
  };
}

/** Reads an npy content into `machine`'s tape (a new one's unless given). */
export function readNpy(input: PickleInput, machine = machineFor(input), nested = false): ContentRead {
  const { findings, limits, source } = input;
  if (input.options.deep) machine.tape.blobs ??= [];
  const start = readNpyHeader(source);
  const nothing: ContentRead = { kind: "numpy", machine, roots: [], starts: [], protocol: null, recognised: true, readTo: -1 };
  if ("fault" in start) {
    findings.add(start.fault.code, { offset: 0 }, start.fault.args);
    return nothing;
  }
  const { header } = start;
  const dtype = dtypeOf(header.descr);
  const count = dtype === null ? null : elementCount(header.shape, dtype.itemsize, limits.maxElements);
  if (dtype === null || count === null) {
    if (dtype === null) findings.add("array.malformed", { offset: 0 }, { why: "array.descr" });
    else {
      const { code, args } = tooManyElements(limits, dtype.itemsize);
      findings.add(code, { offset: 0 }, args);
    }
    return nothing;
  }
  // The header is no opcodes: `inspect` lists what follows it, if that is a pickle.
  if (!nested) machine.payloads.push({ offset: 0, end: header.dataOffset });
  if (dtype.hasObject) return pickled(input, machine, header.dataOffset, nothing, nested);
  const length = count * dtype.itemsize;
  machine.cursor.seek(header.dataOffset);
  if (!machine.cursor.skip(length)) {
    findings.add(
      "stream.truncated",
      { offset: header.dataOffset },
      { missing: source.length < 0 ? 1 : header.dataOffset + length - source.length },
    );
    return nothing;
  }
  if (!nested) machine.payloads.push({ offset: header.dataOffset, end: header.dataOffset + length });
  const root = arrayNode(machine, dtype, header.shape, header.fortran, machine.base + header.dataOffset, length);
  return { ...nothing, roots: [root], readTo: rest(input, machine, header.dataOffset + length) };
}

function pickled(input: PickleInput, machine: ContentRead["machine"], offset: number, nothing: ContentRead, nested: boolean): ContentRead {
  if (nested && machine.nestedStreams >= input.limits.maxStreams) {
    machine.find("limit.streams", { offset }, { limit: input.limits.maxStreams, option: "--max-streams" });
    return nothing;
  }
  machine.cursor.seek(offset);
  // A companion's instances are audited with those of the pickle that names it.
  const result = nested ? machine.runNested(1) : runStream(machine, 1);
  if (result.end !== "stop") return { ...nothing, protocol: result.protocol };
  if (machine.tape.kind(result.root) !== KIND.NDARRAY) machine.find("array.malformed", { offset }, { why: "array.object-pickle" });
  return { ...nothing, protocol: result.protocol, roots: [result.root], readTo: rest(input, machine, result.next) };
}

function arrayNode(
  machine: ContentRead["machine"],
  dtype: DType,
  shape: readonly number[],
  fortran: boolean,
  offset: number,
  length: number,
): Handle {
  const { tape } = machine;
  const sizes = Int32Array.from(shape, (n) => tape.int(n));
  const data = tape.bytes(KIND.BYTES, PLACE.SOURCE, offset, length);
  return makeArray(tape, { dtype: tape.dtype(dtype), shape: tape.tuple(sizes, 0, sizes.length), data, fortran, subclass: NOTHING });
}

/** Bytes behind the array: numpy leaves them unread, so nobody says what they are. */
function rest(input: PickleInput, machine: ContentRead["machine"], end: number): number {
  const padding = skipPadding(machine, end);
  if (padding > 0) input.findings.add("note.padding", { offset: end }, { bytes: padding });
  if (!machine.cursor.need(1)) return end + padding;
  const bytes = input.source.length < 0 ? 1 : input.source.length - end;
  input.findings.add(input.options.allowTrailing ? "note.trailing" : "stream.trailing", { offset: end }, { bytes });
  return input.options.allowTrailing ? end + bytes : end;
}
