/**
 * The machine's window over a source: `bytes[pos … end)` is what can be read at once. Refilling keeps what is not yet
 * read, so an argument never has to be put together from pieces. Offsets are absolute in the source.
 *
 * Long windows end where a block of the child ends, and what is read stands at a multiple of eight: the engine copies
 * shared memory that is aligned differently a byte at a time (1 ns each, twice on the way here).
 */
import type { Source } from "../container/source.js";

/**
 * Smallest and largest window. Bulk payloads are skipped, never windowed: what is read behind one begins small again, since
 * the next may stand a few opcodes further on.
 */
const FIRST_WINDOW = 64 * 1024;
const WINDOW = 1024 * 1024;
/** What the child reads at once (`BLOCK_BYTES` of the host); only speed depends on it. */
const BLOCK = 128 * 1024;
/** Unread bytes that a window has room for besides. */
const REST = 4096;
const ALIGNED = 8;

/** How many bytes to read at `offset` when a window of `wanted` is: a long one ends with a block. */
const lengthFrom = (offset: number, wanted: number): number => (wanted < WINDOW ? wanted : wanted - ((offset + wanted) % BLOCK));

export class Cursor {
  readonly source: Source;
  bytes: Uint8Array<ArrayBuffer>;
  /** The same memory, for numbers of several bytes. */
  view: DataView<ArrayBuffer>;
  pos = 0;
  end = 0;
  /** First byte of the window: those before it are none. */
  #start = 0;
  /** Absolute offset of `bytes[0]`. */
  base: number;
  #drained = false;
  /** Bytes of the next window. */
  #next = FIRST_WINDOW;

  constructor(source: Source, offset = 0) {
    this.source = source;
    this.base = offset;
    this.bytes = new Uint8Array(source.length >= 0 && source.length < FIRST_WINDOW ? source.length + 16 : FIRST_WINDOW);
    this.view = new DataView(this.bytes.buffer);
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
    const at = this.base + this.end;
    // No window is made for what cannot come; one byte is asked for all the same, since sources learn of a fault by it.
    const left = this.source.length < 0 ? WINDOW : Math.max(1, this.source.length - at);
    const length = Math.max(Math.min(lengthFrom(at, this.#next), left), count - rest);
    this.#next = WINDOW;
    this.#move(rest, length);
    const wanted = this.end + length;
    const needed = this.pos + count;
    while (this.end < needed) {
      const got = this.source.read(this.base + this.end, wanted - this.end, this.bytes, this.end);
      this.end += got;
      if (got === 0) {
        this.#drained = true;
        break;
      }
    }
    return this.end >= needed;
  }

  /** Brings what is not yet read to the front, with room for `length` bytes behind it. */
  #move(rest: number, length: number): void {
    const start = (ALIGNED - (rest % ALIGNED)) % ALIGNED;
    const need = start + rest + length;
    if (need > this.bytes.length) {
      const next = new Uint8Array(length > FIRST_WINDOW && need <= WINDOW + REST ? WINDOW + REST : need);
      next.set(this.bytes.subarray(this.pos, this.end), start);
      this.bytes = next;
      this.view = new DataView(next.buffer);
    } else {
      this.bytes.copyWithin(start, this.pos, this.end);
    }
    this.base += this.pos - start;
    this.#start = start;
    this.pos = start;
    this.end = start + rest;
  }

  /** Moves to an absolute offset, dropping the window when it lies outside. */
  seek(offset: number): void {
    if (offset >= this.base + this.#start && offset <= this.base + this.end) {
      this.pos = offset - this.base;
      return;
    }
    this.base = offset;
    this.#start = 0;
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
