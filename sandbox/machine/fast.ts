/**
 * The fast loop. It runs the common opcodes as long as an instruction lies wholly inside the window and the open frame,
 * and hands everything else to `step`. State lives in true locals (fields or captured variables cost a quarter more).
 *
 * It must mean exactly what `step` means: `test/oracle` runs every program once with this loop and once byte by byte,
 * where `step` does all, and compares the values; `test/hostile/budgets.test.ts` compares the counts.
 *
 * This is one long function on purpose: it is the inner loop of the product, and every split was measured to cost. What
 * comes many times in a row is left to `runs.ts` all the same: a call is for hundreds of values there, and this function, which
 * takes the engine 50 ms to compile, is not even warm. It calls nothing itself: behind a call the engine knows nothing of the
 * arrays any more, and asks for the type and the length of each at every opcode. Their lengths are asked for once, before the
 * loop, and memo entries are written with the value they are of.
 */
import { OP } from "../opcode/table.js";
import { FALSE, KIND, NONE, NOTHING, TAG, TRUE } from "../tape/handle.js";
import { PHASE } from "./open-values.js";
import { MARGIN, RUN, type Run } from "./runs.js";
import { NO_FRAME, type Stream } from "./stream.js";

const { NEW, BUILT } = PHASE;

/**
 * Bytes that are run in one go: less than what makes a loop hot. The engine then compiles this function when it is entered;
 * else it does so a second time for the loop that is under way, at another 50 ms.
 */
const STRIDE = 16 * 1024;

/** Bytes of BININT, BININT1 and, two codes further, BININT2, a hexadecimal digit each from the lowest on. */
const INTEGER_SIZES = 0x3025;

/** Texts one behind the other before they are a run. */
const FEW_TEXTS = 4;
/** Items of a list that are moved here; of more, the loop would make all of this hot. */
const FEW_ITEMS = 64;

/** Where the tags of keys stand above those of all. */
const KEY_SHIFT = 8;
/** Keys of which `step` asks how Python hashes them. */
const JUDGED_KEYS = ((1 << TAG.NODE) | (1 << TAG.BIG) | (1 << TAG.FLOAT)) << KEY_SHIFT;
/** A bit of each byte that is not ASCII. */
const NOT_ASCII = 0x80808080 | 0;

/** Returns what stands at the cursor: a run, or anything that is left to `step`. */
export function runFast(s: Stream): Run {
  const { tape, cursor, memo, machine } = s;
  const { bytes, view } = cursor;
  let pos = cursor.pos;
  const frameLimit = s.frameEnd === NO_FRAME ? cursor.end : Math.min(cursor.end, s.frameEnd - cursor.base);
  const limit = Math.min(frameLimit, bytes.length, view.byteLength, pos + STRIDE) - MARGIN;
  const { stack, marks } = s;
  const mostStack = stack.length - 2;
  const mostMarks = marks.length;
  let { sp, fence, markCount } = s;
  const { slots } = memo;
  const mostSlots = slots.length;
  let memoCount = memo.count;
  const { words, floats, strOffset, strLength, arenaView } = tape;
  const mostWords = words.length - 6;
  const mostFloats = floats.length;
  const mostTexts = Math.min(strOffset.length, strLength.length);
  const room = arenaView.byteLength - MARGIN;
  let { top, floatCount, strCount, arenaTop } = tape;
  let made = 0;
  let ran = 0;
  const { words: longs } = tape.longs;
  const mostLongs = longs.length >> 1;
  let longCount = tape.longs.count;
  const refTags = machine.referenceTags;
  const { open } = s;
  const entries = open.entries;
  const mostOpen = entries.length;
  let openCount = open.count;
  // Position behind the opcode that made the value on top: where a memo entry may stand.
  let fresh = s.freshAt - cursor.base;
  let texts = 0;
  let met: Run = RUN.NONE;

  // Opcodes that differ in the width of their argument, or in the kind that they fill, are one case: a branch that is met late
  // has all of this compiled anew. Which of them it is, a bit of the opcode says (DICT is LIST + 1): what is compared in a case,
  // the engine compares and keeps at every opcode.
  // `continue` counts the instruction, `break loop` leaves it to `step` or to the run that was met, which count it.
  loop: for (; pos <= limit; ran++) {
    if (sp > mostStack) break;
    const op = bytes[pos] ?? 0;
    switch (op) {
      case OP.MEMOIZE: {
        if (fresh !== pos || sp <= fence || memoCount >= mostSlots || (slots[memoCount] ?? 0) !== NOTHING) break loop;
        slots[memoCount++] = stack[sp - 1] ?? 0;
        pos++;
        continue;
      }
      case OP.BINPUT:
      case OP.LONG_BINPUT: {
        const long = (op >> 1) & 1;
        const index = view.getInt32(pos + 1, true) & (255 | -long);
        if (fresh !== pos || sp <= fence || index < 0 || index >= mostSlots || (slots[index] ?? 0) !== NOTHING) break loop;
        memoCount++;
        slots[index] = stack[sp - 1] ?? 0;
        pos += 2 + 3 * long;
        continue;
      }
      case OP.BINGET:
      case OP.LONG_BINGET: {
        const long = (op >> 1) & 1;
        const index = view.getInt32(pos + 1, true) & (255 | -long);
        if (index < 0 || index >= mostSlots) break loop;
        const value = slots[index] ?? 0;
        if (value === NOTHING) break loop;
        stack[sp++] = value;
        pos += 2 + 3 * long;
        continue;
      }
      case OP.BININT:
      case OP.BININT1:
      case OP.BININT2: {
        const size = (INTEGER_SIZES >> (4 * (op - OP.BININT))) & 15;
        if (bytes[pos + size] === op && bytes[pos + 2 * size] === op && bytes[pos + 3 * size] === op) {
          met = RUN.INTEGERS;
          break loop;
        }
        const value = view.getInt32(pos + 1, true) & (-1 >>> (8 * (5 - size)));
        if ((value << 3) >> 3 === value) stack[sp++] = (value << 3) | TAG.INT;
        else {
          if (longCount >= mostLongs) break loop;
          longs[2 * longCount] = value;
          longs[2 * longCount + 1] = value >> 31;
          stack[sp++] = (longCount++ << 3) | TAG.BIG;
        }
        pos += size;
        continue;
      }
      case OP.LONG1:
        met = RUN.INTEGERS;
        break loop;
      case OP.BINFLOAT: {
        if (pos <= limit - 12 && bytes[pos + 9] === op && bytes[pos + 18] === op && bytes[pos + 27] === op) {
          met = RUN.FLOATS;
          break loop;
        }
        if (floatCount >= mostFloats) break loop;
        floats[floatCount] = view.getFloat64(pos + 1);
        stack[sp++] = (floatCount++ << 3) | TAG.FLOAT;
        pos += 9;
        continue;
      }
      case OP.SHORT_BINUNICODE:
      case OP.BINUNICODE: {
        const short = op >> 7;
        const from = pos + 5 - 3 * short;
        const length = view.getInt32(pos + 1, true) & (-1 >>> (24 * short));
        if (length < 0 || length > limit - from || length > room - arenaTop || strCount >= mostTexts) break loop;
        // By the word: a few bytes too many are read and written, which nobody sees.
        let bits = 0;
        let done = 0;
        for (; done + 4 <= length; done += 4) {
          const word = view.getInt32(from + done, true);
          bits |= word;
          arenaView.setInt32(arenaTop + done, word, true);
        }
        const word = view.getInt32(from + done, true);
        arenaView.setInt32(arenaTop + done, word, true);
        bits |= word & ((1 << (8 * (length - done))) - 1);
        if ((bits & NOT_ASCII) !== 0) {
          met = RUN.TEXTS;
          break loop;
        }
        strOffset[strCount] = arenaTop;
        strLength[strCount] = length;
        arenaTop += length;
        const value = (strCount++ << 3) | TAG.STR;
        stack[sp++] = value;
        pos = from + length;
        fresh = pos;
        if (bytes[pos] === OP.MEMOIZE && memoCount < mostSlots && (slots[memoCount] ?? 0) === NOTHING) {
          slots[memoCount++] = value;
          pos++;
          ran++;
        }
        texts = bytes[pos] === op ? texts + 1 : 0;
        if (texts < FEW_TEXTS) continue;
        ran++;
        met = RUN.TEXTS;
        break loop;
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
        if (markCount >= mostMarks) break loop;
        marks[markCount++] = sp;
        fence = sp;
        pos++;
        continue;
      }
      case OP.EMPTY_DICT:
      case OP.EMPTY_LIST: {
        if (top > mostWords || openCount >= mostOpen) break loop;
        words[top] = KIND.LIST + ((op >> 5) & 1);
        const value = (top << 3) | TAG.NODE;
        entries[openCount++] = (sp << 2) | NEW;
        stack[sp++] = value;
        top += 4;
        made++;
        pos++;
        fresh = pos;
        if (bytes[pos] === OP.MEMOIZE && memoCount < mostSlots && (slots[memoCount] ?? 0) === NOTHING) {
          slots[memoCount++] = value;
          pos++;
          ran++;
        }
        continue;
      }
      case OP.TUPLE1:
      case OP.TUPLE2:
      case OP.TUPLE3: {
        const n = op - OP.TUPLE1 + 1;
        if (sp - n < fence || top > mostWords) break loop;
        let tags = 0;
        for (let i = 0; i < n; i++) tags |= 1 << ((stack[sp - n + i] ?? 0) & 7);
        if ((tags & refTags) !== 0) break loop;
        sp -= n;
        words[top] = KIND.TUPLE;
        words[top + 1] = n;
        for (let i = 0; i < n; i++) words[top + 2 + i] = stack[sp + i] ?? 0;
        while (openCount > 0 && (entries[openCount - 1] ?? 0) >= sp << 2) openCount--;
        const value = (top << 3) | TAG.NODE;
        stack[sp++] = value;
        top += 2 + n;
        made++;
        pos++;
        fresh = pos;
        if (bytes[pos] === OP.MEMOIZE && memoCount < mostSlots && (slots[memoCount] ?? 0) === NOTHING) {
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
        if (from - 1 < below || top + n > mostWords) break loop;
        const target = stack[from - 1] ?? 0;
        const at = target >>> 3;
        const dict = (op >> 4) & 1;
        while (openCount > 0 && (entries[openCount - 1] ?? 0) >= from << 2) openCount--;
        // Only what stands where it was made is filled.
        const entry = openCount > 0 ? (entries[openCount - 1] ?? 0) : BUILT;
        if (entry >> 2 !== from - 1 || (entry & 3) === BUILT) break loop;
        if ((target & 7) !== TAG.NODE || words[at] !== KIND.LIST + dict || (n & dict) !== 0) break loop;
        if (n > FEW_ITEMS && dict === 0) break loop;
        if (n > 0) {
          // Every second tag, those of keys, stands a little higher.
          let shift = KEY_SHIFT * dict;
          const other = shift;
          let tags = 0;
          for (let i = from; i < sp; i++) {
            tags |= 1 << (((stack[i] ?? 0) & 7) + shift);
            shift ^= other;
          }
          if (((tags | (tags >> KEY_SHIFT)) & refTags) !== 0 || (tags & JUDGED_KEYS) !== 0) break loop;
          const last = words[at + 3] ?? 0;
          const behind = last + 2 + (words[last + 1] ?? 0);
          const joined = behind === top && last !== 0;
          const chunk = joined ? last : top;
          if (!joined) words[last === 0 ? at + 2 : last] = top;
          words[chunk + 1] = (words[chunk + 1] ?? 0) + n;
          words[at + 1] = (words[at + 1] ?? 0) + (n >> dict);
          words[at + 3] = chunk;
          if (!joined) top += 2;
          for (let i = from; i < sp; i++) words[top++] = stack[i] ?? 0;
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
        if (sp - 3 < fence || top > mostWords || (target & 7) !== TAG.NODE || words[at] !== KIND.DICT) break loop;
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
  return met;
}
