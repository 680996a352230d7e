/**
 * Random access over a decoder that only goes forward. The last bytes decoded are kept, so small steps back cost nothing;
 * a longer step back starts again, which is slow (everything up to there is decoded once more) and never wrong.
 *
 * Counts what comes out against `--max-decoded` and `--max-ratio` and stops there, with what was decoded served.
 */
import type { Format } from "../wire/words.js";
import { type DecodedEnd, type DecodedSource, type DecodeLimits, drain, overRatio } from "./decoded.js";
import { overLimit } from "./fault.js";
import type { SourceFault } from "./source.js";

/** Decodes one container from its start, forward only. Never throws; a fault ends it. */
export interface Decoder {
  readonly fault: SourceFault | null;
  /** Bytes of the outer source used up so far. */
  readonly consumed: number;
  readonly notes: readonly SourceFault[];
  /** Writes up to `length` (more than 0) bytes to `target` at `at`. 0 only at the end or at a fault. */
  decode(target: Uint8Array, at: number, length: number): number;
}

/** Bytes kept for steps back: twice the machine's window. The ring starts small, most artifacts are. */
const KEPT = 2 * 1024 * 1024;
const FIRST = 64 * 1024;

/** A decoder as a source that may be read anywhere. */
export class ForwardSource implements DecodedSource {
  readonly encoding: Format;
  readonly #make: () => Decoder;
  readonly #limits: DecodeLimits;
  #decoder: Decoder;
  #ring = new Uint8Array(0);
  /** The first ring of bytes, once the ring has moved on: other readings of the same stream begin there and end soon. */
  #head = new Uint8Array(0);
  /** Decoded so far; the byte at offset `i` stands at `i % ring.length` while it is kept. */
  #produced = 0;
  /** Offset of the first byte that is kept. */
  #from = 0;
  #length = -1;
  #fault: SourceFault | null = null;
  #end: DecodedEnd | null = null;
  /** How often a backward read started the decoder again. */
  restarts = 0;

  constructor(encoding: Format, make: () => Decoder, limits: DecodeLimits) {
    this.encoding = encoding;
    this.#make = make;
    this.#limits = limits;
    this.#decoder = make();
  }

  get length(): number {
    return this.#length;
  }

  get fault(): SourceFault | null {
    return this.#fault;
  }

  end(): DecodedEnd | null {
    if (this.#length < 0) drain(this, this.#produced);
    return this.#fault === null ? this.#end : null;
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    if (this.#length >= 0 && offset >= this.#length) return 0;
    if (offset < this.#from && offset + length <= this.#head.length) {
      target.set(this.#head.subarray(offset, offset + length), at);
      return length;
    }
    if (offset < this.#from) this.#restart();
    while (this.#produced < offset) if (this.#advance(offset - this.#produced) === 0) return 0;
    let done = 0;
    while (done < length) {
      const from = offset + done;
      if (from === this.#produced && this.#advance(length - done) === 0) break;
      const slot = from % this.#ring.length;
      const count = Math.min(length - done, this.#produced - from, this.#ring.length - slot);
      target.set(this.#ring.subarray(slot, slot + count), at + done);
      done += count;
    }
    return done;
  }

  #restart(): void {
    this.restarts++;
    this.#decoder = this.#make();
    this.#produced = 0;
    this.#from = 0;
  }

  /** Decodes up to `wanted` bytes into the ring, without running over its edge. */
  #advance(wanted: number): number {
    if (this.#length >= 0 && this.#produced >= this.#length) return 0;
    if (this.#produced === this.#ring.length && this.#ring.length < KEPT) this.#grow();
    // Before the ring is written over for the first time.
    if (this.#produced === KEPT && this.#head.length === 0) this.#head = this.#ring.slice();
    const slot = this.#produced % this.#ring.length;
    const room = Math.min(wanted, this.#ring.length - slot, this.#limits.maxDecoded - this.#produced);
    const got = room > 0 ? this.#decoder.decode(this.#ring, slot, room) : 0;
    if (got === 0) {
      this.#finish(room <= 0);
      return 0;
    }
    this.#produced += got;
    if (this.#produced - this.#from > this.#ring.length) this.#from = this.#produced - this.#ring.length;
    if (overRatio(this.#produced, this.#decoder.consumed, this.#limits)) this.#stop(overLimit("ratio", this.#limits.maxRatio));
    return got;
  }

  #grow(): void {
    const next = new Uint8Array(Math.max(FIRST, this.#ring.length * 2));
    next.set(this.#ring);
    this.#ring = next;
  }

  /** The decoder gave nothing more, or (`full`) the limit of decoded bytes is reached. */
  #finish(full: boolean): void {
    if (full && this.#decoder.decode(new Uint8Array(1), 0, 1) > 0) this.#stop(overLimit("decoded", this.#limits.maxDecoded));
    else this.#stop(this.#decoder.fault);
  }

  #stop(fault: SourceFault | null): void {
    this.#length = this.#produced;
    this.#fault = fault;
    this.#end = { consumed: this.#decoder.consumed, notes: this.#decoder.notes };
  }
}
