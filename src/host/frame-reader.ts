/**
 * Cuts what a child sends into frames. A frame that is longer than its type may be, or of no known type, is refused
 * before a byte of it is kept, so that a hostile child cannot fill the parent's memory.
 */
import { HEAD_BYTES, MAX_FROM_CHILD } from "./protocol.js";

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
    this.#payload = Buffer.allocUnsafe(length);
    this.#payloadBytes = 0;
    return true;
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
