/** A document that is held whole: read once for models, and once more, with floats as they were written, for targets. */
import { fillBehind } from "../../neutral/behind.js";
import { type NeutralDocument, readDocument } from "../../neutral/document.js";
import { parseLossless } from "../../neutral/lossless.js";
import { fillFrom } from "../../neutral/sidecar.js";
import { concatenated } from "../../targets/deferred.js";
import type { ReadText } from "./messages.js";

export class Whole {
  readonly #text: Uint8Array;
  readonly #arrays: ReadText["arrays"];
  readonly document: NeutralDocument;
  #sidecar: Uint8Array | null = null;

  /** @throws CornichonError `document.*` */
  constructor({ pieces, arrays }: ReadText) {
    this.#text = concatenated(pieces);
    this.#arrays = arrays;
    this.document = readDocument(this.#text, Number.MAX_SAFE_INTEGER);
    fillBehind(this.document.root, arrays);
  }

  /** The arrays of a document that keeps them beside it. @throws CornichonError `document.malformed` */
  set sidecar(bytes: Uint8Array) {
    this.#sidecar = bytes;
    fillFrom(bytes, this.document);
  }

  /** How many long arrays it has, and their bytes. */
  get arrays(): { readonly count: number; readonly bytes: number } {
    return { count: this.#arrays.length, bytes: this.#arrays.reduce((sum, { length }) => sum + length, 0) };
  }

  /** @throws CornichonError `document.*` */
  lossless(): NeutralDocument {
    const parsed = parseLossless(new TextDecoder().decode(this.#text));
    fillBehind(parsed, this.#arrays);
    const document = readDocument(Object(parsed));
    if (this.#sidecar !== null) fillFrom(this.#sidecar, document);
    return document;
  }
}
