/** Huffman codes of bzip2: canonical, at most 20 bits, the most significant bit first, and no check of completeness. */

/** Longest code. */
export const MAX_CODE = 20;
/** Codes up to this length are looked up at once. */
export const FAST_BITS = 10;

/** One of a block's tables. */
export interface Bz2Code {
  /** By the next 10 bits: symbol << 5 | length, or 0 when the code is longer. */
  readonly fast: Uint16Array;
  /** Largest code of each length, left-aligned to 20 bits; -1 where there is none. */
  readonly limit: Int32Array;
  /** What to take from a code of each length to get its place in `symbols`. */
  readonly base: Int32Array;
  readonly symbols: Uint16Array;
  readonly shortest: number;
}

/** The code for lengths 1 to 20 of `count` symbols. */
export function bz2Code(lengths: Uint8Array, count: number): Bz2Code {
  const symbols = new Uint16Array(count);
  const limit = new Int32Array(MAX_CODE + 2).fill(-1);
  const base = new Int32Array(MAX_CODE + 2);
  const fast = new Uint16Array(1 << FAST_BITS);
  let code = 0;
  let placed = 0;
  let shortest = 0;
  for (let n = 1; n <= MAX_CODE; n += 1) {
    base[n] = code - placed;
    for (let s = 0; s < count; s += 1) {
      if (lengths[s] !== n) continue;
      if (shortest === 0) shortest = n;
      symbols[placed++] = s;
      if (n <= FAST_BITS && code < 1 << n) fast.fill((s << 5) | n, code << (FAST_BITS - n), (code + 1) << (FAST_BITS - n));
      code += 1;
    }
    // An over-subscribed set runs past all codes of a length: what does not fit is never found.
    limit[n] = Math.min(code, 1 << n) - 1;
    code <<= 1;
  }
  return { fast, limit, base, symbols, shortest };
}

/** The symbol at the head of 20 bits: symbol << 5 | length, or -1. For codes beyond the fast table. */
export function slowCode(code: Bz2Code, bits20: number): number {
  for (let n = Math.max(1, code.shortest); n <= MAX_CODE; n += 1) {
    const value = bits20 >>> (MAX_CODE - n);
    if (value > (code.limit[n] ?? -1)) continue;
    const symbol = code.symbols[value - (code.base[n] ?? 0)];
    return symbol === undefined ? -1 : (symbol << 5) | n;
  }
  return -1;
}
