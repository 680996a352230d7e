/**
 * One block of bzip2: the sorted rotations turned back, "randomised" bytes flipped back, runs expanded, the CRC checked
 * at its end. The output comes in pieces; memory is four bytes for each byte of the block size (at most 3.6 MB).
 */
import type { PlainReason } from "../../finding/reasons.js";
import { crc32Bz2 } from "../checksum/crc32-bz2.js";
import type { BitInput } from "./bit-input.js";
import { RANDOM_DISTANCES } from "./random-numbers.js";
import { readSymbols } from "./symbols.js";
import { readTables } from "./tables.js";

/** Four equal bytes are followed by a count of further ones. */
const RUN = 4;
/** More bytes than a block has. */
const NEVER = 0x40000000;

/** Decodes block after block of one size, with the same memory. */
export class Bz2Block {
  /** Empty, or what is wrong. */
  why: PlainReason | null = null;
  /** The block's CRC as stored; signed. */
  storedCrc = 0;
  readonly #column: Uint32Array;
  #left = 0;
  #link = 0;
  /** Bytes until the next distance is taken; the last but one of them is flipped. */
  #flipIn = 0;
  #flipAt = 0;
  #previous = -1;
  #equal = 0;
  /** Further copies of the previous byte. */
  #repeat = 0;
  #crc = -1;

  /** `size`: 100,000 to 900,000. */
  constructor(size: number) {
    this.#column = new Uint32Array(size);
  }

  /** Reads a block behind its magic number. False when it is damaged. */
  begin(bits: BitInput): boolean {
    this.storedCrc = bits.word();
    const randomised = bits.take(1) === 1;
    const origin = bits.take(24);
    const tables = readTables(bits);
    if (typeof tables === "string") return this.#fail(tables);
    const counts = new Int32Array(256);
    const length = readSymbols(bits, tables, this.#column, counts);
    if (typeof length === "string") return this.#fail(length);
    if (origin >= length) return this.#fail("bz2.origin");
    this.#sort(length, counts);
    this.#left = length;
    this.#link = (this.#column[origin] ?? 0) >>> 8;
    this.#flipAt = 0;
    this.#flipIn = randomised ? 0 : NEVER;
    this.#previous = -1;
    this.#equal = 0;
    this.#repeat = 0;
    this.#crc = -1;
    return true;
  }

  #fail(why: PlainReason): boolean {
    this.why = why;
    return false;
  }

  /** Puts into the upper 24 bits of each entry where the next byte stands. */
  #sort(length: number, counts: Int32Array): void {
    const column = this.#column;
    const places = new Int32Array(256);
    for (let byte = 1; byte < 256; byte += 1) places[byte] = (places[byte - 1] ?? 0) + (counts[byte - 1] ?? 0);
    for (let i = 0; i < length; i += 1) {
      const byte = (column[i] ?? 0) & 255;
      const place = places[byte] ?? 0;
      places[byte] = place + 1;
      column[place] = (column[place] ?? 0) | (i << 8);
    }
  }

  /** Up to `length` bytes; 0 at the block's end, then `why` may say what is wrong. */
  read(target: Uint8Array, at: number, length: number): number {
    const got = this.#expand(target, at, length);
    this.#crc = crc32Bz2(target, at, at + got, this.#crc);
    if (got > 0) return got;
    if (this.#equal === RUN) this.why = "bz2.run";
    else if (~this.#crc !== this.storedCrc) this.why = "bz2.crc";
    return 0;
  }

  /** The hot loop: follows the links, flips, expands runs. */
  #expand(target: Uint8Array, at: number, length: number): number {
    const column = this.#column;
    const end = at + length;
    let w = at;
    let left = this.#left;
    let link = this.#link;
    let previous = this.#previous;
    let equal = this.#equal;
    let repeat = this.#repeat;
    let flipIn = this.#flipIn;
    while (w < end) {
      if (repeat > 0) {
        const count = Math.min(repeat, end - w);
        target.fill(previous, w, w + count);
        w += count;
        repeat -= count;
        continue;
      }
      if (left === 0) break;
      left -= 1;
      const entry = column[link] ?? 0;
      link = entry >>> 8;
      if (flipIn === 0) flipIn = this.#nextFlip();
      flipIn -= 1;
      const byte = (entry & 255) ^ (flipIn === 1 ? 1 : 0);
      if (equal === RUN) {
        repeat = byte;
        equal = 0;
        continue;
      }
      equal = byte === previous ? equal + 1 : 1;
      previous = byte;
      target[w++] = byte;
    }
    this.#left = left;
    this.#link = link;
    this.#previous = previous;
    this.#equal = equal;
    this.#repeat = repeat;
    this.#flipIn = flipIn;
    return w - at;
  }

  #nextFlip(): number {
    const distance = RANDOM_DISTANCES[this.#flipAt] ?? 0;
    this.#flipAt = (this.#flipAt + 1) % RANDOM_DISTANCES.length;
    return distance;
  }
}
