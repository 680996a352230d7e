/**
 * The hooks of a guest that runs in a Web Worker: the file is read by slices and never held whole, and every inflate is
 * the guest's own decoder over them, which counts what it used up exactly and refuses what zlib refuses. Limits are those
 * of the child: decoded bytes, and the ratio over the length of the file.
 *
 * The last 2 MiB that were decoded are kept; who reads backwards behind them waits until all is decoded again, which is slow
 * and never wrong.
 */

import { ByteInput } from "../../../sandbox/container/byte-input.js";
import { crc32 } from "../../../sandbox/container/checksum/crc32.js";
import type { DecodeLimits } from "../../../sandbox/container/decoded.js";
import { type Decoder, ForwardSource } from "../../../sandbox/container/forward-source.js";
import { InflateDecoder } from "../../../sandbox/container/inflate/inflate-decoder.js";
import { SliceSource } from "../../../sandbox/container/plain-source.js";
import type { Source, SourceFault } from "../../../sandbox/container/source.js";
import { openZlib } from "../../../sandbox/container/zlib/index.js";
import type { Channel, Hooks, InflateEnd } from "../../../sandbox/wire/hooks.js";

const WINDOW = 1024 * 1024;

/** Bytes of a file: up to `length` at `offset`, fewer only at its end. */
export interface Slices {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

/** What the hooks reach. */
export interface Reach {
  readonly file: Slices;
  /** A file of that name in the same folder, null when there is none. */
  companion(name: string): Slices | null;
  readonly limits: DecodeLimits;
  emit(channel: Channel, bytes: Uint8Array): void;
}

/** A source as the hooks number it. */
interface Numbered extends Source {
  /** Null while it is not known how it ended, and for what is no inflate. */
  ended(): InflateEnd | null;
  /** Length of the file under it. */
  readonly stored: number;
}

class FileSource implements Numbered {
  readonly fault = null;
  readonly length: number;
  readonly stored: number;
  readonly #slices: Slices;

  constructor(slices: Slices) {
    this.#slices = slices;
    this.length = slices.size;
    this.stored = slices.size;
  }

  ended(): null {
    return null;
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    const left = Math.max(0, Math.min(length, this.length - offset));
    if (left === 0) return 0;
    const bytes = this.#slices.read(offset, left);
    target.set(bytes, at);
    return bytes.length;
  }
}

/** Raw deflate as a decoder; what it gave is counted in a checksum. */
class RawDecoder implements Decoder {
  readonly notes = [];
  readonly #input: ByteInput;
  readonly #body: InflateDecoder;
  crc = 0;

  constructor(source: Source) {
    this.#input = new ByteInput(source, 0);
    this.#body = new InflateDecoder(this.#input, "gzip");
  }

  get fault(): SourceFault | null {
    return this.#body.fault;
  }

  get consumed(): number {
    return this.#input.offset;
  }

  decode(target: Uint8Array, at: number, length: number): number {
    const got = this.#body.decode(target, at, length);
    if (got > 0) this.crc = crc32(target, at, at + got, this.crc);
    return got;
  }
}

/** How zlib would have called it. */
function errorOf({ code, args }: SourceFault): string {
  if (code === "limit.decoded") return "LIMIT_DECODED";
  if (code === "limit.ratio") return "LIMIT_RATIO";
  if (args["why"] === "data.cut-off" || args["why"] === "data.cut-off-by") return "Z_BUF_ERROR";
  return args["why"] === "deflate.dictionary" ? "Z_NEED_DICT" : "Z_DATA_ERROR";
}

class InflateSource implements Numbered {
  readonly stored: number;
  readonly #from: ForwardSource | ReturnType<typeof openZlib>;
  #decoder: RawDecoder | null = null;

  constructor(source: Source, format: "zlib" | "raw", stored: number, limits: DecodeLimits) {
    this.stored = stored;
    const bounds = { ...limits, artifactBytes: Math.max(1, stored) };
    this.#from = format === "zlib" ? openZlib(null, source, bounds) : new ForwardSource("gzip", () => this.#raw(source), bounds);
  }

  #raw(source: Source): RawDecoder {
    this.#decoder = new RawDecoder(source);
    return this.#decoder;
  }

  get length(): number {
    return this.#from.length;
  }

  get fault(): SourceFault | null {
    return this.#from.fault;
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    return this.#from.read(offset, length, target, at);
  }

  ended(): InflateEnd | null {
    const { length, fault } = this.#from;
    if (length < 0) return null;
    const end = this.#from.end();
    return {
      consumed: end?.consumed ?? 0,
      produced: length,
      crc32: this.#decoder?.crc ?? 0,
      error: fault === null ? "" : errorOf(fault),
    };
  }
}

function sumUp(source: Numbered | undefined, offset: number, length: number, crc: number): number {
  const piece = new Uint8Array(WINDOW);
  let sum = crc;
  for (let done = 0; done < length; ) {
    const got = source?.read(offset + done, Math.min(WINDOW, length - done), piece, 0) ?? 0;
    if (got <= 0) return -1;
    sum = crc32(piece, 0, got, sum);
    done += got;
  }
  return sum;
}

/** The hooks of one job. */
export function hooksOf({ file, companion, limits, emit }: Reach): Hooks {
  const input = new Uint8Array(WINDOW);
  const output = new Uint8Array(WINDOW);
  const sources: Numbered[] = [new FileSource(file)];
  return {
    input,
    output,
    read: (source, offset, length) => sources[source]?.read(offset, Math.max(0, Math.min(length, WINDOW)), input, 0) ?? 0,
    inflate: (source, offset, limit, format) => {
      const under = sources[source];
      if (under === undefined) return -1;
      return sources.push(new InflateSource(new SliceSource(under, offset, limit), format, under.stored, limits)) - 1;
    },
    inflateEnd: (source) => {
      const end = sources[source]?.ended() ?? null;
      return end === null ? "" : JSON.stringify(end);
    },
    crc32: (source, offset, length, crc) => sumUp(sources[source], offset, length, crc),
    companion: (name) => {
      const found = companion(name);
      if (found === null) return "";
      const number = sources.push(new FileSource(found)) - 1;
      return JSON.stringify([number, found.size]);
    },
    emit: (channel, length) => emit(channel, output.slice(0, length)),
  };
}
