/**
 * Numbers in texts of megabytes: one scan over the bytes says how a number is written and what double it is, without a string
 * and without a regex a number. Who asks holds the marks (sign, point, leading zeros) against its own grammar.
 *
 * The double is the nearest one, ties to even, as `Number` has it. Up to fifteen digits and a small power of ten one operation
 * rounds it right. Up to thirty digits it is reckoned in two doubles (error below 2^-100 of it), and taken when that error
 * cannot change how it rounds. Anything else (longer, near a tie, far from one) goes through `Number`: some thirty times slower, rare.
 */
import { isDigit, MINUS, PLUS, POINT, ZERO } from "./ascii.js";
import { latin1Text } from "./latin1.js";

/** Powers of ten that are doubles: 10^0 to 10^22. */
const POWERS = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];
const MOST_POWER = 22;
/** Digits of a whole number that is exact in a double, and of two of them behind each other. */
const HEAD = 15;
const BOTH = 30;
/** Powers of ten that two doubles are divided by or multiplied with, at most. */
const REACH = 66;
/** Splits a double in two halves of bits (Dekker). */
const SPLIT = 2 ** 27 + 1;
/** How much the part below the last bit is enlarged to see whether it might round otherwise. */
const DOUBT = 1 + 2 ** -20;
/** Exponents are counted up to here: what is beyond is infinite or zero. */
const MOST_EXPONENT = 100_000;

const EMPTY = new Uint8Array(0);

/** A number as the sum of two doubles, the lower at most half a last bit of the higher. */
class Pair {
  high = 0;
  low = 0;

  become(value: number): void {
    this.high = value;
    this.low = 0;
  }

  multiply(by: number): void {
    const product = this.high * by;
    this.#set(product, productError(this.high, by, product) + this.low * by);
  }

  add(term: number): void {
    const sum = this.high + term;
    const back = sum - this.high;
    this.#set(sum, this.high - (sum - back) + (term - back) + this.low);
  }

  divide(by: number): void {
    const quotient = this.high / by;
    const product = quotient * by;
    const rest = this.high - product - productError(quotient, by, product) + this.low;
    this.#set(quotient, rest / by);
  }

  #set(high: number, low: number): void {
    const sum = high + low;
    this.low = low - (sum - high);
    this.high = sum;
  }
}

/** What `product` lacks of a times b, exactly (Dekker, Veltkamp). */
function productError(a: number, b: number, product: number): number {
  const bigA = SPLIT * a;
  const bigB = SPLIT * b;
  const highA = bigA - (bigA - a);
  const highB = bigB - (bigB - b);
  const lowA = a - highA;
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

export class Decimal {
  /** Index behind the number. */
  end = 0;
  /** The first byte is a sign. */
  signed = false;
  negative = false;
  /** Digits before the point, of which the first is zero or not, and behind it. */
  wholeDigits = 0;
  leadingZero = false;
  point = false;
  fractionDigits = 0;
  /** There is an `e`, and digits behind it. */
  exponent = false;
  exponentDigits = 0;

  #bytes: Uint8Array = EMPTY;
  #start = 0;
  /** The first fifteen significant digits, those behind them, and how many there are of both. */
  #head = 0;
  #tail = 0;
  #significant = 0;
  #power = 0;
  readonly #pair = new Pair();

  /** Reads the number that begins at `start`, as far as it goes; its marks say whether there is one. */
  scan(bytes: Uint8Array, start: number, end: number): void {
    this.#bytes = bytes;
    this.#start = start;
    this.#head = 0;
    this.#tail = 0;
    this.#significant = 0;
    this.negative = bytes[start] === MINUS && start < end;
    this.signed = this.negative || (bytes[start] === PLUS && start < end);
    const first = this.signed ? start + 1 : start;
    this.leadingZero = first < end && bytes[first] === ZERO;
    const whole = this.#digits(first, end);
    this.wholeDigits = whole - first;
    this.point = whole < end && bytes[whole] === POINT;
    this.end = this.point ? this.#digits(whole + 1, end) : whole;
    this.fractionDigits = this.point ? this.end - whole - 1 : 0;
    this.#power = -this.fractionDigits;
    this.#exponent(end);
  }

  /** No digit but zeros. */
  get zero(): boolean {
    return this.#significant === 0;
  }

  /** The number, which has digits. */
  get value(): number {
    const size = this.#significant === 0 ? 0 : this.#size();
    return this.negative ? -size : size;
  }

  /** Takes digits from `from` on; index behind them. */
  #digits(from: number, end: number): number {
    const bytes = this.#bytes;
    let head = this.#head;
    let tail = this.#tail;
    let significant = this.#significant;
    let at = from;
    for (; at < end; at++) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) break;
      if (significant === 0 && digit === 0) continue;
      if (significant < HEAD) head = 10 * head + digit;
      else if (significant < BOTH) tail = 10 * tail + digit;
      significant++;
    }
    this.#head = head;
    this.#tail = tail;
    this.#significant = significant;
    return at;
  }

  #exponent(end: number): void {
    const letter = this.end < end ? this.#bytes[this.end] : 0;
    this.exponent = letter === 69 || letter === 101;
    this.exponentDigits = 0;
    if (!this.exponent) return;
    const sign = this.end + 1 < end ? this.#bytes[this.end + 1] : 0;
    const first = sign === MINUS || sign === PLUS ? this.end + 2 : this.end + 1;
    let power = 0;
    let at = first;
    for (; at < end && isDigit(this.#bytes[at]); at++) power = Math.min(MOST_EXPONENT, 10 * power + (this.#bytes[at] ?? 0) - ZERO);
    this.#power += sign === MINUS ? -power : power;
    this.exponentDigits = at - first;
    this.end = at;
  }

  /** Of the digits, without the sign. */
  #size(): number {
    const power = this.#power;
    if (this.#significant <= HEAD && power <= 0 && power >= -MOST_POWER) return this.#head / (POWERS[-power] ?? 1);
    if (this.#significant <= HEAD && power > 0 && power <= MOST_POWER) return this.#head * (POWERS[power] ?? 1);
    const size = this.#significant <= BOTH && Math.abs(power) <= REACH ? this.#twofold() : Number.NaN;
    return Number.isNaN(size) ? Math.abs(Number(latin1Text(this.#bytes, this.#start, this.end))) : size;
  }

  /** In two doubles; NaN where their error might change the last bit. */
  #twofold(): number {
    const pair = this.#pair;
    pair.become(this.#head);
    const shift = this.#significant - HEAD;
    if (shift > 0) {
      pair.multiply(POWERS[shift] ?? 1);
      pair.add(this.#tail);
    }
    for (let power = this.#power; power > 0; power -= MOST_POWER) pair.multiply(POWERS[Math.min(power, MOST_POWER)] ?? 1);
    for (let power = -this.#power; power > 0; power -= MOST_POWER) pair.divide(POWERS[Math.min(power, MOST_POWER)] ?? 1);
    return pair.high + pair.low * DOUBT === pair.high ? pair.high : Number.NaN;
  }
}
