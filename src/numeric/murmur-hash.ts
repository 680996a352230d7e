/** MurmurHash3 for 32 bits (Austin Appleby's public domain code, MurmurHash3_x86_32), seed 0, over a text's UTF-8. */

const utf8 = new TextEncoder();

function mixed(k: number): number {
  const product = Math.imul(k, 0xcc9e2d51);
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593);
}

/** The signed hash, −2³¹ … 2³¹ − 1 (sklearn.utils.murmurhash.murmurhash3_bytes_s32). */
export function murmurHash(text: string): number {
  const bytes = utf8.encode(text);
  const { length } = bytes;
  let h = 0;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    const k = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    h ^= mixed(k);
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
  }
  let tail = 0;
  for (let i = length - 1; i >= at; i--) tail = (tail << 8) | bytes[i];
  if (at < length) h ^= mixed(tail);
  h ^= length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
