/**
 * The binary tensor extension of the Open Inference Protocol: behind the JSON stand the tensors' bytes, little-endian, in
 * the order of the tensors that say `binary_data_size`. Texts have their length before them, in four bytes. A size that is
 * not what its tensor's shape means is refused before anything is read by it.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { halfOf } from "../../neutral/half.js";

type Getter = "getFloat64" | "getFloat32" | "getInt32" | "getInt16" | "getInt8" | "getUint32" | "getUint16" | "getUint8";

const numeric = (bytes: number, get: Getter): ((view: DataView, at: number) => number) =>
  bytes === 1 ? (view, at) => view[get](at) : (view, at) => view[get](at, true);

/** An integer as a number where it is exact. */
const exact = (value: bigint): number | bigint => (BigInt.asIntN(54, value) === value ? Number(value) : value);

const READERS: ReadonlyMap<string, { readonly bytes: number; readonly get: (view: DataView, at: number) => unknown }> = new Map([
  ["FP64", { bytes: 8, get: numeric(8, "getFloat64") }],
  ["FP32", { bytes: 4, get: numeric(4, "getFloat32") }],
  ["FP16", { bytes: 2, get: (view: DataView, at: number) => halfOf(view.getUint16(at, true)) }],
  ["INT64", { bytes: 8, get: (view: DataView, at: number) => exact(view.getBigInt64(at, true)) }],
  ["INT32", { bytes: 4, get: numeric(4, "getInt32") }],
  ["INT16", { bytes: 2, get: numeric(2, "getInt16") }],
  ["INT8", { bytes: 1, get: numeric(1, "getInt8") }],
  ["UINT64", { bytes: 8, get: (view: DataView, at: number) => exact(view.getBigUint64(at, true)) }],
  ["UINT32", { bytes: 4, get: numeric(4, "getUint32") }],
  ["UINT16", { bytes: 2, get: numeric(2, "getUint16") }],
  ["UINT8", { bytes: 1, get: numeric(1, "getUint8") }],
  ["BOOL", { bytes: 1, get: (view: DataView, at: number) => view.getUint8(at) !== 0 }],
]);

const wrong = (name: string, why: ReturnType<typeof sentence>): CornichonError =>
  new CornichonError("input.malformed", sentence`tensor ${showText(JSON.stringify(name))}: ${why}`);

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textIn(bytes: Uint8Array, i: number, name: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw wrong(name, sentence`text ${i} is not UTF-8`);
  }
}

function texts(bytes: Uint8Array, count: number, name: string): unknown[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: unknown[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const length = at + 4 <= bytes.length ? view.getUint32(at, true) : Number.POSITIVE_INFINITY;
    if (at + 4 + length > bytes.length) throw wrong(name, sentence`text ${i} ends behind its bytes`);
    values.push(textIn(bytes.subarray(at + 4, at + 4 + length), i, name));
    at += 4 + length;
  }
  if (at !== bytes.length) throw wrong(name, sentence`${bytes.length - at} bytes are left behind its last text`);
  return values;
}

/** Values of a tensor from its bytes. @throws CornichonError `input.malformed` */
export function valuesIn(bytes: Uint8Array, datatype: string, count: number, name: string): unknown[] {
  if (datatype === "BYTES") return texts(bytes, count, name);
  const reader = READERS.get(datatype);
  if (reader === undefined) throw wrong(name, sentence`its datatype ${showText(datatype)} is not read`);
  if (bytes.length !== count * reader.bytes)
    throw wrong(name, sentence`it has ${bytes.length} bytes, and its shape means ${count * reader.bytes}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, i) => reader.get(view, i * reader.bytes));
}

const encoder = new TextEncoder();

/** Bytes of an answer's tensor. */
export function bytesOf(datatype: string, data: ArrayLike<unknown>): Uint8Array {
  if (datatype === "BYTES") return textBytes(data);
  const size = READERS.get(datatype)?.bytes ?? 8;
  const view = new DataView(new ArrayBuffer(data.length * size));
  for (let i = 0; i < data.length; i++) put(view, i * size, datatype, data[i]);
  return new Uint8Array(view.buffer);
}

function put(view: DataView, at: number, datatype: string, value: unknown): void {
  if (datatype === "FP64") view.setFloat64(at, Number(value), true);
  else if (datatype === "FP32") view.setFloat32(at, Number(value), true);
  else if (datatype === "INT64") view.setBigInt64(at, BigInt.asIntN(64, whole(value)), true);
  else if (datatype === "UINT64") view.setBigUint64(at, BigInt.asUintN(64, whole(value)), true);
  else if (datatype === "INT32") view.setInt32(at, Number(value), true);
  else if (datatype === "UINT32") view.setUint32(at, Number(value), true);
  else if (datatype === "INT16") view.setInt16(at, Number(value), true);
  else if (datatype === "UINT16") view.setUint16(at, Number(value), true);
  else view.setInt8(at, Number(value));
}

const whole = (value: unknown): bigint => (typeof value === "bigint" ? value : BigInt(Math.trunc(Number(value))));

function textBytes(data: ArrayLike<unknown>): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let i = 0; i < data.length; i++) {
    const text = encoder.encode(String(data[i]));
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, text.length, true);
    pieces.push(length, text);
  }
  return Buffer.concat(pieces);
}
