/**
 * What must be whole before a byte of it goes anywhere: a document on its way to standard output, the artifacts of a
 * report whose summary comes first, the members of an archive. A little stays in memory; more goes to a temporary file
 * that only we can read and that has no name any more once it is open.
 */
import { readSync, writeSync } from "node:fs";
import { CornichonError, sentence, showText } from "../errors.js";
import { openScratchFile, type ScratchFile } from "../host/scratch-file.js";

/** Bytes that stay in memory. */
const IN_MEMORY = 1024 * 1024;
/** Bytes that may stay there where no temporary file can be made. */
const WITHOUT_FILE = 256 * 1024 * 1024;
const PIECE = 256 * 1024;

const failed = (cause: unknown): CornichonError => {
  const code = cause instanceof Error && "code" in cause ? sentence` (${showText(String(cause.code))})` : sentence``;
  return new CornichonError("output.exists", sentence`a temporary file could not be written${code}; TMPDIR names the folder for it`, {
    cause,
  });
};

const encoder = new TextEncoder();
/** Bytes that the longest character takes. */
const CHARACTER = 4;

export class Spool {
  /** One place for all that is written: copies of their own fill memory faster than it is freed. Made when it is needed. */
  #place: Buffer = Buffer.alloc(0);
  #used = 0;
  /** Full places, where no temporary file can be made. */
  #kept: Buffer[] = [];
  #stored = 0;
  #file: ScratchFile | null = null;
  #fileless = false;

  get length(): number {
    return this.#stored + this.#used;
  }

  /** Copies the bytes: the caller may use their place again. */
  write(bytes: string | Uint8Array): void {
    if (this.#place.length === 0) this.#place = Buffer.allocUnsafeSlow(IN_MEMORY);
    if (typeof bytes === "string") this.#text(bytes);
    else this.#bytes(bytes);
  }

  #text(text: string): void {
    for (let at = 0; at < text.length; ) {
      if (IN_MEMORY - this.#used < CHARACTER) this.#spill();
      const { read, written } = encoder.encodeInto(text.slice(at), this.#place.subarray(this.#used));
      this.#used += written;
      at += read;
    }
  }

  #bytes(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#used === IN_MEMORY) this.#spill();
      const piece = bytes.subarray(at, at + IN_MEMORY - this.#used);
      this.#place.set(piece, this.#used);
      this.#used += piece.length;
      at += piece.length;
    }
  }

  #spill(): void {
    this.#file ??= this.#fileless ? null : openScratchFile();
    this.#fileless = this.#file === null;
    if (this.#file === null) this.#keep();
    else this.#store(this.#file.fd);
    this.#stored += this.#used;
    this.#used = 0;
  }

  #keep(): void {
    if (this.length > WITHOUT_FILE) throw failed(null);
    this.#kept.push(Buffer.from(this.#place.subarray(0, this.#used)));
  }

  #store(fd: number): void {
    try {
      for (let at = 0; at < this.#used; ) at += writeSync(fd, this.#place, at, this.#used - at, this.#stored + at);
    } catch (cause) {
      throw failed(cause);
    }
  }

  /** All bytes, in pieces that are only good until the next one is asked for. */
  *pieces(): Generator<Uint8Array> {
    yield* this.#kept;
    const stored = this.#file === null ? 0 : this.#stored;
    const buffer = Buffer.allocUnsafe(Math.min(PIECE, stored));
    for (let at = 0; at < stored && this.#file !== null; ) {
      const got = readSync(this.#file.fd, buffer, 0, Math.min(buffer.length, stored - at), at);
      if (got === 0) throw failed(null);
      at += got;
      yield buffer.subarray(0, got);
    }
    if (this.#used > 0) yield this.#place.subarray(0, this.#used);
  }

  /** All lines, where the bytes are lines of text: each must fit a string. */
  *lines(): Generator<string> {
    let rest: Buffer[] = [];
    for (const piece of this.pieces()) {
      const bytes = Buffer.from(piece);
      let from = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
        yield Buffer.concat([...rest, bytes.subarray(from, end)]).toString();
        rest = [];
        from = end + 1;
      }
      rest.push(bytes.subarray(from));
    }
  }

  close(): void {
    this.#kept = [];
    this.#file?.close();
    this.#file?.remove();
    this.#file = null;
  }
}
