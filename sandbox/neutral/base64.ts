/** Base64 of bytes that come in pieces of any length. */
import { EQUALS } from "../bytes/ascii.js";
import type { OutputBuffer } from "./buffer.js";

const ALPHABET = new Uint8Array(Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", (c) => c.charCodeAt(0)));
const PIECE = 3 * 16 * 1024;

/** Characters of so many bytes. */
export const base64Length = (bytes: number): number => 4 * Math.ceil(bytes / 3);

export class Base64Writer {
  readonly #out: OutputBuffer;
  readonly #carry = new Uint8Array(3);
  #carried = 0;
  readonly #text = new Uint8Array((PIECE / 3) * 4);

  constructor(out: OutputBuffer) {
    this.#out = out;
  }

  push(bytes: Uint8Array): void {
    let at = 0;
    while (this.#carried > 0 && this.#carried < 3 && at < bytes.length) this.#carry[this.#carried++] = bytes[at++] ?? 0;
    if (this.#carried === 3) {
      this.#encode(this.#carry);
      this.#carried = 0;
    }
    const first = at;
    const whole = at + Math.floor((bytes.length - at) / 3) * 3;
    for (; at < whole; at += PIECE) this.#encode(bytes.subarray(at, Math.min(whole, at + PIECE)));
    for (at = Math.max(first, whole); at < bytes.length; at++) this.#carry[this.#carried++] = bytes[at] ?? 0;
  }

  /** The last piece with its padding. */
  end(): void {
    if (this.#carried === 0) return;
    const padding = 3 - this.#carried;
    this.#carry.fill(0, this.#carried);
    this.#encode(this.#carry, padding);
    this.#carried = 0;
  }

  #encode(bytes: Uint8Array, padding = 0): void {
    const text = this.#text;
    let to = 0;
    for (let i = 0; i < bytes.length; i += 3) {
      const triple = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
      text[to++] = ALPHABET[triple >> 18] ?? 0;
      text[to++] = ALPHABET[(triple >> 12) & 63] ?? 0;
      text[to++] = ALPHABET[(triple >> 6) & 63] ?? 0;
      text[to++] = ALPHABET[triple & 63] ?? 0;
    }
    for (let i = 1; i <= padding; i++) text[to - i] = EQUALS;
    this.#out.raw(text.subarray(0, to));
  }
}
