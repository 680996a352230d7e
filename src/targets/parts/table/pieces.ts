/** Pieces of a file that is made in memory, and where the next one comes to stand. */
import type { Deferred } from "../../deferred.js";

export class Pieces {
  readonly #pieces: Uint8Array[] = [];
  length = 0;

  add(...pieces: readonly Uint8Array[]): void {
    for (const piece of pieces) {
      this.#pieces.push(piece);
      this.length += piece.length;
    }
  }

  get deferred(): Deferred {
    return { length: this.length, pieces: () => this.#pieces };
  }
}
