/**
 * An array's bytes where a document's text has base64: they came beside the text, or were computed, and are never made a
 * text of unless the document is printed. It has no property that can be listed, so whoever walks through all values of a
 * document finds nothing in it.
 */

/** Bytes of base64 that are made at a time: whole threes, so that pieces can be joined. */
const PIECE = 3 * 0x2000;

export class HeldBytes {
  readonly #bytes: Uint8Array<ArrayBuffer>;

  /** Not copied: whoever gives them has no other use for them. */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
  }

  /** The bytes themselves, which nobody is to change. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }

  /** Base64 in pieces. */
  *base64(): Generator<string> {
    for (let at = 0; at < this.#bytes.length; at += PIECE) yield btoa(String.fromCharCode(...this.#bytes.subarray(at, at + PIECE)));
  }

  /** What `JSON.stringify` writes: the form that a document's text has. */
  toJSON(): string {
    return [...this.base64()].join("");
  }
}
