/**
 * The text arguments of protocol 0 that are numbers: INT, LONG, FLOAT, GET and PUT.
 *
 * Measured with CPython 3.8 to 3.13, C and pure Python (`fixtures/literals.json`: those versions agree with each other,
 * the two unpicklers do not); 3.14 by its source (cpython pull request 127042):
 * - INT and LONG are read with base 0 up to 3.13, with base 10 from 3.14. `0x10` is 16 or an error, `010` is 8 for C's
 *   strtol, an error for the old Python, ten for 3.14. `-00`, `1_000`, ` 7 `, `+5` are the same everywhere.
 * - INT of two characters that C's strtol reads as 0 or 1 is a bool: `00`, `01`, but also `+1`, ` 1`, `-0`. Python
 *   compares with `00` and `01` exactly, so there those are ints. `1 ` is an int for both (strtol stops at the blank).
 * - A NUL ends the text for C (`5<NUL>x` is 5) and is an error for Python, in all five.
 * - LONG's `L` at the end is optional. GET and PUT are base 10 (`010` is ten).
 * - FLOAT. C allows no white space, no underscores, and fails on overflow; Python strips, allows `1_0.5`, and reads
 *   `1e400` as inf.
 *
 * Where all load the same value it is accepted; where some load, or load another value, the argument is `bad` with a
 * value that lets the stream go on (`lenient`), null where every loader stops. Everything is one pass; digits above the
 * limit are counted, never converted.
 */
import { type Literal, literalValue, pythonLiteral, skipSpace } from "./integer-literal.js";
import { latin1Text } from "./latin1.js";
import { maxLongBytes } from "./little-endian.js";

/** Why an argument is bad, as a word for the finding's sentence. */
export type BadNumber =
  | "argument.no-number"
  | "argument.read-differently"
  | "argument.other-base"
  | "argument.negative"
  | "argument.too-long";

/** An argument that is not accepted. `lenient`: what the most lenient loader goes on with, null when all stop. */
export interface BadArgument<T> {
  readonly kind: "bad";
  readonly lenient: T | null;
  readonly why: BadNumber;
}

/** More digits than the limit allows. */
export interface DigitLimit {
  readonly kind: "limit";
  readonly digits: number;
}

export type IntArgument =
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "int"; readonly value: number | bigint }
  | BadArgument<boolean | number | bigint>
  | DigitLimit;

export type LongArgument = { readonly kind: "int"; readonly value: number | bigint } | BadArgument<number | bigint> | DigitLimit;

export type FloatArgument = { readonly kind: "float"; readonly value: number } | BadArgument<number>;

/** An index into the memo. */
export interface MemoArgument {
  /** The index that the most lenient loader uses, at most 2^53 - 1 (beyond every stream's length); -1: all stop. */
  readonly value: number;
  /** Null when every loader reads the same index. */
  readonly why: BadNumber | null;
}

const DIGITS = 4300;

const ZERO = 0x30;
const ONE = 0x31;
const LETTER_L = 0x4c;

/** Bits in a digit of a base that is a power of two. */
const BITS = { 2: 1, 8: 3, 16: 4 } as const;

function tooLong(literal: Literal, maxDigits: number): boolean {
  if (literal.base === 10) return literal.digits > maxDigits;
  return literal.digits * BITS[literal.base] > maxLongBytes(maxDigits) * 8;
}

/** Where C's string ends: at the first NUL. */
function cEnd(line: Uint8Array): number {
  const nul = line.indexOf(0);
  return nul < 0 ? line.length : nul;
}

const notANumber = { kind: "bad", lenient: null, why: "argument.no-number" } as const;

/** INT and LONG without their extras: one number that all loaders agree on, or what is wrong with it. */
function readInteger(text: Uint8Array, maxDigits: number): LongArgument {
  const end = cEnd(text);
  const oldReading = pythonLiteral(text, end, true);
  const newReading = pythonLiteral(text, end, false);
  const literal = newReading ?? oldReading;
  if (literal === null) return notANumber;
  if (tooLong(literal, maxDigits)) return { kind: "limit", digits: literal.digits };
  const value = literalValue(text, literal);
  if (oldReading === null || newReading === null) return { kind: "bad", lenient: value, why: "argument.other-base" };
  return end < text.length ? { kind: "bad", lenient: value, why: "argument.read-differently" } : { kind: "int", value };
}

/** INT. `maxDigits` bounds decimal digits; the default is Python's own. */
export function parseIntLine(line: Uint8Array, maxDigits = DIGITS): IntArgument {
  const last = line[line.length - 1];
  if (line.length === 2 && line[0] === ZERO && (last === ZERO || last === ONE)) return { kind: "bool", value: last === ONE };
  // strtol finds no digits before the NUL, calls that zero, and C is content.
  if (line[0] === 0) return { kind: "bad", lenient: line.length === 2 ? false : 0, why: "argument.read-differently" };
  const read = readInteger(line, maxDigits);
  if (read.kind !== "int" || line.length !== 2 || (read.value !== 0 && read.value !== 1)) return read;
  return last === ZERO || last === ONE ? { kind: "bad", lenient: read.value === 1, why: "argument.read-differently" } : read;
}

/** LONG, with or without its `L`. */
export function parseLongLine(line: Uint8Array, maxDigits = DIGITS): LongArgument {
  const marked = line[line.length - 1] === LETTER_L;
  return readInteger(marked ? line.subarray(0, line.length - 1) : line, maxDigits);
}

/** GET and PUT: base ten, leading zeros allowed. Negative indices fail in every loader. */
export function parseMemoIndex(line: Uint8Array): MemoArgument {
  const end = cEnd(line);
  const literal = pythonLiteral(line, end, false);
  if (literal === null) return { value: -1, why: "argument.no-number" };
  const exact = literal.digits > DIGITS ? Number.MAX_SAFE_INTEGER : literalValue(line, literal);
  if (literal.negative && exact !== 0) return { value: -1, why: "argument.negative" };
  const value = typeof exact === "number" ? exact : Number.MAX_SAFE_INTEGER;
  return { value, why: end < line.length ? "argument.read-differently" : null };
}

/** Longest text of a float that is looked at. Python writes 24 characters at most. */
const FLOAT_TEXT = 4300;

// No two parts can match the same digits, so matching is linear; the text is bounded as well.
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const SPECIAL = /^([+-]?)(?:(inf|infinity)|nan)$/i;
const BAD_UNDERSCORE = /^_|_$|_\D|\D_/;

/** The double that `PyOS_string_to_double` reads of a whole text, or null. */
function readDouble(text: string): number | null {
  if (DECIMAL.test(text)) return Number(text);
  const special = SPECIAL.exec(text);
  if (special === null) return null;
  if (special[2] === undefined) return Number.NaN;
  return special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** `float(bytes)`: white space around, underscores between digits. */
function readPythonFloat(line: Uint8Array): number | null {
  const from = skipSpace(line, 0, line.length);
  let to = line.length;
  while (to > from && skipSpace(line, to - 1, to) === to) to -= 1;
  const text = latin1Text(line, from, to);
  if (!text.includes("_")) return readDouble(text);
  return BAD_UNDERSCORE.test(text) ? null : readDouble(text.replaceAll("_", ""));
}

/** FLOAT. Digits become the nearest double. A text that no pickler would write for its length is refused unread. */
export function parseFloatLine(line: Uint8Array): FloatArgument {
  if (line.length > FLOAT_TEXT) return { kind: "bad", lenient: 0, why: "argument.too-long" };
  const end = cEnd(line);
  const text = latin1Text(line, 0, end);
  const c = readDouble(text);
  const overflow = c !== null && !Number.isFinite(c) && DECIMAL.test(text);
  if (c !== null && !overflow && end === line.length) return { kind: "float", value: c };
  const lenient = c === null || overflow ? readPythonFloat(line) : c;
  return { kind: "bad", lenient, why: lenient === null ? "argument.no-number" : "argument.read-differently" };
}
