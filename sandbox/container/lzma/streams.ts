/**
 * Streams of the LZMA family, one after the other: Python's `lzma.open` guesses the format of each anew, so an xz stream
 * may follow a `.lzma` one. Between xz streams zero bytes may stand, in fours.
 */
import type { Format } from "../../wire/words.js";
import { ByteInput } from "../byte-input.js";
import { bytesFrom, type DecodeLimits } from "../decoded.js";
import { corrupt, trailing } from "../fault.js";
import type { Decoder } from "../forward-source.js";
import type { Source, SourceFault } from "../source.js";
import { HEADER_MAGIC, XZ } from "../xz/format.js";
import { XzStream } from "../xz/stream.js";
import { ALONE_HEADER, AloneStream, aloneHeader } from "./alone.js";
import type { LzmaStream } from "./stream.js";

/** All streams of a source. */
export class LzmaStreams implements Decoder {
  fault: SourceFault | null = null;
  readonly notes: SourceFault[] = [];
  readonly #name: Format;
  readonly #input: ByteInput;
  readonly #limits: DecodeLimits;
  #stream: LzmaStream;
  #isXz: boolean;
  #ended = false;

  constructor(name: Format, source: Source, limits: DecodeLimits) {
    this.#name = name;
    this.#input = new ByteInput(source, 0);
    this.#limits = limits;
    this.#isXz = name === XZ;
    this.#stream = this.#isXz ? new XzStream(this.#input, limits) : new AloneStream(this.#input, limits);
  }

  get consumed(): number {
    return this.#input.offset;
  }

  decode(target: Uint8Array, at: number, length: number): number {
    while (this.fault === null && !this.#ended) {
      const got = this.#stream.decode(target, at, length);
      if (got > 0) return got;
      this.fault = this.#stream.fault;
      if (this.fault === null) this.#follow();
    }
    return 0;
  }

  /** The next stream, or the end. */
  #follow(): void {
    const input = this.#input;
    const start = input.offset;
    if (this.#isXz) this.#padding(start);
    if (this.fault !== null) return;
    const isXz = this.#atMagic();
    if (isXz || this.#atHeader()) {
      this.#isXz = isXz;
      // Further streams are decoded, since Python's lzma goes on too, and told once.
      this.#told(Math.max(1, input.source.length - input.offset));
      this.#stream = isXz ? new XzStream(input, this.#limits) : new AloneStream(input, this.#limits);
      return;
    }
    this.#ended = true;
    const rest = bytesFrom(input.source, input.offset);
    if (rest > 0) this.#told(rest);
  }

  #told(rest: number): void {
    if (!this.notes.some((note) => note.code === "container.trailing")) this.notes.push(trailing(this.#name, rest));
  }

  #padding(start: number): void {
    const input = this.#input;
    while (input.need(1) && input.bytes[input.pos] === 0) input.pos++;
    const count = input.offset - start;
    if (count % 4 !== 0) this.fault = corrupt(XZ, "xz.padding");
    else if (count > 0) this.notes.push({ code: "note.padding", args: { bytes: count } });
  }

  #atMagic(): boolean {
    const input = this.#input;
    return input.need(HEADER_MAGIC.length) && HEADER_MAGIC.every((byte, i) => input.bytes[input.pos + i] === byte);
  }

  /** A `.lzma` header and the range coder's first byte. */
  #atHeader(): boolean {
    const input = this.#input;
    if (!input.need(ALONE_HEADER + 1)) return false;
    return aloneHeader(input.bytes, input.pos) !== null && input.bytes[input.pos + ALONE_HEADER] === 0;
  }
}
