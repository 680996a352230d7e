/**
 * Runs of one kind: floats, integers, texts. Each is a small loop of its own, which the engine compiles within a few thousand
 * values and 3 ms; `fast.ts`, which says where one begins, takes it 50 ms, a third of what a file of 30 MB should take.
 *
 * They mean what `step` means, and count alike; where anything is out of the ordinary they stop before it.
 */
import { validUtf8 } from "../bytes/utf8.js";
import { OP } from "../opcode/table.js";
import { NOTHING, TAG } from "../tape/handle.js";
import { NO_FRAME, type Stream } from "./stream.js";

/** Longest instruction of fixed size, and what is looked at behind it, with room to spare: so many bytes stand behind where one begins. */
export const MARGIN = 16;

/** What is met. */
export const RUN = { NONE: 0, FLOATS: 1, INTEGERS: 2, TEXTS: 3 } as const;
export type Run = (typeof RUN)[keyof typeof RUN];

/** Runs what was met. False when there was nothing that it could run. */
export function runMet(s: Stream, met: Run): boolean {
  const { cursor } = s;
  const limit = (s.frameEnd === NO_FRAME ? cursor.end : Math.min(cursor.end, s.frameEnd - cursor.base)) - MARGIN;
  const before = cursor.pos;
  if (met === RUN.FLOATS) runFloats(s, limit);
  else if (met === RUN.INTEGERS) runIntegers(s, limit);
  else if (met === RUN.TEXTS) runTexts(s, limit);
  return cursor.pos > before;
}

/** BINFLOATs that stand one behind the other. */
function runFloats(s: Stream, limit: number): void {
  const { tape, cursor, stack } = s;
  const { view } = cursor;
  const { floats } = tape;
  const most = stack.length - 1;
  let at = tape.floatCount;
  let { sp } = s;
  let { pos } = cursor;
  while (pos <= limit && sp < most && at < floats.length && view.getUint8(pos) === OP.BINFLOAT) {
    floats[at] = view.getFloat64(pos + 1);
    stack[sp++] = (at++ << 3) | TAG.FLOAT;
    pos += 9;
  }
  s.machine.opcodes += sp - s.sp;
  tape.floatCount = at;
  cursor.pos = pos;
  s.sp = sp;
}

/** Integers of all widths up to 64 bits. */
function runIntegers(s: Stream, limit: number): void {
  const { stack, cursor } = s;
  const { bytes, view } = cursor;
  const { longs } = s.tape;
  const { words } = longs;
  const most = stack.length - 1;
  let sp = s.sp;
  let at = 2 * longs.count;
  let { pos } = cursor;
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
  s.machine.opcodes += sp - s.sp;
  s.sp = sp;
  longs.count = at >> 1;
  cursor.pos = pos;
}

/** Copies text of up to `length` bytes by the word, a few bytes too many; bits that say whether it is ASCII. Sixteen bytes behind both are there. */
function copyText(from: DataView, start: number, length: number, to: DataView, at: number): number {
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

/** Texts, each with its memo entry where it has one. */
function runTexts(s: Stream, limit: number): void {
  const { stack, tape, memo, machine, cursor } = s;
  const { bytes, view } = cursor;
  const { arenaView, strOffset, strLength } = tape;
  const { slots } = memo;
  const most = Math.min(stack.length - 1 - s.sp, strOffset.length - tape.strCount);
  const room = arenaView.byteLength - MARGIN;
  let { arenaTop, strCount } = tape;
  let { sp } = s;
  let memoCount = memo.count;
  let { pos } = cursor;
  let fresh = s.freshAt - cursor.base;
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
  s.freshAt = cursor.base + fresh;
  memo.count = memoCount;
  cursor.pos = pos;
}
