/**
 * Where bytes come from. Every container, decoder and the machine read through this one interface, so a nested
 * container is a source over a source. A source never throws for what is in the bytes: `fault` says what went wrong.
 */
import type { FindingArgs } from "../finding/arguments.js";
import type { FindingCode } from "../finding/codes.js";
import type { Hooks } from "../wire/hooks.js";

/** What stopped a source: a finding code (`container.corrupt`, `limit.decoded` …) and facts for its sentence. */
export interface SourceFault {
  readonly code: FindingCode;
  readonly args: FindingArgs;
}

/** Bytes of a source that the child knows by number: what lies in such a range can be inflated natively. */
export interface NativeRange {
  readonly hooks: Hooks;
  readonly source: number;
  readonly offset: number;
  /** Bytes from `offset`, -1: to the source's end. */
  readonly limit: number;
}

/** Random access over bytes whose end may not be known yet (a decompressor learns it at the end). */
export interface Source {
  /** Length in bytes, or -1 while it is not known. Known after a read came back short. */
  readonly length: number;
  /** Set once the bytes cannot go on (corrupt, over a limit); reads past that point come back short. */
  readonly fault: SourceFault | null;
  /** Where the child finds the same bytes, when it can. */
  readonly native?: NativeRange;
  /** The same from an offset on, of what is put together of several. */
  nativeAt?(offset: number): NativeRange | undefined;
  /**
   * Copies up to `length` bytes at `offset` into `target` at `at`. Returns how many: fewer than asked only at the end
   * or at a fault. Reading backwards is allowed; a forward-only decoder starts again, so it is slow, never wrong.
   */
  read(offset: number, length: number, target: Uint8Array, at: number): number;
}
