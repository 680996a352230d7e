/**
 * The two text arguments of protocol 0 that carry escapes, decoded as CPython's unpicklers do (C and pure Python agree
 * on every case that was tried, 3.8 to 3.13: `fixtures/literals.json`).
 *
 * STRING: quotes must match and nothing may stand around them, not even a blank; then the escapes of a bytes literal.
 * UNICODE: raw-unicode-escape, where only `\u` and `\U` mean something and only behind an odd run of backslashes.
 * Refused (null): missing quotes, a lone backslash at the end, `\x` without two digits, `\u`/`\U` cut short or beyond
 * 10FFFF. An unknown escape of STRING keeps its backslash. Linear; the result is never longer than twice the line.
 */
import { writeCodePoint } from "./utf8.js";

const BACKSLASH = 0x5c;
const QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;

/** Value of a hexadecimal digit, or -1. */
function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function isOctal(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x37;
}

/** What a one-letter escape stands for, or -1. */
function simpleEscape(letter: number): number {
  switch (letter) {
    case BACKSLASH:
    case QUOTE:
    case DOUBLE_QUOTE:
      return letter;
    case 0x61: // a
      return 0x07;
    case 0x62: // b
      return 0x08;
    case 0x66: // f
      return 0x0c;
    case 0x6e: // n
      return 0x0a;
    case 0x72: // r
      return 0x0d;
    case 0x74: // t
      return 0x09;
    case 0x76: // v
      return 0x0b;
    default:
      return -1;
  }
}

/** Reads up to three octal digits at `at`; returns the index behind them. */
function octalEnd(b: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && i < at + 3 && isOctal(b[i])) i += 1;
  return i;
}

/** Decodes the escapes of b[start, end), or null. */
function decodeEscapes(b: Uint8Array, start: number, end: number): Uint8Array<ArrayBuffer> | null {
  const out = new Uint8Array(end - start);
  let at = 0;
  let i = start;
  while (i < end) {
    const byte = b[i++] ?? 0;
    if (byte !== BACKSLASH) {
      out[at++] = byte;
      continue;
    }
    if (i >= end) return null;
    const letter = b[i++] ?? 0;
    const simple = simpleEscape(letter);
    if (simple >= 0) {
      out[at++] = simple;
    } else if (isOctal(letter)) {
      const stop = octalEnd(b, i - 1, end);
      let value = 0;
      for (let k = i - 1; k < stop; k += 1) value = value * 8 + (b[k] ?? 0) - 0x30;
      out[at++] = value & 0xff;
      i = stop;
    } else if (letter === 0x78) {
      const high = i < end ? hexDigit(b[i]) : -1;
      const low = i + 1 < end ? hexDigit(b[i + 1]) : -1;
      if (high < 0 || low < 0) return null;
      out[at++] = high * 16 + low;
      i += 2;
    } else if (letter !== 0x0a) {
      // Unknown: both characters stay. A line end behind a backslash is the one that vanishes.
      out[at++] = BACKSLASH;
      out[at++] = letter;
    }
  }
  return out.slice(0, at);
}

/** The bytes that STRING's argument (its line without the line end) stands for, or null where every Python fails. */
export function decodeStringArgument(line: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const quote = line[0];
  if (line.length < 2 || (quote !== QUOTE && quote !== DOUBLE_QUOTE) || line[line.length - 1] !== quote) return null;
  return decodeEscapes(line, 1, line.length - 1);
}

/** The code point of `count` hexadecimal digits at `at`, or -1 when cut short or beyond Unicode. */
function unicodeEscape(line: Uint8Array, at: number, count: number): number {
  let point = 0;
  for (let i = at; i < at + count; i += 1) {
    const digit = hexDigit(line[i]);
    if (digit < 0) return -1;
    point = point * 16 + digit;
  }
  return point <= 0x10ffff ? point : -1;
}

/** UNICODE's argument (its line without the line end) as UTF-8, surrogates in three bytes; null where Python fails. */
export function decodeRawUnicodeEscape(line: Uint8Array): Uint8Array<ArrayBuffer> | null {
  // A byte above ASCII takes two bytes, an escape always fewer than it has characters.
  let high = 0;
  for (const byte of line) high += byte >> 7;
  const out = new Uint8Array(line.length + high);
  let at = 0;
  let i = 0;
  while (i < line.length) {
    const byte = line[i++] ?? 0;
    if (byte !== BACKSLASH || i >= line.length) {
      at = writeCodePoint(out, at, byte);
      continue;
    }
    const letter = line[i++] ?? 0;
    if (letter !== 0x75 && letter !== 0x55) {
      at = writeCodePoint(out, writeCodePoint(out, at, BACKSLASH), letter);
      continue;
    }
    const count = letter === 0x75 ? 4 : 8;
    const point = unicodeEscape(line, i, count);
    if (point < 0) return null;
    at = writeCodePoint(out, at, point);
    i += count;
  }
  return out.slice(0, at);
}
