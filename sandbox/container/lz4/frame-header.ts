/**
 * The header of an lz4 frame. Refused as `container.unsupported`: skippable and legacy frames, dictionaries, reserved
 * bits, other versions.
 */
import { because } from "../../finding/because.js";
import type { ByteInput } from "../byte-input.js";
import { xxh32 } from "../checksum/xxh32.js";
import { corrupt, cutOff, unsupported } from "../fault.js";
import type { SourceFault } from "../source.js";

/** The container's name in faults and reports. */
export const LZ4 = "lz4";
const MAGIC = 0x184d2204;
const LEGACY = 0x184c2102;
const SKIPPABLE = 0x184d2a50;

/** What a frame says about its blocks. */
export interface FrameHeader {
  readonly independent: boolean;
  readonly blockChecksums: boolean;
  readonly contentChecksum: boolean;
  /** Decoded length as the header has it, -1 when it has none. */
  readonly contentSize: number;
  readonly maxBlock: number;
}

/** A frame's header, or why there is none. */
export type FrameStart = { readonly header: FrameHeader } | { readonly fault: SourceFault };

/** What four bytes begin: a frame we read, one we know and do not read, or nothing of lz4's. */
export function frameKind(magic: number): "frame" | "legacy" | "skippable" | "none" {
  if (magic === MAGIC) return "frame";
  if (magic === LEGACY) return "legacy";
  return (magic & ~15) >>> 0 === SKIPPABLE ? "skippable" : "none";
}

/** Reads a frame's header; the input then stands at its first block. */
export function readFrameHeader(input: ByteInput): FrameStart {
  const { source } = input;
  if (!input.need(7)) return { fault: source.fault ?? cutOff(LZ4, 7 - input.ready) };
  const kind = frameKind(input.u32());
  if (kind !== "frame") return { fault: kind === "none" ? corrupt(LZ4, "lz4.header") : unsupported(LZ4, `lz4.${kind}`) };
  const flags = input.bytes[input.pos] ?? 0;
  const sizes = input.bytes[input.pos + 1] ?? 0;
  if (flags >> 6 !== 1) return { fault: unsupported(LZ4, because("data.version", { version: flags >> 6 })) };
  if ((flags & 2) !== 0 || (sizes & 0x8f) !== 0) return { fault: unsupported(LZ4, "lz4.reserved") };
  if ((flags & 1) !== 0) return { fault: unsupported(LZ4, "lz4.dictionary") };
  const code = (sizes >> 4) & 7;
  if (code < 4) return { fault: corrupt(LZ4, "lz4.size") };
  const length = (flags & 8) !== 0 ? 10 : 2;
  if (!input.need(length + 1)) return { fault: source.fault ?? cutOff(LZ4, length + 1 - input.ready) };
  const check = (xxh32(input.bytes, input.pos, input.pos + length) >>> 8) & 255;
  input.pos += 2;
  const contentSize = length === 10 ? input.u32() + input.u32() * 0x100000000 : -1;
  if (input.byte() !== check) return { fault: corrupt(LZ4, "data.header-checksum") };
  const header = { independent: (flags & 32) !== 0, blockChecksums: (flags & 16) !== 0, contentChecksum: (flags & 4) !== 0 };
  return { header: { ...header, contentSize, maxBlock: 1 << (8 + 2 * code) } };
}
