/**
 * The bytes behind an artifact, such that what is hashed is what was judged, whoever writes to the file meanwhile: files
 * up to 4 MiB are read once and kept, and everyone reads the copy; longer ones have a witness, who compares the block
 * that was hashed with the block that the guest was given (`host/block-tag.ts` says why so, and what it costs).
 */
import { createHash } from "node:crypto";
import { read as readCallback, readSync } from "node:fs";
import { promisify } from "node:util";
import { blockTag, newTagKey } from "../host/block-tag.js";
import { TagTable } from "../host/tag-table.js";
import { BLOCK_BYTES, HELD_BYTES, type Witness } from "../host/types.js";
import { HashedChunks } from "./hashed-chunks.js";

const readAsync = promisify(readCallback);

/** Blocks hashed in one go. */
const HASH_CHUNK = 8 * BLOCK_BYTES;

/** Fills `target` with bytes at `offset`; returns how many, fewer only at the end. */
export type Fill = (offset: number, target: Buffer) => Promise<number>;

export interface Content {
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Some of them, of which the witness is told: whole blocks around what is asked for are read and tagged, or are just being hashed. */
  reread(offset: number, length: number): Promise<Uint8Array>;
  /** Hex SHA-256 of all bytes; stops with the signal's reason. */
  sha256(signal?: AbortSignal): Promise<string>;
  readonly witness: BlockWitness;
}

/** Remembers the tag of every block that was read, and whether two were of different bytes. */
export class BlockWitness implements Witness {
  readonly key: Uint8Array;
  /** Of whoever hashes, for who copies meanwhile. */
  readonly chunks = new HashedChunks();
  readonly #tags = new TagTable();
  /** Two readers were given different bytes. */
  differ = false;
  /** Who reads beside the one who hashes. */
  #readers = 1;

  /** Files of one artifact share a key. */
  constructor(key: Uint8Array = newTagKey()) {
    this.key = key;
  }

  note(block: number, tag: Uint8Array): void {
    if (this.#tags.put(block, tag) === "other") this.differ = true;
  }

  /** What is hashed from here on needs a tag only where it was read: an array of 200 MB that nobody looks into has none. */
  rest(): void {
    this.#readers--;
    if (this.#readers <= 0) this.chunks.leave();
  }

  /** One more will read, and rest. */
  join(): void {
    this.#readers++;
  }

  /** Notes whole blocks that begin at `offset`. */
  noteBytes(offset: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
      const block = (offset + at) / BLOCK_BYTES;
      if (this.#readers <= 0 && !this.#tags.has(block)) this.#tags.pass(block);
      else this.note(block, blockTag(this.key, block, bytes.subarray(at, at + BLOCK_BYTES)));
    }
  }
}

/** Read without a thread of the pool, whose first four take longer to start than a small file takes to read. */
const AT_ONCE_BYTES = 64 * 1024;

/** Reads until `target` is full or the file ends. */
const fillFrom =
  (fd: number): Fill =>
  async (offset, target) => {
    let done = 0;
    while (done < target.length) {
      const left = target.length - done;
      const got =
        target.length <= AT_ONCE_BYTES
          ? readSync(fd, target, done, left, offset + done)
          : (await readAsync(fd, target, done, left, offset + done)).bytesRead;
      if (got === 0) break;
      done += got;
    }
    return done;
  };

/** Read once, at the first question, and kept. */
function held(fill: Fill, size: number, witness: BlockWitness): Content {
  let reading: Promise<Buffer> | null = null;
  const whole = async (): Promise<Buffer> => {
    const bytes = Buffer.allocUnsafeSlow(size);
    const got = await fill(0, bytes);
    witness.differ ||= got < size;
    return bytes.subarray(0, got);
  };
  const bytes = (): Promise<Buffer> => {
    reading ??= whole();
    return reading;
  };
  const read = async (offset: number, length: number): Promise<Uint8Array> => (await bytes()).subarray(offset, offset + length);
  return {
    witness,
    read,
    reread: async (offset, length) => Buffer.from(await read(offset, length)),
    sha256: async (signal) => {
      signal?.throwIfAborted();
      return createHash("sha256")
        .update(await bytes())
        .digest("hex");
    },
  };
}

/** Read as it is asked for, and hashed through two buffers: a fresh one a read would pile up faster than it is collected. */
function witnessed(fill: Fill, size: number, witness: BlockWitness): Content {
  const { chunks } = witness;
  const hashed = async (signal?: AbortSignal): Promise<string> => {
    const hash = createHash("sha256");
    const places: [Buffer, Buffer] = [Buffer.allocUnsafeSlow(HASH_CHUNK), Buffer.allocUnsafeSlow(HASH_CHUNK)];
    const placeOf = (at: number): 0 | 1 => ((at / HASH_CHUNK) & 1 ? 1 : 0);
    const wantedAt = (at: number): Buffer => places[placeOf(at)].subarray(0, Math.min(HASH_CHUNK, size - at));
    const filled = (at: number): Promise<number> => (at < size ? fill(at, wantedAt(at)) : Promise.resolve(0));
    let next = filled(0);
    for (let at = 0; at < size; at += HASH_CHUNK) {
      const got = await next;
      signal?.throwIfAborted();
      const wanted = wantedAt(at);
      // The next chunk is read, on another thread, while this one is hashed.
      next = got < wanted.length ? Promise.resolve(0) : filled(at + HASH_CHUNK);
      witness.differ ||= got < wanted.length;
      hash.update(wanted.subarray(0, got));
      witness.noteBytes(at, wanted.subarray(0, got));
      places[placeOf(at)] = await chunks.pass(at, places[placeOf(at)], got);
      if (got < wanted.length) break;
    }
    return hash.digest("hex");
  };
  const sha256 = async (signal?: AbortSignal): Promise<string> => {
    const leave = (): void => chunks.leave();
    // Whoever copied may be gone without a word: the hash would wait, and with it who closes the file.
    signal?.addEventListener("abort", leave, { once: true });
    chunks.begin();
    try {
      return await hashed(signal);
    } finally {
      signal?.removeEventListener("abort", leave);
      chunks.end();
    }
  };
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const bytes = Buffer.allocUnsafe(length);
    return bytes.subarray(0, await fill(offset, bytes));
  };
  let room = Buffer.alloc(0);
  const reread = async (offset: number, length: number): Promise<Uint8Array> => {
    const taken = await chunks.take(offset, length);
    if (taken !== null) return taken;
    const from = offset - (offset % BLOCK_BYTES);
    const to = Math.min(size, Math.ceil((offset + length) / BLOCK_BYTES) * BLOCK_BYTES);
    if (room.length < to - from) room = Buffer.allocUnsafeSlow(to - from);
    const wanted = room.subarray(0, to - from);
    const got = await fill(from, wanted);
    witness.differ ||= got < wanted.length;
    witness.noteBytes(from, wanted.subarray(0, got));
    return wanted.subarray(offset - from, Math.min(got, offset - from + length));
  };
  return { witness, read, reread, sha256 };
}

/**
 * Content of an open file. Companions come with their artifact's key and are never kept: there may be thousands of them.
 * Nobody hashes them; what their witness tells is whether two reads of a block were of different bytes.
 */
export function fileContent(fd: number, size: number, key?: Uint8Array): Content {
  const witness = new BlockWitness(key);
  const isHeld = key === undefined && size <= HELD_BYTES;
  return isHeld ? held(fillFrom(fd), size, witness) : witnessed(fillFrom(fd), size, witness);
}

/** Content of what lies elsewhere and is asked for in ranges; a companion comes with its artifact's key. */
export const remoteContent = (fill: Fill, size: number, key?: Uint8Array): Content => witnessed(fill, size, new BlockWitness(key));

/** Content of bytes that the caller may write to while we read. */
export function memoryContent(bytes: Uint8Array): Content {
  const { length } = bytes;
  const fill: Fill = (offset, target) => {
    const part = bytes.subarray(offset, offset + target.length);
    target.set(part);
    return Promise.resolve(part.length);
  };
  const witness = new BlockWitness();
  if (length > HELD_BYTES) return witnessed(fill, length, witness);
  const copy = Buffer.from(bytes);
  return held((_offset, target) => Promise.resolve(copy.copy(target)), length, witness);
}
