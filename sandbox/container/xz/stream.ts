/**
 * One xz stream: header, blocks, index, footer. The index must list the blocks as they were; they are not kept but
 * hashed, so millions of blocks cost no memory.
 */
import { because } from "../../finding/because.js";
import type { ByteInput } from "../byte-input.js";
import { crc32 } from "../checksum/crc32.js";
import { Sha256 } from "../checksum/sha256.js";
import type { DecodeLimits } from "../decoded.js";
import { corrupt, cutOff, unsupported } from "../fault.js";
import type { LzmaStream } from "../lzma/stream.js";
import type { SourceFault } from "../source.js";
import { XzBlock } from "./block.js";
import { HEADER_MAGIC, makeCheck, STREAM_HEADER, storedCrc, XZ, xzNumber, zeroPadding } from "./format.js";

const FOOTER = 12;
/** Longest number in an index. */
const NUMBER = 9;

/** Hashes the records of blocks, as met and as listed. */
class Records {
  count = 0;
  readonly #hash = new Sha256();
  readonly #bytes = new Uint8Array(16);
  readonly #view = new DataView(this.#bytes.buffer);

  add(unpadded: number, decoded: number): void {
    this.count++;
    this.#view.setFloat64(0, unpadded);
    this.#view.setFloat64(8, decoded);
    this.#hash.update(this.#bytes, 0, 16);
  }

  hex(): string {
    return this.#hash.hex();
  }
}

/** Decodes one stream, with its index and footer verified. */
export class XzStream implements LzmaStream {
  fault: SourceFault | null = null;
  readonly #input: ByteInput;
  readonly #limits: DecodeLimits;
  readonly #blocks = new Records();
  readonly #checkKind: number;
  #block: XzBlock | null = null;
  #ended = false;

  constructor(input: ByteInput, limits: DecodeLimits) {
    this.#input = input;
    this.#limits = limits;
    this.#checkKind = this.#header();
  }

  decode(target: Uint8Array, at: number, length: number): number {
    while (this.fault === null && !this.#ended) {
      if (this.#block === null) {
        this.#next();
        continue;
      }
      const got = this.#block.decode(target, at, length);
      if (got > 0) return got;
      this.fault = this.#block.fault;
      this.#blocks.add(this.#block.unpadded, this.#block.decoded);
      this.#block = null;
    }
    return 0;
  }

  #cut(missing: number): SourceFault {
    return this.#input.source.fault ?? cutOff(XZ, missing);
  }

  #header(): number {
    const input = this.#input;
    const b = input.need(STREAM_HEADER) ? input.bytes.slice(input.pos, input.pos + STREAM_HEADER) : null;
    const kind = (b?.[7] ?? 0) & 15;
    if (b === null) this.fault = this.#cut(STREAM_HEADER - input.ready);
    else if (!HEADER_MAGIC.every((byte, i) => b[i] === byte)) this.fault = corrupt(XZ, "xz.header");
    else if (crc32(b, 6, 8) !== storedCrc(b, 8)) this.fault = corrupt(XZ, "xz.header-crc");
    else if (b[6] !== 0 || ((b[7] ?? 0) & 0xf0) !== 0) this.fault = unsupported(XZ, "data.reserved-flags");
    else if (makeCheck(kind) === null) this.fault = unsupported(XZ, because("xz.check", { check: kind }));
    else input.pos += STREAM_HEADER;
    return kind;
  }

  /** A block, or the index and the end. */
  #next(): void {
    const input = this.#input;
    const check = makeCheck(this.#checkKind);
    if (!input.need(1)) this.fault = this.#cut(1);
    else if (input.bytes[input.pos] === 0) this.fault = this.#end();
    else if (check !== null) {
      this.#block = new XzBlock(input, check, this.#limits);
      this.fault = this.#block.fault;
    }
  }

  #end(): SourceFault | null {
    const start = this.#input.offset;
    const fault = this.#index(start);
    if (fault !== null) return fault;
    this.#ended = true;
    return this.#footer(this.#input.offset - start);
  }

  #index(start: number): SourceFault | null {
    const input = this.#input;
    let crc = 0;
    let at = input.pos;
    const used = (to: number): void => {
      crc = crc32(input.bytes, at, to, crc);
      input.pos = to;
      at = to;
    };
    used(input.pos + 1);
    const listed = new Records();
    let count = -1;
    for (let numbers: number[] = []; count < 0 || listed.count < count; ) {
      input.need(NUMBER);
      at = input.pos;
      const number = xzNumber(input.bytes, input.pos, input.end);
      if (number === null) return input.ready < NUMBER ? this.#cut(0) : corrupt(XZ, "xz.index-number");
      used(number.next);
      if (count < 0) count = number.value;
      else numbers.push(number.value);
      if (count !== this.#blocks.count) return corrupt(XZ, "xz.index-count");
      if (numbers.length < 2) continue;
      listed.add(numbers[0] ?? 0, numbers[1] ?? 0);
      numbers = [];
    }
    if (listed.hex() !== this.#blocks.hex()) return corrupt(XZ, "xz.index");
    return this.#indexEnd(start, crc);
  }

  #indexEnd(start: number, soFar: number): SourceFault | null {
    const input = this.#input;
    const length = input.offset - start;
    input.need(7);
    const at = input.pos;
    if (!zeroPadding(input, length)) return input.ready < 3 ? this.#cut(0) : corrupt(XZ, "xz.zero-padding");
    const crc = crc32(input.bytes, at, input.pos, soFar);
    if (!input.need(4)) return this.#cut(4 - input.ready);
    return input.u32() === crc ? null : corrupt(XZ, "xz.index-crc");
  }

  #footer(indexLength: number): SourceFault | null {
    const input = this.#input;
    if (!input.need(FOOTER)) return this.#cut(FOOTER - input.ready);
    const b = input.bytes.slice(input.pos, input.pos + FOOTER);
    if (b[10] !== 0x59 || b[11] !== 0x5a) return corrupt(XZ, "xz.footer");
    if (crc32(b, 4, 10) !== storedCrc(b, 0)) return corrupt(XZ, "xz.footer-crc");
    if (b[8] !== 0 || b[9] !== this.#checkKind) return corrupt(XZ, "xz.footer-flags");
    if ((storedCrc(b, 4) + 1) * 4 !== indexLength) return corrupt(XZ, "xz.footer-length");
    input.pos += FOOTER;
    return null;
  }
}
