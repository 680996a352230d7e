/**
 * The shortest digits that read back to the same double, straight to bytes. JavaScript's own text of a number is a string that
 * is made, copied and thrown away: with it a list of three million took half as long again to convert.
 *
 * A double v and a power of ten up to 10^22 multiply without any error into the sum of two doubles (Dekker, "A floating-point
 * technique for extending the available precision", 1971). Scaled to 17 digits before the point, half the distance to v's
 * neighbours is between 0.55 and 11.2 units: so of the numbers with 15 digits or fewer, with 16 and with 17 the nearest one
 * that lies closer than that is the answer, as `Number.prototype.toString` has it. Whatever is near a bound, a power of two
 * (its neighbours are not equally far), or out of range is left to the engine's own text.
 */
import { MINUS, POINT, ZERO } from "../bytes/ascii.js";

/** 10^0 to 10^22: exact. */
const POWERS = [
  1, 10, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];
/** 10^0 to 10^-6, rounded. */
const FRACTIONS = [1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];
/** What is written here lies between: `10^16 / v` is a power that is exact, and no text has an exponent. */
const LEAST = 1e-6;
const MOST = 1e15;
/** 2^27 + 1: cuts a double in two halves of 26 bits. */
const HALVES = 134217729;
/** Digits behind the first nine. */
const LOW_DIGITS = 1e8;
/** The places of a double's exponent in its upper word, and the least of them, of 10^-6. */
const EXPONENT = 20;
const LEAST_EXPONENT = 1023 - 20;
/** Half a unit of the last place, by exponent. */
const HALF_UNITS = Array.from({ length: 70 }, (_, i) => 2 ** (i - 20 - 53));
/** Far above the error of a remainder (10^-8), far below the least distance. */
const MARGIN = 1e-6;

/** Bytes of a text, at most. */
export const MOST_DIGITS = 26;

export class FloatText {
  /** The number to write stands here: handed over, each would be an object of its own. */
  readonly value = new Float64Array(1);
  readonly #words = new Int32Array(this.value.buffer);

  /**
   * Writes the number at `at`, where there are `MOST_DIGITS` bytes, and returns where it ends; -1: not one of these. In one
   * piece, because between functions doubles are objects, too.
   */
  write(bytes: Uint8Array, at: number): number {
    const words = this.#words;
    const high = words[1] ?? 0;
    const value = this.value[0] ?? 0;
    const v = value < 0 ? -value : value;
    if (!(v >= LEAST && v < MOST) || (words[0] === 0 && (high & 0xfffff) === 0)) return -1;
    let place = 0;
    if (v >= 1) while (v >= (POWERS[place + 1] ?? 0)) place++;
    else for (place = -1; v < (FRACTIONS[-place] ?? 0); ) place--;
    const power = POWERS[16 - place] ?? 0;
    const distance = (HALF_UNITS[((high >>> EXPONENT) & 0x7ff) - LEAST_EXPONENT] ?? 0) * power;
    // v × power = product + error
    const product = v * power;
    const v1 = HALVES * v - (HALVES * v - v);
    const p1 = HALVES * power - (HALVES * power - power);
    const v2 = v - v1;
    const p2 = power - p1;
    const error = v1 * p1 - product + v1 * p2 + v2 * p1 + v2 * p2;
    // … = top × 10^8 + rest. Reciprocals may be one off next to a bound, which is found out below.
    let top = (product * 1e-8) | 0;
    let rest = product - top * LOW_DIGITS + error;
    if (rest < 0) {
      top = (top - 1) | 0;
      rest += LOW_DIGITS;
    }
    // The roundest number that is closer to the rest than the distance.
    let digits = (((rest * 0.01 + 0.5) | 0) * 100) | 0;
    let away = rest < digits ? digits - rest : rest - digits;
    if (away >= distance - MARGIN) {
      if (away < distance + MARGIN) return -1;
      digits = (((rest * 0.1 + 0.5) | 0) * 10) | 0;
      away = rest < digits ? digits - rest : rest - digits;
      let step = 5;
      if (away >= distance - MARGIN) {
        if (away < distance + MARGIN) return -1;
        digits = (rest + 0.5) | 0;
        away = rest < digits ? digits - rest : rest - digits;
        step = 0.5;
      }
      if (away > step - MARGIN) return -1;
    }
    if (digits === LOW_DIGITS) {
      top = (top + 1) | 0;
      digits = 0;
    }
    if (digits < 0 || digits > LOW_DIGITS || top < LOW_DIGITS || top >= 10 * LOW_DIGITS) return -1;
    let start = at;
    if (high < 0) bytes[start++] = MINUS;
    return place < 0 ? fraction(bytes, start, place, top, digits) : decimal(bytes, start, place, top, digits);
  }
}

/** `12.5`: digits, of which `place` + 1 stand before the point. */
function decimal(bytes: Uint8Array, at: number, place: number, top: number, rest: number): number {
  nine(bytes, at + 1, top);
  eight(bytes, at + 10, rest);
  const point = at + place + 1;
  for (let i = at; i < point; i++) bytes[i] = bytes[i + 1] ?? 0;
  bytes[point] = POINT;
  let end = at + 18;
  while (end > point + 2 && bytes[end - 1] === ZERO) end--;
  return end;
}

/** `0.0125`. */
function fraction(bytes: Uint8Array, at: number, place: number, top: number, rest: number): number {
  bytes[at] = ZERO;
  bytes[at + 1] = POINT;
  const first = at + 1 - place;
  for (let i = at + 2; i < first; i++) bytes[i] = ZERO;
  nine(bytes, first, top);
  if (rest !== 0) eight(bytes, first + 9, rest);
  let end = first + (rest === 0 ? 9 : 17);
  while (bytes[end - 1] === ZERO) end--;
  return end;
}

/** Nine digits of a number, as five and four that do not wait for one another. */
function nine(bytes: Uint8Array, at: number, value: number): void {
  const left = (value / 10000) | 0;
  const first = (left / 10000) | 0;
  bytes[at] = ZERO + first;
  four(bytes, at + 1, (left - first * 10000) | 0);
  four(bytes, at + 5, (value - left * 10000) | 0);
}

function eight(bytes: Uint8Array, at: number, value: number): void {
  const left = (value / 10000) | 0;
  four(bytes, at, left);
  four(bytes, at + 4, (value - left * 10000) | 0);
}

function four(bytes: Uint8Array, at: number, value: number): void {
  const left = (value / 100) | 0;
  const right = (value - left * 100) | 0;
  const a = (left / 10) | 0;
  const b = (right / 10) | 0;
  bytes[at] = ZERO + a;
  bytes[at + 1] = ZERO + left - a * 10;
  bytes[at + 2] = ZERO + b;
  bytes[at + 3] = ZERO + right - b * 10;
}

/** Writes an integer of 31 bits at `at`, and returns where it ends. */
export function writeInteger(bytes: Uint8Array, at: number, value: number): number {
  let to = at;
  let left = value;
  if (value < 0) {
    bytes[to++] = MINUS;
    left = -value;
  }
  let end = to + 1;
  for (let bound = 10; left >= bound; bound *= 10) end++;
  for (let i = end - 1; i >= to; i--) {
    const next = (left / 10) | 0;
    bytes[i] = ZERO + left - next * 10;
    left = next;
  }
  return end;
}
