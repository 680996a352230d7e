/**
 * Canonical Huffman codes of deflate: a table for codes up to 10 bits, counting for the longer ones. What zlib refuses is
 * refused: over-subscribed sets, and incomplete ones other than a single code of one bit.
 */

/** Codes up to this length are looked up at once. */
export const FAST_BITS = 10;
const MAX_BITS = 15;

/** A code made from lengths. */
export interface Huffman {
  /** By the next 10 bits: symbol << 4 | length, or 0 when the code is longer or does not exist. */
  readonly fast: Uint16Array;
  /** How many codes each length has. */
  readonly counts: Uint16Array;
  /** Symbols in the order of their codes. */
  readonly symbols: Uint16Array;
}

/** The code for `lengths[from … to)`; null when zlib would refuse the set. `complete`: not even the one-bit exception. */
export function huffman(lengths: Uint8Array, from: number, to: number, complete: boolean): Huffman | null {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (let i = from; i < to; i += 1) counts[lengths[i] ?? 0] = (counts[lengths[i] ?? 0] ?? 0) + 1;
  if (!acceptable(counts, to - from, complete)) return null;
  const next = new Uint16Array(MAX_BITS + 2);
  const offsets = new Uint16Array(MAX_BITS + 2);
  for (let n = 1, code = 0; n <= MAX_BITS; n += 1) {
    next[n] = code;
    code = (code + (counts[n] ?? 0)) << 1;
    offsets[n + 1] = (offsets[n] ?? 0) + (counts[n] ?? 0);
  }
  const symbols = new Uint16Array(to - from);
  const fast = new Uint16Array(1 << FAST_BITS);
  for (let i = from; i < to; i += 1) {
    const n = lengths[i] ?? 0;
    if (n === 0) continue;
    symbols[offsets[n] ?? 0] = i - from;
    offsets[n] = (offsets[n] ?? 0) + 1;
    const code = next[n] ?? 0;
    next[n] = code + 1;
    if (n > FAST_BITS) continue;
    for (let at = reversed(code, n); at < fast.length; at += 1 << n) fast[at] = ((i - from) << 4) | n;
  }
  return { fast, counts, symbols };
}

function acceptable(counts: Uint16Array, total: number, complete: boolean): boolean {
  let left = 1;
  for (let n = 1; n <= MAX_BITS; n += 1) {
    left = left * 2 - (counts[n] ?? 0);
    if (left < 0) return false;
  }
  const used = total - (counts[0] ?? 0);
  if (left === 0) return true;
  return !complete && (used === 0 || (used === 1 && counts[1] === 1));
}

function reversed(code: number, length: number): number {
  let r = 0;
  for (let i = 0; i < length; i += 1) r |= ((code >> i) & 1) << (length - 1 - i);
  return r;
}

/** A code that is longer than the table: symbol << 4 | length, or -1 when no code begins like `hold`. */
export function slowSymbol(code: Huffman, hold: number): number {
  let value = 0;
  let first = 0;
  let index = 0;
  for (let n = 1; n <= MAX_BITS; n += 1) {
    value |= (hold >>> (n - 1)) & 1;
    const count = code.counts[n] ?? 0;
    if (value - count < first) return ((code.symbols[index + value - first] ?? 0) << 4) | n;
    index += count;
    first = (first + count) << 1;
    value <<= 1;
  }
  return -1;
}
