/** Numbers in the storage that belongs to their dtype: typed arrays, plain ones for 64-bit integers, booleans and objects. */
import type { NDArray, NDArrayData } from "./ndarray.js";

/** Numbers as the given dtype stores them; what is no float or small integer is left in a plain array. */
export function stored(dtype: string, values: ArrayLike<number>): NDArrayData {
  switch (dtype) {
    case "float64":
      return values instanceof Float64Array ? values : Float64Array.from(values);
    case "float32":
      return values instanceof Float32Array ? values : Float32Array.from(values);
    case "int32":
      return values instanceof Int32Array ? values : Int32Array.from(values);
    case "int16":
      return Int16Array.from(values);
    case "int8":
      return Int8Array.from(values);
    case "uint32":
      return Uint32Array.from(values);
    case "uint16":
      return Uint16Array.from(values);
    case "uint8":
      return Uint8Array.from(values);
    case "bool":
      return Array.from(values, (value) => value !== 0);
    default:
      return Array.from(values);
  }
}

/** An array of numbers in the given dtype. */
export const typed = (dtype: string, shape: readonly number[], values: ArrayLike<number>): NDArray => ({
  dtype,
  shape,
  data: stored(dtype, values),
});

/** Values of any kind in the storage of a dtype: floats in their typed array, all others as they are. */
export function storedFloats(dtype: string, values: readonly unknown[]): NDArrayData {
  if (dtype === "float64") return Float64Array.from(values, Number);
  if (dtype === "float32") return Float32Array.from(values, Number);
  return values;
}

/** Values of any kind in the same kind of storage as `like`. */
export const typedLike = (like: NDArrayData, values: readonly unknown[]): NDArrayData =>
  like instanceof Int32Array ? Int32Array.from(values, Number) : storedFloats(floatDtype(like), values);

const floatDtype = (data: NDArrayData): string =>
  data instanceof Float64Array ? "float64" : data instanceof Float32Array ? "float32" : "object";

/** Rounds to `dtype` where it is float32, in place. */
export function rounded(dtype: string, data: Float64Array): Float64Array {
  if (dtype === "float32") for (let i = 0; i < data.length; i++) data[i] = Math.fround(data[i]);
  return data;
}
