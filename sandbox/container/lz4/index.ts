/**
 * lz4 frames as joblib reads them (`lz4.frame.LZ4FrameFile`): one frame after the other; the checksums of header, blocks
 * and content and the content's size are verified.
 *
 * Refused: see `lz4/frame-header.ts`. Memory: a block (at most 4 MiB) twice and 64 KiB of history.
 */
import type { Hooks } from "../../wire/hooks.js";
import { ByteInput } from "../byte-input.js";
import { Xxh32, xxh32 } from "../checksum/xxh32.js";
import { bytesFrom, type DecodedSource, type DecodeLimits } from "../decoded.js";
import { corrupt, cutOff, trailing, unsupported } from "../fault.js";
import { type Decoder, ForwardSource } from "../forward-source.js";
import type { Source, SourceFault } from "../source.js";
import { decodeBlock } from "./block.js";
import { type FrameHeader, frameKind, LZ4, readFrameHeader } from "./frame-header.js";

const HISTORY = 64 * 1024;
/** Room behind a block, so that small blocks do not move the history each time. */
const SLACK = 256 * 1024;
const RAW_BLOCK = 0x80000000;

/** Opens lz4 frames at the start of `source`. */
export function openLz4Frame(_hooks: Hooks | null, source: Source, limits: DecodeLimits): DecodedSource {
  return new ForwardSource(LZ4, () => new Lz4Decoder(source), limits);
}

class Lz4Decoder implements Decoder {
  fault: SourceFault | null = null;
  notes: SourceFault[] = [];
  readonly #input: ByteInput;
  #header: FrameHeader | null = null;
  #hash = new Xxh32();
  #produced = 0;
  #block = new Uint8Array(0);
  #out = new Uint8Array(0);
  #read = 0;
  #write = 0;
  #ended = false;

  constructor(source: Source) {
    this.#input = new ByteInput(source, 0);
  }

  get consumed(): number {
    return this.#input.offset;
  }

  decode(target: Uint8Array, at: number, length: number): number {
    while (this.#read === this.#write && !this.#ended && this.fault === null) {
      if (this.#header === null) this.#begin();
      else this.#next(this.#header);
    }
    const count = Math.min(length, this.#write - this.#read);
    target.set(this.#out.subarray(this.#read, this.#read + count), at);
    this.#read += count;
    return count;
  }

  #cut(missing: number): void {
    this.fault = this.#input.source.fault ?? cutOff(LZ4, missing);
  }

  #begin(): void {
    const start = readFrameHeader(this.#input);
    if ("fault" in start) {
      this.fault = start.fault;
      return;
    }
    this.#header = start.header;
    this.#hash = new Xxh32();
    this.#produced = 0;
    this.#read = 0;
    this.#write = 0;
    const size = HISTORY + start.header.maxBlock + SLACK;
    if (this.#out.length < size) this.#out = new Uint8Array(size);
  }

  #next(header: FrameHeader): void {
    const input = this.#input;
    if (!input.need(4)) return this.#cut(4 - input.ready);
    const size = input.u32();
    if (size === 0) return this.#close(header);
    const length = size & ~RAW_BLOCK;
    if (length > header.maxBlock) {
      this.fault = corrupt(LZ4, "lz4.block-length");
      return;
    }
    if (this.#out.length - this.#write < header.maxBlock) this.#slide();
    if (this.#block.length < length) this.#block = new Uint8Array(Math.min(header.maxBlock, length * 2));
    const got = input.take(this.#block, 0, length);
    if (got < length) return this.#cut(length - got);
    if (header.blockChecksums && !this.#checkBlock(length)) return;
    this.#decodeBlock(header, length, size >= RAW_BLOCK);
  }

  #checkBlock(length: number): boolean {
    if (!this.#input.need(4)) this.#cut(4 - this.#input.ready);
    else if (this.#input.u32() !== xxh32(this.#block, 0, length)) this.fault = corrupt(LZ4, "lz4.block-checksum");
    return this.fault === null;
  }

  #slide(): void {
    const keep = Math.min(HISTORY, this.#write);
    this.#out.copyWithin(0, this.#write - keep, this.#write);
    this.#read = keep;
    this.#write = keep;
  }

  #decodeBlock(header: FrameHeader, length: number, raw: boolean): void {
    const start = this.#write;
    let end = start + length;
    if (raw) this.#out.set(this.#block.subarray(0, length), start);
    else {
      const floor = header.independent ? start : Math.max(0, start - HISTORY);
      end = decodeBlock(this.#block, length, { out: this.#out, floor, start, limit: start + header.maxBlock });
    }
    if (end < 0) {
      this.fault = corrupt(LZ4, "lz4.block");
      return;
    }
    if (header.contentChecksum) this.#hash.update(this.#out, start, end);
    this.#produced += end - start;
    this.#write = end;
  }

  /** The end mark was read: content checksum, size, and what follows. */
  #close(header: FrameHeader): void {
    const input = this.#input;
    if (header.contentChecksum) {
      if (!input.need(4)) return this.#cut(4 - input.ready);
      if (input.u32() !== this.#hash.digest()) this.fault = corrupt(LZ4, "lz4.checksum");
    }
    // As in liblz4, a size of 0 says nothing.
    if (header.contentSize > 0 && header.contentSize !== this.#produced) this.fault ??= corrupt(LZ4, "lz4.content-size");
    if (this.fault !== null) return;
    this.#header = null;
    this.#follow();
  }

  #follow(): void {
    const input = this.#input;
    const { offset } = input;
    const kind = input.need(4) ? frameKind(input.u32()) : "none";
    input.seek(offset);
    if (kind === "frame") {
      // Further frames are decoded, since liblz4 goes on too, and told once.
      if (this.notes.length === 0) this.notes.push(trailing(LZ4, Math.max(1, input.source.length - offset)));
      return;
    }
    if (kind !== "none") {
      this.fault = unsupported(LZ4, `lz4.${kind}`);
      return;
    }
    this.#ended = true;
    const rest = bytesFrom(input.source, offset);
    if (rest > 0 && this.notes.length === 0) this.notes.push(trailing(LZ4, rest));
  }
}
