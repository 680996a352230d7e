/**
 * The machine's window over a source: `bytes[pos … end)` is what can be read at once. Refilling keeps what is not yet
 * read, so an argument never has to be put together from pieces. Offsets are absolute in the source.
 */
import type { Source } from "../container/source.js";

/**
 * Smallest and largest window. Bulk payloads are skipped, never windowed: what is read behind one begins small again, since
 * the next may stand a few opcodes further on.
 */
const FIRST_WINDOW = 64 * 1024;
const WINDOW = 1024 * 1024;

export class Cursor {
  readonly source: Source;
  bytes: Uint8Array<ArrayBuffer>;
  pos = 0;
  end = 0;
  /** Absolute offset of `bytes[0]`. */
  base: number;
  #drained = false;
  /** Bytes of the next window. */
  #next = FIRST_WINDOW;

  constructor(source: Source, offset = 0) {
    this.source = source;
    this.base = offset;
    this.bytes = new Uint8Array(source.length >= 0 && source.length < FIRST_WINDOW ? source.length + 16 : FIRST_WINDOW);
  }

  /** Absolute offset of the next byte. */
  get offset(): number {
    return this.base + this.pos;
  }

  /** True when at least `count` bytes (at most a window) stand ready, reading more when they do not. */
  need(count: number): boolean {
    return this.end - this.pos >= count || this.#fill(count);
  }

  /** Bytes that are certainly missing when `need(count)` said no. */
  missing(count: number): number {
    return Math.max(0, count - (this.end - this.pos));
  }

  #fill(count: number): boolean {
    if (this.#drained) return false;
    const rest = this.end - this.pos;
    // No window is made for what cannot come; one byte is asked for all the same, since sources learn of a fault by it.
    const left = this.source.length < 0 ? WINDOW : Math.max(1, this.source.length - this.base - this.end);
    const size = Math.max(Math.min(this.#next, rest + left), count);
    this.#next = WINDOW;
    if (size > this.bytes.length) {
      const next = new Uint8Array(size);
      next.set(this.bytes.subarray(this.pos, this.end));
      this.bytes = next;
    } else {
      this.bytes.copyWithin(0, this.pos, this.end);
    }
    this.base += this.pos;
    this.pos = 0;
    this.end = rest;
    while (this.end < count) {
      const got = this.source.read(this.base + this.end, size - this.end, this.bytes, this.end);
      this.end += got;
      if (got === 0) {
        this.#drained = true;
        break;
      }
    }
    return this.end >= count;
  }

  /** Moves to an absolute offset, dropping the window when it lies outside. */
  seek(offset: number): void {
    if (offset >= this.base && offset <= this.base + this.end) {
      this.pos = offset - this.base;
      return;
    }
    this.base = offset;
    this.pos = 0;
    this.end = 0;
    this.#next = FIRST_WINDOW;
    this.#drained = false;
  }

  /** Skips `count` bytes that need not be seen. False when the source ends before. */
  skip(count: number): boolean {
    if (this.end - this.pos >= count) {
      this.pos += count;
      return true;
    }
    const target = this.offset + count;
    if (this.source.length >= 0 && target > this.source.length) return false;
    this.seek(target);
    // A decompressor learns its end by reading: one byte before the target must exist.
    return count === 0 || this.source.length >= 0 || this.#exists(target);
  }

  #exists(target: number): boolean {
    const probe = new Uint8Array(1);
    return this.source.read(target - 1, 1, probe, 0) === 1;
  }
}
