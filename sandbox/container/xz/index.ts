/**
 * xz: streams, blocks, LZMA2; CRC-32, CRC-64 and SHA-256 of every block, the index and the footer verified.
 *
 * Refused: filters other than LZMA2, unknown checks. Slow: see `lzma/core.ts`.
 */
import type { Hooks } from "../../wire/hooks.js";
import type { DecodedSource, DecodeLimits } from "../decoded.js";
import { ForwardSource } from "../forward-source.js";
import { LzmaStreams } from "../lzma/streams.js";
import type { Source } from "../source.js";
import { XZ } from "./format.js";

/** Opens xz streams at the start of `source`. */
export function openXz(_hooks: Hooks | null, source: Source, limits: DecodeLimits): DecodedSource {
  return new ForwardSource(XZ, () => new LzmaStreams(XZ, source, limits), limits);
}
