/**
 * The worker that hashes files, so that no verdict waits for it: a hash says which file it was, nothing of it is understood
 * here. The browser's own SHA-256 wants a file whole in memory and a page that came encrypted; ours takes pieces, so it does
 * for gigabytes and for a page that came over plain http: about 100 MB/s. The next piece is read while one is hashed.
 */
import { Sha256 } from "../../../sandbox/container/checksum/sha256.js";
import { lockDown } from "./lockdown.js";
import type { HashAnswer, HashRequest } from "./messages.js";

const PIECE = 4 * 1024 * 1024;

const post = postMessage.bind(globalThis) as (answer: HashAnswer) => void; // a worker's
const listen = addEventListener.bind(globalThis);
lockDown();

const pieceAt = (file: Blob, at: number): Promise<ArrayBuffer> => file.slice(at, at + PIECE).arrayBuffer();

async function hashOf(file: Blob): Promise<string> {
  const hash = new Sha256();
  let next = pieceAt(file, 0);
  for (let at = 0; at < file.size; at += PIECE) {
    const piece = new Uint8Array(await next);
    next = pieceAt(file, at + PIECE);
    hash.update(piece, 0, piece.length);
  }
  await next;
  return hash.hex();
}

listen("message", async ({ data: { id, file } }: MessageEvent<HashRequest>) => {
  post({ id, sha256: await hashOf(file).catch(() => null) });
});
