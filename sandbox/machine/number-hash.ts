/**
 * How many earlier keys have a key's own hash, by estimate: hashes are counted in buckets, of which one with far more than
 * its share tells of keys that were made to collide. CPython's hashes of numbers are no secret (Objects/longobject.c,
 * Python/pyhash.c, Objects/tupleobject.c, Objects/setobject.c of 3.8 on): integers modulo 2^61 − 1, −1 as −2, NaN 0 before 3.10,
 * tuples and frozensets mixed from their items. Small integers, of which each has a hash of its own, are not counted.
 *
 * A text's hash is a secret, but the same each time: beside it, items of one hash still make tuples of one hash, as many as there
 * are ways to put them together. So texts count by what they are where an item beside them may have another's hash.
 *
 * Slow: BigInt arithmetic, one to three microseconds a key. Only keys that are tuples or unusual numbers come here.
 */

import type { DType } from "../tape/dtype.js";
import { COMPLEX, FALSE, type Handle, KIND, NONE, NOTHING, OBJECT, SCALAR, smallInt, TAG, tagOf } from "../tape/handle.js";
import { dictValue, eachItemSoFar, eachPair } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";

const P = (1n << 61n) - 1n;
const MASK = (1n << 64n) - 1n;
/** Of tuples (xxHash). */
const P1 = 11400714785074694791n;
const P2 = 14029467366897019727n;
const P5 = 2870177450012600261n;

/** Larger keys count as one hash: they are as long as they are slow. */
const MOST_STEPS = 4096;
const MOST_LEVELS = 8;
const LARGE = 4097n;

/** Classes over numbers whose hashes collide at will, taken for one hash each. */
const COLLIDING: Readonly<Record<string, bigint>> = { "decimal.Decimal": 101n, "fractions.Fraction": 102n, "builtins.range": 103n };

/** Classes that hash the numbers that they were made of. */
const BY_VALUE = /^(?:datetime|pandas|dateutil)\./;

/** What stands for what is hashed with a secret begins with this. */
const SECRET = 1n << 60n;
/** As much of a text is looked at. */
const MOST_BYTES = 64;

/** Whose keys they are. */
export interface Keys {
  readonly tape: Tape;
  /** The canonical path of an instance's class, empty when it is not listed. */
  classPath(instance: Handle): string;
  /** As many bytes of a value at most, null when it has none. */
  bytesOf(value: Handle, most: number): Uint8Array | null;
}

export class NumberHashes {
  readonly #tape: Tape;
  readonly #keys: Keys;
  /** Made for the first key that is counted: few artifacts have one, and 256 KB of zeros are a tenth of a small one's time. */
  #buckets: Uint32Array | null = null;

  constructor(keys: Keys) {
    this.#tape = keys.tape;
    this.#keys = keys;
  }

  /** Keys met before in the same bucket, if this key's hash can be known. `steps`: its size as a tree. */
  collisions(key: Handle, steps: number): number {
    const tag = tagOf(key);
    if (tag === TAG.INT || tag === TAG.CONST || tag === TAG.STR) return 0;
    const hash = steps > MOST_STEPS ? LARGE : this.#hash(key, 0);
    if (hash === null) return 0;
    const h = hash & MASK;
    const bucket = Number((h ^ (h >> 16n) ^ (h >> 32n) ^ (h >> 48n)) & 0xffffn);
    this.#buckets ??= new Uint32Array(65_536);
    const before = this.#buckets[bucket] ?? 0;
    this.#buckets[bucket] = before + 1;
    return before;
  }

  /** Null for what has no other's hash: a text, an instance that hashes by its address. */
  #hash(key: Handle, level: number): bigint | null {
    const hash = this.#plainHash(key, level);
    // -1 is an error to C.
    return hash === -1n ? -2n : hash;
  }

  #plainHash(key: Handle, level: number): bigint | null {
    switch (tagOf(key)) {
      case TAG.CONST:
        return key === NONE || key === FALSE ? 0n : 1n;
      case TAG.INT:
        return BigInt(smallInt(key));
      case TAG.BIG:
        return modulo(this.#tape.bigValue(key));
      case TAG.FLOAT:
        return floatHash(this.#tape.floatValue(key));
      case TAG.NODE:
        return level > MOST_LEVELS ? LARGE : this.#nodeHash(key, level);
      default:
        return null;
    }
  }

  #nodeHash(key: Handle, level: number): bigint | null {
    const tape = this.#tape;
    switch (tape.kind(key)) {
      case KIND.TUPLE:
        return this.#items(key, tupleHash, level);
      case KIND.FROZENSET:
        return this.#items(key, setHash, level);
      case KIND.COMPLEX: {
        const [real, imag] = [this.#hash(tape.field(key, COMPLEX.REAL), level), this.#hash(tape.field(key, COMPLEX.IMAG), level)];
        return real === null || imag === null ? null : real + 1000003n * imag;
      }
      case KIND.SCALAR:
        return this.#scalarHash(key, level);
      case KIND.SLICE:
        return 104n;
      case KIND.OBJECT:
        return this.#instanceHash(key, level);
      default:
        return null;
    }
  }

  /**
   * numpy's numbers hash as Python's, dates as their count: of 64 bits no more than eight have one hash, so alone they do not count. What
   * is complex, structured or longer than a double is taken for one hash.
   */
  #scalarHash(key: Handle, level: number): bigint | null {
    const dtype = this.#tape.dtypeValue(this.#tape.field(key, SCALAR.DTYPE));
    if (dtype === null || dtype.kind === "c" || dtype.kind === "V" || (dtype.kind === "f" && dtype.itemsize > 8)) return 105n;
    const bytes = level === 0 ? null : this.#keys.bytesOf(this.#tape.field(key, SCALAR.DATA), 8);
    return bytes?.length === dtype.itemsize ? numberHash(bytes, dtype) : null;
  }

  #instanceHash(key: Handle, level: number): bigint | null {
    const path = this.#keys.classPath(key);
    const state = this.#tape.field(key, OBJECT.STATE);
    if (path === "uuid.UUID") {
      const value = state === NOTHING ? NOTHING : dictValue(this.#tape, state, "int");
      return value === NOTHING ? null : this.#hash(value, level);
    }
    if (BY_VALUE.test(path)) return this.#valueHash(key, state, level);
    return Object.hasOwn(COLLIDING, path) ? (COLLIDING[path] ?? null) : null;
  }

  /** Of what an instance was made with. */
  #valueHash(key: Handle, state: Handle, level: number): bigint | null {
    const hashes: bigint[] = [];
    const take = (value: Handle): void => void hashes.push(this.#hash(value, level + 1) ?? this.#secret(value));
    const args = this.#tape.field(key, OBJECT.ARGS);
    if (args !== NOTHING) take(args);
    if (this.#tape.kind(state) === KIND.DICT) eachPair(this.#tape, state, MOST_BYTES, (_, value) => take(value));
    return hashes.length === 0 ? null : tupleHash(hashes);
  }

  /** Items of which none has another's hash make no tuple that has. */
  #items(key: Handle, mix: (hashes: readonly bigint[]) => bigint, level: number): bigint | null {
    const items: Handle[] = [];
    const hashes: (bigint | null)[] = [];
    let [isKnown, isDoubtful] = [true, false];
    eachItemSoFar(this.#tape, key, (item) => {
      const hash = this.#hash(item, level + 1);
      items.push(item);
      hashes.push(hash);
      isKnown &&= hash !== null;
      isDoubtful ||= hash !== null && (tagOf(item) !== TAG.INT || hash === -2n) && tagOf(item) !== TAG.CONST;
    });
    if (!isKnown && !isDoubtful) return null;
    return mix(hashes.map((hash, i) => hash ?? this.#secret(items[i] ?? NONE)));
  }

  /** Stands for a hash that nobody knows: by the first bytes, or by which value it is. */
  #secret(value: Handle): bigint {
    const bytes = tagOf(value) === TAG.STR ? this.#tape.strBytes(value).subarray(0, MOST_BYTES) : this.#keys.bytesOf(value, MOST_BYTES);
    if (bytes === null) return SECRET + BigInt(value >>> 0);
    let hash = bytes.length;
    for (const byte of bytes) hash = Math.imul(hash ^ byte, FNV);
    return SECRET + BigInt(hash >>> 0);
  }
}

const FNV = 16_777_619;

/** Of the bytes of a number of numpy's; a half's and a text's own bits, which are as many. */
function numberHash(bytes: Uint8Array, { kind, itemsize, bigEndian }: DType): bigint | null {
  if (!"iubfmM".includes(kind)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, itemsize);
  if (kind === "f" && itemsize > 2) return floatHash(itemsize === 4 ? view.getFloat32(0, !bigEndian) : view.getFloat64(0, !bigEndian));
  let value = 0n;
  for (let i = 0; i < itemsize; i++) value = (value << 8n) | BigInt(bytes[bigEndian ? i : itemsize - 1 - i] ?? 0);
  if (kind === "i" || kind === "m" || kind === "M") value = BigInt.asIntN(8 * itemsize, value);
  return modulo(value);
}

const modulo = (n: bigint): bigint => (n < 0n ? -(-n % P) : n % P);

/** `_Py_HashDouble`: the value modulo 2^61 − 1; infinities have hashes of their own. */
function floatHash(value: number): bigint {
  if (!Number.isFinite(value)) return value > 0 ? 314159n : value < 0 ? -314159n : 0n;
  let halvings = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2 ** 32;
    halvings += 32;
  }
  // A half is 2^60 modulo 2^61 − 1.
  return modulo(BigInt(scaled) * (1n << BigInt((61 - (halvings % 61)) % 61)));
}

function tupleHash(hashes: readonly bigint[]): bigint {
  let acc = P5;
  for (const hash of hashes) {
    acc = (acc + (hash & MASK) * P2) & MASK;
    acc = ((acc << 31n) | (acc >> 33n)) & MASK;
    acc = (acc * P1) & MASK;
  }
  return acc + (BigInt(hashes.length) ^ P5 ^ 3527539n);
}

function setHash(hashes: readonly bigint[]): bigint {
  let acc = 0n;
  for (const hash of hashes) {
    const h = hash & MASK;
    acc ^= ((h ^ 89869747n ^ ((h << 16n) & MASK)) * 3644798167n) & MASK;
  }
  return acc ^ (BigInt(hashes.length + 1) * 1927868237n);
}
