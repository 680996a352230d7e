/**
 * Items that stand as values in a document (`data`), as the bytes that numpy had: little-endian, every number exactly what
 * it says. A value that its dtype cannot hold is no such array, and never rounded.
 */
import { bytesOf, exactNumberOf, malformed, numberOf, own, typeOf } from "../../neutral/document.js";

/** Writes one item. */
type Write = (view: DataView, at: number, value: unknown) => void;

const misfit = (dtype: string) => malformed(`an array of ${dtype} with an item that is none`);

function whole(dtype: string, value: unknown): bigint {
  const exact = exactNumberOf(value);
  if (typeof value === "boolean" || exact === undefined || (typeof exact === "number" && !Number.isInteger(exact))) throw misfit(dtype);
  return BigInt(exact);
}

function integer(dtype: string, bits: number, signed: boolean): Write {
  return (view, at, value) => {
    const number = whole(dtype, value);
    if ((signed ? BigInt.asIntN(bits, number) : BigInt.asUintN(bits, number)) !== number) throw misfit(dtype);
    for (let i = 0, rest = BigInt.asUintN(bits, number); i < bits / 8; i++, rest >>= 8n) view.setUint8(at + i, Number(rest & 0xffn));
  };
}

const asNumber = (dtype: string, value: unknown): number => {
  const number = typeof value === "boolean" ? undefined : numberOf(value);
  if (number === undefined) throw misfit(dtype);
  return number;
};

/** IEEE 754 binary16 of a number; null where it has none. */
function halfBits(value: number): number | null {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  const [sign, exponent, fraction] = [(bits >>> 16) & 0x8000, (bits >>> 23) & 0xff, bits & 0x7fffff];
  if (exponent === 0xff) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
  if (value === 0) return sign;
  const scaled = exponent - 112;
  const shift = scaled > 0 ? 13 : 14 - scaled;
  const digits = scaled > 0 ? fraction : fraction | 0x800000;
  const lost = shift > 24 || (digits & (2 ** shift - 1)) !== 0 || scaled > 30 || Math.fround(value) !== value;
  return lost ? null : sign | (scaled > 0 ? (scaled << 10) | (digits >>> shift) : digits >>> shift);
}

function float(dtype: string, width: number): Write {
  return (view, at, value) => {
    const number = asNumber(dtype, value);
    if (width === 8) return view.setFloat64(at, number, true);
    if (width === 2) {
      const bits = halfBits(number);
      if (bits === null) throw misfit(dtype);
      return view.setUint16(at, bits, true);
    }
    if (!Number.isNaN(number) && Math.fround(number) !== number) throw misfit(dtype);
    view.setFloat32(at, number, true);
  };
}

function complex(dtype: string, width: number): Write {
  const part = float(dtype, width / 2);
  return (view, at, value) => {
    if (typeOf(value) !== "complex") throw misfit(dtype);
    part(view, at, own(value, "real"));
    part(view, at + width / 2, own(value, "imag"));
  };
}

/** A text's characters, lone surrogates included. */
function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  const units = typeOf(value) === "str" ? own(value, "utf16") : null;
  return Array.isArray(units) && units.every((unit) => typeof unit === "number")
    ? units.map((unit) => String.fromCharCode(unit)).join("")
    : null;
}

function text(dtype: string, width: number): Write {
  return (view, at, value) => {
    const characters = Array.from(textOf(value) ?? "", (character) => character.codePointAt(0) ?? 0);
    if (textOf(value) === null || characters.length * 4 > width) throw misfit(dtype);
    for (const [i, point] of characters.entries()) view.setUint32(at + 4 * i, point, true);
  };
}

function byteText(dtype: string, width: number): Write {
  return (view, at, value) => {
    const found = typeOf(value) === "bytes" ? bytesOf(value) : null;
    if (found === null || found.length > width) throw misfit(dtype);
    for (const [i, byte] of found.entries()) view.setUint8(at + i, byte);
  };
}

const truth: Write = (view, at, value) => {
  if (typeof value !== "boolean") throw misfit("bool");
  view.setUint8(at, Number(value));
};

function writer(dtype: string, width: number): Write | null {
  if (dtype === "bool") return truth;
  if (/^u?int\d/.test(dtype)) return integer(dtype, width * 8, dtype.startsWith("i"));
  if (/^(?:datetime|timedelta)64/.test(dtype)) return integer(dtype, 64, true);
  if (/^float\d/.test(dtype)) return float(dtype, width);
  if (/^complex\d/.test(dtype)) return complex(dtype, width);
  if (dtype.startsWith("U")) return text(dtype, width);
  return dtype.startsWith("S") ? byteText(dtype, width) : null;
}

/** The bytes of values of a plain dtype. @throws CornichonError `document.malformed` */
export function bytesOfItems(dtype: string, width: number, items: readonly unknown[]): Uint8Array<ArrayBuffer> {
  const write = writer(dtype, width);
  if (write === null) throw malformed(`an array of ${dtype} without its bytes`);
  const found = new Uint8Array(width * items.length);
  const view = new DataView(found.buffer);
  for (const [i, item] of items.entries()) write(view, i * width, item);
  return found;
}
