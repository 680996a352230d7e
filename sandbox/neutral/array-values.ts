/** Items of an array as JSON values, from little-endian bytes: numbers, text, bytes, dates as their integers. */
import { encodeUtf8 } from "../bytes/utf8.js";
import type { DType } from "../tape/dtype.js";
import { Base64Writer, base64Length } from "./base64.js";
import type { OutputBuffer } from "./buffer.js";
import { complexValue, FLOAT_LENGTH, intValue } from "./number-text.js";
import { writeString } from "./text.js";

/** Writes the value of one item that starts at `at`. */
export type ItemWriter = (out: OutputBuffer, view: DataView, at: number) => void;

/** The writer for a dtype's items; null where only raw bytes are faithful (long double, void, structured). */
export function itemWriter(dtype: DType): ItemWriter | null {
  if (dtype.fields !== null || dtype.base !== null) return null;
  switch (dtype.kind) {
    case "b":
      return (out, view, at) => out.ascii(view.getUint8(at) === 0 ? "false" : "true");
    case "i":
    case "u":
      return integer(dtype.kind === "i", dtype.itemsize);
    case "M":
    case "m":
      return integer(true, 8);
    case "f":
      return dtype.itemsize > 8 ? null : float(dtype.itemsize);
    case "c":
      return dtype.itemsize > 16 ? null : complex(dtype.itemsize / 2);
    case "U":
      return (out, view, at) => writeString(out, unicode(view, at, dtype.itemsize / 4));
    case "S":
      return (out, view, at) => bytes(out, view, at, dtype.itemsize);
    default:
      return null;
  }
}

/** Characters of an item with its comma: as good as always, and never many more. */
export function itemLength({ kind, itemsize }: DType): number {
  switch (kind) {
    case "b":
      return 6;
    case "f":
      return FLOAT_LENGTH;
    case "c":
      return 2 * FLOAT_LENGTH + 40;
    case "U":
      return 32 + 6 * (itemsize / 4);
    case "S":
      return 32 + base64Length(itemsize);
    default:
      return itemsize === 8 ? 52 : 2 + 3 * itemsize;
  }
}

function integer(signed: boolean, size: number): ItemWriter {
  if (size === 8) return (out, view, at) => out.ascii(intValue(signed ? view.getBigInt64(at, true) : view.getBigUint64(at, true)));
  if (size === 4 && !signed) return (out, view, at) => out.ascii(String(view.getUint32(at, true)));
  if (size === 4) return (out, view, at) => out.integer(view.getInt32(at, true));
  if (size === 2) return (out, view, at) => out.integer(signed ? view.getInt16(at, true) : view.getUint16(at, true));
  return (out, view, at) => out.integer(signed ? view.getInt8(at) : view.getUint8(at));
}

function readFloat(view: DataView, at: number, size: number): number {
  if (size === 8) return view.getFloat64(at, true);
  return size === 4 ? view.getFloat32(at, true) : half(view.getUint16(at, true));
}

function float(size: number): ItemWriter {
  const one = new Float64Array(1);
  return (out, view, at) => {
    one[0] = readFloat(view, at, size);
    out.float(one, 0);
  };
}

const complex =
  (size: number): ItemWriter =>
  (out, view, at) =>
    out.ascii(complexValue(readFloat(view, at, size), readFloat(view, at + size, size)));

/** True when one of the floats of `width` bytes is a NaN other than the quiet, positive one without payload. */
export function oddNaN(view: DataView, width: number): boolean {
  for (let at = 0; at + width <= view.byteLength; at += width) {
    const high = width === 8 ? view.getUint32(at + 4, true) : width === 4 ? view.getUint32(at, true) : view.getUint16(at, true) << 16;
    const [exponent, fraction, plain] =
      width === 8
        ? [0x7ff00000, 0xfffff, 0x7ff80000]
        : width === 4
          ? [0x7f800000, 0x7fffff, 0x7fc00000]
          : [0x7c000000, 0x3ff0000, 0x7e000000];
    const low = width === 8 ? view.getUint32(at, true) : 0;
    const nan = (high & exponent) === exponent && ((high & fraction) !== 0 || low !== 0);
    if (nan && (high !== plain || low !== 0)) return true;
  }
  return false;
}

/** IEEE 754 binary16. */
function half(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** UTF-8 of UTF-32 code points, trailing NULs stripped as numpy does; what is no code point becomes U+FFFD. */
function unicode(view: DataView, at: number, length: number): Uint8Array {
  let end = length;
  while (end > 0 && view.getUint32(at + (end - 1) * 4, true) === 0) end--;
  const points: string[] = [];
  for (let i = 0; i < end; i++) {
    const point = view.getUint32(at + i * 4, true);
    points.push(String.fromCodePoint(point > 0x10ffff ? 0xfffd : point));
  }
  return encodeUtf8(points.join(""));
}

/** An `S` item without its trailing NULs. */
function bytes(out: OutputBuffer, view: DataView, at: number, length: number): void {
  let end = length;
  while (end > 0 && view.getUint8(at + end - 1) === 0) end--;
  out.ascii('{"$type":"bytes","base64":"');
  const base64 = new Base64Writer(out);
  base64.push(new Uint8Array(view.buffer, view.byteOffset + at, end));
  base64.end();
  out.ascii('"}');
}
