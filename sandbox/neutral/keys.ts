/**
 * Dict keys and set items as Python sees them: 1, 1.0 and True are one key, each NaN its own, tuples equal by value.
 * The first key's place and spelling stay, the last value wins.
 *
 * A value's identity is a short string; a tuple's is made of the numbers of its items', each distinct value numbered
 * once (hash-consing), so that tuples sharing tuples stay linear.
 */
import { decodeUtf8, validUtf8 } from "../bytes/utf8.js";
import { COMPLEX, type Handle, KIND, NONE, PLACE, smallInt, TAG, TRUE, tagOf } from "../tape/handle.js";
import { eachPair, itemsSoFar } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";

/** Bytes keys longer than this are told apart by where they stand. */
const MAX_BYTES = 65536;

/** Identities up to this length are made anew each time. */
const SHORT = 64;

export class Keys {
  readonly #tape: Tape;
  readonly #numbers = new Map<string, number>();
  readonly #tuples = new Map<Handle, string>();
  /** Identities of long texts, bytes and integers: a key may be met again and again. */
  readonly #flats = new Map<Handle, string>();

  constructor(tape: Tape) {
    this.#tape = tape;
  }

  /** The same string for keys that Python holds equal, different ones otherwise. */
  identity(key: Handle): string {
    if (isNested(this.#tape, key)) return this.#nested(key);
    // Small integers and constants are quicker told than looked up.
    if (tagOf(key) < TAG.STR) return this.#flat(key);
    const known = this.#flats.get(key);
    if (known !== undefined) return known;
    const identity = this.#flat(key);
    if (identity.length > SHORT) this.#flats.set(key, identity);
    return identity;
  }

  #flat(key: Handle): string {
    const tape = this.#tape;
    switch (tagOf(key)) {
      case TAG.INT:
        return `n${smallInt(key)}`;
      case TAG.BIG:
        return `n${tape.bigValue(key)}`;
      case TAG.FLOAT:
        return numberIdentity(tape.floatValue(key), key);
      case TAG.STR: {
        const text = tape.strBytes(key);
        return `s${decodeUtf8(text, 0, text.length)}${validUtf8(text, 0, text.length) ? "" : key}`;
      }
      case TAG.CONST:
        return key === NONE ? "N" : key === TRUE ? "n1" : "n0";
      case TAG.GLOBAL:
        return `g${key}`;
      default:
        return this.#node(key);
    }
  }

  #node(key: Handle): string {
    const tape = this.#tape;
    const kind = tape.kind(key);
    if (kind === KIND.COMPLEX) {
      const [real, imag] = [this.#flat(tape.field(key, COMPLEX.REAL)), this.#flat(tape.field(key, COMPLEX.IMAG))];
      return imag === "n0" ? real : `c${real}|${imag}`;
    }
    const range = kind === KIND.BYTES || kind === KIND.PY2STR ? tape.byteRange(key) : null;
    if (range === null || range.place !== PLACE.ARENA || range.length > MAX_BYTES) return `o${key}`;
    const bytes = tape.arena.subarray(range.offset, range.offset + range.length);
    let text = "";
    for (const b of bytes) text += String.fromCharCode(b);
    return kind === KIND.BYTES ? `b${text}` : `s${text}`;
  }

  /** Tuples and frozensets, bottom-up with an explicit stack; each is looked at twice, whoever holds it. */
  #nested(root: Handle): string {
    const tape = this.#tape;
    const stack: Handle[] = [root];
    const opened = new Set<Handle>();
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (this.#tuples.has(top)) continue;
      const items = itemsSoFar(tape, top);
      if (!opened.has(top)) {
        opened.add(top);
        stack.push(top);
        for (const item of items) if (isNested(tape, item) && !opened.has(item)) stack.push(item);
        continue;
      }
      const numbers = Array.from(items, (item) =>
        this.#number(isNested(tape, item) ? (this.#tuples.get(item) ?? "") : this.identity(item)),
      );
      const set = tape.kind(top) === KIND.FROZENSET;
      this.#tuples.set(top, set ? `f${[...new Set(numbers)].sort((a, b) => a - b).join(",")}` : `t${numbers.join(",")}`);
    }
    return this.#tuples.get(root) ?? "";
  }

  #number(identity: string): number {
    const seen = this.#numbers.get(identity);
    if (seen !== undefined) return seen;
    this.#numbers.set(identity, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

function numberIdentity(value: number, handle: Handle): string {
  if (Number.isNaN(value)) return `nan${handle}`;
  return Number.isInteger(value) ? `n${BigInt(value)}` : `f${value}`;
}

const isNested = (tape: Tape, handle: Handle): boolean => tape.kind(handle) === KIND.TUPLE || tape.kind(handle) === KIND.FROZENSET;

/** The pairs of a dict that Python has in the end: `[key, value, key, value …]`, of its first `most` pairs. */
export function dictEntries(tape: Tape, keys: Keys, dict: Handle, most: number): Int32Array {
  const flat = new Int32Array(2 * Math.min(tape.count(dict), most));
  const places = new Map<string, number>();
  let to = 0;
  eachPair(tape, dict, most, (key, value) => {
    const identity = keys.identity(key);
    const place = places.get(identity);
    if (place === undefined) {
      places.set(identity, to);
      flat[to] = key;
      to += 2;
    }
    flat[(place ?? to - 2) + 1] = value;
  });
  return flat.subarray(0, to);
}

/** Distinct items of a SET or FROZENSET, in the order of the stream. */
export function setEntries(tape: Tape, keys: Keys, set: Handle): Int32Array {
  const seen = new Set<string>();
  const items: Handle[] = [];
  for (const item of itemsSoFar(tape, set)) {
    const identity = keys.identity(item);
    if (seen.has(identity)) continue;
    seen.add(identity);
    items.push(item);
  }
  return Int32Array.from(items);
}
