/**
 * JSON inside native state: xgboost's configuration (1.0 to 1.5, and what a user saved as JSON), LightGBM's categories.
 * `NaN`, `Infinity` and `-Infinity` are read too: xgboost and Python write them.
 *
 * Refused: what RFC 8259 refuses otherwise, numbers of more than 400 characters, nesting beyond the builder's limit.
 * Iterative, one pass over the bytes, without a string a number.
 */
import {
  BACKSLASH,
  BLANK,
  CLOSE_DICT,
  CLOSE_LIST,
  COLON,
  COMMA,
  isBlank,
  isDigit,
  LETTER_U,
  MINUS,
  OPEN_DICT,
  OPEN_LIST,
  QUOTE,
  ZERO,
} from "../bytes/ascii.js";
import { Decimal } from "../bytes/decimal.js";
import { latin1Text } from "../bytes/latin1.js";
import { encodeUtf8, validUtf8 } from "../bytes/utf8.js";
import type { Reason } from "../finding/because.js";
import { KIND } from "../tape/handle.js";
import type { NativeSink } from "./sink.js";

const MAX_NUMBER = 400;
/** Characters of an escape. */
const SHORT_ESCAPE = 2;
const UNICODE_ESCAPE = 6;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** A word: a literal's letters, or a number's characters. */
const isWord = (byte: number): boolean =>
  (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 43 || byte === 45 || byte === 46;

class Json {
  readonly #bytes: Uint8Array;
  readonly #sink: NativeSink;
  readonly #end: number;
  readonly #depth: number;
  readonly #decimal = new Decimal();
  #at: number;

  constructor(sink: NativeSink, bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes.length === end ? bytes : bytes.subarray(0, end);
    this.#sink = sink;
    this.#end = end;
    this.#depth = sink.depth;
    this.#at = start;
  }

  read(): Reason | null {
    let why = this.#value();
    while (why === null && this.#sink.depth > this.#depth) why = this.#sink.excess ?? this.#next();
    if (why !== null) return why;
    this.#blanks();
    return this.#at === this.#end ? null : "native.rest";
  }

  #blanks(): void {
    while (isBlank(this.#bytes[this.#at])) this.#at++;
  }

  #take(byte: number): boolean {
    this.#blanks();
    if (this.#bytes[this.#at] !== byte) return false;
    this.#at++;
    return true;
  }

  /** After a value: the end of its container, or a comma and the next one. */
  #next(): Reason | null {
    const dict = this.#sink.inside === KIND.DICT;
    if (this.#take(COMMA)) return (dict ? this.#key() : null) ?? this.#value();
    if (!this.#take(dict ? CLOSE_DICT : CLOSE_LIST)) return "native.comma";
    this.#sink.close();
    return null;
  }

  #key(): Reason | null {
    if (!this.#take(QUOTE)) return "native.key";
    return this.#text() ?? (this.#take(COLON) ? null : "native.value");
  }

  #value(): Reason | null {
    this.#blanks();
    const byte = this.#bytes[this.#at];
    if (isDigit(byte) || byte === MINUS) return this.#small(byte === MINUS) ? null : this.#number();
    if (this.#take(QUOTE)) return this.#text();
    if (this.#take(OPEN_LIST)) return this.#open(false);
    return this.#take(OPEN_DICT) ? this.#open(true) : this.#literal();
  }

  /** Takes a whole number of few digits, as most are; false when it is another. */
  #small(negative: boolean): boolean {
    const bytes = this.#bytes;
    const first = negative ? this.#at + 1 : this.#at;
    let at = first;
    let size = 0;
    for (; at - first < FEW_DIGITS && isDigit(bytes[at]); at++) size = 10 * size + (bytes[at] ?? 0) - ZERO;
    if (at === first || isWord(bytes[at] ?? 0) || (bytes[first] === ZERO && at - first > 1)) return false;
    this.#at = at;
    this.#sink.whole(negative ? 0 - size : size);
    return true;
  }

  #number(): Reason | null {
    const number = this.#decimal;
    const start = this.#at;
    number.scan(this.#bytes, start, this.#end);
    if (!isNumber(number)) return this.#literal();
    this.#at = number.end;
    if (number.end - start > MAX_NUMBER || isWord(this.#bytes[number.end] ?? 0)) return "native.no-value";
    if (number.point || number.exponent) this.#sink.float(number.value);
    else if (number.wholeDigits > EXACT_DIGITS) this.#sink.whole(BigInt(latin1Text(this.#bytes, start, number.end)));
    else this.#sink.whole(number.zero ? 0 : number.value);
    return null;
  }

  #literal(): Reason | null {
    const start = this.#at;
    while (this.#at - start < MAX_LITERAL && isWord(this.#bytes[this.#at] ?? 0)) this.#at++;
    return literal(this.#sink, latin1Text(this.#bytes, start, this.#at)) ? null : "native.no-value";
  }

  #open(dict: boolean): Reason | null {
    if (!this.#sink.open(dict ? KIND.DICT : KIND.LIST)) return "native.depth";
    if (this.#take(dict ? CLOSE_DICT : CLOSE_LIST)) {
      this.#sink.close();
      return null;
    }
    return (dict ? this.#key() : null) ?? this.#value();
  }

  /** A text behind its opening quote. Without escapes it is not copied. */
  #text(): Reason | null {
    const start = this.#at;
    let escaped = false;
    for (;;) {
      const byte = this.#bytes[this.#at] ?? 0;
      if (byte < BLANK) return "native.open-text";
      this.#at++;
      if (byte === QUOTE) break;
      if (byte !== BACKSLASH) continue;
      escaped = true;
      this.#at++;
    }
    const end = this.#at - 1;
    if (escaped) return this.#escaped(start, end);
    return this.#sink.text(start, end) ? null : "native.utf8";
  }

  #escaped(start: number, end: number): Reason | null {
    if (!validUtf8(this.#bytes, start, end)) return "native.utf8";
    const out = new Uint8Array(end - start);
    let to = 0;
    for (let at = start; at < end; ) {
      if (this.#bytes[at] !== BACKSLASH) {
        out[to++] = this.#bytes[at++] ?? 0;
        continue;
      }
      // Escapes that follow each other stay together: two of them may be one character.
      let units = "";
      while (at < end && this.#bytes[at] === BACKSLASH) {
        const unit = this.#escape(at + 1, end);
        if (unit === null) return "native.escape";
        units += unit;
        at += this.#bytes[at + 1] === LETTER_U ? UNICODE_ESCAPE : SHORT_ESCAPE;
      }
      const bytes = encodeUtf8(units);
      out.set(bytes, to);
      to += bytes.length;
    }
    return this.#sink.textOf(out, 0, to) ? null : "native.utf8";
  }

  /** The UTF-16 unit of the escape whose letter is at `at`. */
  #escape(at: number, end: number): string | null {
    const letter = String.fromCharCode(this.#bytes[at] ?? 0);
    if (letter !== "u") return Object.hasOwn(ESCAPES, letter) ? (ESCAPES[letter] ?? null) : null;
    const hex = at + 5 <= end ? latin1Text(this.#bytes, at + 1, at + 5) : "";
    return /^[0-9a-fA-F]{4}$/.test(hex) ? String.fromCharCode(Number.parseInt(hex, 16)) : null;
  }
}

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ["null", null],
  ["true", true],
  ["false", false],
]);

const FLOATS: ReadonlyMap<string, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

/** A number of so many digits at most is exact as a double. */
const EXACT_DIGITS = 15;
/** So many digits are small for any engine. */
const FEW_DIGITS = 9;
/** As many characters of a word are looked at: one more than the longest literal has. */
const MAX_LITERAL = 10;

/** RFC 8259's grammar: no plus, no zero before other digits, digits behind a point and an `e`. */
function isNumber(number: Decimal): boolean {
  if (number.wholeDigits === 0 || (number.leadingZero && number.wholeDigits > 1)) return false;
  return (!number.point || number.fractionDigits > 0) && (!number.exponent || number.exponentDigits > 0);
}

/** Takes a literal; false when it is none. */
function literal(sink: NativeSink, word: string): boolean {
  const constant = CONSTANTS.get(word);
  const float = FLOATS.get(word);
  if (constant !== undefined) sink.scalar(constant);
  else if (float !== undefined) sink.float(float);
  else return false;
  return true;
}

/** Reads the value that JSON spells from byte `start` to `end`; why it is none, or null. */
export const readJson = (sink: NativeSink, bytes: Uint8Array, start = 0, end = bytes.length): Reason | null =>
  new Json(sink, bytes, start, end).read();
