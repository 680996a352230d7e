/**
 * What the child offers the guest: six functions and two windows of shared memory. Nothing else is reachable from
 * the isolate. All are synchronous for the guest (the child answers from its own thread).
 *
 * Slow: each call costs about 20 µs, so ask for whole windows.
 */

/** What the guest sends, in this order: report, then (convert) root, interleaved with nothing; tensors last. */
export const CHANNEL = {
  /**
   * NDJSON text in pieces: a `GuestArtifact` for each member of an archive, then the `GuestReport`, once. Lines of
   * `inspect` may come in between; everything else comes after it.
   */
  report: 0,
  /** Neutral JSON text of the root value, in pieces. */
  root: 1,
  /** Bytes of the tensors of the report, one after the other, in pieces that may span tensors. */
  tensor: 2,
  /** `inspect`: NDJSON text, an instruction (`offset`, `opcode`, `argument`) a line, in pieces; sent before the report. */
  line: 3,
} as const;

export type Channel = (typeof CHANNEL)[keyof typeof CHANNEL];

/** How a native inflate ended. */
export interface InflateEnd {
  /** Compressed bytes used up, counted from the start offset. */
  readonly consumed: number;
  /** Bytes produced. */
  readonly produced: number;
  /** CRC-32 of what was produced, unsigned (for raw deflate; 0 for zlib, whose Adler-32 is checked natively). */
  readonly crc32: number;
  /** Empty when the stream ended as it should; else zlib's code: `Z_DATA_ERROR`, `Z_BUF_ERROR` (cut off), `Z_NEED_DICT`. */
  readonly error: string;
}

export interface Hooks {
  /** The input window: `read` fills it from its start. */
  readonly input: Uint8Array;
  /** The output window: `emit` takes from its start. */
  readonly output: Uint8Array;
  /**
   * Fills the input window with up to `length` bytes (at most the window's length) of source `source` at `offset`.
   * Returns how many; fewer only at the end. Source 0 is the artifact; others come from `inflate`.
   */
  read(source: number, offset: number, length: number): number;
  /**
   * Opens a native inflate over `source` from `offset`, at most `limit` bytes of compressed input (-1: to the end).
   * Returns the new source's number. `format`: `zlib` (header and Adler-32 checked natively) or `raw`.
   */
  inflate(source: number, offset: number, limit: number, format: "zlib" | "raw"): number;
  /** JSON of `InflateEnd` once reads of that source came back short, else the empty string. */
  inflateEnd(source: number): string;
  /**
   * CRC-32 of `length` bytes of a source from `offset`, on from `crc` (0 at the start), unsigned; -1 where the source ends before them.
   * What is only summed up need not come into the isolate: gigabytes of a torch file's storages.
   */
  crc32(source: number, offset: number, length: number, crc: number): number;
  /**
   * Opens a companion: a regular file of that name beside the artifact, never a path. JSON of `[source, length]`, or the
   * empty string when there is none.
   */
  companion(name: string): string;
  /** Sends `length` bytes of the output window. */
  emit(channel: Channel, length: number): void;
}

/** The guest's only door: runs one job. Everything it has to say goes through `emit`; it returns nothing. */
export type GuestRun = (jobJson: string, hooks: Hooks) => void;
