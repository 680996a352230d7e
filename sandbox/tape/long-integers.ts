/**
 * Integers that do not fit a handle: those of 64 bits as two words each, so that a list of millions makes no bigint (a
 * bigint each took 26 times as long as Python needs for the whole list), the others as bigints.
 */
const HALF = 2 ** 32;
/** What a pair of words holds. */
const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/** Integers that have room at first, and from the first growth on, at most. */
const FEW = 64;
const MANY = 1 << 23;
/** BININT, and no shorter opcode, takes five bytes. */
const BYTES_PER_LONG = 5;

export class LongIntegers {
  /** Low word, high word. */
  words = new Int32Array(2 * FEW);
  count = 0;
  readonly #room: number;
  /** Of more than 64 bits, by index. */
  readonly #huge = new Map<number, bigint>();

  /** @param size - length of the stream in bytes */
  constructor(size: number) {
    this.#room = Math.min(MANY, Math.ceil(size / BYTES_PER_LONG));
  }

  /** @returns its index */
  add(value: bigint): number {
    const at = 2 * this.count;
    if (at === this.words.length) this.#grow();
    if (value < LEAST || value > MOST) this.#huge.set(this.count, value);
    this.words[at] = Number(BigInt.asIntN(32, value));
    this.words[at + 1] = Number(BigInt.asIntN(32, value >> 32n));
    return this.count++;
  }

  value(index: number): bigint {
    const huge = this.#huge.size > 0 ? this.#huge.get(index) : undefined;
    if (huge !== undefined) return huge;
    const low = (this.words[2 * index] ?? 0) >>> 0;
    const high = this.words[2 * index + 1] ?? 0;
    return high >= -0x200000 && high < 0x200000 ? BigInt(high * HALF + low) : (BigInt(high) << 32n) | BigInt(low);
  }

  #grow(): void {
    const next = new Int32Array(2 * Math.max(2 * this.count, this.#room));
    next.set(this.words);
    this.words = next;
  }
}
