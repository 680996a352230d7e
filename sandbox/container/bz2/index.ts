/**
 * bzip2 as Python's `bz2` reads it: one stream after the other, every block's CRC and the combined one verified,
 * "randomised" blocks of old bzip2 included.
 *
 * Refused: `BZ0` (bzip 1). Slow: 10 to 20 MB/s, the sorting leaves no order in memory. A block's CRC is known only at its
 * end, so up to 900 kB of a damaged block are served before the fault.
 */
import type { Hooks } from "../../wire/hooks.js";
import { ByteInput } from "../byte-input.js";
import { bytesFrom, type DecodedSource, type DecodeLimits } from "../decoded.js";
import { corrupt, cutOff, trailing, unsupported } from "../fault.js";
import { type Decoder, ForwardSource } from "../forward-source.js";
import type { Source, SourceFault } from "../source.js";
import { BitInput } from "./bit-input.js";
import { Bz2Block } from "./block.js";

const BZ2 = "bz2";
const UNIT = 100_000;
const BLOCK_MAGIC = [0x314159, 0x265359] as const;
const END_MAGIC = [0x177245, 0x385090] as const;

/** Opens bzip2 streams at the start of `source`. */
export function openBz2(_hooks: Hooks | null, source: Source, limits: DecodeLimits): DecodedSource {
  return new ForwardSource(BZ2, () => new Bz2Decoder(source), limits);
}

/** Bytes left, as far as is known without reading on. */
const restOf = (input: ByteInput): number => Math.max(1, input.source.length - input.offset);

type Mode = "stream" | "magic" | "block" | "done";

class Bz2Decoder implements Decoder {
  fault: SourceFault | null = null;
  notes: SourceFault[] = [];
  readonly #input: ByteInput;
  readonly #bits: BitInput;
  #mode: Mode = "stream";
  #block: Bz2Block | null = null;
  #size = 0;
  #combined = 0;

  constructor(source: Source) {
    this.#input = new ByteInput(source, 0);
    this.#bits = new BitInput(this.#input);
  }

  get consumed(): number {
    return this.#input.offset;
  }

  decode(target: Uint8Array, at: number, length: number): number {
    while (this.fault === null && this.#mode !== "done") {
      if (this.#mode === "stream") this.#beginStream();
      else if (this.#mode === "magic") this.#magic();
      else {
        const got = this.#block?.read(target, at, length) ?? 0;
        if (got > 0) return got;
        this.#closeBlock();
      }
    }
    return 0;
  }

  #beginStream(): void {
    const input = this.#input;
    if (!input.need(4)) {
      this.#cut(4 - input.ready);
      return;
    }
    const [b = 0, z = 0, h = 0, level = 0] = input.bytes.subarray(input.pos, input.pos + 4);
    if (b !== 0x42 || z !== 0x5a) this.fault = corrupt(BZ2, "bz2.header");
    else if (h !== 0x68) this.fault = h === 0x30 ? unsupported(BZ2, "bz2.bzip1") : corrupt(BZ2, "bz2.header");
    else if (level < 0x31 || level > 0x39) this.fault = corrupt(BZ2, "bz2.size");
    if (this.fault !== null) return;
    input.pos += 4;
    const size = (level - 0x30) * UNIT;
    if (this.#block === null || size !== this.#size) this.#block = new Bz2Block(size);
    this.#size = size;
    this.#combined = 0;
    this.#mode = "magic";
  }

  #cut(missing: number): void {
    this.fault = this.#input.source.fault ?? cutOff(BZ2, missing);
  }

  #magic(): void {
    const bits = this.#bits;
    const high = bits.take(24);
    const low = bits.take(24);
    if (high === BLOCK_MAGIC[0] && low === BLOCK_MAGIC[1]) {
      const ok = this.#block?.begin(bits) ?? false;
      if (bits.past) this.#cut(0);
      else if (!ok) this.fault = corrupt(BZ2, this.#block?.why ?? "bz2.block");
      this.#mode = "block";
    } else if (high === END_MAGIC[0] && low === END_MAGIC[1]) this.#endStream();
    else if (bits.past) this.#cut(0);
    else this.fault = corrupt(BZ2, "bz2.block");
  }

  #closeBlock(): void {
    const why = this.#block?.why ?? null;
    if (why !== null) this.fault = corrupt(BZ2, why);
    const crc = this.#block?.storedCrc ?? 0;
    this.#combined = ((this.#combined << 1) | (this.#combined >>> 31)) ^ crc;
    this.#mode = "magic";
  }

  #endStream(): void {
    const stored = this.#bits.word();
    if (this.#bits.past) return this.#cut(0);
    if (stored !== this.#combined) {
      this.fault = corrupt(BZ2, "bz2.combined-crc");
      return;
    }
    this.#bits.align();
    const input = this.#input;
    const again =
      input.need(4) && input.bytes[input.pos] === 0x42 && input.bytes[input.pos + 1] === 0x5a && input.bytes[input.pos + 2] === 0x68;
    this.#mode = again ? "stream" : "done";
    const rest = again ? restOf(input) : bytesFrom(input.source, input.offset);
    // Further streams are decoded, since Python's bz2 goes on too, and told once.
    if (rest > 0 && this.notes.length === 0) this.notes.push(trailing(BZ2, rest));
  }
}
