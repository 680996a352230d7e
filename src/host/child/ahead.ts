/**
 * Blocks of a long file, read and tagged while the guest works, when it reads one behind the other: a forest of 60 MB waited
 * 100 ms for them. An array that the guest skips is read by `MOST_AHEAD` blocks at most. A block is given once, with the tag of
 * the very bytes that are given; of one that nobody asks for nobody is told.
 */
import { BLOCK_BYTES } from "../protocol.js";

/** Blocks ahead of the guest: what it asks for in one go, and a gap. */
const MOST_AHEAD = 12;
/** Blocks between two reads that still come one behind the other. */
const MOST_GAP = 2;
/** Bytes that come one behind the other before the next are read ahead. */
const WORTH = 1024 * 1024;

/** A whole block (the last one of a file may be shorter), and the tag of these bytes. */
export interface TaggedBlock {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly tag: Buffer;
}

/** Reads a whole block into a place, and tags it; null where the file has less of it than it should. */
type Load = (block: number, place: ArrayBuffer) => TaggedBlock | null;

export class BlocksAhead {
  readonly #load: Load;
  readonly #blocks: number;
  /** One behind the other, from `#next` on. */
  readonly #ready = new Map<number, TaggedBlock>();
  readonly #spare: ArrayBuffer[] = [];
  /** The block behind the last one that was asked for. */
  #next = 0;
  /** Bytes that were asked for one behind the other. */
  #run = 0;

  /** `size`: of the file. */
  constructor(load: Load, size: number) {
    this.#load = load;
    this.#blocks = Math.ceil(size / BLOCK_BYTES);
  }

  /** The guest asks for these bytes. */
  follow(offset: number, length: number): void {
    const gap = Math.floor(offset / BLOCK_BYTES) - this.#next;
    // It may begin in the block in which the last one ended.
    if (gap < -1 || gap > MOST_GAP) this.#stop();
    this.#run += length;
    this.#next = Math.ceil((offset + length) / BLOCK_BYTES);
  }

  /** It has them: what it left out it does not get any more. */
  settle(): void {
    for (const [block, { bytes }] of this.#ready)
      if (block < this.#next) {
        this.#ready.delete(block);
        this.release(bytes);
      }
  }

  /** A block that was read ahead, once. */
  take(block: number): TaggedBlock | null {
    const found = this.#ready.get(block) ?? null;
    this.#ready.delete(block);
    return found;
  }

  /** Bytes of a block that nobody needs any more: the next one is read to their place. */
  release({ buffer }: Uint8Array<ArrayBuffer>): void {
    this.#spare.push(buffer);
  }

  /** Reads one more block. False when there is none to read. */
  step(): boolean {
    const block = this.#next + this.#ready.size;
    if (this.#run < WORTH || this.#ready.size >= MOST_AHEAD || block >= this.#blocks) return false;
    const place = this.#spare.pop() ?? new ArrayBuffer(BLOCK_BYTES);
    const loaded = this.#load(block, place);
    if (loaded !== null) this.#ready.set(block, loaded);
    // A file that was cut: the guest is to meet it, and not we.
    else this.#stop();
    return loaded !== null;
  }

  #stop(): void {
    this.#run = 0;
    this.#ready.clear();
    this.#spare.length = 0;
  }
}
