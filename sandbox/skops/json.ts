/**
 * JSON as Python's `json.loads` reads it, on a flat tape of tokens: `NaN` and `Infinity` are numbers, lone surrogates are
 * text. Nothing is made of a value until somebody asks for it.
 *
 * Refused: what Python refuses, a byte order mark and other encodings (Python takes them; skops writes neither), a key that
 * stands twice in one object (Python takes the last), nesting beyond `MOST_DEPTH`, more tokens or bytes than memory allows.
 * Iterative and linear; a large object's keys are put into a set.
 */
import {
  BACKSLASH,
  BLANK,
  CLOSE_DICT,
  CLOSE_LIST,
  COLON,
  COMMA,
  NEWLINE,
  OPEN_DICT,
  OPEN_LIST,
  QUOTE,
  RETURN,
  TAB,
} from "../bytes/ascii.js";
import { decodeUtf8, validUtf8, writeCodePoint } from "../bytes/utf8.js";
import { isNumberText, numberEnd } from "./json-number.js";

/** What a token is. `ESCAPED` is a bit beside STRING. */
export const TOKEN = { OBJECT: 1, ARRAY: 2, STRING: 3, NUMBER: 4, TRUE: 5, FALSE: 6, NULL: 7 } as const;

/** A token's index; its words follow from there. */
export type Token = number;

/** No such token: the root is never a value of anything. */
export const NO_TOKEN = 0;

/** kind; first byte; byte behind the last (of containers: how many items or pairs); token behind it. */
const WORDS = 4;
const [START, END, NEXT] = [1, 2, 3];
const ESCAPED = 16;

/** Python's own reader gives up long before. */
export const MOST_DEPTH = 4_000;

/** Pairs of an object that are compared one by one. */
const FEW = 12;

/** Why a text is not read, and where. */
export type JsonFault = { readonly at: number } & (
  | { readonly kind: "syntax" | "twice" | "depth" }
  | { readonly kind: "memory"; readonly limit: number }
);

const isBlank = (byte: number | undefined): boolean => byte === BLANK || byte === NEWLINE || byte === RETURN || byte === TAB;

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
const LETTER_U = 117;
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

export class Json {
  readonly bytes: Uint8Array;
  #words: Int32Array;
  /** Words in use. */
  #top = 0;

  constructor(bytes: Uint8Array, words: Int32Array, top: number) {
    this.bytes = bytes;
    this.#words = words;
    this.#top = top;
  }

  /** Tokens that were compared so far. */
  compared = 0;

  /** The whole. */
  readonly root: Token = 0;

  #word(at: number): number {
    return this.#words[at] ?? 0;
  }

  kind(token: Token): number {
    return this.#word(token) & 15;
  }

  /** Where it begins in the text. */
  start(token: Token): number {
    return this.#word(token + START);
  }

  /** Items of an array, pairs of an object. */
  count(token: Token): number {
    return this.#word(token + END);
  }

  /** The first value of an array, the first key of an object; the key's value is the next token. */
  first(token: Token): Token {
    return token + WORDS;
  }

  next(token: Token): Token {
    return this.#word(token + NEXT);
  }

  /** All tokens in the order of the text. */
  *all(): Generator<Token> {
    for (let token = 0; token < this.#top; token += WORDS) yield token;
  }

  /** The value behind a key. */
  behind(key: Token): Token {
    return key + WORDS;
  }

  /** Keys of an object. */
  *keys(object: Token): Generator<Token> {
    for (let [key, i] = [this.first(object), 0]; i < this.count(object); key = this.next(this.behind(key)), i++) yield key;
  }

  /** Values of an array. */
  *items(array: Token): Generator<Token> {
    for (let [item, i] = [this.first(array), 0]; i < this.count(array); item = this.next(item), i++) yield item;
  }

  #range(token: Token): readonly [number, number] {
    return [this.#word(token + START), this.#word(token + END)];
  }

  /** Bytes of a string's text, or of a number. */
  text(token: Token): Uint8Array {
    const [from, to] = [this.#word(token + START), this.#word(token + END)];
    return (this.#word(token) & ESCAPED) !== 0 ? unescaped(this.bytes, from, to) : this.bytes.subarray(from, to);
  }

  /** A string's text for names and keys: its first `most` bytes. */
  string(token: Token, most: number): string {
    const bytes = this.text(token).subarray(0, most);
    return decodeUtf8(bytes, 0, bytes.length);
  }

  /** True for the string `text`, which is ASCII. */
  is(token: Token, text: string): boolean {
    if (this.kind(token) !== TOKEN.STRING) return false;
    const from = this.#word(token + START);
    if ((this.#word(token) & ESCAPED) !== 0) return this.string(token, text.length + 1) === text;
    if (this.#word(token + END) - from !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.bytes[from + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  /** The value under an ASCII key, `NO_TOKEN` where there is none. */
  field(object: Token, key: string): Token {
    if (this.kind(object) !== TOKEN.OBJECT) return NO_TOKEN;
    let name = this.first(object);
    for (let i = 0; i < this.count(object); i++) {
      const value = name + WORDS;
      if (this.is(name, key)) return value;
      name = this.next(value);
    }
    return NO_TOKEN;
  }

  /** True where two tokens are the same but for the values of keys that `isFree` names. */
  sameBut(a: Token, b: Token, isFree: (key: Token) => boolean): boolean {
    const endA = this.next(a);
    const endB = this.next(b);
    let free = -1;
    for (let [x, y] = [a, b]; x < endA || y < endB; x += WORDS, y += WORDS) {
      this.compared++;
      if (x >= endA || y >= endB) return false;
      if (x === free) {
        if (this.next(x) - x !== this.next(y) - y) return false;
        x = this.next(x) - WORDS;
        y = this.next(y) - WORDS;
        continue;
      }
      if (this.kind(x) !== this.kind(y) || !this.#sameText(x, y)) return false;
      if (this.kind(x) === TOKEN.STRING && isFree(x)) free = x + WORDS;
    }
    return true;
  }

  #sameText(a: Token, b: Token): boolean {
    const kind = this.kind(a);
    if (kind === TOKEN.OBJECT || kind === TOKEN.ARRAY) return this.count(a) === this.count(b);
    if (kind !== TOKEN.STRING && kind !== TOKEN.NUMBER) return true;
    if (((this.#word(a) | this.#word(b)) & ESCAPED) === 0) return sameBytes(this.bytes, this.#range(a), this.bytes, this.#range(b));
    const [x, y] = [this.text(a), this.text(b)];
    return sameBytes(x, [0, x.length], y, [0, y.length]);
  }
}

function sameBytes(a: Uint8Array, [from, to]: readonly [number, number], b: Uint8Array, [other, end]: readonly [number, number]): boolean {
  if (to - from !== end - other) return false;
  for (let i = 0; i < to - from; i++) if (a[from + i] !== b[other + i]) return false;
  return true;
}

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
