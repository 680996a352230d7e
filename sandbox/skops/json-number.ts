/** Numbers of JSON as Python's `json` reads them: by hand, since a fresh context compiles every expression anew. */

import { POINT as DOT, isDigit, MINUS, PLUS, ZERO } from "../bytes/ascii.js";

const LETTER_E = 101;

const isWordByte = (byte: number): boolean => {
  const lower = byte | 0x20;
  return isDigit(byte) || byte === MINUS || byte === PLUS || byte === DOT || (lower >= 97 && lower <= 122);
};

/** Byte behind the characters that a number or a word may have. */
export function numberEnd(b: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end && isWordByte(b[i] ?? 0)) i++;
  return i;
}

function digitsEnd(b: Uint8Array, from: number, to: number): number {
  let i = from;
  while (i < to && isDigit(b[i])) i++;
  return i;
}

const NAN = [78, 97, 78];
const INFINITY = [73, 110, 102, 105, 110, 105, 116, 121];

const isWord = (b: Uint8Array, from: number, to: number, word: readonly number[]): boolean =>
  to - from === word.length && word.every((byte, i) => b[from + i] === byte);

/** How the digits of a number go on: behind the point, behind the `e`. Null where it is no number. */
function parts(b: Uint8Array, from: number, to: number): { readonly whole: boolean } | null {
  const first = b[from] === MINUS ? from + 1 : from;
  let at = digitsEnd(b, first, to);
  if (at === first || (b[first] === ZERO && at > first + 1)) return null;
  const whole = at === to;
  if (b[at] === DOT && at < to) {
    const behind = digitsEnd(b, at + 1, to);
    if (behind === at + 1) return null;
    at = behind;
  }
  if (at < to && ((b[at] ?? 0) | 0x20) === LETTER_E) {
    const sign = b[at + 1] === PLUS || b[at + 1] === MINUS ? at + 2 : at + 1;
    const behind = digitsEnd(b, sign, to);
    if (behind === sign) return null;
    at = behind;
  }
  return at === to ? { whole } : null;
}

const isInfinity = (b: Uint8Array, from: number, to: number): boolean => isWord(b, b[from] === MINUS ? from + 1 : from, to, INFINITY);

/** True for a number of JSON, or one of the three that Python adds. */
export const isNumberText = (b: Uint8Array, from: number, to: number): boolean =>
  parts(b, from, to) !== null || isWord(b, from, to, NAN) || isInfinity(b, from, to);

/** True for a whole number: Python makes an `int` of it. */
export const isWholeText = (b: Uint8Array, from: number, to: number): boolean => parts(b, from, to)?.whole === true;
