/**
 * A long file as the guest reads it: every block that it sees any byte of is read whole and tagged, again each time, and
 * the parent is told the tags. A block that was read with two contents has two. Blocks may be read ahead (`ahead.ts`): the guest
 * then sees the bytes that were tagged, and never the same reading twice, but from the few that are kept for reads of parts.
 */
import type { blockTag } from "../block-tag.js";
import { BLOCK_BYTES, TAG_ENTRY_BYTES, WINDOW_BYTES } from "../protocol.js";
import { TagTable } from "../tag-table.js";
import { BlocksAhead, type TaggedBlock } from "./ahead.js";

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
  readonly #ahead: BlocksAhead;
  /** The latest first. */
  #kept: { readonly block: number; readonly bytes: Uint8Array<ArrayBuffer> }[] = [];
  #untold: Buffer[] = [];

  constructor(read: RawRead, facts: Facts) {
    this.#read = read;
    this.#facts = facts;
    this.#ahead = new BlocksAhead((block, place) => this.#load(block, place), facts.size);
  }

  /** Copies `length` bytes at `offset`, which lie inside the file. */
  read(offset: number, length: number, target: Uint8Array): number {
    this.#ahead.follow(offset, length);
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
    this.#ahead.settle();
    return done;
  }

  /** Reads a block that the guest will soon ask for, while it is at work. False when none is to be read. */
  readAhead(): boolean {
    return this.#ahead.step();
  }

  /** Bytes of whole blocks at the start of a range. */
  #wholeBlocks(offset: number, length: number): number {
    if (offset % BLOCK_BYTES !== 0) return 0;
    return offset + length === this.#facts.size ? length : length - (length % BLOCK_BYTES);
  }

  /** Whole blocks, straight into their place: one that was read ahead, or all. */
  #through(offset: number, target: Uint8Array): number {
    const first = offset / BLOCK_BYTES;
    const ready = this.#ahead.take(first);
    if (ready !== null) {
      target.set(ready.bytes);
      this.#note(first, ready.tag);
      this.#ahead.release(ready.bytes);
      return ready.bytes.length;
    }
    const got = this.#read(offset, target);
    for (let at = 0; at < got; at += BLOCK_BYTES) {
      const block = (offset + at) / BLOCK_BYTES;
      this.#note(block, this.#tag(block, target.subarray(at, Math.min(got, at + BLOCK_BYTES))));
    }
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
    const ready = this.#ahead.take(block);
    if (ready !== null && last !== undefined) this.#ahead.release(last.bytes);
    const { bytes, tag } = ready ?? this.#fresh(block, last?.bytes.buffer ?? new ArrayBuffer(BLOCK_BYTES));
    this.#note(block, tag);
    this.#kept.unshift({ block, bytes });
    return bytes;
  }

  /** Reads a block to a place, whatever is there of it. */
  #fresh(block: number, place: ArrayBuffer): TaggedBlock {
    const target = new Uint8Array(place, 0, this.#lengthOf(block));
    const bytes = target.subarray(0, this.#read(block * BLOCK_BYTES, target));
    return { bytes, tag: this.#tag(block, bytes) };
  }

  /** The same of a block that is all there. */
  #load(block: number, place: ArrayBuffer): TaggedBlock | null {
    const loaded = this.#fresh(block, place);
    return loaded.bytes.length === this.#lengthOf(block) ? loaded : null;
  }

  #lengthOf(block: number): number {
    return Math.min(BLOCK_BYTES, this.#facts.size - block * BLOCK_BYTES);
  }

  #tag(block: number, bytes: Uint8Array): Buffer {
    return this.#facts.tag(this.#facts.key, block, bytes);
  }

  #note(block: number, tag: Buffer): void {
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
