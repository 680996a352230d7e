/** A file of rows, read piece by piece as often as it is asked for, and the same file each time. */
import { type BigIntStats, closeSync, readSync } from "node:fs";
import { notReadable, unreadable } from "../artifact/failure.js";
import { systemPath } from "../artifact/path.js";
import { openRegular } from "../artifact/source.js";
import { sentence } from "../errors.js";
import type { Bytes } from "../input/bytes.js";

const PIECE = 256 * 1024;

const isSame = (a: BigIntStats, b: BigIntStats): boolean =>
  a.ino === b.ino && a.dev === b.dev && a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;

/** @throws CornichonError `input.unreadable`, now and while it is read */
export function bytesOfFile(path: string): Bytes & { readonly size: number } {
  const open = () => openRegular(systemPath(path), path, true);
  const first = open();
  closeSync(first.fd);
  return {
    size: Number(first.facts.size),
    *pieces() {
      const { fd, facts } = open();
      try {
        if (!isSame(facts, first.facts)) throw notReadable(path, sentence`it was changed while it was read`);
        for (;;) {
          const piece = Buffer.allocUnsafe(PIECE);
          const got = readPiece(fd, piece, path);
          if (got === 0) return;
          yield piece.subarray(0, got);
        }
      } finally {
        closeSync(fd);
      }
    },
  };
}

function readPiece(fd: number, piece: Uint8Array, path: string): number {
  try {
    return readSync(fd, piece);
  } catch (error) {
    throw unreadable(path, error);
  }
}
