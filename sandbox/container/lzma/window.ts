/**
 * The dictionary of LZMA: a ring of the last bytes decoded. It grows with what was decoded, so a header that asks for
 * 4 GiB costs nothing by itself, and it never grows beyond what the memory limit allows: a match that reaches further
 * back than what is kept is told as `limit.memory`.
 */

const FIRST = 64 * 1024;

/** The ring, and what of it was handed out. */
export class LzmaWindow {
  buffer: Uint8Array<ArrayBuffer>;
  /** Where the next byte goes; at most `buffer.length`. */
  at = 0;
  /** Bytes since the dictionary was reset: no match may reach further back. */
  valid = 0;
  /** Bytes before this were handed out. */
  #taken = 0;
  /** Bytes that are kept: a match that reaches further back has no bytes here. */
  readonly most: number;

  /** `dictionary`: the size in the header. `most`: bytes that may be kept. */
  constructor(dictionary: number, most: number) {
    this.most = Math.max(FIRST, Math.ceil(Math.min(most, dictionary) / 16) * 16);
    this.buffer = new Uint8Array(FIRST);
  }

  /** Makes room at the edge: grows, or goes on at the start. Everything must have been taken. */
  turn(): void {
    if (this.at < this.buffer.length) return;
    if (this.buffer.length >= this.most) {
      this.at = 0;
      this.#taken = 0;
      return;
    }
    const next = new Uint8Array(Math.min(this.most, this.buffer.length * 2));
    next.set(this.buffer);
    this.buffer = next;
  }

  /** Bytes decoded and not yet taken. */
  get waiting(): number {
    return this.at - this.#taken;
  }

  take(target: Uint8Array, to: number, length: number): number {
    const count = Math.min(length, this.waiting);
    target.set(this.buffer.subarray(this.#taken, this.#taken + count), to);
    this.#taken += count;
    return count;
  }

  /** The byte before the next one, 0 at the start. */
  get previous(): number {
    if (this.valid === 0) return 0;
    return this.buffer[this.at > 0 ? this.at - 1 : this.buffer.length - 1] ?? 0;
  }

  /** The byte `distance` back (1: the one before). */
  back(distance: number): number {
    const from = this.at - distance;
    return this.buffer[from < 0 ? from + this.buffer.length : from] ?? 0;
  }

  /** Repeats `length` bytes from `distance` back; the caller made sure of room up to the edge. */
  repeat(distance: number, length: number): void {
    const b = this.buffer;
    let w = this.at;
    let from = w - distance;
    if (from < 0) from += b.length;
    this.at = w + length;
    this.valid += length;
    if (from + length <= b.length) {
      for (const end = w + length; w < end; ) b[w++] = b[from++] ?? 0;
      return;
    }
    for (const end = w + length; w < end; ) {
      b[w++] = b[from++] ?? 0;
      if (from === b.length) from = 0;
    }
  }
}
