/**
 * The header of safetensors: a JSON object of tensors, and nothing that is not in that grammar. It is two levels deep, so
 * nothing nests and nothing recurses; each byte is looked at once.
 *
 * Refused beyond RFC 8259: keys that come twice (readers differ in which one counts), numbers that are no whole ones from 0
 * to 2^53, unknown keys of a tensor, lone surrogates, more than 64 dimensions.
 */
import {
  BACKSLASH,
  BLANK,
  CLOSE_DICT,
  CLOSE_LIST,
  COLON,
  COMMA,
  isBlank,
  NINE,
  OPEN_DICT,
  OPEN_LIST,
  QUOTE,
  ZERO,
} from "../../bytes/ascii.js";
import { decodeUtf8 } from "../../bytes/utf8.js";
import type { PlainReason } from "../../finding/reasons.js";

const MAX_DIMENSIONS = 64;
/** Digits of 2^53, and some: longer numbers are not read. */
const MAX_DIGITS = 17;

const METADATA = "__metadata__";

/** A tensor as the header has it: the dtype's text is not yet checked, nor are the numbers held against anything. */
export interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** What is wrong, thrown inside this file alone. */
class Refused extends Error {
  readonly why: PlainReason;

  constructor(why: PlainReason) {
    super(why);
    this.why = why;
  }
}

class Header {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(take: (entry: Entry) => void): void {
    const names = new Set<string>();
    this.#object(names, (name) => {
      if (name === METADATA) this.#texts();
      else take(this.#tensor());
    });
    this.#blanks();
    if (this.#at < this.#bytes.length) throw new Refused("safetensors.json");
  }

  #blanks(): void {
    while (isBlank(this.#bytes[this.#at])) this.#at++;
  }

  /** The next byte that is no blank; it is not passed. */
  #peek(): number {
    this.#blanks();
    return this.#bytes[this.#at] ?? 0;
  }

  #expect(byte: number): void {
    if (this.#peek() !== byte) throw new Refused("safetensors.json");
    this.#at++;
  }

  /** Passes a comma, and says that more comes; or the end. */
  #more(end: number): boolean {
    const byte = this.#peek();
    if (byte !== COMMA && byte !== end) throw new Refused("safetensors.json");
    this.#at++;
    return byte === COMMA;
  }

  /** An object: `value` reads each key's value. `keys` has every key that was met. */
  #object(keys: Set<string>, value: (key: string) => void): void {
    this.#expect(OPEN_DICT);
    if (this.#peek() === CLOSE_DICT) {
      this.#at++;
      return;
    }
    do {
      const key = this.#text();
      if (keys.has(key)) throw new Refused("safetensors.twice");
      keys.add(key);
      this.#expect(COLON);
      value(key);
    } while (this.#more(CLOSE_DICT));
  }

  #texts(): void {
    if (this.#peek() !== OPEN_DICT) throw new Refused("safetensors.metadata");
    this.#object(new Set(), () => {
      if (this.#peek() !== QUOTE) throw new Refused("safetensors.metadata");
      this.#text();
    });
  }

  #tensor(): Entry {
    const keys = new Set<string>();
    const entry: { dtype: string; shape: readonly number[]; offsets: readonly number[] } = { dtype: "", shape: [], offsets: [] };
    if (this.#peek() !== OPEN_DICT) throw new Refused("safetensors.keys");
    this.#object(keys, (key) => {
      if (key === "dtype") entry.dtype = this.#dtype();
      else if (key === "shape") entry.shape = this.#numbers(MAX_DIMENSIONS, "safetensors.shape");
      else if (key === "data_offsets") entry.offsets = this.#numbers(2, "safetensors.offsets");
      else throw new Refused("safetensors.keys");
    });
    if (keys.size !== 3) throw new Refused("safetensors.keys");
    const [begin, end] = entry.offsets;
    if (begin === undefined || end === undefined) throw new Refused("safetensors.offsets");
    return { dtype: entry.dtype, shape: entry.shape, begin, end };
  }

  #dtype(): string {
    if (this.#peek() !== QUOTE) throw new Refused("safetensors.dtype");
    return this.#text();
  }

  #numbers(most: number, why: PlainReason): readonly number[] {
    const numbers: number[] = [];
    if (this.#peek() !== OPEN_LIST) throw new Refused(why);
    this.#at++;
    if (this.#peek() === CLOSE_LIST) {
      this.#at++;
      return numbers;
    }
    do {
      if (numbers.length === most) throw new Refused(why);
      numbers.push(this.#number(why));
    } while (this.#more(CLOSE_LIST));
    return numbers;
  }

  #number(why: PlainReason): number {
    this.#blanks();
    const from = this.#at;
    let value = 0;
    for (
      let byte = this.#bytes[this.#at] ?? 0;
      byte >= ZERO && byte <= NINE && this.#at - from < MAX_DIGITS;
      byte = this.#bytes[this.#at] ?? 0
    ) {
      value = value * 10 + byte - ZERO;
      this.#at++;
    }
    const digits = this.#at - from;
    if (digits === 0 || !Number.isSafeInteger(value) || (digits > 1 && this.#bytes[from] === ZERO)) throw new Refused(why);
    return value;
  }

  /** A text in quotes. The header is UTF-8, so only escapes have to be looked at. */
  #text(): string {
    this.#expect(QUOTE);
    const from = this.#at;
    let escaped = false;
    for (let byte = this.#bytes[this.#at]; byte !== QUOTE; byte = this.#bytes[this.#at]) {
      if (byte === undefined || byte < BLANK) throw new Refused("safetensors.json");
      if (byte === BACKSLASH) escaped = true;
      this.#at += byte === BACKSLASH ? 2 : 1;
    }
    const text = decodeUtf8(this.#bytes, from, this.#at);
    this.#at++;
    return escaped ? unescaped(text) : text;
  }
}

const ESCAPE = /\\(?:(["\\/bfnrt])|u([0-9a-fA-F]{4})|)/g;
const SHORT: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function unescaped(text: string): string {
  const plain = text.replace(ESCAPE, (_, short: string | undefined, code: string | undefined) => {
    if (short !== undefined) return SHORT[short] ?? short;
    if (code === undefined) throw new Refused("safetensors.json");
    return String.fromCharCode(Number.parseInt(code, 16));
  });
  // A lone surrogate is no character.
  if (/\p{Cs}/u.test(plain)) throw new Refused("safetensors.json");
  return plain;
}

/** Reads the tensors of a header in its order. Why not, null when it is one. */
export function readHeader(bytes: Uint8Array, take: (entry: Entry) => void): PlainReason | null {
  try {
    new Header(bytes).read(take);
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.why;
    throw error;
  }
}
