/**
 * One lz4 block: literals and matches, no end marker. Every length and distance is checked before it is used.
 *
 * Slow: nothing; long runs are copied by the engine, short ones byte by byte. Copying short ones by words of a DataView
 * did not help.
 */

/** Runs at least this long are worth a call. */
const LONG = 48;

/** Where a block is decoded to. */
export interface BlockTarget {
  readonly out: Uint8Array;
  /** Matches may not reach before this. */
  readonly floor: number;
  /** Where the block's first byte goes. */
  readonly start: number;
  /** The block may not grow beyond this. */
  readonly limit: number;
}

/** Decodes `block[0 … length)`. Returns the offset behind the last byte written, or -1 when the block is damaged. */
export function decodeBlock(block: Uint8Array, length: number, target: BlockTarget): number {
  const { out, floor, limit } = target;
  let w = target.start;
  let p = 0;
  while (p < length) {
    const token = block[p++] ?? 0;
    let run = token >> 4;
    if (run === 15) {
      let more = 255;
      while (more === 255 && p < length) {
        more = block[p++] ?? 0;
        run += more;
      }
      if (more === 255) return -1;
    }
    if (run > length - p || run > limit - w) return -1;
    if (run >= LONG) {
      out.set(block.subarray(p, p + run), w);
      p += run;
      w += run;
    } else {
      for (const end = p + run; p < end; ) out[w++] = block[p++] ?? 0;
    }
    // The last sequence has no match.
    if (p === length) return w;
    if (length - p < 2) return -1;
    const distance = (block[p] ?? 0) | ((block[p + 1] ?? 0) << 8);
    p += 2;
    let match = token & 15;
    if (match === 15) {
      let more = 255;
      while (more === 255 && p < length) {
        more = block[p++] ?? 0;
        match += more;
      }
      if (more === 255) return -1;
    }
    match += 4;
    if (distance === 0 || distance > w - floor || match > limit - w) return -1;
    copyMatch(out, w, distance, match);
    w += match;
  }
  // A block without a last run of literals is cut off.
  return -1;
}

/** Copies `length` bytes from `distance` before `w`; the two may overlap, then the pattern repeats. */
function copyMatch(out: Uint8Array, w: number, distance: number, length: number): void {
  const end = w + length;
  if (length < LONG) {
    for (let i = w; i < end; i += 1) out[i] = out[i - distance] ?? 0;
    return;
  }
  // Doubling: each copy makes the known pattern longer.
  let done = 0;
  while (done < length) {
    const count = Math.min(distance + done, length - done);
    out.copyWithin(w + done, w - distance, w - distance + count);
    done += count;
  }
}
