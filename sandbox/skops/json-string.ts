/**
 * Strings of a JSON text in its bytes: where one ends, and what its escapes mean. As Python has it: a pair of escaped surrogates
 * is one character, a lone one is kept. Linear.
 */
import { BACKSLASH, BLANK, LETTER_U, QUOTE } from "../bytes/ascii.js";
import { writeCodePoint } from "../bytes/utf8.js";

/** Byte behind a string's closing quote, and whether it has escapes; null where it is none. `at`: behind the first quote. */
export function stringEnd(b: Uint8Array, at: number, end: number): { readonly end: number; readonly escaped: boolean } | null {
  let escaped = false;
  for (let i = at; i < end; i++) {
    const byte = b[i] ?? 0;
    if (byte === QUOTE) return { end: i, escaped };
    if (byte < BLANK) return null;
    if (byte !== BACKSLASH) continue;
    escaped = true;
    const length = escapeLength(b, i, end);
    if (length === 0) return null;
    i += length - 1;
  }
  return null;
}

const SIMPLE_ESCAPES: Readonly<Record<number, number>> = { 34: 34, 92: 92, 47: 47, 98: 8, 102: 12, 110: 10, 114: 13, 116: 9 };
const UNICODE_ESCAPE = 6;

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 0x20;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** The code unit of `\uXXXX` at `at`, -1 where there is none. */
function codeUnit(b: Uint8Array, at: number, end: number): number {
  if (at + UNICODE_ESCAPE > end || b[at] !== BACKSLASH || b[at + 1] !== LETTER_U) return -1;
  let unit = 0;
  for (let i = at + 2; i < at + UNICODE_ESCAPE; i++) {
    const digit = hexDigit(b[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

function escapeLength(b: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end) return 0;
  const next = b[at + 1] ?? 0;
  if (next !== LETTER_U) return SIMPLE_ESCAPES[next] === undefined ? 0 : 2;
  return codeUnit(b, at, end) < 0 ? 0 : UNICODE_ESCAPE;
}

/** The bytes of a string's text, its escapes undone: a pair of escaped surrogates is one character, a lone one three bytes. */
export function unescaped(b: Uint8Array, start: number, end: number): Uint8Array {
  const out = new Uint8Array(end - start + 4);
  let to = 0;
  for (let i = start; i < end; ) {
    const byte = b[i] ?? 0;
    if (byte !== BACKSLASH) {
      out[to++] = byte;
      i++;
      continue;
    }
    const unit = codeUnit(b, i, end);
    if (unit < 0) {
      out[to++] = SIMPLE_ESCAPES[b[i + 1] ?? 0] ?? 0;
      i += 2;
      continue;
    }
    i += UNICODE_ESCAPE;
    const low = unit >= 0xd800 && unit < 0xdc00 ? codeUnit(b, i, end) : -1;
    const isPair = low >= 0xdc00 && low < 0xe000;
    if (isPair) i += UNICODE_ESCAPE;
    to = writeCodePoint(out, to, isPair ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : unit);
  }
  return out.subarray(0, to);
}
