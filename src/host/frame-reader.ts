/**
 * Cuts what a child sends into frames. A frame that is longer than its type may be, or of no known type, is refused
 * before a byte of it is kept, so that a hostile child cannot fill the parent's memory.
 */
import { HEAD_BYTES, MAX_FROM_CHILD, WINDOW_BYTES } from "./protocol.js";

/** Places of long payloads are used again: 200 MB of arrays come in 200 frames, and a collector is in no hurry. */
const WORTH_KEEPING = 64 * 1024;
const MOST_SPARE = 4;
const LONGEST = WINDOW_BYTES + 1;

const allocate = (length: number): Buffer =>
  length < WORTH_KEEPING ? Buffer.allocUnsafe(length) : Buffer.allocUnsafeSlow(Math.max(length, LONGEST)).subarray(0, length);

/** One whole frame. */
export interface Frame {
  readonly type: number;
  readonly payload: Buffer;
}

/** Collects chunks of any size. */
export class FrameReader {
  readonly #head = Buffer.alloc(HEAD_BYTES);
  #headBytes = 0;
  #payload: Buffer | null = null;
  #payloadBytes = 0;
  /** Places of payloads that were given back. */
  readonly #spare: ArrayBufferLike[] = [];

  /** Gives each frame that is whole now. False: the child sent what no honest child sends. */
  push(chunk: Buffer, give: (frame: Frame) => void): boolean {
    for (let at = 0; at < chunk.length || this.#isWhole(); ) {
      if (this.#payload === null) {
        at += this.#takeHead(chunk, at);
        if (this.#headBytes < HEAD_BYTES) return true;
        if (!this.#begin()) return false;
      }
      at += this.#takePayload(chunk, at);
      if (this.#isWhole()) give(this.#finish());
    }
    return true;
  }

  #isWhole(): boolean {
    return this.#payload !== null && this.#payloadBytes === this.#payload.length;
  }

  #takeHead(chunk: Buffer, at: number): number {
    const taken = chunk.copy(this.#head, this.#headBytes, at, at + HEAD_BYTES - this.#headBytes);
    this.#headBytes += taken;
    return taken;
  }

  #begin(): boolean {
    const length = this.#head.readUInt32LE(0) - 1;
    const most = MAX_FROM_CHILD[this.#head[4] ?? 0];
    if (most === undefined || length < 0 || length > most) return false;
    const place = length < WORTH_KEEPING ? undefined : this.#spare.pop();
    this.#payload = place === undefined ? allocate(length) : Buffer.from(place, 0, length);
    this.#payloadBytes = 0;
    return true;
  }

  /** Takes back a payload that nobody reads any more; long ones are written over by those that come. */
  release({ payload }: Frame): void {
    if (payload.buffer.byteLength === LONGEST && this.#spare.length < MOST_SPARE) this.#spare.push(payload.buffer);
  }

  #takePayload(chunk: Buffer, at: number): number {
    const taken = this.#payload === null ? 0 : chunk.copy(this.#payload, this.#payloadBytes, at);
    this.#payloadBytes += taken;
    return taken;
  }

  #finish(): Frame {
    const whole = { type: this.#head[4] ?? 0, payload: this.#payload ?? Buffer.alloc(0) };
    this.#payload = null;
    this.#headBytes = 0;
    return whole;
  }
}
