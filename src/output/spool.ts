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

export class Spool {
  #memory: Buffer[] = [];
  #held = 0;
  #file: ScratchFile | null = null;
  #fileless = false;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Copies the bytes: the caller may use their place again. */
  write(bytes: string | Uint8Array): void {
    const copy = Buffer.from(bytes);
    this.#memory.push(copy);
    this.#held += copy.length;
    this.#length += copy.length;
    if (this.#held > IN_MEMORY) this.#spill();
  }

  #spill(): void {
    this.#file ??= this.#fileless ? null : openScratchFile();
    this.#fileless = this.#file === null;
    if (this.#file !== null) return this.#store(this.#file.fd);
    if (this.#held > WITHOUT_FILE) throw failed(null);
  }

  #store(fd: number): void {
    const bytes = Buffer.concat(this.#memory);
    this.#memory = [];
    this.#held = 0;
    const end = this.#length - bytes.length;
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, end + at);
    } catch (cause) {
      throw failed(cause);
    }
  }

  /** All bytes, in pieces that are only good until the next one is asked for. */
  *pieces(): Generator<Uint8Array> {
    const stored = this.#length - this.#held;
    const buffer = Buffer.allocUnsafe(Math.min(PIECE, stored));
    for (let at = 0; at < stored && this.#file !== null; ) {
      const got = readSync(this.#file.fd, buffer, 0, Math.min(buffer.length, stored - at), at);
      if (got === 0) throw failed(null);
      at += got;
      yield buffer.subarray(0, got);
    }
    yield* this.#memory;
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
    this.#memory = [];
    this.#file?.close();
    this.#file?.remove();
    this.#file = null;
  }
}
