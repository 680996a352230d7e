/**
 * Runs of one kind: floats, integers, texts, the items of a list. Each is a small loop of its own, which the engine compiles
 * within a few thousand values; `fast.ts`, which enters them, takes it 100 ms, longer than a file of 30 MB should take.
 *
 * They mean what `step` means, and count alike; where anything is out of the ordinary they stop before it.
 */
import { validUtf8 } from "../bytes/utf8.js";
import { OP } from "../opcode/table.js";
import { NOTHING, TAG } from "../tape/handle.js";
import type { Stream } from "./stream.js";

/** Pushes up to `most` BINFLOATs that stand one behind the other; their values go to `floats` from `first` on. Returns how many. */
export function runFloats(
  view: DataView,
  start: number,
  most: number,
  floats: Float64Array,
  first: number,
  stack: Int32Array,
  sp: number,
): number {
  let count = 0;
  for (let pos = start; count < most && view.getUint8(pos) === OP.BINFLOAT; pos += 9) {
    const at = first + count;
    floats[at] = view.getFloat64(pos + 1);
    stack[sp + count] = (at << 3) | TAG.FLOAT;
    count++;
  }
  return count;
}

/** Pushes integers from `start` on, up to `limit`. Returns the position behind them; `s.sp` and the long integers have moved. */
export function runIntegers(s: Stream, start: number, limit: number): number {
  const { stack } = s;
  const { bytes, view } = s.cursor;
  const { longs } = s.tape;
  const { words } = longs;
  const most = stack.length - 1;
  let sp = s.sp;
  let at = 2 * longs.count;
  let pos = start;
  while (pos <= limit && sp < most) {
    let low = 0;
    let high = 0;
    let next = pos;
    const op = bytes[pos] ?? 0;
    if (op === OP.LONG1) {
      const length = bytes[pos + 1] ?? 0;
      if (length > 8) break;
      low = view.getInt32(pos + 2, true);
      if (length > 4) high = (view.getInt32(pos + 6, true) << (64 - 8 * length)) >> (64 - 8 * length);
      else {
        low = length === 0 ? 0 : (low << (32 - 8 * length)) >> (32 - 8 * length);
        high = low >> 31;
      }
      next += 2 + length;
    } else if (op === OP.BININT) {
      low = view.getInt32(pos + 1, true);
      high = low >> 31;
      next += 5;
    } else if (op === OP.BININT1) {
      low = bytes[pos + 1] ?? 0;
      next += 2;
    } else if (op === OP.BININT2) {
      low = view.getUint16(pos + 1, true);
      next += 3;
    } else break;
    if (high === low >> 31 && (low << 3) >> 3 === low) stack[sp++] = (low << 3) | TAG.INT;
    else {
      if (at >= words.length) break;
      words[at] = low;
      words[at + 1] = high;
      stack[sp++] = (at << 2) | TAG.BIG;
      at += 2;
    }
    pos = next;
  }
  s.sp = sp;
  longs.count = at >> 1;
  return pos;
}

/** Copies text of up to `length` bytes by the word, a few bytes too many; bits that say whether it is ASCII. Sixteen bytes behind both are there. */
export function copyText(from: DataView, start: number, length: number, to: DataView, at: number): number {
  let bits = 0;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const word = from.getInt32(start + i, true);
    bits |= word;
    to.setInt32(at + i, word, true);
  }
  const word = from.getInt32(start + i, true);
  to.setInt32(at + i, word, true);
  return (bits | (word & ((1 << (8 * (length - i))) - 1))) & NOT_ASCII;
}

/** Bits that no byte of ASCII has. */
const NOT_ASCII = 0x80808080 | 0;

/**
 * Pushes texts from `start` on, each with its memo entry where it has one. Returns the position behind them; counts, the
 * arena and the memo have moved.
 */
export function runTexts(s: Stream, start: number, limit: number): number {
  const { stack, tape, memo, machine } = s;
  const { bytes, view } = s.cursor;
  const { arenaView, strOffset, strLength } = tape;
  const { slots } = memo;
  const most = Math.min(stack.length - 1 - s.sp, strOffset.length - tape.strCount);
  const room = arenaView.byteLength - 16;
  let { arenaTop, strCount } = tape;
  let { sp } = s;
  let memoCount = memo.count;
  let pos = start;
  let fresh = s.freshAt - s.cursor.base;
  for (let left = most; left > 0 && pos <= limit; left--) {
    const op = bytes[pos] ?? 0;
    if (op !== OP.SHORT_BINUNICODE && op !== OP.BINUNICODE) break;
    const from = pos + (op === OP.BINUNICODE ? 5 : 2);
    const length = op === OP.BINUNICODE ? view.getUint32(pos + 1, true) : (bytes[pos + 1] ?? 0);
    const end = from + length;
    if (end > limit || arenaTop + length > room) break;
    if (copyText(view, from, length, arenaView, arenaTop) !== 0 && !validUtf8(bytes, from, end)) break;
    strOffset[strCount] = arenaTop;
    strLength[strCount] = length;
    arenaTop += length;
    const text = (strCount++ << 3) | TAG.STR;
    stack[sp++] = text;
    pos = end;
    fresh = end;
    // Its memo entry.
    const next = bytes[pos] ?? 0;
    const size = next === OP.MEMOIZE ? 1 : next === OP.BINPUT ? 2 : next === OP.LONG_BINPUT ? 5 : 0;
    if (size === 0) continue;
    const index = size === 1 ? memoCount : size === 2 ? (bytes[pos + 1] ?? 0) : view.getUint32(pos + 1, true);
    if (index >= slots.length || (slots[index] ?? 0) !== NOTHING) break;
    slots[index] = text;
    memoCount++;
    pos += size;
  }
  machine.opcodes += sp - s.sp + memoCount - memo.count;
  tape.arenaTop = arenaTop;
  tape.strCount = strCount;
  s.sp = sp;
  s.freshAt = s.cursor.base + fresh;
  memo.count = memoCount;
  return pos;
}

/** Moves the stack's values from `from` to `sp` to `words`; which tags they have, a bit each. */
export function moveItems(stack: Int32Array, from: number, sp: number, words: Int32Array, to: number): number {
  let tags = 0;
  for (let i = from, at = to; i < sp; i++, at++) {
    const value = stack[i] ?? 0;
    tags |= 1 << (value & 7);
    words[at] = value;
  }
  return tags;
}

/** Where the tags of keys stand above those of all. */
export const KEY_SHIFT = 8;

/** The same of pairs; bits of the keys' tags stand a second time above those of all. */
export function movePairs(stack: Int32Array, from: number, sp: number, words: Int32Array, to: number): number {
  let tags = 0;
  for (let i = from, at = to; i < sp; i += 2, at += 2) {
    const key = stack[i] ?? 0;
    const value = stack[i + 1] ?? 0;
    tags |= ((1 << KEY_SHIFT) | 1) << (key & 7);
    tags |= 1 << (value & 7);
    words[at] = key;
    words[at + 1] = value;
  }
  return tags;
}
