/** Values of the library as neutral values: arrays that were computed rather than read. */
import type { NDArray, NDArrayData } from "../numeric/ndarray.js";
import { HeldBytes } from "./held-bytes.js";
import { floatValue } from "./lossless.js";

/** More elements than these are written as base64, as `convert` does. */
const MOST_INLINE = 1000;

const isFloat = (dtype: string): boolean => dtype === "float64" || dtype === "float32";

/** Little-endian bytes of the numbers; null for dtypes that are always written one by one. */
function bytesOf(dtype: string, data: NDArrayData): Uint8Array | null {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (dtype === "float64") return bytesOf(dtype, Float64Array.from(data, Number));
  if (dtype === "int64") return new Uint8Array(BigInt64Array.from(data, (v) => BigInt(Number(v))).buffer);
  if (dtype === "bool") return Uint8Array.from(data, Number);
  return null;
}

function itemValue(dtype: string, value: unknown): unknown {
  if (isFloat(dtype)) return floatValue(Number(value));
  if (typeof value === "bigint") return { $type: "int", value: String(value) };
  return dtype === "bool" && typeof value === "number" ? value !== 0 : value;
}

/** An array as a neutral `ndarray`. */
export function arrayValue({ dtype, shape, data }: NDArray): object {
  const bytes = data.length > MOST_INLINE ? bytesOf(dtype, data) : null;
  if (bytes !== null) return { $type: "ndarray", dtype, shape, base64: new HeldBytes(new Uint8Array(bytes)) };
  return { $type: "ndarray", dtype, shape, data: Array.from(data, (value) => itemValue(dtype, value)) };
}
