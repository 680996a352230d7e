/**
 * A document for whoever needs all of it at once: its text, and behind it the bytes of its long arrays (`arrays: "behind"`),
 * which never become base64.
 */
import { totalmem } from "node:os";
import { CornichonError, sentence } from "../errors.js";
import { ArraysBehind, type BytesBehind } from "../neutral/arrays-behind.js";
import { fillBehind } from "../neutral/behind.js";
import { type NeutralDocument, readDocument } from "../neutral/document.js";
import { parseLossless } from "../neutral/lossless.js";
import { KeptText } from "../output/kept-text.js";

/** What is made of a forest takes two and a half times its arrays, them among it. */
const TIMES = 2.5;

/** Memory of this machine, or of what it lets us have. */
function memoryHere(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}

/** A document of which something is made. */
export interface WholeDocument {
  /** The document, once; `limit`: its longest text. @throws CornichonError `document.*` */
  read(limit?: number): NeutralDocument;
  /** The same with whole floats as they were written, frame and all. @throws CornichonError `document.*` */
  readLossless(): unknown;
}

export class KeptDocument implements WholeDocument {
  readonly #text = new KeptText();
  readonly #arrays = new ArraysBehind();
  readonly #memory: number;

  constructor(memory = memoryHere()) {
    this.#memory = memory;
  }

  /** A piece of the text. @throws CornichonError `document.limit` */
  text(piece: Uint8Array): void {
    this.#text.take(piece);
  }

  /** What will come behind the text. @throws CornichonError `document.limit` for more than there can be memory for */
  tensors(lengths: readonly BytesBehind[]): void {
    const total = lengths.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total * TIMES > this.#memory)
      throw new CornichonError(
        "document.limit",
        sentence`Its arrays have ${total} bytes, and what is made of them needs more memory than the ${this.#memory} bytes that there are.`,
      );
    this.#arrays.expect(lengths);
  }

  /** A piece of an array: each comes whole before the next. @throws CornichonError `document.limit` */
  tensor(index: number, piece: Uint8Array): void {
    this.#arrays.take(index, piece);
  }

  read(limit?: number): NeutralDocument {
    const document = readDocument(this.#text.bytes(), limit);
    this.#fill(document.root);
    return document;
  }

  readLossless(): unknown {
    const document = parseLossless(this.#text.bytes().toString());
    this.#fill(document);
    return document;
  }

  #fill(root: unknown): void {
    fillBehind(root, this.#arrays.taken());
  }
}
