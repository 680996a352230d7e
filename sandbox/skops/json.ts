/**
 * JSON as Python's `json.loads` reads it, onto a flat tape of tokens (`json-tape.ts`): `NaN` and `Infinity` are numbers, lone
 * surrogates are text.
 *
 * Refused: what Python refuses, a byte order mark and other encodings (Python takes them; skops writes neither), a key that
 * stands twice in one object (Python takes the last), nesting beyond `MOST_DEPTH`, more tokens or bytes than memory allows.
 * Iterative and linear; a large object's keys are put into a set.
 */
import { CLOSE_DICT, CLOSE_LIST, COLON, COMMA, isBlank, OPEN_DICT, OPEN_LIST, QUOTE } from "../bytes/ascii.js";
import { validUtf8 } from "../bytes/utf8.js";
import { isNumberText, numberEnd } from "./json-number.js";
import { stringEnd } from "./json-string.js";
import { END, ESCAPED, Json, NEXT, START, TOKEN, type Token, WORDS } from "./json-tape.js";

/** Python's own reader gives up long before. */
export const MOST_DEPTH = 4_000;

/** Pairs of an object that are compared one by one. */
const FEW = 12;

/** Why a text is not read, and where. */
export type JsonFault = { readonly at: number } & (
  | { readonly kind: "syntax" | "twice" | "depth" }
  | { readonly kind: "memory"; readonly limit: number }
);

/** Makes the tape. One pass; open containers stand in a stack of their own. */
class Parser {
  readonly #bytes: Uint8Array;
  readonly #mostWords: number;
  #words: Int32Array;
  #top = 0;
  #at = 0;
  readonly #open = new Int32Array(MOST_DEPTH);
  #depth = 0;
  fault: JsonFault | null = null;

  constructor(bytes: Uint8Array, mostWords: number) {
    this.#bytes = bytes;
    this.#mostWords = mostWords;
    this.#words = new Int32Array(Math.max(64, Math.min(mostWords, Math.ceil(bytes.length / 12) * WORDS)));
  }

  run(): Json | null {
    let more = this.#value();
    while (more && this.#depth > 0) more = this.#behindValue();
    if (!more) return null;
    this.#blanks();
    if (this.#at < this.#bytes.length) return this.#wrong();
    return new Json(this.#bytes, this.#words, this.#top);
  }

  #wrong(kind: "syntax" | "twice" | "depth" = "syntax"): null {
    this.fault ??= { kind, at: this.#at };
    return null;
  }

  #blanks(): void {
    while (isBlank(this.#bytes[this.#at])) this.#at++;
  }

  /** True and one byte further where that byte comes next. */
  #take(byte: number): boolean {
    this.#blanks();
    if (this.#bytes[this.#at] !== byte) return false;
    this.#at++;
    return true;
  }

  #push(kind: number, start: number, end: number): boolean {
    if (this.#top + WORDS > this.#words.length && !this.#grow()) return false;
    this.#words[this.#top] = kind;
    this.#words[this.#top + START] = start;
    this.#words[this.#top + END] = end;
    this.#words[this.#top + NEXT] = this.#top + WORDS;
    this.#top += WORDS;
    return true;
  }

  #grow(): boolean {
    if (this.#words.length >= this.#mostWords) {
      this.fault = { kind: "memory", at: this.#at, limit: this.#mostWords * WORDS };
      return false;
    }
    const next = new Int32Array(Math.min(this.#mostWords, this.#words.length * 2));
    next.set(this.#words);
    this.#words = next;
    return this.#top + WORDS <= next.length || this.#grow();
  }

  /** One value; of a container its opening, and what stands first in it. */
  #value(): boolean {
    for (;;) {
      this.#blanks();
      const byte = this.#bytes[this.#at] ?? 0;
      if (byte === QUOTE) return this.#string();
      if (byte !== OPEN_DICT && byte !== OPEN_LIST) return this.#word();
      const isObject = byte === OPEN_DICT;
      if (this.#depth >= MOST_DEPTH) return this.#wrong("depth") !== null;
      this.#open[this.#depth++] = this.#top;
      if (!this.#push(isObject ? TOKEN.OBJECT : TOKEN.ARRAY, this.#at, 0)) return false;
      this.#at++;
      if (this.#take(isObject ? CLOSE_DICT : CLOSE_LIST)) return this.#close();
      if (isObject && !this.#key()) return false;
    }
  }

  /** A key and its colon. */
  #key(): boolean {
    this.#blanks();
    if (this.#bytes[this.#at] !== QUOTE || !this.#string()) return this.#wrong() !== null;
    return this.#take(COLON) || this.#wrong() !== null;
  }

  /** What follows a value inside a container. */
  #behindValue(): boolean {
    const container = this.#open[this.#depth - 1] ?? 0;
    const isObject = this.#words[container] === TOKEN.OBJECT;
    this.#words[container + END] = (this.#words[container + END] ?? 0) + 1;
    if (this.#take(COMMA)) return (!isObject || this.#key()) && this.#value();
    if (this.#take(isObject ? CLOSE_DICT : CLOSE_LIST)) return this.#close();
    return this.#wrong() !== null;
  }

  #close(): boolean {
    const container = this.#open[--this.#depth] ?? 0;
    this.#words[container + NEXT] = this.#top;
    return this.#words[container] !== TOKEN.OBJECT || this.#keysOnce(container) || this.#wrong("twice") !== null;
  }

  #keysOnce(object: Token): boolean {
    const count = this.#words[object + END] ?? 0;
    if (count < 2) return true;
    const json = new Json(this.#bytes, this.#words, this.#top);
    const seen = new Set<string>();
    const few: Token[] = [];
    let key = json.first(object);
    for (let i = 0; i < count; i++) {
      if (count > FEW) seen.add(keyText(json, key));
      else if (few.some((other) => json.sameBut(other, key, () => false))) return false;
      else few.push(key);
      key = json.next(key + WORDS);
    }
    return count <= FEW || seen.size === count;
  }

  #string(): boolean {
    const from = this.#at + 1;
    const found = stringEnd(this.#bytes, from, this.#bytes.length);
    if (found === null) return this.#wrong() !== null;
    this.#at = found.end + 1;
    return this.#push(TOKEN.STRING | (found.escaped ? ESCAPED : 0), from, found.end);
  }

  /** A number, or one of the words. */
  #word(): boolean {
    const from = this.#at;
    const to = numberEnd(this.#bytes, from, this.#bytes.length);
    const kind = wordKind(this.#bytes, from, to);
    if (kind === 0) return this.#wrong() !== null;
    this.#at = to;
    return this.#push(kind, from, to);
  }
}

/** A key as one character a byte: short, and exact. */
function keyText(json: Json, key: Token): string {
  const bytes = json.text(key);
  let text = "";
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
}

const WORD_KINDS: Readonly<Record<string, number>> = { true: TOKEN.TRUE, false: TOKEN.FALSE, null: TOKEN.NULL };

/** What a word is, 0 where it is none of JSON's. */
export function wordKind(b: Uint8Array, from: number, to: number): number {
  if (isNumberText(b, from, to)) return TOKEN.NUMBER;
  if (to - from < 4 || to - from > 5) return 0;
  return WORD_KINDS[String.fromCharCode(...b.subarray(from, to))] ?? 0;
}

/** Reads a text, or says why not. `mostBytes`: of the tape. */
export function parseJson(bytes: Uint8Array, mostBytes: number): Json | JsonFault {
  if (!validUtf8(bytes, 0, bytes.length)) return { kind: "syntax", at: 0 };
  const parser = new Parser(bytes, Math.floor(mostBytes / 4));
  return parser.run() ?? parser.fault ?? { kind: "syntax", at: 0 };
}
