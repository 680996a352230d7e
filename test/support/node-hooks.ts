/**
 * The guest's hooks in plain Node, so that a test runs guest code in its own process. What the child answers from a file
 * and a native zlib is answered here from an array and `node:zlib`, with the same semantics: short reads only at the
 * end, inflate sources that may be read anywhere, an `InflateEnd` once a read came back short.
 *
 * Slow: a backward read of an inflate source starts it again. For tests only.
 */
import { crc32, createInflate, createInflateRaw, constants as ZLIB } from "node:zlib";
import type { Channel, Hooks, InflateEnd } from "../../sandbox/wire/hooks.js";

/** Length of both windows: as in the child. */
export const WINDOW = 1024 * 1024;
const CHUNK = 64 * 1024;

/** The two internals of Node's zlib streams that make them synchronous: the binding's handle and its counters. */
interface ZlibInternals {
  readonly _handle: {
    writeSync(
      flush: number,
      input: Uint8Array,
      inputAt: number,
      inputLength: number,
      output: Uint8Array,
      outputAt: number,
      outputLength: number,
    ): void;
    close(): void;
    onerror: (message: string, errno: number, code: string) => void;
  };
  /** [room left in the output, bytes left of the input]. */
  readonly _writeState: Uint32Array;
}

type ReadAt = (offset: number, length: number) => Uint8Array;

/**
 * One run of a native inflate, forward only. Node drops what a failing call had decoded; a loader would have seen those
 * bytes, so, as in the child, a second run takes over that goes byte by byte from the piece that failed.
 */
class InflateRun {
  readonly #zlib: ZlibInternals;
  readonly #readAt: ReadAt;
  readonly #limit: number;
  readonly #raw: boolean;
  #input: Uint8Array = new Uint8Array(0);
  #fed = 0;
  #crc = 0;
  produced = 0;
  #error: string | null = null;
  /** From this offset on the pieces are single bytes. */
  readonly #careful: number;
  #second: InflateRun | null = null;

  constructor(readAt: ReadAt, limit: number, raw: boolean, careful = Number.MAX_SAFE_INTEGER) {
    this.#careful = careful;
    this.#readAt = readAt;
    this.#limit = limit < 0 ? Number.MAX_SAFE_INTEGER : limit;
    this.#raw = raw;
    // The public interface is asynchronous; hooks are not. See ZlibInternals.
    this.#zlib = (raw ? createInflateRaw() : createInflate()) as unknown as ZlibInternals;
    this.#zlib._handle.onerror = (_message, _errno, code) => {
      this.#error = code;
    };
  }

  /** The next bytes, at most `target.length`; 0 at the end. */
  next(target: Uint8Array): number {
    if (this.#second !== null) return this.#second.next(target);
    while (this.#error === null) {
      if (this.#input.length === 0) this.#feed();
      const last = this.#input.length === 0;
      this.#zlib._handle.writeSync(last ? ZLIB.Z_FINISH : ZLIB.Z_NO_FLUSH, this.#input, 0, this.#input.length, target, 0, target.length);
      const [room = 0, left = 0] = this.#zlib._writeState;
      // After an error the counters are stale: what that last call produced is lost.
      if (this.#failed()) return this.#again(target);
      this.#input = this.#input.subarray(this.#input.length - left);
      if (room < target.length) return this.#took(target.subarray(0, target.length - room));
      if (last || left > 0) this.#error = "";
    }
    return 0;
  }

  #again(target: Uint8Array): number {
    if (this.#error !== "Z_DATA_ERROR" || this.#careful !== Number.MAX_SAFE_INTEGER) return 0;
    const whole = this.#fed - this.#input.length;
    const second = new InflateRun(this.#readAt, this.#limit, this.#raw, Math.max(0, whole - CHUNK));
    for (const skip = new Uint8Array(CHUNK); second.produced < this.produced; ) {
      if (second.next(skip.subarray(0, Math.min(CHUNK, this.produced - second.produced))) === 0) break;
    }
    this.#second = second;
    return second.next(target);
  }

  #failed(): boolean {
    return this.#error !== null;
  }

  #feed(): void {
    const piece = this.#fed >= this.#careful ? 1 : Math.min(CHUNK, this.#careful - this.#fed);
    this.#input = this.#readAt(this.#fed, Math.min(piece, this.#limit - this.#fed));
    this.#fed += this.#input.length;
  }

  #took(bytes: Uint8Array): number {
    if (this.#raw) this.#crc = crc32(bytes, this.#crc);
    this.produced += bytes.length;
    return bytes.length;
  }

  end(): InflateEnd | null {
    if (this.#second !== null) return this.#second.end();
    if (this.#error === null) return null;
    return { consumed: this.#fed - this.#input.length, produced: this.produced, crc32: this.#crc >>> 0, error: this.#error };
  }

  close(): void {
    this.#second?.close();
    this.#zlib._handle.close();
  }
}

/** An inflate that may be read anywhere, by starting again. */
class InflateAnywhere {
  readonly #make: () => InflateRun;
  #run: InflateRun;
  readonly #chunk = new Uint8Array(CHUNK);
  #from = 0;
  #to = 0;

  constructor(make: () => InflateRun) {
    this.#make = make;
    this.#run = make();
  }

  read(offset: number, target: Uint8Array): number {
    if (offset < this.#from) {
      this.#run.close();
      this.#run = this.#make();
      this.#from = 0;
      this.#to = 0;
    }
    let done = 0;
    while (done < target.length) {
      const at = offset + done;
      if (at < this.#to) {
        const piece = this.#chunk.subarray(at - this.#from, Math.min(this.#to - this.#from, at - this.#from + target.length - done));
        target.set(piece, done);
        done += piece.length;
      } else if (!this.#advance()) break;
    }
    return done;
  }

  #advance(): boolean {
    const got = this.#run.next(this.#chunk);
    if (got === 0) return false;
    this.#from = this.#to;
    this.#to += got;
    return true;
  }

  end(): InflateEnd | null {
    return this.#run.end();
  }
}

/** Hooks over `bytes` as source 0. `onEmit` gets a copy of what the guest sends. */
export function nodeHooks(
  bytes: Uint8Array,
  onEmit?: (channel: Channel, bytes: Uint8Array) => void,
  companions: Readonly<Record<string, Uint8Array>> = {},
): Hooks {
  const input = new Uint8Array(WINDOW);
  const output = new Uint8Array(WINDOW);
  const inflates: (InflateAnywhere | Uint8Array)[] = [];
  const readInto = (source: number, offset: number, target: Uint8Array): number => {
    const other = source === 0 ? bytes : inflates[source - 1];
    if (other instanceof InflateAnywhere) return other.read(offset, target);
    const piece = other?.subarray(offset, Math.min(other.length, offset + target.length)) ?? new Uint8Array();
    target.set(piece);
    return piece.length;
  };
  return {
    input,
    output,
    read: (source, offset, length) => readInto(source, offset, input.subarray(0, Math.max(0, Math.min(length, WINDOW)))),
    inflate: (source, offset, limit, format) => {
      const readAt: ReadAt = (at, length) => {
        const piece = new Uint8Array(Math.max(0, length));
        return piece.subarray(0, readInto(source, offset + at, piece));
      };
      inflates.push(new InflateAnywhere(() => new InflateRun(readAt, limit, format === "raw")));
      return inflates.length;
    },
    inflateEnd: (source) => {
      const opened = inflates[source - 1];
      const end = opened instanceof InflateAnywhere ? opened.end() : null;
      return end === null ? "" : JSON.stringify(end);
    },
    crc32: (source, offset, length, crc) => {
      const piece = new Uint8Array(length);
      return readInto(source, offset, piece) < length ? -1 : crc32(piece, crc);
    },
    companion: (name) => {
      const found = Object.hasOwn(companions, name) ? companions[name] : undefined;
      if (found === undefined) return "";
      inflates.push(found);
      return JSON.stringify([inflates.length, found.length]);
    },
    emit: (channel, length) => onEmit?.(channel, output.slice(0, length)),
  };
}
