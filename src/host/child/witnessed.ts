/**
 * A long file as the guest reads it: every block that it sees any byte of is read whole and tagged, again each time, and
 * the parent is told the tags. A block that was read with two contents has two.
 */
import type { blockTag } from "../block-tag.js";
import { BLOCK_BYTES, TAG_ENTRY_BYTES, WINDOW_BYTES } from "../protocol.js";
import { TagTable } from "../tag-table.js";

/** Blocks kept for reads of their parts. */
const MOST_KEPT = 8;
const MOST_TOLD = Math.floor((WINDOW_BYTES - 4) / TAG_ENTRY_BYTES);

/** Fills `target` with bytes at `offset`; returns how many, fewer only at the end. */
type RawRead = (offset: number, target: Uint8Array) => number;

interface Facts {
  readonly size: number;
  readonly key: Uint8Array;
  readonly tag: typeof blockTag;
  /** Tells the parent: blocks and their tags. */
  readonly tell: (entries: Buffer) => void;
}

export class WitnessedFile {
  readonly #read: RawRead;
  readonly #facts: Facts;
  readonly #tags = new TagTable();
  /** The latest first. */
  #kept: { readonly block: number; readonly bytes: Uint8Array }[] = [];
  #untold: Buffer[] = [];

  constructor(read: RawRead, facts: Facts) {
    this.#read = read;
    this.#facts = facts;
  }

  /** Copies `length` bytes at `offset`, which lie inside the file. */
  read(offset: number, length: number, target: Uint8Array): number {
    let done = 0;
    while (done < length) {
      const whole = this.#wholeBlocks(offset + done, length - done);
      const got =
        whole > 0
          ? this.#through(offset + done, target.subarray(done, done + whole))
          : this.#part(offset + done, target.subarray(done, length));
      if (got === 0) break;
      done += got;
    }
    return done;
  }

  /** Bytes of whole blocks at the start of a range. */
  #wholeBlocks(offset: number, length: number): number {
    if (offset % BLOCK_BYTES !== 0) return 0;
    return offset + length === this.#facts.size ? length : length - (length % BLOCK_BYTES);
  }

  /** Whole blocks, straight into their place. */
  #through(offset: number, target: Uint8Array): number {
    const got = this.#read(offset, target);
    for (let at = 0; at < got; at += BLOCK_BYTES)
      this.#note((offset + at) / BLOCK_BYTES, target.subarray(at, Math.min(got, at + BLOCK_BYTES)));
    return got;
  }

  #part(offset: number, target: Uint8Array): number {
    const block = Math.floor(offset / BLOCK_BYTES);
    const bytes = this.#block(block);
    const from = offset - block * BLOCK_BYTES;
    const part = bytes.subarray(from, from + target.length);
    target.set(part);
    return part.length;
  }

  #block(block: number): Uint8Array {
    const known = this.#kept.find((one) => one.block === block);
    if (known !== undefined) return known.bytes;
    const last = this.#kept.length < MOST_KEPT ? undefined : this.#kept.pop();
    const place = last?.bytes.buffer ?? new ArrayBuffer(BLOCK_BYTES);
    const target = new Uint8Array(place, 0, Math.min(BLOCK_BYTES, this.#facts.size - block * BLOCK_BYTES));
    const bytes = target.subarray(0, this.#read(block * BLOCK_BYTES, target));
    this.#note(block, bytes);
    this.#kept.unshift({ block, bytes });
    return bytes;
  }

  #note(block: number, bytes: Uint8Array): void {
    const tag = this.#facts.tag(this.#facts.key, block, bytes);
    if (this.#tags.put(block, tag) === "same") return;
    const number = Buffer.alloc(4);
    number.writeUInt32LE(block);
    this.#untold.push(number, tag);
    if (this.#untold.length >= 2 * MOST_TOLD) this.flush();
  }

  /** Tells what was not told yet. */
  flush(): void {
    if (this.#untold.length > 0) this.#facts.tell(Buffer.concat(this.#untold));
    this.#untold = [];
  }
}
