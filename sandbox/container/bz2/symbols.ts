/**
 * The symbols of a bzip2 block: Huffman codes, runs of the front byte, move-to-front. Gives the last column of the
 * sorted rotations in the low bytes of `column`.
 *
 * Refused: more bytes than the block's size, codes that do not exist, selectors that run out.
 */
import type { PlainReason } from "../../finding/reasons.js";
import type { BitInput } from "./bit-input.js";
import { FAST_BITS, MAX_CODE, slowCode } from "./huffman.js";
import type { BlockTables } from "./tables.js";

const GROUP = 50;
/** As in bzip2: no run is longer. */
const MAX_RUN = 2 * 1024 * 1024;

/** Fills `column` and counts the bytes in `counts` (256). Returns the block's length, or what is wrong. */
export function readSymbols(bits: BitInput, tables: BlockTables, column: Uint32Array, counts: Int32Array): number | PlainReason {
  const order = tables.used.slice();
  const endOfBlock = order.length + 1;
  const size = column.length;
  let length = 0;
  let weight = 1;
  let run = 0;
  for (const selector of tables.selectors) {
    const code = tables.codes[selector];
    if (code === undefined) return "bz2.table";
    for (let left = GROUP; left > 0; left -= 1) {
      bits.fill(MAX_CODE);
      const window = (bits.hold >>> (bits.bits - MAX_CODE)) & 0xfffff;
      let entry = code.fast[window >>> (MAX_CODE - FAST_BITS)] ?? 0;
      if (entry === 0) entry = slowCode(code, window);
      if (entry < 0) return "bz2.code";
      bits.bits -= entry & 31;
      const symbol = entry >> 5;
      if (symbol <= 1) {
        if (weight >= MAX_RUN) return "bz2.long-run";
        run += weight << symbol;
        weight <<= 1;
        continue;
      }
      if (run > 0) {
        const byte = order[0] ?? 0;
        if (run > size - length) return "bz2.too-long";
        column.fill(byte, length, length + run);
        counts[byte] = (counts[byte] ?? 0) + run;
        length += run;
        run = 0;
        weight = 1;
      }
      if (symbol === endOfBlock) return length;
      if (length >= size) return "bz2.too-long";
      const byte = toFront(order, symbol - 1);
      counts[byte] = (counts[byte] ?? 0) + 1;
      column[length++] = byte;
    }
    if (bits.past) return "bz2.cut-off";
  }
  return "bz2.selectors";
}

function toFront(order: Uint8Array, place: number): number {
  const byte = order[place] ?? 0;
  if (place < 16) for (let i = place; i > 0; i -= 1) order[i] = order[i - 1] ?? 0;
  else order.copyWithin(1, 0, place);
  order[0] = byte;
  return byte;
}
