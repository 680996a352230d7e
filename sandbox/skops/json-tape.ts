/**
 * A JSON text as a flat tape of tokens, four words each, and how it is read: nothing is made of a value until somebody asks
 * for it. Who compares tokens is told how many (`compared`), for that is what may cost much.
 */
import { decodeUtf8 } from "../bytes/utf8.js";
import { unescaped } from "./json-string.js";

/** What a token is. `ESCAPED` is a bit beside STRING. */
export const TOKEN = { OBJECT: 1, ARRAY: 2, STRING: 3, NUMBER: 4, TRUE: 5, FALSE: 6, NULL: 7 } as const;

/** A token's index; its words follow from there. */
export type Token = number;

/** No such token: the root is never a value of anything. */
export const NO_TOKEN = 0;

/** kind; first byte; byte behind the last (of containers: how many items or pairs); token behind it. */
export const WORDS = 4;
export const [START, END, NEXT] = [1, 2, 3];
export const ESCAPED = 16;

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
