/** Little-endian numbers in bytes, read where they are: of every type that numpy has a column of. */
import { halfOf } from "../../../neutral/half.js";
import type { NumberType } from "./types.js";

type View = { readonly [row: number]: number | bigint; readonly length: number };

/** Bytes of one number. */
export const widthOf = (type: NumberType): number => Number(/\d+$/.exec(type)?.[0] ?? "8") / 8;

/** The same bytes, beginning where a typed array may. */
export function aligned(bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = bytes;
  const fits = buffer instanceof ArrayBuffer && byteOffset % width === 0;
  return fits ? new Uint8Array(buffer, byteOffset, length) : new Uint8Array(bytes);
}

function viewOf(type: NumberType, bytes: Uint8Array): View {
  const width = widthOf(type);
  const { buffer, byteOffset, length } = aligned(bytes, width);
  const count = Math.floor(length / width);
  switch (type) {
    case "int8":
      return new Int8Array(buffer, byteOffset, count);
    case "int16":
      return new Int16Array(buffer, byteOffset, count);
    case "int32":
      return new Int32Array(buffer, byteOffset, count);
    case "int64":
      return new BigInt64Array(buffer, byteOffset, count);
    case "uint8":
      return new Uint8Array(buffer, byteOffset, count);
    case "uint16":
    case "float16":
      return new Uint16Array(buffer, byteOffset, count);
    case "uint32":
      return new Uint32Array(buffer, byteOffset, count);
    case "uint64":
      return new BigUint64Array(buffer, byteOffset, count);
    case "float32":
      return new Float32Array(buffer, byteOffset, count);
    case "float64":
      return new Float64Array(buffer, byteOffset, count);
  }
}

/** Asks for one number after another. */
export function numbersOf(type: NumberType, bytes: Uint8Array): (row: number) => number | bigint {
  const view = viewOf(type, bytes);
  if (type === "float16") return (row) => halfOf(Number(view[row]));
  return (row) => view[row] ?? 0;
}

/** Whole numbers of 64 bits where they are. */
export function longsOf(bytes: Uint8Array): BigInt64Array {
  const { buffer, byteOffset, length } = aligned(bytes, 8);
  return new BigInt64Array(buffer, byteOffset, Math.floor(length / 8));
}
