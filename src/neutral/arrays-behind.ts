/**
 * The bytes of long arrays that come behind a document's text (`arrays: "behind"`), in pieces. Each array has memory of its
 * own, so that its numbers are where a typed array wants them.
 */
import { CornichonError, sentence } from "../errors.js";

/** Length of an array that comes behind a text. */
export interface BytesBehind {
  readonly bytes: number;
}

/** @throws CornichonError `document.limit` */
function memoryFor(length: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(length);
  } catch {
    throw new CornichonError("document.limit", sentence`There is no memory for an array of ${length} bytes.`);
  }
}

export class ArraysBehind {
  #lengths: readonly BytesBehind[] = [];
  #arrays: Uint8Array<ArrayBuffer>[] = [];
  /** Bytes of the last array that are there. */
  #filled = 0;

  /** What will come. */
  expect(lengths: readonly BytesBehind[]): void {
    this.#lengths = lengths;
  }

  /** A piece of an array: each comes whole before the next. @throws CornichonError `document.limit` */
  take(index: number, piece: Uint8Array): void {
    this.#upTo(index);
    this.#arrays[index]?.set(piece, this.#filled);
    this.#filled += piece.length;
  }

  /** Memory for all up to one: arrays without items get no piece. */
  #upTo(index: number): void {
    for (; this.#arrays.length <= index; this.#filled = 0) this.#arrays.push(memoryFor(this.#lengths[this.#arrays.length]?.bytes ?? 0));
  }

  /** All that there are, once. */
  taken(): readonly Uint8Array<ArrayBuffer>[] {
    this.#upTo(this.#lengths.length - 1);
    const all = this.#arrays;
    [this.#arrays, this.#lengths] = [[], []];
    return all;
  }
}
