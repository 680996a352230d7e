/**
 * numpy's reconstructors (numpy/core/src/multiarray, numpy/_core/multiarray): dtype, _reconstruct, scalar, _frombuffer,
 * _ufunc_reconstruct. Each makes the data node that the genuine function would make, and refuses what is not its own
 * writing: another subtype is a constructor call, an object scalar returns its argument, a ufunc's module is imported.
 */
import { asBytes, makeArray, payload } from "../../numpy/array-state.js";
import { asciiText, dtypeFromArguments } from "../../numpy/dtype-state.js";
import { isProblem } from "../../numpy/problem.js";
import { shapeOf } from "../../numpy/shape.js";
import type { DType } from "../../tape/dtype.js";
import { ARRAY, type Handle, KIND, NOTHING } from "../../tape/handle.js";
import type { Tape } from "../../tape/tape.js";
import { isText } from "../state.js";
import { type Checker, malformed, no, problematic } from "./answer.js";

/** ndarray and the subclasses that `_reconstruct` may make. */
const ARRAYS = new Set(["numpy.ndarray", "numpy.matrix", "numpy.memmap", "numpy.rec.recarray", "numpy.char.chararray"]);

export const dtype: Checker = ({ machine, tape, args }) => {
  const made = dtypeFromArguments(machine, args);
  return typeof made === "string" ? no(made) : tape.dtype(made);
};

/** `_reconstruct(subtype, (0,), b'b')`: an empty array that BUILD fills. */
export const reconstruct: Checker = ({ machine, tape, args }) => {
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) !== 3) return no("_reconstruct takes three arguments");
  const subtype = tape.tupleItem(args, 0);
  const path = arraySubtype(machine.entry(subtype)?.path);
  if (path === null) return no("a subtype that is no array");
  machine.names.use(subtype, "reference");
  const shape = tape.tupleItem(args, 1);
  if (tape.kind(shape) !== KIND.TUPLE || tape.count(shape) !== 1 || tape.intValue(tape.tupleItem(shape, 0)) !== 0)
    return no("a first shape other than (0,)");
  if (asciiText(machine, tape.tupleItem(args, 2), 4) !== "b") return no("a first type other than 'b'");
  return tape.ndarray(NOTHING, NOTHING, NOTHING, 0, path === "numpy.ndarray" ? NOTHING : subtype);
};

/** The canonical path when it is one of the array classes. */
export function arraySubtype(path: string | undefined): string | null {
  return path !== undefined && ARRAYS.has(path) ? path : null;
}

/** `scalar(dtype, bytes)`. With an object dtype numpy returns its argument unchecked: refused. */
export const scalar: Checker = ({ machine, tape, args }) => {
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) < 1 || tape.count(args) > 2) return no("scalar takes a dtype and its bytes");
  const dtypeHandle = tape.tupleItem(args, 0);
  const type = tape.dtypeValue(dtypeHandle);
  if (type === null) return no("scalar of what is no dtype");
  if (type.kind === "O") return no("scalar of an object dtype returns its argument");
  if (tape.count(args) === 1) return malformed("a scalar without bytes");
  const value = tape.tupleItem(args, 1);
  tape.useDtype(dtypeHandle);
  if (type.hasObject || type.kind === "T")
    return isArrayOf(tape, value, type) ? tape.small(KIND.SCALAR, dtypeHandle, value) : no("a scalar with objects over another array");
  const raw = asBytes(machine, value);
  const range = raw === NOTHING ? null : tape.byteRange(raw);
  if (range === null) return malformed("a scalar whose value is no bytes");
  if (range.length === type.itemsize) return tape.small(KIND.SCALAR, dtypeHandle, raw);
  // numpy takes the first bytes of longer ones.
  return range.length < type.itemsize ? malformed("a scalar shorter than its dtype") : no("a scalar longer than its dtype");
};

/** True for an array made here, with items, of exactly that dtype: numpy before 1.20 reads its bytes as objects unchecked. */
function isArrayOf(tape: Tape, value: Handle, type: DType): boolean {
  if (tape.kind(value) !== KIND.NDARRAY || tape.field(value, ARRAY.DATA) === NOTHING) return false;
  const own = tape.dtypeValue(tape.field(value, ARRAY.DTYPE));
  const shape = shapeOf(tape, tape.field(value, ARRAY.SHAPE));
  return own !== null && shape !== null && !shape.includes(0) && JSON.stringify(own) === JSON.stringify(type);
}

/** `_frombuffer(bytes, dtype, shape, order)`: how protocol 5 writes contiguous arrays. */
export const frombuffer: Checker = ({ machine, tape, args }) => {
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) !== 4) return no("_frombuffer takes four arguments");
  const buffer = tape.tupleItem(args, 0);
  const kind = tape.kind(buffer);
  if (kind !== KIND.BYTES && kind !== KIND.BYTEARRAY) return no("a buffer that is no bytes");
  const order = tape.tupleItem(args, 3);
  const fortran = isText(tape, order, "F");
  if (!fortran && !isText(tape, order, "C")) return no("an order that is neither C nor F");
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
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) !== 2) return no("_ufunc_reconstruct takes a module and a name");
  const module = asciiText(machine, tape.tupleItem(args, 0), 128);
  const name = asciiText(machine, tape.tupleItem(args, 1), 128);
  if (module === null || name === null) return no("_ufunc_reconstruct takes two texts");
  const entry = machine.entry(callee);
  const modules = entry?.kind === "call" ? (entry.args?.["modules"] ?? []) : [];
  const ufunc = machine.names.listedUfunc(module, name, modules);
  return ufunc === null ? no(`a ufunc that is not listed: ${module.slice(0, 64)}.${name.slice(0, 64)}`) : (ufunc satisfies Handle);
};
