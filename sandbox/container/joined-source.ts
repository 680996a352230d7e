/** Several sources as one, each at a base of its own: how one tape speaks of the payloads of many members. */
import type { NativeRange, Source, SourceFault } from "./source.js";

export class JoinedSource implements Source {
  readonly #parts: { readonly base: number; readonly source: Source }[] = [];
  length = 0;

  /** Adds a source of known length behind the others and returns its base. */
  add(source: Source): number {
    const base = this.length;
    this.#parts.push({ base, source });
    this.length += Math.max(0, source.length);
    return base;
  }

  get fault(): SourceFault | null {
    for (const { source } of this.#parts) if (source.fault !== null) return source.fault;
    return null;
  }

  /** Reads never cross from one part into the next: a payload lies in one. */
  read(offset: number, length: number, target: Uint8Array, at: number): number {
    const part = this.#partAt(offset);
    return part === undefined ? 0 : part.source.read(offset - part.base, length, target, at);
  }

  nativeAt(offset: number): NativeRange | undefined {
    const part = this.#partAt(offset);
    const native = part?.source.native;
    if (part === undefined || native === undefined) return undefined;
    const within = offset - part.base;
    return { ...native, offset: native.offset + within, limit: native.limit < 0 ? -1 : native.limit - within };
  }

  #partAt(offset: number): { readonly base: number; readonly source: Source } | undefined {
    let low = 0;
    let high = this.#parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#parts[middle]?.base ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.#parts[low];
  }
}
