/** One stream of the LZMA family, and what its parts share. */
import type { Format } from "../../wire/words.js";
import type { DecodeLimits } from "../decoded.js";
import { corrupt, overLimit } from "../fault.js";
import type { SourceFault } from "../source.js";
import type { LzmaPause } from "./core.js";

/** Decodes one stream; 0 at its end or at a fault. */
export interface LzmaStream {
  readonly fault: SourceFault | null;
  decode(target: Uint8Array, at: number, length: number): number;
}

/** lc, lp and pb in one byte; null when liblzma refuses them (`lc + lp` above 4). */
export function lzmaProperties(byte: number): { readonly lc: number; readonly lp: number; readonly pb: number } | null {
  const lc = byte % 9;
  const lp = Math.floor(byte / 9) % 5;
  const pb = Math.floor(byte / 45);
  return pb > 4 || lc + lp > 4 ? null : { lc, lp, pb };
}

/** Most of a dictionary that is kept: a quarter of the memory that the job may have, and never more than 1 GiB. */
export function keptDictionary(limits: DecodeLimits): number {
  return Math.min(2 ** 30, Math.max(2 ** 20, Math.floor(limits.maxMemory / 4)));
}

/** The fault of a pause that no owner expects. */
export function pauseFault(name: Format, pause: LzmaPause, limits: DecodeLimits): SourceFault {
  if (pause === "memory") return overLimit("memory", limits.maxMemory);
  return corrupt(name, pause === "end" ? "lzma.end-mark" : "lzma.damaged");
}
