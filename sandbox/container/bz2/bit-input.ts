/** Bits of a bzip2 stream, the most significant first. After the end of the bytes zeros come, and `past` tells it. */
import type { ByteInput } from "../byte-input.js";

/** Bits over bytes; whole bytes can be given back. */
export class BitInput {
  readonly input: ByteInput;
  /** The low `bits` bits are the next ones. */
  hold = 0;
  bits = 0;
  /** Bytes made up after the end. */
  #phantom = 0;

  constructor(input: ByteInput) {
    this.input = input;
  }

  /** True once bits were used that the stream does not have. */
  get past(): boolean {
    return this.#phantom * 8 > this.bits;
  }

  /** Makes at least `count` (at most 25) bits ready. */
  fill(count: number): void {
    while (this.bits < count) {
      const byte = this.input.byte();
      if (byte < 0) this.#phantom++;
      this.hold = (this.hold << 8) | Math.max(0, byte);
      this.bits += 8;
    }
  }

  /** The next `count` (at most 24) bits. */
  take(count: number): number {
    this.fill(count);
    this.bits -= count;
    return (this.hold >>> this.bits) & ((1 << count) - 1);
  }

  /** 32 bits as a signed number. */
  word(): number {
    return (this.take(16) << 16) | this.take(16);
  }

  /** Drops the bits up to the next byte, and gives whole bytes back to the input. */
  align(): void {
    this.bits &= ~7;
    const whole = this.bits / 8 - this.#phantom;
    if (whole > 0) this.input.seek(this.input.offset - whole);
    this.bits = 0;
    this.hold = 0;
    this.#phantom = 0;
  }
}
