/**
 * Raw deflate (RFC 1951) in the guest, for streams inside containers that only the guest can decode: the native inflate
 * of the child reads the artifact, not what we decoded. Refuses what zlib refuses. A third of zlib's speed.
 */
import type { PlainReason } from "../../finding/reasons.js";
import type { Format } from "../../wire/words.js";
import type { ByteInput } from "../byte-input.js";
import { corrupt, cutOff } from "../fault.js";
import type { SourceFault } from "../source.js";
import { FAST_BITS, type Huffman, huffman, slowSymbol } from "./huffman.js";

const HISTORY = 32 * 1024;
const BUFFER = 160 * 1024;
/** No symbol begins behind it, so the longest match (258) always has room. */
const STOP = BUFFER - 258;
/** Input that a whole symbol and its refills can use up. */
const SAFE_INPUT = 12;
const FAST_MASK = (1 << FAST_BITS) - 1;

const LENGTH_BASE = Uint16Array.of(
  3,
  4,
  5,
  6,
  7,
  8,
  9,
  10,
  11,
  13,
  15,
  17,
  19,
  23,
  27,
  31,
  35,
  43,
  51,
  59,
  67,
  83,
  99,
  115,
  131,
  163,
  195,
  227,
  258,
);
const LENGTH_EXTRA = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0);
const DISTANCE_BASE = Uint16Array.of(
  ...[1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097],
  ...[6145, 8193, 12289, 16385, 24577],
);
const DISTANCE_EXTRA = Uint8Array.of(0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13);
const CODE_ORDER = Uint8Array.of(16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15);

function fixedCodes(): readonly [Huffman, Huffman] {
  const lengths = new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
  const literals = huffman(lengths, 0, 288, true);
  const distances = huffman(new Uint8Array(32).fill(5), 0, 32, true);
  if (literals === null || distances === null) throw new Error("the fixed codes of deflate are complete");
  return [literals, distances];
}

type Mode = "head" | "stored" | "codes" | "done";

/** One deflate stream from where its input stands. */
export class InflateDecoder {
  fault: SourceFault | null = null;
  readonly #input: ByteInput;
  readonly #name: Format;
  readonly #buffer = new Uint8Array(BUFFER);
  #read = 0;
  #write = 0;
  #mode: Mode = "head";
  #last = false;
  #stored = 0;
  #literals: Huffman | null = null;
  #distances: Huffman | null = null;
  #hold = 0;
  #bits = 0;
  /** Zero bytes made up after the end of the input. */
  #phantom = 0;

  constructor(input: ByteInput, name: Format) {
    this.#input = input;
    this.#name = name;
  }

  /** Up to `length` bytes to `target`; 0 at the end of the stream (the input then stands behind it) or at a fault. */
  decode(target: Uint8Array, at: number, length: number): number {
    while (this.#read === this.#write && this.#mode !== "done" && this.fault === null) this.#step();
    const count = Math.min(length, this.#write - this.#read);
    target.set(this.#buffer.subarray(this.#read, this.#read + count), at);
    this.#read += count;
    return count;
  }

  #step(): void {
    if (this.#write > STOP - HISTORY) this.#slide();
    if (this.#mode === "head") this.#head();
    else if (this.#mode === "stored") this.#copyStored();
    else if (this.#literals !== null && this.#distances !== null) this.#codes(this.#literals, this.#distances);
    if (this.fault === null && this.#phantom * 8 > this.#bits) this.#cut();
  }

  #slide(): void {
    const keep = Math.min(HISTORY, this.#write);
    this.#buffer.copyWithin(0, this.#write - keep, this.#write);
    this.#write = keep;
    this.#read = keep;
  }

  #cut(): void {
    this.fault = this.#input.source.fault ?? cutOff(this.#name, 0);
    this.#mode = "done";
  }

  #bad(why: PlainReason): void {
    this.fault = this.#phantom * 8 > this.#bits ? (this.#input.source.fault ?? cutOff(this.#name, 0)) : corrupt(this.#name, why);
  }

  #take(count: number): number {
    while (this.#bits < count) {
      const byte = this.#input.byte();
      if (byte < 0) this.#phantom++;
      else this.#hold |= byte << this.#bits;
      this.#bits += 8;
    }
    const value = this.#hold & ((1 << count) - 1);
    this.#hold >>>= count;
    this.#bits -= count;
    return value;
  }

  #head(): void {
    if (this.#last) return this.#finish();
    this.#last = this.#take(1) === 1;
    const type = this.#take(2);
    if (this.#phantom > 0 && this.#phantom * 8 > this.#bits) return;
    if (type === 0) return this.#storedHead();
    if (type === 1) [this.#literals, this.#distances] = FIXED;
    else if (type === 2) this.#dynamicHead();
    else return this.#bad("deflate.type");
    this.#mode = "codes";
  }

  /** Gives back the whole bytes that were not used. */
  #finish(): void {
    this.#mode = "done";
    if (this.#phantom * 8 > this.#bits) return this.#cut();
    this.#giveBack();
  }

  #giveBack(): void {
    const whole = (this.#bits >> 3) - this.#phantom;
    if (whole > 0) this.#input.seek(this.#input.offset - whole);
    this.#bits = 0;
    this.#hold = 0;
    this.#phantom = 0;
  }

  #storedHead(): void {
    this.#take(this.#bits & 7);
    const length = this.#take(16);
    const check = this.#take(16);
    if (this.#phantom * 8 > this.#bits) return;
    if ((length ^ check) !== 0xffff) return this.#bad("deflate.stored");
    this.#giveBack();
    this.#stored = length;
    this.#mode = "stored";
  }

  #copyStored(): void {
    const room = Math.min(this.#stored, BUFFER - this.#write);
    const got = room === 0 ? 0 : this.#input.take(this.#buffer, this.#write, room);
    this.#write += got;
    this.#stored -= got;
    if (this.#stored === 0) this.#mode = "head";
    else if (got < room) this.#cut();
  }

  #dynamicHead(): void {
    const literals = this.#take(5) + 257;
    const distances = this.#take(5) + 1;
    const codes = this.#take(4) + 4;
    if (literals > 286 || distances > 30) return this.#bad("deflate.too-many");
    const order = new Uint8Array(19);
    for (let i = 0; i < codes; i += 1) order[CODE_ORDER[i] ?? 0] = this.#take(3);
    const lengthCode = huffman(order, 0, 19, true);
    if (lengthCode === null) return this.#bad("deflate.length-set");
    const lengths = this.#lengths(lengthCode, literals + distances);
    if (lengths === null) return this.#bad("deflate.lengths");
    if (lengths[256] === 0) return this.#bad("deflate.no-end");
    this.#literals = huffman(lengths, 0, literals, false);
    this.#distances = huffman(lengths, literals, literals + distances, false);
    if (this.#literals === null || this.#distances === null) this.#bad("deflate.set");
  }

  #lengths(code: Huffman, total: number): Uint8Array | null {
    const lengths = new Uint8Array(total);
    for (let n = 0; n < total; ) {
      const symbol = this.#symbol(code);
      if (symbol < 0) return null;
      if (symbol < 16) {
        lengths[n++] = symbol;
        continue;
      }
      if (symbol === 16 && n === 0) return null;
      const value = symbol === 16 ? (lengths[n - 1] ?? 0) : 0;
      const repeat = symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      if (n + repeat > total) return null;
      lengths.fill(value, n, n + repeat);
      n += repeat;
    }
    return lengths;
  }

  /** One symbol, away from the hot loop. */
  #symbol(code: Huffman): number {
    while (this.#bits < 15) {
      const byte = this.#input.byte();
      if (byte < 0) this.#phantom++;
      else this.#hold |= byte << this.#bits;
      this.#bits += 8;
    }
    const entry = slowSymbol(code, this.#hold);
    if (entry < 0) return -1;
    this.#hold >>>= entry & 15;
    this.#bits -= entry & 15;
    return entry >> 4;
  }

  /** Literals and matches until the block or the buffer ends, or the input runs low. */
  #codes(literals: Huffman, distances: Huffman): void {
    while (this.#write <= STOP && this.#mode === "codes" && this.fault === null) {
      if (this.#input.need(SAFE_INPUT)) this.#fast(literals, distances);
      else this.#careful(literals, distances);
    }
  }

  /** The hot loop: there is input for a whole symbol and room for its bytes. */
  #fast(literals: Huffman, distances: Huffman): void {
    const { bytes, end } = this.#input;
    const out = this.#buffer;
    const litFast = literals.fast;
    const distFast = distances.fast;
    let { pos } = this.#input;
    let hold = this.#hold;
    let bits = this.#bits;
    let w = this.#write;
    let why: PlainReason | "" = "";
    while (w <= STOP && end - pos >= SAFE_INPUT) {
      for (; bits <= 24; bits += 8) hold |= (bytes[pos++] ?? 0) << bits;
      let entry = litFast[hold & FAST_MASK] ?? 0;
      if (entry === 0) entry = slowSymbol(literals, hold);
      hold >>>= entry & 15;
      bits -= entry & 15;
      const symbol = entry >> 4;
      if (symbol < 256 && entry >= 0) {
        out[w++] = symbol;
        continue;
      }
      if (symbol === 256) {
        this.#mode = "head";
        break;
      }
      why = entry < 0 || symbol > 285 ? "deflate.length-code" : "";
      if (why !== "") break;
      const lengthExtra = LENGTH_EXTRA[symbol - 257] ?? 0;
      const length = (LENGTH_BASE[symbol - 257] ?? 0) + (hold & ((1 << lengthExtra) - 1));
      hold >>>= lengthExtra;
      bits -= lengthExtra;
      for (; bits <= 24; bits += 8) hold |= (bytes[pos++] ?? 0) << bits;
      entry = distFast[hold & FAST_MASK] ?? 0;
      if (entry === 0) entry = slowSymbol(distances, hold);
      why = entry < 0 || entry >> 4 > 29 ? "deflate.distance-code" : "";
      if (why !== "") break;
      hold >>>= entry & 15;
      bits -= entry & 15;
      const extra = DISTANCE_EXTRA[entry >> 4] ?? 0;
      for (; bits < extra; bits += 8) hold |= (bytes[pos++] ?? 0) << bits;
      const distance = (DISTANCE_BASE[entry >> 4] ?? 0) + (hold & ((1 << extra) - 1));
      hold >>>= extra;
      bits -= extra;
      why = distance > w ? "deflate.distance" : "";
      if (why !== "") break;
      for (const matchEnd = w + length; w < matchEnd; w += 1) out[w] = out[w - distance] ?? 0;
    }
    this.#input.pos = pos;
    this.#hold = hold;
    this.#bits = bits;
    this.#write = w;
    if (why !== "") this.#bad(why);
  }

  /** One symbol where the input may end. */
  #careful(literals: Huffman, distances: Huffman): void {
    const symbol = this.#symbol(literals);
    if (this.#phantom * 8 > this.#bits) return this.#cut();
    if (symbol < 0 || symbol > 285) return this.#bad("deflate.length-code");
    if (symbol < 256) {
      this.#buffer[this.#write++] = symbol;
      return;
    }
    if (symbol === 256) {
      this.#mode = "head";
      return;
    }
    const length = (LENGTH_BASE[symbol - 257] ?? 0) + this.#take(LENGTH_EXTRA[symbol - 257] ?? 0);
    const code = this.#symbol(distances);
    if (code < 0 || code > 29) return this.#bad("deflate.distance-code");
    const distance = (DISTANCE_BASE[code] ?? 0) + this.#take(DISTANCE_EXTRA[code] ?? 0);
    if (this.#phantom * 8 > this.#bits) return this.#cut();
    if (distance > this.#write) return this.#bad("deflate.distance");
    const out = this.#buffer;
    for (let w = this.#write, end = w + length; w < end; w += 1) out[w] = out[w - distance] ?? 0;
    this.#write += length;
  }
}

const FIXED = fixedCodes();
