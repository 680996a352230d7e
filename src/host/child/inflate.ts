/**
 * Native inflate for the guest: Node's own zlib, one stream a source, driven as far as the guest reads. What it used up
 * of the compressed bytes is counted exactly, so that the guest sees what follows.
 */
import { crc32, createInflate, createInflateRaw, type Inflate, type InflateRaw } from "node:zlib";
import type { InflateEnd } from "../../../sandbox/wire/hooks.js";
import { type Scratch, Spool } from "./spool.js";

const CHUNK = 256 * 1024;

/** Reads raw bytes: up to `target.length` at `offset`, 0 at the end. */
export type RawRead = (offset: number, target: Uint8Array) => Promise<number>;

export interface InflateLimits {
  readonly maxDecoded: number;
  readonly maxRatio: number;
}

/** Bytes below which no ratio is asked about. */
const RATIO_FREE = 256 * 1024 * 1024;

export class InflateSource {
  readonly #spool: Spool;
  readonly #stream: Inflate | InflateRaw;
  readonly #output: AsyncIterator<Buffer>;
  readonly #read: RawRead;
  readonly #start: number;
  readonly #limit: number;
  readonly #limits: InflateLimits;
  readonly #raw: boolean;
  #fed = 0;
  #crc = 0;
  #ended: string | null = null;

  constructor(read: RawRead, start: number, limit: number, format: "zlib" | "raw", scratch: Scratch, limits: InflateLimits) {
    this.#read = read;
    this.#start = start;
    this.#limit = limit < 0 ? Number.MAX_SAFE_INTEGER : limit;
    this.#limits = limits;
    this.#raw = format === "raw";
    this.#spool = new Spool(scratch);
    const options = { chunkSize: CHUNK, highWaterMark: CHUNK };
    this.#stream = this.#raw ? createInflateRaw(options) : createInflate(options);
    this.#stream.on("error", () => undefined);
    this.#output = this.#stream[Symbol.asyncIterator]();
    void this.#feed();
  }

  /** Feeds the stream as it drains; ends with it. */
  async #feed(): Promise<void> {
    while (this.#ended === null && !this.#stream.destroyed && this.#fed < this.#limit) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK, this.#limit - this.#fed));
      const got = await this.#read(this.#start + this.#fed, chunk);
      if (got === 0) break;
      this.#fed += got;
      if (!this.#stream.write(chunk.subarray(0, got))) await drained(this.#stream);
    }
    if (!this.#stream.destroyed && !this.#stream.writableEnded) this.#stream.end();
  }

  /** Copies up to `length` decoded bytes at `offset`. */
  async read(offset: number, length: number, target: Uint8Array): Promise<number> {
    while (this.#ended === null && this.#spool.length < offset + length) await this.#next();
    return offset >= this.#spool.length ? 0 : this.#spool.read(offset, length, target);
  }

  async #next(): Promise<void> {
    try {
      const { value, done } = await this.#output.next();
      if (done === true) {
        this.#ended = "";
        return;
      }
      this.#spool.add(value);
      if (this.#raw) this.#crc = crc32(value, this.#crc);
      this.#checkLimits();
    } catch (error) {
      this.#ended = error instanceof Error && "code" in error ? String(error.code) : "Z_DATA_ERROR";
    }
  }

  #checkLimits(): void {
    const produced = this.#spool.length;
    if (produced > this.#limits.maxDecoded) this.#stop("LIMIT_DECODED");
    else if (produced > RATIO_FREE && produced > this.#stream.bytesWritten * this.#limits.maxRatio) this.#stop("LIMIT_RATIO");
  }

  #stop(why: string): void {
    this.#ended = why;
    this.#stream.destroy();
  }

  /** How it ended, null while it goes on. */
  end(): InflateEnd | null {
    if (this.#ended === null) return null;
    return { consumed: this.#stream.bytesWritten, produced: this.#spool.length, crc32: this.#crc >>> 0, error: this.#ended };
  }

  close(): void {
    this.#ended ??= "closed";
    this.#stream.destroy();
  }
}

function drained(stream: Inflate | InflateRaw): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off("drain", done);
      stream.off("close", done);
      stream.off("end", done);
      resolve();
    };
    stream.on("drain", done);
    stream.on("close", done);
    stream.on("end", done);
  });
}
