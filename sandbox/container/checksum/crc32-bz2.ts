/** CRC-32 as bzip2 has it: the most significant bit first, polynomial 04C11DB7. */

const TABLE = makeTable();

function makeTable(): Int32Array {
  const t = new Int32Array(256);
  for (let n = 0; n < 256; n += 1) {
    let c = n << 24;
    for (let k = 0; k < 8; k += 1) c = c < 0 ? (c << 1) ^ 0x04c11db7 : c << 1;
    t[n] = c;
  }
  return t;
}

/** The register (start with -1) after `bytes[start … end)`; the CRC is its complement. */
export function crc32Bz2(bytes: Uint8Array, start: number, end: number, register: number): number {
  let c = register;
  for (let i = start; i < end; i += 1) c = (c << 8) ^ (TABLE[(c >>> 24) ^ (bytes[i] ?? 0)] ?? 0);
  return c;
}
