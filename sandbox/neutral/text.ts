/** JSON texts: strings from UTF-8 bytes. */
import { BACKSLASH, BLANK, QUOTE } from "../bytes/ascii.js";
import { hasSurrogates, utf16Units } from "../bytes/utf8.js";
import { type OutputBuffer, SURROGATE } from "./buffer.js";

const HEX = "0123456789abcdef";
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
