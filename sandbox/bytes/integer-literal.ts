/**
 * `PyLong_FromString`: what `int(text, 0)` and `int(text, 10)` read, as a plain scan over a line. It does not build the
 * number: digits are counted first, so that a limit can be applied before the cost.
 *
 * Refused (null): no digits, two underscores together or one at an edge, a sign or blank inside, bytes that are no
 * ASCII, and with base 0 a leading zero before another digit. The scan is one pass; `literalValue` costs a little more
 * than linear in the digits.
 */

/** Digits found in a line: `[from, to)` holds them, with underscores between. */
export interface Literal {
  readonly negative: boolean;
  readonly base: 2 | 8 | 10 | 16;
  readonly from: number;
  readonly to: number;
  /** Number of digits, leading zeros included, underscores not. */
  readonly digits: number;
}

const ZERO = 0x30;
const UNDERSCORE = 0x5f;

/** C's `isspace` in the C locale. */
function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}

function digitValue(byte: number | undefined): number {
  if (byte === undefined) return 99;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? lower - 0x57 : 99;
}

/** Index of the first byte from `at` that is no white space. */
export function skipSpace(line: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && isSpace(line[i])) i += 1;
  return i;
}

/** The base that a letter behind a zero announces, or 0. */
function prefixBase(letter: number | undefined): 2 | 8 | 16 | 0 {
  switch (letter === undefined ? 0 : letter | 0x20) {
    case 0x78: // x
      return 16;
    case 0x6f: // o
      return 8;
    case 0x62: // b
      return 2;
    default:
      return 0;
  }
}

/**
 * Python's reading of line[0, end), or null. White space around it is allowed, single underscores between digits,
 * and one behind a prefix. With `autoBase` (base 0), prefixes count and a leading zero is allowed only for zero.
 */
export function pythonLiteral(line: Uint8Array, end: number, autoBase: boolean): Literal | null {
  let i = skipSpace(line, 0, end);
  const negative = i < end && line[i] === 0x2d;
  if (i < end && (negative || line[i] === 0x2b)) i += 1;
  const announced = autoBase && line[i] === ZERO && i + 1 < end ? prefixBase(line[i + 1]) : 0;
  const base = announced === 0 ? 10 : announced;
  const zeroOnly = autoBase && announced === 0 && line[i] === ZERO;
  if (announced !== 0) {
    i += 2;
    if (i < end && line[i] === UNDERSCORE) i += 1;
  }
  const from = i;
  let digits = 0;
  let wasDigit = false;
  for (; i < end; i += 1) {
    const byte = line[i];
    if (byte === UNDERSCORE && wasDigit) {
      wasDigit = false;
      continue;
    }
    if (digitValue(byte) >= base || (zeroOnly && byte !== ZERO)) break;
    digits += 1;
    wasDigit = true;
  }
  if (!wasDigit || skipSpace(line, i, end) !== end) return null;
  return { negative, base, from, to: i, digits };
}

const PREFIX = { 2: "0b", 8: "0o", 10: "", 16: "0x" } as const;

/** The number of a literal, as a bigint only beyond 2^53 - 1. Cost grows a little faster than the digits. */
export function literalValue(line: Uint8Array, literal: Literal): number | bigint {
  if (literal.base === 10 && literal.digits <= 15) {
    let value = 0;
    for (let i = literal.from; i < literal.to; i += 1) {
      if (line[i] !== UNDERSCORE) value = value * 10 + digitValue(line[i]);
    }
    return literal.negative && value !== 0 ? -value : value;
  }
  const parts: string[] = [];
  for (let i = literal.from; i < literal.to; i += 1) {
    const byte = line[i] ?? 0;
    if (byte !== UNDERSCORE) parts.push(String.fromCharCode(byte));
  }
  const magnitude = BigInt(PREFIX[literal.base] + parts.join(""));
  const value = literal.negative ? -magnitude : magnitude;
  return magnitude <= 9007199254740991n ? Number(value) : value;
}
