/** Bytes of a known length that are made when they are written; a piece is only good until the next is asked for. */
export interface Deferred {
  readonly length: number;
  pieces(): Iterable<Uint8Array>;
}

/** All of them at once. */
export function joined(value: Deferred): Uint8Array {
  const all = new Uint8Array(value.length);
  let at = 0;
  for (const piece of value.pieces()) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Pieces that stay as they are, in one. */
export const concatenated = (pieces: readonly Uint8Array[]): Uint8Array =>
  joined({ length: pieces.reduce((sum, { length }) => sum + length, 0), pieces: () => pieces });
