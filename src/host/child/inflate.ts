/**
 * Native inflate for the guest: Node's own zlib, one stream a source, driven as far as the guest reads. What it used up
 * of the compressed bytes is counted exactly, so that the guest sees what follows.
 *
 * Node throws away what the failing call had decoded. A loader would have run those bytes, so on corrupt data the stream
 * is run again, in ever smaller pieces around the place, until nothing before it is missing. Slow, and only then.
 */
import { crc32, createInflate, createInflateRaw, type Inflate, type InflateRaw } from "node:zlib";
import type { InflateEnd } from "../../../sandbox/wire/hooks.js";
import { type Scratch, Spool } from "./spool.js";

/** Compressed bytes in one go, then around corrupt data. Each time costs 200 µs on the way to the thread that inflates and back. */
const PIECES = [512 * 1024, 512, 1] as const;
const OUTPUT_CHUNK = 256 * 1024;

/** Bytes below which no ratio is asked about. */
const RATIO_FREE = 256 * 1024 * 1024;

/** Reads raw bytes: up to `target.length` at `offset`, 0 at the end. */
export type RawRead = (offset: number, target: Uint8Array) => Promise<number>;

/** Bounds of one source. */
export interface InflateLimits {
  readonly maxDecoded: number;
  readonly maxRatio: number;
  /** Length of the file under all layers: the ratio is taken over them. */
  readonly stored?: number;
}

/** Frees an array buffer's memory at once. (Not in the types of ES2024's predecessors, but in every Node that runs this.) */
function release(buffer: ArrayBufferLike): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** The decoded bytes of one compressed range. */
export class InflateSource {
  readonly #spool: Spool;
  readonly #read: RawRead;
  readonly #start: number;
  readonly #limit: number;
  readonly #limits: InflateLimits;
  readonly #raw: boolean;
  /** Compressed bytes on their way to the stream, which has done with them before the next come. Given up with the stream. */
  #piece = Buffer.allocUnsafeSlow(PIECES[0]);
  #stream: Inflate | InflateRaw;
  /** Compressed bytes given to the stream. */
  #fed = 0;
  /** From here on pieces are of the size numbered `#fineness`. */
  #careful = 0;
  #fineness = 0;
  /** Decoded bytes of a new run that are in the spool already. */
  #known = 0;
  #crc = 0;
  #ended: string | null = null;
  #error: string | null = null;
  #atEnd = false;

  constructor(read: RawRead, start: number, limit: number, format: "zlib" | "raw", scratch: Scratch, limits: InflateLimits) {
    this.#read = read;
    this.#start = start;
    this.#limit = limit < 0 ? Number.MAX_SAFE_INTEGER : limit;
    this.#limits = limits;
    this.#raw = format === "raw";
    this.#spool = new Spool(scratch);
    this.#stream = this.#open();
  }

  #open(): Inflate | InflateRaw {
    const options = { chunkSize: OUTPUT_CHUNK };
    const stream = this.#raw ? createInflateRaw(options) : createInflate(options);
    stream.on("data", (bytes: Buffer) => this.#take(bytes));
    stream.on("error", (error) => {
      this.#error ??= "code" in error ? String(error.code) : "Z_DATA_ERROR";
    });
    return stream;
  }

  /** Copies up to `length` decoded bytes at `offset`. */
  async read(offset: number, length: number, target: Uint8Array): Promise<number> {
    while (this.#ended === null && this.#spool.length < offset + length) await this.#advance();
    return offset >= this.#spool.length ? 0 : this.#spool.read(offset, length, target);
  }

  /** Decodes one more piece, or finds the end. */
  async #advance(): Promise<void> {
    const size = this.#fed < this.#careful ? Math.min(PIECES[0], this.#careful - this.#fed) : (PIECES[this.#fineness] ?? 1);
    const piece = this.#piece.subarray(0, Math.max(0, Math.min(size, this.#limit - this.#fed)));
    const got = piece.length === 0 ? 0 : await this.#read(this.#start + this.#fed, piece);
    await this.#step(got === 0 ? null : piece.subarray(0, got));
    if (this.#ended !== null) return;
    if (this.#error !== null) this.#failed(this.#error);
    else if (this.#atEnd) this.#stop(this.#stream.bytesWritten === 0 ? "Z_BUF_ERROR" : "");
    else this.#fed += got;
  }

  /** Gives the stream a piece, or its end, and waits until it has done with it. */
  #step(piece: Buffer | null): Promise<void> {
    const stream = this.#stream;
    return new Promise((resolve) => {
      const done = (): void => {
        stream.off("end", ended).off("error", done).off("close", done);
        // What is still buffered goes to the `data` listener.
        while (stream.readableLength > 0 && stream.read() !== null);
        resolve();
      };
      const ended = (): void => {
        this.#atEnd = true;
        done();
      };
      stream.once("end", ended).once("error", done).once("close", done);
      if (piece === null) stream.end();
      else stream.write(piece, done);
    });
  }

  #take(bytes: Buffer): void {
    this.#keep(bytes);
    // A chunk that is full is not written to again: its memory goes now, not when a collector comes by.
    if (bytes.byteOffset + bytes.length === OUTPUT_CHUNK && bytes.buffer.byteLength === OUTPUT_CHUNK) release(bytes.buffer);
  }

  #keep(bytes: Buffer): void {
    const fresh = bytes.subarray(Math.min(this.#known, bytes.length));
    this.#known -= bytes.length - fresh.length;
    if (fresh.length === 0 || this.#ended !== null) return;
    this.#spool.add(fresh);
    if (this.#raw) this.#crc = crc32(fresh, this.#crc);
    const produced = this.#spool.length;
    if (produced > this.#limits.maxDecoded) this.#stop("LIMIT_DECODED");
    else if (produced > RATIO_FREE && produced > this.#from() * this.#limits.maxRatio) this.#stop("LIMIT_RATIO");
  }

  /** Compressed bytes that all this came from. */
  #from(): number {
    return Math.min(this.#fed + PIECES[0], Math.max(1, this.#limits.stored ?? Number.POSITIVE_INFINITY));
  }

  /** Corrupt data: again from the start, with smaller pieces from the last good place on. */
  #failed(code: string): void {
    if (code !== "Z_DATA_ERROR" || this.#fineness === PIECES.length - 1) {
      return this.#stop(code);
    }
    this.#stream.destroy();
    this.#fineness++;
    this.#careful = this.#fed;
    this.#fed = 0;
    this.#known = this.#spool.length;
    this.#error = null;
    this.#stream = this.#open();
  }

  /** The native stream goes at once: an archive may have thousands. */
  #stop(why: string): void {
    this.#ended = why;
    this.#stream.destroy();
    this.#piece = Buffer.alloc(0);
  }

  /** How it ended, null while it goes on. */
  end(): InflateEnd | null {
    if (this.#ended === null) return null;
    return { consumed: this.#stream.bytesWritten, produced: this.#spool.length, crc32: this.#crc >>> 0, error: this.#ended };
  }

  /** Frees the native stream. */
  close(): void {
    if (this.#ended === null) this.#stop("closed");
  }
}
