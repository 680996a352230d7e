/**
 * Sources that the child serves: the artifact itself (number 0) and native inflates over them. Both may be read
 * anywhere, the child keeps what it decoded.
 *
 * Slow: each call of a hook costs about 20 µs, so small reads are served from a block read ahead.
 */
import type { Hooks, InflateEnd } from "../wire/hooks.js";
import type { Format } from "../wire/words.js";
import type { DecodeLimits } from "./decoded.js";
import { corrupt, cutOff, overLimit, unsupported } from "./fault.js";
import type { NativeRange, Source, SourceFault } from "./source.js";

/** Reads shorter than this go through the block. */
const BLOCK = 64 * 1024;

/** A source of the child, by number. */
export class RawSource implements Source {
  readonly length: number;
  readonly fault: SourceFault | null = null;
  readonly native: NativeRange;
  readonly #hooks: Hooks;
  readonly #source: number;
  #block = new Uint8Array(0);
  #blockStart = 0;
  #blockLength = 0;

  /** `length`: of the source in bytes, -1 when it is not known. `source` 0 is the artifact. */
  constructor(hooks: Hooks, source: number, length: number) {
    this.#hooks = hooks;
    this.#source = source;
    this.length = length;
    this.native = { hooks, source, offset: 0, limit: length };
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    const left = this.length < 0 ? length : Math.min(length, this.length - offset);
    let done = 0;
    while (done < left) {
      const got = this.#piece(offset + done, left - done, target, at + done);
      if (got === 0) break;
      done += got;
    }
    return done;
  }

  /** Some bytes, at least one unless the source ends here. */
  #piece(offset: number, length: number, target: Uint8Array, at: number): number {
    const inBlock = offset - this.#blockStart;
    if (inBlock >= 0 && inBlock < this.#blockLength) {
      const count = Math.min(length, this.#blockLength - inBlock);
      target.set(this.#block.subarray(inBlock, inBlock + count), at);
      return count;
    }
    if (length >= BLOCK) return this.#window(offset, Math.min(length, this.#hooks.input.length), target, at);
    if (this.#block.length === 0) this.#block = new Uint8Array(this.length < 0 ? BLOCK : Math.min(BLOCK, this.length));
    this.#blockStart = offset;
    this.#blockLength = this.#window(offset, Math.min(this.#block.length, this.#hooks.input.length), this.#block, 0);
    const count = Math.min(length, this.#blockLength);
    target.set(this.#block.subarray(0, count), at);
    return count;
  }

  #window(offset: number, length: number, target: Uint8Array, at: number): number {
    const got = Math.min(length, this.#hooks.read(this.#source, offset, length));
    target.set(this.#hooks.input.subarray(0, got), at);
    return got;
  }
}

/** A native inflate of the child: `zlib` or `raw` deflate from `offset` of a range. */
export class InflateSource implements Source {
  readonly native: NativeRange;
  readonly #raw: RawSource;
  readonly #hooks: Hooks;
  readonly #number: number;
  readonly #name: Format;
  readonly #limits: DecodeLimits;
  #end: InflateEnd | null = null;
  #fault: SourceFault | null = null;

  /** `name`: the container's, for faults. `limit`: compressed bytes at most, -1: to the range's end. */
  constructor(range: NativeRange, offset: number, limit: number, format: "zlib" | "raw", name: Format, limits: DecodeLimits) {
    const rest = range.limit < 0 ? -1 : Math.max(0, range.limit - offset);
    const most = limit < 0 ? rest : rest < 0 ? limit : Math.min(rest, limit);
    this.#hooks = range.hooks;
    this.#number = range.hooks.inflate(range.source, range.offset + offset, most, format);
    this.#raw = new RawSource(range.hooks, this.#number, -1);
    this.#name = name;
    this.#limits = limits;
    this.native = { hooks: range.hooks, source: this.#number, offset: 0, limit: -1 };
  }

  get length(): number {
    return this.#end?.produced ?? -1;
  }

  get fault(): SourceFault | null {
    return this.#fault;
  }

  /** How the stream ended; null while it is not known. */
  get ended(): InflateEnd | null {
    return this.#end;
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    if (this.#fault !== null && this.#end === null) return 0;
    const most = Math.min(length, this.#limits.maxDecoded - offset);
    const got = most > 0 ? this.#raw.read(offset, most, target, at) : 0;
    if (got < most) this.#finish();
    else if (most < length) this.#beyond();
    return got;
  }

  /** The limit is reached: is there one byte more? The child counts too; here the guest does not rely on it. */
  #beyond(): void {
    const probe = new Uint8Array(1);
    if (this.#raw.read(this.#limits.maxDecoded, 1, probe, 0) === 0) this.#finish();
    else this.#fault = overLimit("decoded", this.#limits.maxDecoded);
  }

  #finish(): void {
    if (this.#end !== null) return;
    const text = this.#hooks.inflateEnd(this.#number);
    // The child's own words, not the artifact's.
    const end: InflateEnd = text === "" ? { consumed: 0, produced: 0, crc32: 0, error: "Z_DATA_ERROR" } : (JSON.parse(text) as InflateEnd);
    this.#end = end;
    this.#fault = end.error === "" ? null : this.#explain(end.error);
  }

  #explain(error: string): SourceFault {
    switch (error) {
      case "LIMIT_DECODED":
        return overLimit("decoded", this.#limits.maxDecoded);
      case "LIMIT_RATIO":
        return overLimit("ratio", this.#limits.maxRatio);
      case "Z_BUF_ERROR":
        return cutOff(this.#name, 0);
      case "Z_NEED_DICT":
        return unsupported(this.#name, "deflate.dictionary");
      default:
        return corrupt(this.#name, "deflate.damaged");
    }
  }
}
