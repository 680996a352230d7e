/**
 * One block of xz: its header, LZMA2 data, padding and check. Refused as unsupported: every other filter (delta, BCJ):
 * nobody writes them around pickles.
 */
import type { ByteInput } from "../byte-input.js";
import { crc32 } from "../checksum/crc32.js";
import type { DecodeLimits } from "../decoded.js";
import { corrupt, cutOff, unsupported } from "../fault.js";
import { Lzma2Stream } from "../lzma/lzma2.js";
import type { SourceFault } from "../source.js";
import { storedCrc, XZ, type XzCheck, xzNumber, zeroPadding } from "./format.js";

const LZMA2_FILTER = 0x21;
/** Above it the dictionary's code means nothing. */
const LARGEST_DICTIONARY = 40;

interface BlockHeader {
  /** Length of the header itself. */
  readonly length: number;
  /** -1: not told. */
  readonly compressed: number;
  readonly decoded: number;
  readonly dictionary: number;
}

/** Decodes one block from where its input stands. */
export class XzBlock {
  fault: SourceFault | null = null;
  /** Header, data and check, without padding: what the index has. */
  unpadded = 0;
  decoded = 0;
  readonly #input: ByteInput;
  readonly #check: XzCheck;
  readonly #header: BlockHeader | null;
  readonly #data: Lzma2Stream | null;
  readonly #start: number;

  /** Reads the header, whose first byte (not zero) the input stands at. */
  constructor(input: ByteInput, check: XzCheck, limits: DecodeLimits) {
    this.#input = input;
    this.#check = check;
    this.#header = this.#readHeader();
    this.#start = input.offset;
    this.#data = this.#header === null ? null : new Lzma2Stream(XZ, input, this.#header.dictionary, limits);
  }

  /** Bytes of the block; 0 at its end, with padding and check read, or at a fault. */
  decode(target: Uint8Array, at: number, length: number): number {
    if (this.#data === null || this.#header === null) return 0;
    const got = this.#data.decode(target, at, length);
    if (got === 0) {
      this.fault = this.#data.fault ?? this.#close(this.#header);
      return 0;
    }
    this.#check.update(target, at, at + got);
    this.decoded += got;
    if (this.#header.decoded >= 0 && this.decoded > this.#header.decoded) {
      this.fault = corrupt(XZ, "xz.block-long");
      return 0;
    }
    return got;
  }

  #fail(fault: SourceFault): null {
    this.fault = fault;
    return null;
  }

  #readHeader(): BlockHeader | null {
    const input = this.#input;
    const length = ((input.need(1) ? (input.bytes[input.pos] ?? 0) : 0) + 1) * 4;
    if (!input.need(length)) return this.#fail(input.source.fault ?? cutOff(XZ, length - input.ready));
    const b = input.bytes.subarray(input.pos, input.pos + length);
    const end = length - 4;
    if (crc32(b, 0, end) !== storedCrc(b, end)) return this.#fail(corrupt(XZ, "xz.block-crc"));
    input.pos += length;
    const flags = b[1] ?? 0;
    if ((flags & 0x3c) !== 0) return this.#fail(unsupported(XZ, "data.reserved-flags"));
    if ((flags & 3) !== 0) return this.#fail(unsupported(XZ, "xz.filters"));
    const sizes = readSizes(b, flags, end);
    const filter = sizes === null ? null : xzNumber(b, sizes.next, end);
    if (sizes === null || filter === null) return this.#fail(corrupt(XZ, "xz.block-header"));
    if (filter.value !== LZMA2_FILTER) return this.#fail(unsupported(XZ, "xz.filters"));
    const code = b[filter.next + 1] ?? 255;
    const rest = b.subarray(filter.next + 2, end);
    if (b[filter.next] !== 1 || filter.next + 2 > end || rest.some((byte) => byte !== 0)) return this.#fail(corrupt(XZ, "xz.block-header"));
    if (code > LARGEST_DICTIONARY) return this.#fail(unsupported(XZ, "xz.dictionary"));
    const dictionary = code === LARGEST_DICTIONARY ? 2 ** 32 - 1 : (2 + (code & 1)) * 2 ** ((code >> 1) + 11);
    return { length, compressed: sizes.compressed, decoded: sizes.decoded, dictionary };
  }

  #close(header: BlockHeader): SourceFault | null {
    const input = this.#input;
    const compressed = input.offset - this.#start;
    if (header.compressed >= 0 && header.compressed !== compressed) return corrupt(XZ, "xz.compressed-length");
    if (header.decoded >= 0 && header.decoded !== this.decoded) return corrupt(XZ, "xz.length");
    if (!zeroPadding(input, compressed)) return input.need(3) ? corrupt(XZ, "xz.zero-padding") : (input.source.fault ?? cutOff(XZ, 0));
    const { size } = this.#check;
    if (!input.need(size)) return input.source.fault ?? cutOff(XZ, size - input.ready);
    const digest = this.#check.digest();
    for (let i = 0; i < size; i += 1) if (digest[i] !== input.bytes[input.pos + i]) return corrupt(XZ, "xz.block-check");
    input.pos += size;
    this.unpadded = header.length + compressed + size;
    return null;
  }
}

function readSizes(b: Uint8Array, flags: number, end: number): { compressed: number; decoded: number; next: number } | null {
  let next = 2;
  const values = [-1, -1];
  for (let i = 0; i < 2; i += 1) {
    if ((flags & (0x40 << i)) === 0) continue;
    const number = xzNumber(b, next, end);
    if (number === null) return null;
    values[i] = number.value;
    next = number.next;
  }
  return { compressed: values[0] ?? -1, decoded: values[1] ?? -1, next };
}
