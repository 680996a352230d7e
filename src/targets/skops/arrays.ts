/**
 * Arrays, scalars and dtypes of numpy: numbers are an `.npy` in the zip, objects stand as lists in each other. Refused: what skops
 * would not rebuild as it was.
 */
import { sentence } from "../../errors.js";
import { own, typeOf } from "../../neutral/document.js";
import { type Dtype, isLongDouble, isPlain, nameOf } from "../parts/numpy/dtypes.js";
import { type NpyArray, npyOf } from "../parts/numpy/npy.js";
import type { PythonArray } from "../parts/python/arrays.js";
import { type Place, refused } from "../parts/python/place.js";
import { separated, sizesNode } from "./containers.js";
import { builtin, type Head, type Nodes, type Steps } from "./nodes.js";

/** A dtype is kept as an array without items. */
export function dtypeNode(out: Nodes, dtype: Dtype, place: Place): void {
  out.open({ module: "numpy", name: "dtype" }, "DTypeNode", null);
  out.put(',"content":');
  if (dtype.kind === "O") {
    out.open({ module: "numpy", name: "ndarray" }, "NdArrayNode", null);
    out.put(',"content":[],"type":"json","shape":');
    sizesNode(out, [0]);
    out.close();
  } else
    numbersNode(out, { module: "numpy", name: "ndarray" }, { dtype, shape: [0], fortran: false, bytes: new Uint8Array() }, null, place);
  out.close();
}

export function scalarNode(out: Nodes, dtype: Dtype, bytes: Uint8Array, place: Place): void {
  const name = scalarName(dtype);
  if (name === null) throw refused(place, "numpy.generic", sentence`skops has no form for a scalar of this dtype`);
  numbersNode(out, { module: "numpy", name }, { dtype, shape: [], fortran: false, bytes }, null, place);
}

function numbersNode(out: Nodes, head: Head, array: NpyArray, value: unknown, place: Place): void {
  const file = npyOf(array);
  if (file === null) throw refused(place, "numpy.ndarray", sentence`the .npy format has no form for its dtype`);
  out.open(head, "NdArrayNode", value);
  out.put(`,"type":"numpy","file":${out.file("npy", file)}`);
  out.close();
}

export function* arrayNode(out: Nodes, array: PythonArray, value: unknown, place: Place): Steps {
  const head = { module: "numpy", name: array.matrix ? "matrix" : "ndarray" };
  if (array.bytes !== null) return numbersNode(out, head, array, value, place);
  if (array.matrix || !comesBack(out, array))
    throw refused(place, "numpy.ndarray", sentence`skops would not rebuild this array of objects`);
  out.open(head, "NdArrayNode", value);
  out.put(',"content":[');
  yield* rows(out, array.items, array.shape, place);
  out.put('],"type":"json","shape":');
  sizesNode(out, array.shape);
  out.close();
}

/** skops rebuilds arrays of several axes by numpy.array, which looks into whatever is a sequence. */
function comesBack(out: Nodes, { shape, items }: PythonArray): boolean {
  if (shape.length === 1) return true;
  return shape.length > 1 && items.length > 0 && items.every((item) => isNoSequence(out.references.resolve(item)));
}

/** Items of an array of objects as lists in each other. */
function* rows(out: Nodes, items: readonly unknown[], [, ...inner]: readonly number[], place: Place): Steps {
  if (inner.length === 0) return yield* separated(out, items, place);
  const size = inner.reduce((all, n) => all * n, 1);
  for (let at = 0; at < items.length; at += size) {
    if (at > 0) out.put(",");
    out.open(builtin("list"), "ListNode", null);
    out.put(',"content":[');
    yield* rows(out, items.slice(at, at + size), inner, place);
    out.put("]");
    out.close();
  }
}

/** The class of a numpy scalar that comes back from an array without axes. */
function scalarName(dtype: Dtype): string | null {
  if (!isPlain(dtype) || isLongDouble(dtype)) return null;
  if (dtype.kind === "U") return "str_";
  return "biufc".includes(dtype.kind) ? nameOf(dtype) : null;
}

/** What numpy.array takes as one item, whatever it holds. */
function isNoSequence(value: unknown): boolean {
  if (Array.isArray(value)) return false;
  const type = typeOf(value);
  if (type === "object") return String(own(value, "class")).startsWith("sklearn.tree.");
  return type !== null ? ["int", "float", "scalar", "global", "str"].includes(type) : typeof value !== "object" || value === null;
}
