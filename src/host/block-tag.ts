/**
 * Tags of blocks, for files that may change while they are judged. The child tags every block that it gives the guest,
 * the parent tags every block that it hashes; where a block has two tags, hash and verdict are of different bytes.
 *
 * Times of a file cannot tell this: a writer sets mtime back, ctime has the clock's coarse ticks (4 ms) and does not move
 * at all when a page that is already dirty is written through a mapping. Copying first would tell it, and cost the disk
 * 4 GiB; letting the parent serve every byte costs 13 % CPU (37 MB of dicts), tags cost the child 2 % and 10 ms.
 *
 * GMAC under a key of this job: whoever writes the file never sees key or tags, so no two contents can be made to meet
 * (2^-115 for a block). It runs at 8 GB/s where SHA-256 runs at 1. What the child says here is believed as much as its
 * verdict: a child that fell could have lied about that as well.
 *
 * Slow: loading `node:crypto` takes 10 ms, so the child does it for long files only.
 */
import { createCipheriv, randomBytes } from "node:crypto";

/** One such key a file. */
export const newTagKey = (): Buffer => randomBytes(16);

/** Tag of the bytes of a block, bound to its place. */
export function blockTag(key: Uint8Array, block: number, bytes: Uint8Array): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32LE(block);
  const mac = createCipheriv("aes-128-gcm", key, nonce);
  mac.setAAD(bytes);
  mac.final();
  return mac.getAuthTag();
}
