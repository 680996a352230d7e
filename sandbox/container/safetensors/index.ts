/**
 * safetensors: eight bytes with the header's length, the header (`grammar.ts`), and the tensors' bytes, each behind the one
 * before. Nothing in it is ever run, so all there is to judge is whether every reader finds the same tensors: lengths that
 * fit dtype and shape, no gap, no overlap, nothing behind.
 *
 * The format's own limit holds: headers up to 100,000,000 bytes. Slow: tensors are sorted by where they stand.
 */
import { u32 } from "../../bytes/little-endian.js";
import { hasSurrogates, validUtf8 } from "../../bytes/utf8.js";
import type { PlainReason } from "../../finding/reasons.js";
import { corrupt, cutOff, trailing } from "../fault.js";
import type { Source, SourceFault } from "../source.js";
import { type Entry, readHeader } from "./grammar.js";

const SAFETENSORS = "safetensors";
/** Bytes of the header's length. */
const START = 8;
const MAX_HEADER = 100_000_000;

/** Bits of an item. */
const BITS: ReadonlyMap<string, number> = new Map([
  ["F4", 4],
  ["F6_E2M3", 6],
  ["F6_E3M2", 6],
  ...["BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ"].map((name) => [name, 8] as const),
  ...["I16", "U16", "F16", "BF16"].map((name) => [name, 16] as const),
  ...["I32", "U32", "F32"].map((name) => [name, 32] as const),
  ...["I64", "U64", "F64", "C64"].map((name) => [name, 64] as const),
]);

/** Where the tensors' bytes end, or what is wrong. */
export type SafetensorsEnd = { readonly end: number } | { readonly fault: SourceFault };

const wrong = (why: PlainReason): SafetensorsEnd => ({ fault: corrupt(SAFETENSORS, why) });

/** Reads the header of `source`; its data is only counted. */
export function readSafetensors(source: Source): SafetensorsEnd {
  const head = new Uint8Array(START);
  const got = source.read(0, START, head, 0);
  if (got < START) return { fault: source.fault ?? cutOff(SAFETENSORS, START - got) };
  const length = u32(head, 0);
  if (u32(head, 4) !== 0 || length > MAX_HEADER) return wrong("safetensors.header-length");
  if (source.length >= 0 && length > source.length - START)
    return { fault: cutOff(SAFETENSORS, length - Math.max(0, source.length - START)) };
  const header = new Uint8Array(length);
  const read = source.read(START, length, header, 0);
  if (read < length) return { fault: source.fault ?? cutOff(SAFETENSORS, length - read) };
  if (!validUtf8(header, 0, length) || hasSurrogates(header, 0, length)) return wrong("safetensors.utf8");
  const tensors: Entry[] = [];
  const why = readHeader(header, (entry) => void tensors.push(entry)) ?? problemOf(tensors);
  if (why !== null) return wrong(why);
  return { end: START + length + tensors.reduce((end, entry) => Math.max(end, entry.end), 0) };
}

/** What is wrong with a file of `length` bytes whose tensors end at `end`, null when nothing is. */
export function tensorsFault(end: number, length: number): SourceFault | null {
  if (end === length) return null;
  return end > length ? cutOff(SAFETENSORS, end - length) : trailing(SAFETENSORS, length - end);
}

/** Lengths that fit, and each tensor where the one before ends. */
function problemOf(tensors: readonly Entry[]): PlainReason | null {
  for (const entry of tensors) {
    const why = lengthProblem(entry);
    if (why !== null) return why;
  }
  let at = 0;
  for (const { begin, end } of [...tensors].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) return begin < at ? "safetensors.overlap" : "safetensors.gap";
    at = end;
  }
  return null;
}

function lengthProblem({ dtype, shape, begin, end }: Entry): PlainReason | null {
  const bits = BITS.get(dtype);
  if (bits === undefined) return "safetensors.dtype";
  if (end < begin) return "safetensors.offsets";
  // Exact whatever the numbers: there are at most 64 of them.
  const length = shape.reduce((product, n) => product * BigInt(n), BigInt(bits));
  return length === BigInt(end - begin) * 8n ? null : "safetensors.length";
}
