/**
 * How many earlier keys have a key's own hash, by estimate: hashes are counted in buckets, of which one with far more than
 * its share tells of keys that were made to collide. CPython's hashes of numbers are no secret (Objects/longobject.c,
 * Python/pyhash.c, Objects/tupleobject.c, Objects/setobject.c of 3.8 on): integers modulo 2^61 − 1, NaN 0 before 3.10, tuples
 * and frozensets mixed from their items. Small integers, of which each has a hash of its own, are not counted.
 *
 * Slow: BigInt arithmetic, one to three microseconds a key. Only keys that are tuples or unusual numbers come here.
 */
import { COMPLEX, type Handle, KIND, NONE, NOTHING, OBJECT, SCALAR, smallInt, TAG, tagOf } from "../tape/handle.js";
import { dictValue, eachItemSoFar } from "../tape/read.js";
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

export class NumberHashes {
  readonly #tape: Tape;
  readonly #classPath: (instance: Handle) => string;
  /** Made for the first key that is counted: few artifacts have one, and 256 KB of zeros are a tenth of a small one's time. */
  #buckets: Uint32Array | null = null;

  /** @param classPath - the canonical path of an instance's class, empty when it is not listed */
  constructor(tape: Tape, classPath: (instance: Handle) => string) {
    this.#tape = tape;
    this.#classPath = classPath;
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

  #hash(key: Handle, level: number): bigint | null {
    switch (tagOf(key)) {
      case TAG.CONST:
        return key === NONE ? 0n : 1n;
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
        return this.#scalarHash(key);
      case KIND.SLICE:
        return 104n;
      case KIND.OBJECT:
        return this.#instanceHash(key, level);
      default:
        return null;
    }
  }

  /** Of 64 bits no more than eight have one hash; complex and structured scalars are taken for one. */
  #scalarHash(key: Handle): bigint | null {
    const kind = this.#tape.dtypeValue(this.#tape.field(key, SCALAR.DTYPE))?.kind;
    return kind === "c" || kind === "V" ? 105n : null;
  }

  #instanceHash(key: Handle, level: number): bigint | null {
    const path = this.#classPath(key);
    if (path !== "uuid.UUID") return Object.hasOwn(COLLIDING, path) ? (COLLIDING[path] ?? null) : null;
    const state = this.#tape.field(key, OBJECT.STATE);
    const value = state === NOTHING ? NOTHING : dictValue(this.#tape, state, "int");
    return value === NOTHING ? null : this.#hash(value, level);
  }

  /** Only over numbers: a text's hash is a secret, and so is what it is mixed into. */
  #items(key: Handle, mix: (hashes: readonly bigint[]) => bigint, level: number): bigint | null {
    const hashes: bigint[] = [];
    let known = true;
    eachItemSoFar(this.#tape, key, (item) => {
      const hash = known ? this.#hash(item, level + 1) : null;
      if (hash === null) known = false;
      else hashes.push(hash);
    });
    return known ? mix(hashes) : null;
  }
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
