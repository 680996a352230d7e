/** What every decoder of a compressed stream offers: a source, and what its end says. */
import type { FindingCode } from "../finding/codes.js";
import type { Source, SourceFault } from "./source.js";

export interface DecodedNote {
  readonly code: FindingCode;
  readonly args: Readonly<Record<string, string | number>>;
}

export interface DecodedEnd {
  /** Bytes of the container that were used up, trailing notes included. */
  readonly consumed: number;
  /** Notes about what follows; never worse than a note, faults are in `fault`. */
  readonly notes: readonly DecodedNote[];
}

export interface DecodedSource extends Source {
  /** Name of the encoding as reports have it: `gzip`, `zlib`, `bz2` … */
  readonly encoding: string;
  /** Reads on to the end if need be; null when a fault keeps it from there. */
  end(): DecodedEnd | null;
}

/** Limits of decoding, in bytes. */
export interface DecodeLimits {
  readonly maxDecoded: number;
  readonly maxRatio: number;
}

const decodeFault = (code: FindingCode, args: Readonly<Record<string, string | number>>): SourceFault => ({ code, args });

/** The fault that an error word of the child's inflate means. */
export function inflateFault(container: string, error: string, limits: DecodeLimits): SourceFault {
  if (error === "LIMIT_DECODED") return decodeFault("limit.decoded", { limit: limits.maxDecoded, option: "--max-decoded" });
  if (error === "LIMIT_RATIO") return decodeFault("limit.ratio", { limit: limits.maxRatio, option: "--max-ratio" });
  if (error === "Z_NEED_DICT") return decodeFault("container.unsupported", { container, why: "a preset dictionary" });
  return decodeFault("container.corrupt", { container, why: error === "Z_BUF_ERROR" ? "it is cut off" : "it does not decode" });
}

/** Reads a source to its end without keeping anything. */
export function drain(source: Source): void {
  const scratch = new Uint8Array(256 * 1024);
  for (let at = Math.max(0, source.length); ; ) {
    const got = source.read(at, scratch.length, scratch, 0);
    at += got;
    if (got < scratch.length) return;
  }
}
