/**
 * What stands before a block's symbols: which bytes occur, which Huffman table is used for which 50 symbols, and the
 * tables. Everything is bounded by the format: 256 bytes, 6 tables, 32,767 selectors.
 */
import type { PlainReason } from "../../finding/reasons.js";
import type { BitInput } from "./bit-input.js";
import { type Bz2Code, bz2Code, MAX_CODE } from "./huffman.js";

/** What a block says before its symbols. */
export interface BlockTables {
  /** The bytes that occur, ascending: the start of the move-to-front list. */
  readonly used: Uint8Array;
  /** Number of the table for each 50 symbols. */
  readonly selectors: Uint8Array;
  readonly codes: readonly Bz2Code[];
}

/** Most selectors that a block of 900,000 bytes can need; more are read over, as bzip2 1.0.8 does. */
const MAX_SELECTORS = 18002;

/** Reads the tables, or says why they cannot be. */
export function readTables(bits: BitInput): BlockTables | PlainReason {
  const used = readUsed(bits);
  if (used.length === 0) return "bz2.no-bytes";
  const groups = bits.take(3);
  if (groups < 2 || groups > 6) return "bz2.tables";
  const selectors = readSelectors(bits, groups);
  if (selectors === null) return "bz2.selector";
  const codes: Bz2Code[] = [];
  for (let i = 0; i < groups; i += 1) {
    const code = readCode(bits, used.length + 2);
    if (code === null) return "bz2.code-length";
    codes.push(code);
  }
  return { used, selectors, codes };
}

function readUsed(bits: BitInput): Uint8Array {
  const groups = bits.take(16);
  const used: number[] = [];
  for (let i = 0; i < 16; i += 1) {
    if (((groups >> (15 - i)) & 1) === 0) continue;
    const members = bits.take(16);
    for (let j = 0; j < 16; j += 1) if (((members >> (15 - j)) & 1) === 1) used.push(i * 16 + j);
  }
  return Uint8Array.from(used);
}

function readSelectors(bits: BitInput, groups: number): Uint8Array | null {
  const count = bits.take(15);
  if (count < 1) return null;
  const selectors = new Uint8Array(Math.min(count, MAX_SELECTORS));
  const order = Uint8Array.of(0, 1, 2, 3, 4, 5);
  for (let i = 0; i < count; i += 1) {
    let place = 0;
    while (bits.take(1) === 1) {
      place += 1;
      if (place >= groups) return null;
    }
    const table = order[place] ?? 0;
    order.copyWithin(1, 0, place);
    order[0] = table;
    if (i < selectors.length) selectors[i] = table;
    if (bits.past) return null;
  }
  return selectors;
}

function readCode(bits: BitInput, count: number): Bz2Code | null {
  const lengths = new Uint8Array(count);
  let length = bits.take(5);
  for (let i = 0; i < count; i += 1) {
    for (;;) {
      if (length < 1 || length > MAX_CODE) return null;
      if (bits.take(1) === 0) break;
      length += bits.take(1) === 0 ? 1 : -1;
    }
    lengths[i] = length;
  }
  return bz2Code(lengths, count);
}
