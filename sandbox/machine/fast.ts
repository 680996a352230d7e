/**
 * The fast loop. It runs the common opcodes as long as an instruction lies wholly inside the window and the open frame,
 * and hands everything else to `step`. State lives in true locals (fields or captured variables cost a quarter more).
 *
 * It must mean exactly what `step` means: `test/oracle` runs every program once with this loop and once byte by byte,
 * where `step` does all, and compares the values; `test/hostile/budgets.test.ts` compares the counts.
 *
 * This is one long function on purpose: it is the inner loop of the product, and every split was measured to cost.
 */
import { validUtf8 } from "../bytes/utf8.js";
import { OP } from "../opcode/table.js";
import { FALSE, KIND, NONE, NOTHING, TAG, TRUE } from "../tape/handle.js";
import { PHASE } from "./open-values.js";
import { NO_FRAME, type Stream } from "./stream.js";

const { NEW, BUILT } = PHASE;

/** Longest fixed-size instruction that the loop handles, with room to spare. */
const MARGIN = 16;

/** Keys of which `step` asks how Python hashes them. */
const JUDGED_KEYS = (1 << TAG.NODE) | (1 << TAG.BIG) | (1 << TAG.FLOAT);

const scratch = new Uint8Array(8);
const scratchFloat = new Float64Array(scratch.buffer);

export function runFast(s: Stream): void {
  const { tape, cursor, memo, machine } = s;
  const bytes = cursor.bytes;
  let pos = cursor.pos;
  const frameLimit = s.frameEnd === NO_FRAME ? cursor.end : Math.min(cursor.end, s.frameEnd - cursor.base);
  const limit = frameLimit - MARGIN;
  const stack = s.stack;
  let sp = s.sp;
  let fence = s.fence;
  const slots = memo.slots;
  let memoCount = memo.count;
  const words = tape.words;
  let top = tape.top;
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

  // `continue` counts the instruction, `break` leaves it to `step`, which counts it.
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
      case OP.BINPUT: {
        const index = bytes[pos + 1] ?? 0;
        if (fresh !== pos || sp <= fence || index >= slots.length || (slots[index] ?? 0) !== NOTHING) break loop;
        memoCount++;
        slots[index] = stack[sp - 1] ?? 0;
        pos += 2;
        continue;
      }
      case OP.LONG_BINPUT: {
        const index =
          ((bytes[pos + 1] ?? 0) | ((bytes[pos + 2] ?? 0) << 8) | ((bytes[pos + 3] ?? 0) << 16) | ((bytes[pos + 4] ?? 0) << 24)) >>> 0;
        if (fresh !== pos || sp <= fence || index >= slots.length || (slots[index] ?? 0) !== NOTHING) break loop;
        memoCount++;
        slots[index] = stack[sp - 1] ?? 0;
        pos += 5;
        continue;
      }
      case OP.BINGET: {
        const index = bytes[pos + 1] ?? 0;
        const value = index < slots.length ? (slots[index] ?? 0) : NOTHING;
        if (value === NOTHING) break loop;
        stack[sp++] = value;
        pos += 2;
        continue;
      }
      case OP.LONG_BINGET: {
        const index =
          ((bytes[pos + 1] ?? 0) | ((bytes[pos + 2] ?? 0) << 8) | ((bytes[pos + 3] ?? 0) << 16) | ((bytes[pos + 4] ?? 0) << 24)) >>> 0;
        const value = index < slots.length ? (slots[index] ?? 0) : NOTHING;
        if (value === NOTHING) break loop;
        stack[sp++] = value;
        pos += 5;
        continue;
      }
      case OP.BININT1:
        stack[sp++] = ((bytes[pos + 1] ?? 0) << 3) | TAG.INT;
        pos += 2;
        continue;
      case OP.BININT2:
        stack[sp++] = (((bytes[pos + 1] ?? 0) | ((bytes[pos + 2] ?? 0) << 8)) << 3) | TAG.INT;
        pos += 3;
        continue;
      case OP.BININT: {
        const value = (bytes[pos + 1] ?? 0) | ((bytes[pos + 2] ?? 0) << 8) | ((bytes[pos + 3] ?? 0) << 16) | ((bytes[pos + 4] ?? 0) << 24);
        if ((value << 3) >> 3 === value) stack[sp++] = (value << 3) | TAG.INT;
        else {
          const at = 2 * longCount;
          if (at >= longs.length) break loop;
          longs[at] = value;
          longs[at + 1] = value >> 31;
          stack[sp++] = (longCount++ << 3) | TAG.BIG;
        }
        pos += 5;
        continue;
      }
      case OP.LONG1: {
        const length = bytes[pos + 1] ?? 0;
        if (length > 8) break loop;
        const end = pos + 2 + length;
        // Two words, filled from above behind the sign of the last byte.
        const sign = length === 0 ? 0 : ((bytes[end - 1] ?? 0) << 24) >> 31;
        let low = sign;
        let high = sign;
        for (let i = end - 1; i >= pos + 6; i--) high = (high << 8) | (bytes[i] ?? 0);
        for (let i = Math.min(end, pos + 6) - 1; i >= pos + 2; i--) low = (low << 8) | (bytes[i] ?? 0);
        if (high === low >> 31 && (low << 3) >> 3 === low) stack[sp++] = (low << 3) | TAG.INT;
        else {
          const at = 2 * longCount;
          if (at >= longs.length) break loop;
          longs[at] = low;
          longs[at + 1] = high;
          stack[sp++] = (longCount++ << 3) | TAG.BIG;
        }
        pos = end;
        continue;
      }
      case OP.BINFLOAT: {
        const at = tape.floatCount;
        if (at >= tape.floats.length) break loop;
        for (let i = 0; i < 8; i++) scratch[7 - i] = bytes[pos + 1 + i] ?? 0;
        tape.floats[at] = scratchFloat[0] ?? 0;
        tape.floatCount = at + 1;
        stack[sp++] = (at << 3) | TAG.FLOAT;
        pos += 9;
        continue;
      }
      case OP.SHORT_BINUNICODE: {
        const length = bytes[pos + 1] ?? 0;
        const end = pos + 2 + length;
        const to = tape.arenaTop;
        const at = tape.strCount;
        if (end > limit || to + length > tape.arena.length || at >= tape.strOffset.length) break loop;
        const arena = tape.arena;
        let high = 0;
        for (let i = pos + 2, j = to; i < end; i++, j++) {
          const b = bytes[i] ?? 0;
          high |= b;
          arena[j] = b;
        }
        if (high > 127 && !validUtf8(bytes, pos + 2, end)) break loop;
        tape.arenaTop = to + length;
        tape.strOffset[at] = to;
        tape.strLength[at] = length;
        tape.strCount = at + 1;
        stack[sp++] = (at << 3) | TAG.STR;
        pos = end;
        fresh = pos;
        continue;
      }
      case OP.BINUNICODE: {
        const length =
          ((bytes[pos + 1] ?? 0) | ((bytes[pos + 2] ?? 0) << 8) | ((bytes[pos + 3] ?? 0) << 16) | ((bytes[pos + 4] ?? 0) << 24)) >>> 0;
        const end = pos + 5 + length;
        const to = tape.arenaTop;
        const at = tape.strCount;
        if (end > limit || to + length > tape.arena.length || at >= tape.strOffset.length) break loop;
        if (!validUtf8(bytes, pos + 5, end)) break loop;
        const arena = tape.arena;
        for (let i = pos + 5, j = to; i < end; i++, j++) arena[j] = bytes[i] ?? 0;
        tape.arenaTop = to + length;
        tape.strOffset[at] = to;
        tape.strLength[at] = length;
        tape.strCount = at + 1;
        stack[sp++] = (at << 3) | TAG.STR;
        pos = end;
        fresh = pos;
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
        if (s.markCount >= s.marks.length) break loop;
        s.marks[s.markCount++] = sp;
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
        stack[sp++] = (top << 3) | TAG.NODE;
        top += 2 + n;
        made++;
        pos++;
        fresh = pos;
        continue;
      }
      case OP.APPENDS:
      case OP.SETITEMS: {
        if (s.markCount === 0) break loop;
        const from = s.marks[s.markCount - 1] ?? 0;
        const below = s.markCount > 1 ? (s.marks[s.markCount - 2] ?? 0) : 0;
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
        let tags = 0;
        let keys = 0;
        for (let i = from; i < sp; i++) tags |= 1 << ((stack[i] ?? 0) & 7);
        if (dict) for (let i = from; i < sp; i += 2) keys |= 1 << ((stack[i] ?? 0) & 7);
        if ((tags & refTags) !== 0 || (keys & JUDGED_KEYS) !== 0) break loop;
        if (n > 0) {
          const last = words[at + 3] ?? 0;
          words[at + 1] = (words[at + 1] ?? 0) + (dict ? n >> 1 : n);
          if (last !== 0 && last + 2 + (words[last + 1] ?? 0) === top) {
            words[last + 1] = (words[last + 1] ?? 0) + n;
          } else {
            words[top] = 0;
            words[top + 1] = n;
            if (last === 0) words[at + 2] = top;
            else words[last] = top;
            words[at + 3] = top;
            top += 2;
          }
          for (let i = from; i < sp; i++) words[top++] = stack[i] ?? 0;
        }
        sp = from;
        s.markCount--;
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
        if ((((1 << (key & 7)) | (1 << (value & 7))) & refTags) !== 0 || ((1 << (key & 7)) & JUDGED_KEYS) !== 0) break loop;
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
  }
  // `stack`, `slots` and `words` never change hands here: growth is left to `step`.
  s.sp = sp;
  s.fence = fence;
  open.count = openCount;
  s.freshAt = cursor.base + fresh;
  memo.count = memoCount;
  tape.top = top;
  tape.longs.count = longCount;
  tape.nodeCount += made;
  machine.opcodes += ran;
  cursor.pos = pos;
}
