/**
 * The fast loop. It runs the common opcodes as long as an instruction lies wholly inside the window and the open frame,
 * and hands everything else to `step`. State lives in true locals (fields or captured variables cost a quarter more).
 *
 * It must mean exactly what `step` means: `test/oracle` runs every program once with this loop and once byte by byte,
 * where `step` does all, and compares the values; `test/hostile/budgets.test.ts` compares the counts.
 *
 * This is one long function on purpose: it is the inner loop of the product, and every split was measured to cost. What
 * comes many times in a row is split off all the same (`runs.ts`): there a call is for hundreds of values, and this function,
 * which takes the engine 50 ms to compile, is not even warm. Memo entries behind what they are of are written at once.
 */
import { validUtf8 } from "../bytes/utf8.js";
import { OP } from "../opcode/table.js";
import { FALSE, KIND, NONE, NOTHING, TAG, TRUE } from "../tape/handle.js";
import { PHASE } from "./open-values.js";
import { copyText, KEY_SHIFT, moveItems, movePairs, runFloats, runIntegers, runTexts } from "./runs.js";
import { NO_FRAME, type Stream } from "./stream.js";

const { NEW, BUILT } = PHASE;

/** Longest fixed-size instruction that the loop handles, with room to spare. */
const MARGIN = 16;

/** Keys of which `step` asks how Python hashes them, as `movePairs` tells of them. */
const JUDGED_KEYS = ((1 << TAG.NODE) | (1 << TAG.BIG) | (1 << TAG.FLOAT)) << KEY_SHIFT;

export function runFast(s: Stream): void {
  const { tape, cursor, memo, machine } = s;
  const { bytes, view } = cursor;
  let pos = cursor.pos;
  const frameLimit = s.frameEnd === NO_FRAME ? cursor.end : Math.min(cursor.end, s.frameEnd - cursor.base);
  const limit = frameLimit - MARGIN;
  const { stack, marks } = s;
  let { sp, fence, markCount } = s;
  const { slots } = memo;
  let memoCount = memo.count;
  const { words, floats, strOffset, strLength, arenaView } = tape;
  let { top, floatCount, strCount, arenaTop } = tape;
  const room = arenaView.byteLength - MARGIN;
  let made = 0;
  let ran = 0;
  const { words: longs } = tape.longs;
  let longCount = tape.longs.count;
  const refTags = machine.referenceTags;
  const { open } = s;
  const entries = open.entries;
  let openCount = open.count;
  // Position behind the opcode that made the value on top: where a memo entry may stand.
  let fresh = s.freshAt - cursor.base;

  // Opcodes that differ in the width of their argument are one case: a branch that is met late has all of this compiled anew.
  // `continue` counts the instruction, `break loop` leaves it to `step`, which counts it; `break` finds a run of integers.
  loop: for (; pos <= limit; ran++) {
    if (sp + 2 > stack.length) break;
    const op = bytes[pos] ?? 0;
    switch (op) {
      case OP.MEMOIZE: {
        if (fresh !== pos || sp <= fence || memoCount >= slots.length || (slots[memoCount] ?? 0) !== NOTHING) break loop;
        slots[memoCount++] = stack[sp - 1] ?? 0;
        pos++;
        continue;
      }
      case OP.BINPUT:
      case OP.LONG_BINPUT: {
        const long = (op >> 1) & 1;
        const index = (view.getInt32(pos + 1, true) & (255 | -long)) >>> 0;
        if (fresh !== pos || sp <= fence || index >= slots.length || (slots[index] ?? 0) !== NOTHING) break loop;
        memoCount++;
        slots[index] = stack[sp - 1] ?? 0;
        pos += 2 + 3 * long;
        continue;
      }
      case OP.BINGET:
      case OP.LONG_BINGET: {
        const long = (op >> 1) & 1;
        const index = (view.getInt32(pos + 1, true) & (255 | -long)) >>> 0;
        const value = index < slots.length ? (slots[index] ?? 0) : NOTHING;
        if (value === NOTHING) break loop;
        stack[sp++] = value;
        pos += 2 + 3 * long;
        continue;
      }
      case OP.BININT:
      case OP.BININT1:
      case OP.BININT2: {
        const size = op === OP.BININT1 ? 2 : op === OP.BININT2 ? 3 : 5;
        if (bytes[pos + size] === op && bytes[pos + 2 * size] === op) break;
        const value = view.getInt32(pos + 1, true) & (op === OP.BININT1 ? 0xff : op === OP.BININT2 ? 0xffff : -1);
        if ((value << 3) >> 3 === value) stack[sp++] = (value << 3) | TAG.INT;
        else {
          const at = 2 * longCount;
          if (at >= longs.length) break loop;
          longs[at] = value;
          longs[at + 1] = value >> 31;
          stack[sp++] = (longCount++ << 3) | TAG.BIG;
        }
        pos += size;
        continue;
      }
      case OP.LONG1:
        break;
      case OP.BINFLOAT: {
        if (floatCount >= floats.length) break loop;
        floats[floatCount] = view.getFloat64(pos + 1);
        stack[sp++] = (floatCount++ << 3) | TAG.FLOAT;
        pos += 9;
        if (bytes[pos] !== op || pos > limit - 9) continue;
        const most = Math.min(Math.floor((limit - pos) / 9), stack.length - 1 - sp, floats.length - floatCount);
        const count = runFloats(view, pos, most, floats, floatCount, stack, sp);
        floatCount += count;
        sp += count;
        ran += count;
        pos += 9 * count;
        continue;
      }
      case OP.SHORT_BINUNICODE: {
        const from = pos + 2;
        const length = bytes[pos + 1] ?? 0;
        const end = from + length;
        if (end > limit || arenaTop + length > room || strCount >= strOffset.length) break loop;
        if (copyText(view, from, length, arenaView, arenaTop) !== 0 && !validUtf8(bytes, from, end)) break loop;
        strOffset[strCount] = arenaTop;
        strLength[strCount] = length;
        arenaTop += length;
        const value = (strCount++ << 3) | TAG.STR;
        stack[sp++] = value;
        pos = end;
        fresh = end;
        if (bytes[pos] === OP.MEMOIZE && memoCount < slots.length && (slots[memoCount] ?? 0) === NOTHING) {
          slots[memoCount++] = value;
          pos++;
          ran++;
        }
        if (bytes[pos] !== op) continue;
        s.sp = sp;
        tape.arenaTop = arenaTop;
        tape.strCount = strCount;
        memo.count = memoCount;
        s.freshAt = cursor.base + fresh;
        pos = runTexts(s, pos, limit);
        ({ sp } = s);
        ({ arenaTop, strCount } = tape);
        memoCount = memo.count;
        fresh = s.freshAt - cursor.base;
        continue;
      }
      case OP.BINUNICODE: {
        s.sp = sp;
        tape.arenaTop = arenaTop;
        tape.strCount = strCount;
        memo.count = memoCount;
        s.freshAt = cursor.base + fresh;
        const next = runTexts(s, pos, limit);
        if (next === pos) break loop;
        pos = next;
        ran--;
        ({ sp } = s);
        ({ arenaTop, strCount } = tape);
        memoCount = memo.count;
        fresh = s.freshAt - cursor.base;
        continue;
      }
      case OP.NONE:
        stack[sp++] = NONE;
        pos++;
        continue;
      case OP.NEWTRUE:
        stack[sp++] = TRUE;
        pos++;
        continue;
      case OP.NEWFALSE:
        stack[sp++] = FALSE;
        pos++;
        continue;
      case OP.MARK: {
        if (markCount >= marks.length) break loop;
        marks[markCount++] = sp;
        fence = sp;
        pos++;
        continue;
      }
      case OP.EMPTY_DICT:
      case OP.EMPTY_LIST: {
        if (top + 4 > words.length || openCount >= entries.length) break loop;
        words[top] = op === OP.EMPTY_DICT ? KIND.DICT : KIND.LIST;
        const value = (top << 3) | TAG.NODE;
        entries[openCount++] = (sp << 2) | NEW;
        stack[sp++] = value;
        top += 4;
        made++;
        pos++;
        fresh = pos;
        if (bytes[pos] === OP.MEMOIZE && memoCount < slots.length && (slots[memoCount] ?? 0) === NOTHING) {
          slots[memoCount++] = value;
          pos++;
          ran++;
        }
        continue;
      }
      case OP.TUPLE1:
      case OP.TUPLE2:
      case OP.TUPLE3: {
        const n = op === OP.TUPLE1 ? 1 : op === OP.TUPLE2 ? 2 : 3;
        if (sp - n < fence || top + 2 + n > words.length) break loop;
        let tags = 0;
        sp -= n;
        words[top] = KIND.TUPLE;
        words[top + 1] = n;
        for (let i = 0; i < n; i++) {
          const value = stack[sp + i] ?? 0;
          tags |= 1 << (value & 7);
          words[top + 2 + i] = value;
        }
        if ((tags & refTags) !== 0) {
          sp += n;
          break loop;
        }
        while (openCount > 0 && (entries[openCount - 1] ?? 0) >= sp << 2) openCount--;
        const value = (top << 3) | TAG.NODE;
        stack[sp++] = value;
        top += 2 + n;
        made++;
        pos++;
        fresh = pos;
        if (bytes[pos] === OP.MEMOIZE && memoCount < slots.length && (slots[memoCount] ?? 0) === NOTHING) {
          slots[memoCount++] = value;
          pos++;
          ran++;
        }
        continue;
      }
      case OP.APPENDS:
      case OP.SETITEMS: {
        if (markCount === 0) break loop;
        const from = marks[markCount - 1] ?? 0;
        const below = markCount > 1 ? (marks[markCount - 2] ?? 0) : 0;
        const n = sp - from;
        if (from - 1 < below || top + n + 2 > words.length) break loop;
        const target = stack[from - 1] ?? 0;
        const at = target >>> 3;
        const dict = op === OP.SETITEMS;
        while (openCount > 0 && (entries[openCount - 1] ?? 0) >= from << 2) openCount--;
        // Only what stands where it was made is filled.
        const entry = openCount > 0 ? (entries[openCount - 1] ?? 0) : BUILT;
        if (entry >> 2 !== from - 1 || (entry & 3) === BUILT) break loop;
        if ((target & 7) !== TAG.NODE || words[at] !== (dict ? KIND.DICT : KIND.LIST) || (dict && (n & 1) !== 0)) break loop;
        if (n > 0) {
          const last = words[at + 3] ?? 0;
          const behind = last + 2 + (words[last + 1] ?? 0);
          const joined = behind === top && last !== 0;
          const to = joined ? top : top + 2;
          const tags = dict ? movePairs(stack, from, sp, words, to) : moveItems(stack, from, sp, words, to);
          if ((tags & (refTags | JUDGED_KEYS)) !== 0) {
            words.fill(0, to, to + n);
            break loop;
          }
          const chunk = joined ? last : top;
          words[chunk + 1] = (words[chunk + 1] ?? 0) + n;
          words[at + 1] = (words[at + 1] ?? 0) + (dict ? n >> 1 : n);
          words[at + 3] = chunk;
          if (!joined) words[last === 0 ? at + 2 : last] = top;
          top = to + n;
        }
        sp = from;
        markCount--;
        fence = below;
        pos++;
        continue;
      }
      case OP.SETITEM: {
        const target = stack[sp - 3] ?? 0;
        const at = target >>> 3;
        if (sp - 3 < fence || top + 4 > words.length || (target & 7) !== TAG.NODE || words[at] !== KIND.DICT) break loop;
        while (openCount > 0 && (entries[openCount - 1] ?? 0) >= (sp - 2) << 2) openCount--;
        const entry = openCount > 0 ? (entries[openCount - 1] ?? 0) : BUILT;
        if (entry >> 2 !== sp - 3 || (entry & 3) === BUILT) break loop;
        const key = stack[sp - 2] ?? 0;
        const value = stack[sp - 1] ?? 0;
        if ((((1 << (key & 7)) | (1 << (value & 7))) & refTags) !== 0 || ((1 << ((key & 7) + KEY_SHIFT)) & JUDGED_KEYS) !== 0) break loop;
        const last = words[at + 3] ?? 0;
        words[at + 1] = (words[at + 1] ?? 0) + 1;
        if (last !== 0 && last + 2 + (words[last + 1] ?? 0) === top) {
          words[last + 1] = (words[last + 1] ?? 0) + 2;
        } else {
          words[top] = 0;
          words[top + 1] = 2;
          if (last === 0) words[at + 2] = top;
          else words[last] = top;
          words[at + 3] = top;
          top += 2;
        }
        words[top] = key;
        words[top + 1] = value;
        top += 2;
        sp -= 2;
        pos++;
        continue;
      }
      default:
        break loop;
    }
    s.sp = sp;
    tape.longs.count = longCount;
    const next = runIntegers(s, pos, limit);
    if (next === pos) break;
    pos = next;
    ran += s.sp - sp - 1;
    ({ sp } = s);
    longCount = tape.longs.count;
  }
  // `stack`, `slots` and `words` never change hands here: growth is left to `step`.
  s.sp = sp;
  s.fence = fence;
  s.markCount = markCount;
  open.count = openCount;
  s.freshAt = cursor.base + fresh;
  memo.count = memoCount;
  tape.top = top;
  tape.longs.count = longCount;
  tape.floatCount = floatCount;
  tape.strCount = strCount;
  tape.arenaTop = arenaTop;
  tape.nodeCount += made;
  machine.opcodes += ran;
  cursor.pos = pos;
}
