/** JSON texts: strings from UTF-8 bytes, and numbers in the neutral format's spelling. */
import { BACKSLASH, BLANK, QUOTE } from "../bytes/ascii.js";
import { hasSurrogates, utf16Units } from "../bytes/utf8.js";
import type { OutputBuffer } from "./buffer.js";

const HEX = "0123456789abcdef";
/** First byte of a lone surrogate's three. */
export const SURROGATE = 0xed;
const SHORT: Readonly<Record<number, string>> = {
  8: "\\b",
  9: "\\t",
  10: "\\n",
  12: "\\f",
  13: "\\r",
  [QUOTE]: '\\"',
  [BACKSLASH]: "\\\\",
};

/** A quoted JSON string from UTF-8 bytes without lone surrogates. */
export function writeQuoted(out: OutputBuffer, text: Uint8Array): void {
  out.byte(QUOTE);
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const b = text[i] ?? 0;
    if (b >= BLANK && b !== QUOTE && b !== BACKSLASH) continue;
    out.raw(text.subarray(from, i));
    out.ascii(SHORT[b] ?? `\\u00${HEX[b >> 4] ?? "0"}${HEX[b & 15] ?? "0"}`);
    from = i + 1;
  }
  out.raw(from === 0 ? text : text.subarray(from));
  out.byte(QUOTE);
}

/** A string value: quoted, or as UTF-16 units where it has lone surrogates. */
export function writeString(out: OutputBuffer, text: Uint8Array): void {
  if (!hasSurrogates(text, 0, text.length)) return writeQuoted(out, text);
  out.ascii('{"$type":"str","utf16":[');
  const units = utf16Units(text, 0, text.length);
  for (let i = 0; i < units.length; i++) out.ascii(i === 0 ? String(units[i]) : `,${units[i]}`);
  out.ascii("]}");
}

/** Bytes of a text of so many bytes, at most. */
export const mostOfText = (length: number): number => 32 + 6 * length;

/** Bytes of a text as `writeString` writes it: exact, but for lone surrogates, of which it is the most. */
export function stringLength(text: Uint8Array): number {
  let length = 2;
  for (let i = 0; i < text.length; i++) {
    const b = text[i] ?? 0;
    if (b < BLANK) length += SHORT[b] === undefined ? 6 : 2;
    else length += b === QUOTE || b === BACKSLASH ? 2 : 1;
    if (b === SURROGATE && (text[i + 1] ?? 0) >= 0xa0) return mostOfText(text.length);
  }
  return length;
}

/** Bytes of a text of Latin-1, at most. */
export function latin1Length(text: Uint8Array): number {
  let length = 2;
  for (const b of text) length += b < BLANK ? 6 : b > 127 || b === QUOTE || b === BACKSLASH ? 2 : 1;
  return length;
}

/** A finite float: shortest digits that read back to the same double, always with `.` or `e`. */
function floatText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const text = String(value);
  return Number.isInteger(value) && !text.includes("e") ? `${text}.0` : text;
}

/** Any float as a value. */
export function floatValue(value: number): string {
  if (Number.isFinite(value)) return floatText(value);
  return `{"$type":"float","value":"${Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf"}"}`;
}

/** Any integer as a value. */
export function intValue(value: bigint): string {
  const safe = value >= -9007199254740991n && value <= 9007199254740991n;
  return safe ? value.toString() : `{"$type":"int","value":"${value.toString()}"}`;
}

/** Characters of a float, nearly always. */
export const FLOAT_LENGTH = 26;

/** Characters of an integer, at most. */
export function intLength(value: bigint): number {
  if (value >= -9007199254740991n && value <= 9007199254740991n) return 17;
  // 1.21 decimal digits for a hexadecimal one; printing it in decimals would take its square in time.
  return 32 + Math.ceil(value.toString(16).length * 1.21);
}

export const complexValue = (real: number, imag: number): string =>
  `{"$type":"complex","real":${floatValue(real)},"imag":${floatValue(imag)}}`;
