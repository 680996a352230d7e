/**
 * The bytes of a file of rows, which may be asked for several times: its columns' types are known when all of it was seen,
 * and only then can a row be read. A large file is never in memory as a whole; a pipe's bytes are.
 */

/** Bytes in pieces, from the beginning each time that they are asked for. */
export interface Bytes {
  pieces(): Iterable<Uint8Array>;
}

const PIECE = 256 * 1024;

/** Bytes in memory. */
export const bytesInMemory = (bytes: Uint8Array): Bytes => ({
  *pieces() {
    for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
  },
});

/** The first bytes, fewer where there are no more. */
export function firstBytes(bytes: Bytes, count: number): Uint8Array {
  for (const piece of bytes.pieces()) return piece.subarray(0, count);
  return new Uint8Array(0);
}

/** All bytes in one piece. */
export function allBytes(bytes: Bytes): Uint8Array {
  const pieces = Array.from(bytes.pieces(), (piece) => piece.slice());
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
