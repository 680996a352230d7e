/** Adler-32 of RFC 1950, the checksum of zlib streams. */

const BASE = 65521;
/** Steps after which the sums must be reduced so that they stay below 2^32. */
const RUN = 3800;

/** The Adler-32 of `bytes[start … end)` after `adler` (1 at the start). Unsigned. */
export function adler32(bytes: Uint8Array, start: number, end: number, adler = 1): number {
  let a = adler & 0xffff;
  let b = adler >>> 16;
  for (let i = start; i < end; ) {
    const stop = Math.min(end, i + RUN);
    for (; i < stop; i += 1) {
      a += bytes[i] ?? 0;
      b += a;
    }
    a %= BASE;
    b %= BASE;
  }
  return ((b << 16) | a) >>> 0;
}
