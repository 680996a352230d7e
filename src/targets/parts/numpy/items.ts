/**
 * One item of an array as numpy's bytes. Numbers are checked to fit: a document that says 300 of a uint8 is malformed, and
 * is never written as 44.
 */
import { bytesOf, exactNumberOf, malformed, numberOf, own, typeOf } from "../../../neutral/document.js";
import { HeldBytes } from "../../../neutral/held-bytes.js";
import { textOfUnits } from "../python/texts.js";
import type { Dtype } from "./dtypes.js";

type Put = (view: DataView, at: number, value: unknown) => void;

function whole(value: unknown, low: bigint, high: bigint): bigint {
  const number = exactNumberOf(value);
  const exact = typeof number === "number" && Number.isInteger(number) ? BigInt(number) : number;
  if (typeof value === "boolean" || typeof exact !== "bigint" || exact < low || exact > high)
    throw malformed("an array's integer that does not fit its dtype");
  return exact;
}

function float(value: unknown): number {
  const number = numberOf(value);
  if (number === undefined || typeof value === "boolean") throw malformed("an array's number that is none");
  return number;
}

const isNan = (value: number): boolean => Number.isNaN(value);

/** Rounded to a dtype's precision it must be the same: a document writes every float exactly. */
function exactly(value: number, kept: number): void {
  if (kept !== value && !(isNan(kept) && isNan(value))) throw malformed("an array's number that its dtype cannot hold");
}

function putFloat(view: DataView, at: number, value: number, itemsize: number): void {
  if (itemsize === 8) return view.setFloat64(at, value, true);
  if (itemsize === 4) {
    view.setFloat32(at, value, true);
    return exactly(value, view.getFloat32(at, true));
  }
  view.setUint16(at, halfOf(value), true);
}

/** The float16 of a number that is one. */
function halfOf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (isNan(value)) return 0x7e00;
  if (size === 0) return sign;
  if (size === Number.POSITIVE_INFINITY) return sign | 0x7c00;
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const scaled = size / 2 ** (exponent - 10);
  if (!Number.isInteger(scaled) || scaled >= 2048 || exponent > 15) throw malformed("an array's number that its dtype cannot hold");
  return sign | (scaled >= 1024 ? ((exponent + 15) << 10) | (scaled - 1024) : scaled);
}

const integers =
  (bits: number, signed: boolean): Put =>
  (view, at, value) => {
    const [low, high] = signed ? [-(1n << BigInt(bits - 1)), (1n << BigInt(bits - 1)) - 1n] : [0n, (1n << BigInt(bits)) - 1n];
    const number = whole(value, low, high);
    for (let i = 0; i < bits / 8; i++) view.setUint8(at + i, Number((number >> BigInt(8 * i)) & 255n));
  };

function putBool(view: DataView, at: number, value: unknown): void {
  if (typeof value !== "boolean") throw malformed("an array's truth value that is none");
  view.setUint8(at, value ? 1 : 0);
}

const complex =
  (half: number): Put =>
  (view, at, value) => {
    if (typeOf(value) !== "complex") throw malformed("an array's complex number that is none");
    putFloat(view, at, float(own(value, "real")), half);
    putFloat(view, at + half, float(own(value, "imag")), half);
  };

/** Code points of a text; a lone surrogate is one. */
function pointsOf(value: unknown): readonly number[] {
  const text = typeOf(value) === "str" ? textOfUnits(value) : value;
  if (typeof text !== "string") throw malformed("an array's text that is none");
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

const texts =
  (itemsize: number): Put =>
  (view, at, value) => {
    const points = pointsOf(value);
    if (points.length * 4 > itemsize) throw malformed("an array's text that is longer than its dtype");
    for (const [i, point] of points.entries()) view.setUint32(at + 4 * i, point, true);
  };

const byteTexts =
  (itemsize: number): Put =>
  (view, at, value) => {
    const bytes = typeOf(value) === "bytes" ? bytesOf(value) : null;
    if (bytes === null) throw malformed("an array's bytes that are none");
    if (bytes.length > itemsize) throw malformed("an array's bytes that are longer than its dtype");
    for (const [i, byte] of bytes.entries()) view.setUint8(at + i, byte);
  };

/** How an item is written; null for dtypes that a document has as bytes alone. */
function putterOf({ kind, itemsize, fields, sub }: Dtype): Put | null {
  if (fields !== undefined || sub !== undefined) return null;
  if (kind === "b") return putBool;
  if (kind === "i" || kind === "u") return integers(8 * itemsize, kind === "i");
  if (kind === "M" || kind === "m") return integers(64, true);
  if (kind === "f" && itemsize <= 8) return (view, at, value) => putFloat(view, at, float(value), itemsize);
  if (kind === "c" && itemsize <= 16) return complex(itemsize / 2);
  if (kind === "U") return texts(itemsize);
  return kind === "S" ? byteTexts(itemsize) : null;
}

/** Characters of a text of fixed length, without the zeros that fill it up. */
function textAt(view: DataView, at: number, points: number): string {
  let end = points;
  while (end > 0 && view.getUint32(at + 4 * (end - 1), true) === 0) end--;
  let text = "";
  for (let i = 0; i < end; i++) {
    const point = view.getUint32(at + 4 * i, true);
    if (point > 0x10ffff) throw malformed("an array's character that is none");
    text += String.fromCodePoint(point);
  }
  return text;
}

function byteTextAt(bytes: Uint8Array<ArrayBuffer>, at: number, itemsize: number): object {
  let end = at + itemsize;
  while (end > at && bytes[end - 1] === 0) end--;
  return { $type: "bytes", base64: new HeldBytes(bytes.subarray(at, end)) };
}

/** Texts of fixed length (`U`, `S`) as the values that a document has of them. @throws CornichonError `document.malformed` */
export function textItems({ kind, itemsize }: Dtype, bytes: Uint8Array<ArrayBuffer>, count: number): readonly unknown[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const one = (k: number): unknown => (kind === "U" ? textAt(view, k * itemsize, itemsize / 4) : byteTextAt(bytes, k * itemsize, itemsize));
  return Array.from({ length: count }, (_, k) => one(k));
}

/** Values of a document (`data`) as the bytes that numpy had: every one exactly what it says. @throws CornichonError `document.malformed` */
export function packed(dtype: Dtype, items: readonly unknown[]): Uint8Array<ArrayBuffer> {
  const put = putterOf(dtype);
  if (put === null) throw malformed("an array's values where there are bytes alone");
  const bytes = new Uint8Array(dtype.itemsize * items.length);
  const view = new DataView(bytes.buffer);
  for (const [i, item] of items.entries()) put(view, i * dtype.itemsize, item);
  return bytes;
}
