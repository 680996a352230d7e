/**
 * Arguments as text that is safe to show: what a terminal, a browser or an editor would act on is escaped, and at most
 * 200 characters are kept. Used by `inspect` and for the strings of findings.
 *
 * Escaped: control characters (C0, DEL, C1), line and paragraph separators, bidi and other format characters, whatever
 * is invisible or has no meaning (private use, default-ignorable), blanks that are not U+0020, lone surrogates, and
 * bytes that are no text. Backslashes are doubled, so that an escape is never mistaken for text.
 * Nothing is slow: no more bytes are looked at than can be shown.
 */
import { codePointAt, sequenceLength } from "../bytes/utf8.js";

/** Characters of an argument that are shown. */
export const SHOWN = 200;

/** Bytes that are enough to fill `SHOWN` characters: four bytes a character at most. */
export const SHOWN_BYTES = SHOWN * 4 + 4;

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Zs}\p{Default_Ignorable_Code_Point}\ufff0-\uffff]/u;

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, "0");
}

function escapePoint(point: number): string {
  if (point === 0x0a) return "\\n";
  if (point === 0x0d) return "\\r";
  if (point === 0x09) return "\\t";
  if (point < 0x100) return `\\x${hex(point, 2)}`;
  return point < 0x10000 ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`;
}

/** One code point, escaped where it must be. */
function printPoint(point: number): string {
  if (point === 0x5c) return "\\\\";
  if (point >= 0x20 && point < 0x7f) return String.fromCharCode(point);
  const text = String.fromCodePoint(point);
  return UNSAFE.test(text) ? escapePoint(point) : text;
}

/** What was shown, and whether all of it was. */
export interface Printed {
  readonly text: string;
  readonly whole: boolean;
}

/** UTF-8 text of b[start, end); a byte that is no text stands as `\xff`. */
export function printUtf8(b: Uint8Array, start: number, end: number): Printed {
  let text = "";
  let i = start;
  while (i < end) {
    const length = sequenceLength(b, i, end);
    const piece = length === 0 ? `\\x${hex(b[i] ?? 0, 2)}` : printPoint(codePointAt(b, i, length));
    if (text.length + piece.length > SHOWN) return { text, whole: false };
    text += piece;
    i += length === 0 ? 1 : length;
  }
  return { text, whole: true };
}

/** Bytes of b[start, end): ASCII as it is, everything else as `\xff`. */
export function printBytes(b: Uint8Array, start: number, end: number): Printed {
  let text = "";
  for (let i = start; i < end; i += 1) {
    const byte = b[i] ?? 0;
    const piece = byte < 0x80 ? printPoint(byte) : `\\x${hex(byte, 2)}`;
    if (text.length + piece.length > SHOWN) return { text, whole: false };
    text += piece;
  }
  return { text, whole: true };
}

/** A JavaScript string, escaped and cut (an ellipsis says so): for the facts of findings. */
export function printText(value: string): string {
  let text = "";
  for (const character of value) {
    const piece = printPoint(character.codePointAt(0) ?? 0);
    if (text.length + piece.length > SHOWN) return `${text}…`;
    text += piece;
  }
  return text;
}

/** A count with commas: `200,000,000`. */
export function printCount(value: number | bigint): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `<200,000,000 bytes>`. */
export function printLength(bytes: number | bigint): string {
  return `<${printCount(bytes)} ${bytes === 1 || bytes === 1n ? "byte" : "bytes"}>`;
}

/** A double as Python writes it, but for the form of exponents. */
export function printFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
