/**
 * numpy's reconstructors (numpy/core/src/multiarray, numpy/_core/multiarray): dtype, _reconstruct, scalar, _frombuffer,
 * _ufunc_reconstruct. Each makes the data node that the genuine function would make, and refuses what is not its own
 * writing: another subtype is a constructor call, an object scalar returns its argument, a ufunc's module is imported.
 */
import { because } from "../../finding/because.js";
import { isBytes, makeArray, payload } from "../../numpy/array-state.js";
import { dtypeFromArguments } from "../../numpy/dtype-state.js";
import { isProblem } from "../../numpy/problem.js";
import { tupleShape } from "../../numpy/shape.js";
import { byteText, strText } from "../../numpy/text.js";
import { ARRAY, DTYPE_STATE, type Handle, intHandle, KIND, NOTHING } from "../../tape/handle.js";
import { isText } from "../../tape/read.js";
import type { Tape } from "../../tape/tape.js";
import { type Checker, malformed, no, problematic } from "./answer.js";

/** An ndarray that pandas until 0.25 let nobody change: it has nothing else, and is kept as an ndarray. */
const FROZEN = "pandas.core.indexes.frozen.FrozenNDArray";

/** ndarray and the subclasses that `_reconstruct` may make. */
const ARRAYS = new Set(["numpy.ndarray", "numpy.matrix", "numpy.memmap", "numpy.rec.recarray", "numpy.char.chararray"]);

export const dtype: Checker = ({ machine, tape, args }) => {
  const made = dtypeFromArguments(machine, args);
  return typeof made === "string" ? no(made) : tape.dtype(made, DTYPE_STATE.NEW);
};

/** `_reconstruct(subtype, (0,), b'b')`: an empty array that BUILD fills. */
export const reconstruct: Checker = ({ machine, tape, args }) => {
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) !== 3) return no("reconstruct.arguments");
  const subtype = tape.tupleItem(args, 0);
  const path = machine.entry(subtype)?.path;
  const isPlainArray = path === "numpy.ndarray" || path === FROZEN;
  if (!isPlainArray && arraySubtype(path) === null) return no("array.subtype");
  machine.names.use(subtype, "reference");
  if (!isEmptyShape(tape, tape.tupleItem(args, 1))) return no("call.first-shape");
  if (byteText(machine, tape.tupleItem(args, 2), 4) !== "b") return no("call.first-type");
  return tape.ndarray(NOTHING, NOTHING, NOTHING, 0, isPlainArray ? NOTHING : subtype);
};

/** (0,): the shape of an array that waits for its state. */
export const isEmptyShape = (tape: Tape, shape: Handle): boolean =>
  tape.kind(shape) === KIND.TUPLE && tape.count(shape) === 1 && tape.tupleItem(shape, 0) === intHandle(0);

/** The canonical path when it is one of the array classes. */
export function arraySubtype(path: string | undefined): string | null {
  return path !== undefined && ARRAYS.has(path) ? path : null;
}

/** `scalar(dtype, bytes)`. With an object dtype numpy returns its argument unchecked: refused. */
export const scalar: Checker = ({ tape, args }) => {
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) !== 2) return no("scalar.arguments");
  const [dtypeHandle, value] = [tape.tupleItem(args, 0), tape.tupleItem(args, 1)];
  const type = tape.dtypeValue(dtypeHandle);
  if (type === null) return no("scalar.dtype");
  if (type.kind === "O") return no("scalar.object");
  if (type.base !== null) return no("scalar.subarray");
  if (type.hasObject || type.kind === "T")
    return isItemOf(tape, value, dtypeHandle) ? tape.small(KIND.SCALAR, dtypeHandle, value) : no("scalar.foreign-array");
  const range = isBytes(tape, value) ? tape.byteRange(value) : null;
  if (range === null) return malformed("scalar.bytes");
  if (range.length === type.itemsize) return tape.small(KIND.SCALAR, dtypeHandle, value);
  // numpy takes the first bytes of longer ones.
  return range.length < type.itemsize ? malformed("scalar.short") : no("scalar.long");
};

/** True for an array without dimensions of that very dtype, as numpy writes it: before 1.20 it reads its bytes as objects unchecked. */
const isItemOf = (tape: Tape, value: Handle, dtype: Handle): boolean =>
  tape.kind(value) === KIND.NDARRAY &&
  tape.field(value, ARRAY.DTYPE) === dtype &&
  tupleShape(tape, tape.field(value, ARRAY.SHAPE))?.length === 0;

/** `_frombuffer(bytes, dtype, shape, order)`: how protocol 5 writes contiguous arrays. */
export const frombuffer: Checker = ({ machine, tape, args }) => {
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) !== 4) return no("frombuffer.arguments");
  const buffer = tape.tupleItem(args, 0);
  const kind = tape.kind(buffer);
  if (kind !== KIND.BYTES && kind !== KIND.BYTEARRAY) return no("frombuffer.buffer");
  const order = tape.tupleItem(args, 3);
  const fortran = isText(tape, order, "F");
  if (!fortran && !isText(tape, order, "C")) return no("frombuffer.order");
  const type = tape.tupleItem(args, 1);
  const shape = tape.tupleItem(args, 2);
  const data = payload(machine, type, shape, buffer);
  if (isProblem(data)) return problematic(data);
  return makeArray(tape, { dtype: type, shape, data, fortran, subclass: NOTHING });
};

/**
 * `_ufunc_reconstruct(module, name)` imports the module: only a pair whose name is a listed ufunc and whose module is
 * one that real files have (numpy ≤ 1.19 wrote whatever loaded module held it).
 */
export const ufuncReconstruct: Checker = ({ machine, tape, args, callee }) => {
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) !== 2) return no("ufunc.arguments");
  const module = strText(machine, tape.tupleItem(args, 0), 128);
  const name = strText(machine, tape.tupleItem(args, 1), 128);
  if (module === null || name === null) return no("ufunc.texts");
  const entry = machine.entry(callee);
  const modules = entry?.kind === "call" ? (entry.args?.["modules"] ?? []) : [];
  const ufunc = machine.names.listedUfunc(module, name, modules);
  return ufunc === null ? no(because("ufunc.unlisted", { name: `${module.slice(0, 64)}.${name.slice(0, 64)}` })) : (ufunc satisfies Handle);
};
