/**
 * JSON that keeps what JavaScript's own reader drops: that `3.0` is a float and `3` an integer. For documents that are
 * read, changed and written again; where values are only looked at, `JSON.parse` will do.
 *
 * Iterative. Objects are plain, with own properties only (`__proto__` is a key like another).
 */
import { CornichonError, sentence } from "../errors.js";
import { HeldBytes } from "./held-bytes.js";

/** A float that would lose its point as a number: whole, or minus zero. Never made from anything but a number's text. */
export class Float {
  readonly value: number;
  readonly text: string;

  constructor(text: string) {
    this.value = Number(text);
    this.text = text;
  }
}

/** True for what is one value, whatever it is made of: nothing in it is a value of the document. */
export const isAtom = (value: unknown): boolean =>
  typeof value !== "object" || value === null || value instanceof Float || value instanceof HeldBytes;

type Container = unknown[] | Record<string, unknown> | Map<string, unknown>;

/** How values are made of JSON's text, where JSON says less than is needed. */
export interface Dialect {
  readonly words: readonly (readonly [string, unknown])[];
  readonly number: (text: string) => unknown;
  /** Keys keep their order, whole numbers too (an object that has some becomes a Map), and one that stands twice is this failure. */
  readonly twice: ((key: string) => CornichonError) | null;
  /** Most containers in each other. */
  readonly depth: number;
  readonly malformed: (at: number) => CornichonError;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
/** Characters of a text that are looked at one by one: those of keys. */
const SHORT = 32;

const malformed = (at: number): CornichonError =>
  new CornichonError("document.malformed", sentence`The neutral document cannot be read: it is no JSON at character ${at}.`);

/** Sets an own property, whatever its name. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else target[key] = value;
}

/** A container that has just been opened. */
class Opened {
  into: Container;
  readonly close: "]" | "}";

  constructor(array: boolean) {
    this.into = array ? [] : {};
    this.close = array ? "]" : "}";
  }
}

/** A container with more to come, and where its next value goes. */
interface Open extends Opened {
  key: string;
}

/** A key that a plain object would not leave in its place. */
const INDEX = /^(?:0|[1-9]\d*)$/;

function put({ into, key }: Open, value: unknown): void {
  if (Array.isArray(into)) into.push(value);
  else if (into instanceof Map) into.set(key, value);
  else setOwn(into, key, value);
}

export class JsonReader {
  readonly #text: string;
  readonly #dialect: Dialect;
  #at = 0;

  constructor(text: string, dialect: Dialect) {
    this.#text = text;
    this.#dialect = dialect;
  }

  /** True when nothing but white space is left. */
  get ended(): boolean {
    this.#space();
    return this.#at === this.#text.length;
  }

  /** All of the text as one value. */
  parse(): unknown {
    const value = this.next();
    if (!this.ended) throw this.#dialect.malformed(this.#at);
    return value;
  }

  /** The next value. */
  next(): unknown {
    const open: Open[] = [];
    for (;;) {
      const read = this.#value();
      let value = read;
      if (read instanceof Opened) {
        value = read.into;
        if (!this.#take(read.close)) {
          if (open.length >= this.#dialect.depth) throw this.#dialect.malformed(this.#at);
          const top = { ...read, key: "" };
          if (read.close === "}") this.#key(top);
          open.push(top);
          continue;
        }
      }
      // The value may be the last of its container, which then is the last of its own …
      for (;;) {
        const top = open[open.length - 1];
        if (top === undefined) return value;
        put(top, value);
        if (this.#take(",")) {
          if (top.close === "}") this.#key(top);
          break;
        }
        this.#expect(top.close);
        open.pop();
        value = top.into;
      }
    }
  }

  #space(): void {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at++;
  }

  #take(char: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #expect(char: string): void {
    if (!this.#take(char)) throw this.#dialect.malformed(this.#at);
  }

  /** The key of an object's next value. */
  #key(top: Open): void {
    this.#space();
    const key = this.#string();
    this.#expect(":");
    top.key = key;
    const { twice } = this.#dialect;
    if (twice === null || Array.isArray(top.into)) return;
    if (top.into instanceof Map ? top.into.has(key) : Object.hasOwn(top.into, key)) throw twice(key);
    if (!(top.into instanceof Map) && INDEX.test(key)) top.into = new Map(Object.entries(top.into));
  }

  /** A scalar, or an opened container. */
  #value(): unknown {
    this.#space();
    const char = this.#text[this.#at];
    if (char === '"') return this.#string();
    if (char === "[" || char === "{") {
      this.#at++;
      return new Opened(char === "[");
    }
    if (isDigit(this.#text.charCodeAt(this.#at))) return this.#number();
    for (const [word, value] of this.#dialect.words) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#number();
  }

  #number(): unknown {
    NUMBER.lastIndex = this.#at;
    const text = NUMBER.exec(this.#text)?.[0];
    if (text === undefined) throw this.#dialect.malformed(this.#at);
    this.#at += text.length;
    return this.#dialect.number(text);
  }

  #string(): string {
    const start = this.#at;
    if (this.#text[start] !== '"') throw this.#dialect.malformed(start);
    for (let at = start + 1; at < start + SHORT; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 34) {
        this.#at = at + 1;
        return this.#text.slice(start + 1, at);
      }
      // An escape, or what none may hold unescaped, or no more text.
      if (code === 92 || !(code >= 32)) break;
    }
    let end = this.#text.indexOf('"', start + 1);
    while (end > 0 && this.#escapes(end) % 2 === 1) end = this.#text.indexOf('"', end + 1);
    if (end < 0) throw this.#dialect.malformed(start);
    this.#at = end + 1;
    try {
      const value: unknown = JSON.parse(this.#text.slice(start, end + 1));
      return String(value);
    } catch {
      throw this.#dialect.malformed(start);
    }
  }

  /** Backslashes right before a place. */
  #escapes(end: number): number {
    let count = 0;
    while (this.#text[end - 1 - count] === "\\") count++;
    return count;
  }
}

/** JSON's own. */
export const WORDS: readonly (readonly [string, unknown])[] = [
  ["null", null],
  ["true", true],
  ["false", false],
];

function losslessNumber(text: string): number | Float {
  const value = Number(text);
  return /[.eE]/.test(text) && (Number.isInteger(value) || !Number.isFinite(value)) ? new Float(text) : value;
}

const LOSSLESS: Dialect = { words: WORDS, number: losslessNumber, twice: null, depth: Number.POSITIVE_INFINITY, malformed };

/** Reads JSON; whole floats come as {@link Float}. @throws CornichonError `document.malformed` */
export const parseLossless = (text: string): unknown => new JsonReader(text, LOSSLESS).parse();

/** What is still to be printed: a text as it is, or a value. */
type Pending = { readonly text: string } | { readonly value: unknown };

/** Writes JSON in pieces, floats as they were read. */
export function* printLossless(root: unknown): Generator<string> {
  const pending: Pending[] = [{ value: root }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ("text" in next) yield next.text;
    else if (typeof next.value !== "object" || next.value === null) yield JSON.stringify(next.value);
    else if (next.value instanceof Float) yield next.value.text;
    else if (next.value instanceof HeldBytes) yield* quoted(next.value);
    else for (const part of containerParts(next.value).reverse()) pending.push(part);
  }
}

function* quoted(bytes: HeldBytes): Generator<string> {
  yield '"';
  yield* bytes.base64();
  yield '"';
}

function containerParts(value: object): Pending[] {
  const array = Array.isArray(value);
  const parts: Pending[] = [{ text: array ? "[" : "{" }];
  for (const [key, item] of Object.entries(value)) {
    const comma = parts.length === 1 ? "" : ",";
    parts.push({ text: array ? comma : `${comma}${JSON.stringify(key)}:` }, { value: item });
  }
  parts.push({ text: array ? "]" : "}" });
  return parts;
}

/** A JavaScript number as a neutral float: `3.0`, `-0.0`, `{"$type":"float"}` where JSON has none. */
export function floatValue(value: number): unknown {
  if (Number.isNaN(value)) return { $type: "float", value: "nan" };
  if (!Number.isFinite(value)) return { $type: "float", value: value > 0 ? "inf" : "-inf" };
  if (!Number.isInteger(value)) return value;
  const text = Object.is(value, -0) ? "-0" : String(value);
  return new Float(text.includes("e") ? text : `${text}.0`);
}
