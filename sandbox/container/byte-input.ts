/**
 * The compressed side of a decoder: a buffer that is filled from a source as it is used up. Decoders with hot loops read
 * `bytes`, `pos` and `end` themselves and call `need` where they might run out.
 */
import type { Source } from "./source.js";

const CAPACITY = 64 * 1024;

/** Reads a source forward, with a look back no further than its buffer. */
export class ByteInput {
  readonly source: Source;
  readonly bytes: Uint8Array<ArrayBuffer>;
  pos = 0;
  end = 0;
  /** Offset in the source of `bytes[0]`. */
  #base: number;

  constructor(source: Source, offset: number) {
    this.source = source;
    const rest = source.length < 0 ? CAPACITY : Math.min(CAPACITY, Math.max(16, source.length - offset));
    this.bytes = new Uint8Array(rest);
    this.#base = offset;
  }

  /** Offset in the source of the next byte. */
  get offset(): number {
    return this.#base + this.pos;
  }

  /** How many bytes stand ready. */
  get ready(): number {
    return this.end - this.pos;
  }

  /** True when at least `count` bytes (at most 4 KiB) stand ready, after reading more when they do not. */
  need(count: number): boolean {
    return this.end - this.pos >= count || this.#fill(count);
  }

  #fill(count: number): boolean {
    this.bytes.copyWithin(0, this.pos, this.end);
    this.#base += this.pos;
    this.end -= this.pos;
    this.pos = 0;
    while (this.end < count && this.end < this.bytes.length) {
      const got = this.source.read(this.#base + this.end, this.bytes.length - this.end, this.bytes, this.end);
      if (got === 0) return false;
      this.end += got;
    }
    return this.end >= count;
  }

  /** The next byte, -1 at the end. */
  byte(): number {
    return this.need(1) ? (this.bytes[this.pos++] ?? -1) : -1;
  }

  /** Unsigned 32 bits, little-endian; the caller has made sure of four bytes. */
  u32(): number {
    const b = this.bytes;
    const p = this.pos;
    this.pos = p + 4;
    return ((b[p] ?? 0) | ((b[p + 1] ?? 0) << 8) | ((b[p + 2] ?? 0) << 16) | ((b[p + 3] ?? 0) << 24)) >>> 0;
  }

  /** Copies up to `length` bytes to `target`; fewer only at the end. */
  take(target: Uint8Array, at: number, length: number): number {
    let done = 0;
    while (done < length) {
      if (this.pos === this.end) {
        if (length - done >= this.bytes.length) {
          const got = this.#direct(target, at + done, length - done);
          if (got === 0) break;
          done += got;
          continue;
        }
        if (!this.need(1)) break;
      }
      const count = Math.min(length - done, this.end - this.pos);
      target.set(this.bytes.subarray(this.pos, this.pos + count), at + done);
      this.pos += count;
      done += count;
    }
    return done;
  }

  /** Past an empty buffer, straight into the target. */
  #direct(target: Uint8Array, at: number, length: number): number {
    const got = this.source.read(this.offset, length, target, at);
    this.#base += this.pos + got;
    this.pos = 0;
    this.end = 0;
    return got;
  }

  /** Moves to another offset of the source. */
  seek(offset: number): void {
    const inside = offset - this.#base;
    if (inside >= 0 && inside <= this.end) {
      this.pos = inside;
      return;
    }
    this.#base = offset;
    this.pos = 0;
    this.end = 0;
  }
}
