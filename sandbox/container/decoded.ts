/**
 * What every opened container gives: a source over what is inside, and, once its end was reached, what the end told.
 *
 * Bytes come first and doubts later: a wrong checksum is known only at the end, so what was decoded is served and judged,
 * then `fault` says that it may not be trusted. What does not stop the reading (padding, bytes after the end) is a note.
 */
import type { Limits } from "../wire/job.js";
import type { Format } from "../wire/words.js";
import type { Source, SourceFault } from "./source.js";

/** The limits that decoders count against; a job's `Limits` fits as it is. */
export interface DecodeLimits extends Pick<Limits, "maxDecoded" | "maxRatio" | "maxMemory" | "maxMembers"> {
  /** Length of the whole artifact: the ratio of nested containers is taken over all layers. */
  readonly artifactBytes?: number;
  /** Of long members that are stored nobody asks for their sums: a first look, which decides nothing. */
  readonly unsummed?: boolean;
}

/** Decoded bytes below which no ratio is asked about. */
const RATIO_FREE = 256 * 1024 * 1024;

/** True when so much came out of so little that it can only be a bomb. */
export function overRatio(produced: number, consumed: number, limits: DecodeLimits): boolean {
  if (produced <= RATIO_FREE) return false;
  return produced > limits.maxRatio * Math.max(1, Math.min(consumed, limits.artifactBytes ?? consumed));
}

/** What the end of a container told. */
export interface DecodedEnd {
  /** Bytes of the outer source that belong to the container. */
  readonly consumed: number;
  /** Findings that did not stop the reading: padding (a note), bytes after the end (`container.trailing`). */
  readonly notes: readonly SourceFault[];
}

/** What is inside a container, as a source. */
export interface DecodedSource extends Source {
  /** Name of the encoding as reports have it: `gzip`, `zlib`, `bz2` … */
  readonly encoding: Format;
  /** Reads on to the end if need be; null when a fault keeps it from there. */
  end(): DecodedEnd | null;
}

/** Reads a source whose length is not known to its end, without keeping anything. */
export function drain(source: Source, offset = 0): number {
  const scratch = new Uint8Array(64 * 1024);
  for (let at = offset; ; ) {
    const got = source.read(at, scratch.length, scratch, 0);
    at += got;
    if (got < scratch.length) return at;
  }
}

/** How many bytes of `source` stand at or after `offset`. Slow where the length is not known: it reads them. */
export function bytesFrom(source: Source, offset: number): number {
  return source.length >= 0 ? Math.max(0, source.length - offset) : drain(source, offset) - offset;
}
