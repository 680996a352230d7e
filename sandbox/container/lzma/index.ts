/**
 * `.lzma` (LZMA alone) as Python's `lzma.open` reads it: a length in the header, an end mark, or both. The format has no
 * checksum.
 *
 * Refused: headers that liblzma does not take for one. Slow: see `lzma/core.ts`.
 */
import type { Hooks } from "../../wire/hooks.js";
import type { DecodedSource, DecodeLimits } from "../decoded.js";
import { ForwardSource } from "../forward-source.js";
import type { Source } from "../source.js";
import { LZMA } from "./alone.js";
import { LzmaStreams } from "./streams.js";

/** Opens `.lzma` streams at the start of `source`. */
export function openLzmaAlone(_hooks: Hooks | null, source: Source, limits: DecodeLimits): DecodedSource {
  return new ForwardSource(LZMA, () => new LzmaStreams(LZMA, source, limits), limits);
}
