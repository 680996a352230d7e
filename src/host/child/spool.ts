/**
 * Decoded bytes that were read once and may be asked for again: the first in memory, the rest in a scratch file that the
 * parent opened and unlinked. Many sources share one scratch file, piece by piece.
 */
import { readSync, writeSync } from "node:fs";

/** Bytes kept in memory, over all sources of a job. */
const IN_MEMORY = 8 * 1024 * 1024;

interface Piece {
  /** Offset in the decoded source. */
  readonly offset: number;
  readonly length: number;
  /** The bytes, or where they stand in the scratch file. */
  readonly bytes: Uint8Array | null;
  readonly at: number;
}

/** What the sources of one job have used. */
export class Scratch {
  readonly #fd: number | null;
  #memory = 0;
  #end = 0;

  constructor(fd: number | null) {
    this.#fd = fd;
  }

  /** Copies the bytes: the caller may use their place again. */
  keep(bytes: Uint8Array, offset: number): Piece {
    if (this.#fd === null || this.#memory + bytes.length <= IN_MEMORY) {
      this.#memory += bytes.length;
      return { offset, length: bytes.length, bytes: Uint8Array.from(bytes), at: 0 };
    }
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done, bytes.length - done, this.#end + done);
    this.#end += bytes.length;
    return { offset, length: bytes.length, bytes: null, at: this.#end - bytes.length };
  }

  copy(piece: Piece, from: number, length: number, target: Uint8Array, at: number): void {
    if (piece.bytes !== null) return target.set(piece.bytes.subarray(from, from + length), at);
    if (this.#fd === null) return;
    for (let done = 0; done < length; ) {
      const got = readSync(this.#fd, target, at + done, length - done, piece.at + from + done);
      if (got === 0) return;
      done += got;
    }
  }
}

/** The decoded bytes of one source. */
export class Spool {
  readonly #scratch: Scratch;
  readonly #pieces: Piece[] = [];
  length = 0;

  constructor(scratch: Scratch) {
    this.#scratch = scratch;
  }

  add(bytes: Uint8Array): void {
    this.#pieces.push(this.#scratch.keep(bytes, this.length));
    this.length += bytes.length;
  }

  /** Copies up to `length` bytes at `offset`; returns how many were there. */
  read(offset: number, length: number, target: Uint8Array): number {
    const end = Math.min(this.length, offset + length);
    let done = 0;
    for (let i = this.#pieceAt(offset); i < this.#pieces.length && offset + done < end; i++) {
      const piece = this.#pieces[i];
      if (piece === undefined) break;
      const from = offset + done - piece.offset;
      const take = Math.min(piece.length - from, end - offset - done);
      this.#scratch.copy(piece, from, take, target, done);
      done += take;
    }
    return done;
  }

  #pieceAt(offset: number): number {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.offset ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
