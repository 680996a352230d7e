/**
 * JSON inside native state: xgboost's configuration (1.0 to 1.5, and what a user saved as JSON), LightGBM's categories.
 * `NaN`, `Infinity` and `-Infinity` are read too: xgboost and Python write them.
 *
 * Refused: what RFC 8259 refuses otherwise, numbers of more than 400 characters, nesting beyond the builder's limit.
 * Iterative, linear.
 */
import { BACKSLASH, BLANK, isBlank, LETTER_U, QUOTE } from "../bytes/ascii.js";
import { latin1Text } from "../bytes/latin1.js";
import { encodeUtf8, validUtf8 } from "../bytes/utf8.js";
import type { Reason } from "../finding/because.js";
import { KIND } from "../tape/handle.js";
import type { NativeSink } from "./sink.js";

const NUMBER = /^-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;
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

  #take(character: string): boolean {
    this.#blanks();
    if (this.#bytes[this.#at] !== character.charCodeAt(0)) return false;
    this.#at++;
    return true;
  }

  /** After a value: the end of its container, or a comma and the next one. */
  #next(): Reason | null {
    const dict = this.#sink.inside === KIND.DICT;
    if (this.#take(dict ? "}" : "]")) {
      this.#sink.close();
      return null;
    }
    if (!this.#take(",")) return "native.comma";
    return (dict ? this.#key() : null) ?? this.#value();
  }

  #key(): Reason | null {
    if (!this.#take('"')) return "native.key";
    return this.#text() ?? (this.#take(":") ? null : "native.value");
  }

  #value(): Reason | null {
    if (this.#take('"')) return this.#text();
    if (this.#take("[")) return this.#open(false);
    if (this.#take("{")) return this.#open(true);
    const start = this.#at;
    while (this.#at - start <= MAX_NUMBER && isWord(this.#bytes[this.#at] ?? 0)) this.#at++;
    return literal(this.#sink, latin1Text(this.#bytes, start, this.#at)) ? null : "native.no-value";
  }

  #open(dict: boolean): Reason | null {
    if (!this.#sink.open(dict ? KIND.DICT : KIND.LIST)) return "native.depth";
    if (this.#take(dict ? "}" : "]")) {
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

/** Takes a literal or a number; false when it is neither. */
function literal(sink: NativeSink, word: string): boolean {
  const constant = CONSTANTS.get(word);
  const float = FLOATS.get(word);
  const match = word.length <= MAX_NUMBER ? NUMBER.exec(word) : null;
  if (constant !== undefined) sink.scalar(constant);
  else if (float !== undefined) sink.float(float);
  else if (match === null) return false;
  else if (match[1] !== undefined || match[2] !== undefined) sink.float(Number(word));
  else sink.whole(word.length <= EXACT_DIGITS && word !== "-0" ? Number(word) : BigInt(word));
  return true;
}

/** Reads the value that JSON spells from byte `start` to `end`; why it is none, or null. */
export const readJson = (sink: NativeSink, bytes: Uint8Array, start = 0, end = bytes.length): Reason | null =>
  new Json(sink, bytes, start, end).read();
