/** CRC-32 as gzip, zip and xz use it (reflected, polynomial EDB88320), eight bytes a step by tables. */

const TABLES = makeTables();

function makeTables(): Int32Array {
  const t = new Int32Array(8 * 256);
  for (let n = 0; n < 256; n += 1) {
    let c = n;
    for (let k = 0; k < 8; k += 1) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    t[n] = c;
  }
  for (let n = 256; n < t.length; n += 1) {
    const before = t[n - 256] ?? 0;
    t[n] = (before >>> 8) ^ (t[before & 255] ?? 0);
  }
  return t;
}

/** The CRC of `bytes[start … end)` after `crc`, the CRC of what came before (0 at the start). Unsigned. */
export function crc32(bytes: Uint8Array, start: number, end: number, crc = 0): number {
  const t = TABLES;
  let c = ~crc;
  let i = start;
  for (; i + 8 <= end; i += 8) {
    c ^= (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) | ((bytes[i + 2] ?? 0) << 16) | ((bytes[i + 3] ?? 0) << 24);
    c =
      (t[1792 + (c & 255)] ?? 0) ^
      (t[1536 + ((c >>> 8) & 255)] ?? 0) ^
      (t[1280 + ((c >>> 16) & 255)] ?? 0) ^
      (t[1024 + (c >>> 24)] ?? 0) ^
      (t[768 + (bytes[i + 4] ?? 0)] ?? 0) ^
      (t[512 + (bytes[i + 5] ?? 0)] ?? 0) ^
      (t[256 + (bytes[i + 6] ?? 0)] ?? 0) ^
      (t[bytes[i + 7] ?? 0] ?? 0);
  }
  for (; i < end; i += 1) c = (c >>> 8) ^ (t[(c ^ (bytes[i] ?? 0)) & 255] ?? 0);
  return ~c >>> 0;
}
