/** Output in pieces: a buffer that is handed on when it is full. In a dry run nothing is handed on, only counted. */
import { BACKSLASH, BLANK, POINT, QUOTE, ZERO } from "../bytes/ascii.js";
import { FloatText, writeInteger } from "./float-text.js";
import { floatValue } from "./number-text.js";

/** Takes `length` bytes from the start of `bytes`, now: the buffer is used again. */
export type Emit = (bytes: Uint8Array, length: number) => void;

/** First byte of a lone surrogate's three. */
export const SURROGATE = 0xed;

const SIZE = 256 * 1024;
/** Longest piece that a single write may ask room for. */
const ROOM = 1024;

export class OutputBuffer {
  readonly bytes = new Uint8Array(SIZE);
  at = 0;
  total = 0;
  readonly #emit: Emit;
  readonly #floats = new FloatText();

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  flush(): void {
    if (this.at > 0) this.#emit(this.bytes, this.at);
    this.total += this.at;
    this.at = 0;
  }

  /** Bytes so far, those of a dry run that were only counted among them. */
  get size(): number {
    return this.total + this.at;
  }

  /** Counts bytes that a dry run need not make. */
  skip(count: number): void {
    this.total += count;
  }

  /** Makes room for a short piece and returns where it starts. */
  #room(): void {
    if (this.at > SIZE - ROOM) this.flush();
  }

  /** Short ASCII text. */
  ascii(text: string): void {
    if (text.length > ROOM) return this.longAscii(text);
    this.#room();
    const { bytes } = this;
    let { at } = this;
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i);
    this.at = at;
  }

  longAscii(text: string): void {
    for (let i = 0; i < text.length; i += ROOM) this.ascii(text.slice(i, i + ROOM));
  }

  /** An integer of 31 bits. */
  integer(value: number): void {
    this.#room();
    this.at = writeInteger(this.bytes, this.at, value);
  }

  /** The float at `index`. */
  float(floats: Float64Array, index: number): void {
    this.#room();
    this.#floats.value[0] = floats[index] ?? 0;
    const end = this.#floats.write(this.bytes, this.at);
    if (end >= 0) this.at = end;
    else this.#oddFloat(floats[index] ?? 0);
  }

  #oddFloat(value: number): void {
    const small = value | 0;
    if (small !== value || small === 0) return this.ascii(floatValue(value));
    const end = writeInteger(this.bytes, this.at, small);
    this.bytes[end] = POINT;
    this.bytes[end + 1] = ZERO;
    this.at = end + 2;
  }

  /** A short text of `source` that is written as it stands, in quotes; false, and nothing is written, when it is another. */
  quoted(source: Uint8Array, from: number, to: number): boolean {
    if (to - from > ROOM - 2) return false;
    this.#room();
    const { bytes } = this;
    let { at } = this;
    bytes[at++] = QUOTE;
    for (let i = from; i < to; i++) {
      const b = source[i] ?? 0;
      if (b < BLANK || b === QUOTE || b === BACKSLASH || b === SURROGATE) return false;
      bytes[at++] = b;
    }
    bytes[at] = QUOTE;
    this.at = at + 1;
    return true;
  }

  byte(value: number): void {
    if (this.at === SIZE) this.flush();
    this.bytes[this.at++] = value;
  }

  /** Any number of bytes. */
  raw(source: Uint8Array): void {
    for (let i = 0; i < source.length; ) {
      if (this.at === SIZE) this.flush();
      const take = Math.min(SIZE - this.at, source.length - i);
      this.bytes.set(source.subarray(i, i + take), this.at);
      this.at += take;
      i += take;
    }
  }
}
