/** Sources that decode nothing: bytes in memory, and a part of another source. */
import type { NativeRange, Source, SourceFault } from "./source.js";

/** Bytes in memory. */
export class BytesSource implements Source {
  readonly length: number;
  readonly fault: SourceFault | null = null;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.length = bytes.length;
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    const count = Math.max(0, Math.min(length, this.length - offset));
    if (count > 0) target.set(this.#bytes.subarray(offset, offset + count), at);
    return count;
  }
}

/** `length` bytes of another source from `start`; -1: to its end. */
export class SliceSource implements Source {
  readonly native?: NativeRange;
  readonly #inner: Source;
  readonly #start: number;
  readonly #limit: number;

  constructor(inner: Source, start: number, length: number) {
    this.#inner = inner;
    this.#start = start;
    this.#limit = length;
    if (inner.native !== undefined) this.native = narrowed(inner.native, start, length);
  }

  /** What the outer source really holds: a slice may promise more than there is. */
  get length(): number {
    if (this.#inner.length < 0) return this.#limit;
    const rest = Math.max(0, this.#inner.length - this.#start);
    return this.#limit < 0 ? rest : Math.min(rest, this.#limit);
  }

  get fault(): SourceFault | null {
    return this.#inner.fault;
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    const count = this.#limit < 0 ? length : Math.min(length, this.#limit - offset);
    return count <= 0 ? 0 : this.#inner.read(this.#start + offset, count, target, at);
  }
}

function narrowed(outer: NativeRange, start: number, length: number): NativeRange {
  const rest = outer.limit < 0 ? -1 : Math.max(0, outer.limit - start);
  const limit = length < 0 ? rest : rest < 0 ? length : Math.min(rest, length);
  return { hooks: outer.hooks, source: outer.source, offset: outer.offset + start, limit };
}
