/**
 * A document's text for whoever needs all of it in memory at once: a model, today's view of it, the library's `convert`.
 * It ends where a text can be no longer, before memory does.
 */
import { CornichonError, sentence } from "../errors.js";

/** V8's longest text; neutral JSON is mostly ASCII, so this is its bytes as well. */
const LONGEST = 2 ** 29 - 24;

/** @throws CornichonError `document.limit` */
export function checkLength(length: number): void {
  if (length > LONGEST)
    throw new CornichonError(
      "document.limit",
      sentence`The neutral document is longer than a text can be here; convert it to a file, with its arrays in a sidecar.`,
    );
}

export class KeptText {
  #pieces: Buffer[] = [];
  #length = 0;

  /** Copies a piece. @throws CornichonError `document.limit` */
  take(piece: Uint8Array): void {
    this.#length += piece.length;
    checkLength(this.#length);
    this.#pieces.push(Buffer.from(piece));
  }

  /** All of it, once. */
  bytes(): Buffer {
    const all = Buffer.concat(this.#pieces);
    this.#pieces = [];
    return all;
  }
}
