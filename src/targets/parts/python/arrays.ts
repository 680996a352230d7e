/**
 * Arrays and scalars of a document as numpy's bytes in the order in which Python held them: an array that was in Fortran's
 * order stays so, for products over it round as they did. Arrays of objects keep their values.
 */
import { sentence } from "../../../errors.js";
import { countOf, malformed, own } from "../../../neutral/document.js";
import { rawBytesOf } from "../../../neutral/raw-bytes.js";
import { type Dtype, dtypeOf, hasObjects } from "../numpy/dtypes.js";
import { packed } from "../numpy/items.js";
import { inFortranOrder } from "../numpy/order.js";
import { type Place, refused } from "./place.js";

/** An array as Python builds it. */
export interface PythonArray {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly fortran: boolean;
  readonly matrix: boolean;
  /** Items in the array's own order; null where `items` holds them, in C's. */
  readonly bytes: Uint8Array | null;
  readonly items: readonly unknown[];
}

const MOST_BYTES = 2 ** 32;

function bytesIn(value: unknown, dtype: Dtype, count: number): Uint8Array {
  if (count * dtype.itemsize > MOST_BYTES) throw malformed("an array of too many bytes");
  const data = own(value, "data");
  if (Array.isArray(data) && data.length !== count) throw malformed("an array with another number of values than its shape");
  const bytes = Array.isArray(data) ? packed(dtype, data) : rawBytesOf(value);
  if (bytes === null) throw malformed("an array without its data");
  if (bytes.length !== count * dtype.itemsize) throw malformed("an array with another number of bytes than its shape");
  return bytes;
}

function objectsIn(value: unknown, count: number): readonly unknown[] {
  const data = own(value, "data");
  if (!Array.isArray(data) || data.length !== count) throw malformed("an array of objects without its values");
  return data;
}

const SUBCLASSES = new Set<unknown>([undefined, "memmap", "matrix"]);

function checked(value: unknown, place: Place): Dtype {
  const subclass = own(value, "subclass");
  if (!SUBCLASSES.has(subclass)) throw refused(place, "numpy.ndarray", sentence`it is of a subclass of ndarray that is not written`);
  if (own(value, "dtype") === "StringDType") throw refused(place, "numpy.ndarray", sentence`texts of StringDType are not written`);
  return dtypeOf(own(value, "dtype"));
}

/** An `ndarray`. A memmap is the array that it showed. @throws CornichonError `document.malformed`, `target.unsupported` */
export function pythonArrayOf(value: unknown, place: Place): PythonArray {
  const dtype = checked(value, place);
  const { shape, count } = countOf(own(value, "shape"));
  const common = { dtype, shape, fortran: own(value, "order") === "F" && shape.length > 1, matrix: own(value, "subclass") === "matrix" };
  if (dtype.kind === "O") return { ...common, bytes: null, items: objectsIn(value, count) };
  if (hasObjects(dtype)) throw refused(place, "numpy.ndarray", sentence`fields that hold objects are not written`);
  const bytes = bytesIn(value, dtype, count);
  return { ...common, bytes: common.fortran ? inFortranOrder(bytes, shape, dtype.itemsize) : bytes, items: [] };
}

/** A numpy scalar: its dtype and one item. @throws CornichonError `document.malformed`, `target.unsupported` */
export function scalarOf(value: unknown, place: Place): { readonly dtype: Dtype; readonly bytes: Uint8Array } {
  const dtype = checked(value, place);
  if (hasObjects(dtype) || dtype.sub !== undefined)
    throw refused(place, "numpy.generic", sentence`a scalar that holds objects is not written`);
  const items = own(value, "value") === undefined ? value : { data: [own(value, "value")] };
  return { dtype, bytes: bytesIn(items, dtype, 1) };
}
