/**
 * The LZMA decoder proper: range coder, adaptive bits, matches. It knows nothing of containers: its owner gives it input
 * (`bytes`, `pos`, `end`) and a place to stop, and reads its window.
 *
 * Every bit depends on the one before, so this is slow: 30 to 50 MB/s. 32-bit numbers are kept as signed ones, because
 * V8 has those in registers; what is compared is made unsigned. Nearly all symbols go through one loop that has the coder's
 * state in locals; its rare exits hold no arithmetic, which V8 would compile the whole loop again for.
 */
import { LzmaWindow } from "./window.js";

/** Input that one symbol can use up. Below it the owner refills, or says that there is no more. */
export const SYMBOL_INPUT = 21;

const IS_MATCH = 0;
const IS_REP = IS_MATCH + 192;
const IS_REP0 = IS_REP + 12;
const IS_REP1 = IS_REP0 + 12;
const IS_REP2 = IS_REP1 + 12;
const IS_REP0_LONG = IS_REP2 + 12;
const SLOT = IS_REP0_LONG + 192;
const SPECIAL = SLOT + 256;
const ALIGN = SPECIAL + 128;
const LENGTH = ALIGN + 16;
const REP_LENGTH = LENGTH + 514;
const LITERAL = REP_LENGTH + 514;
/** In a length coder: choices at 0 and 1, then low, mid and high trees. */
const LOW = 2;
const MID = LOW + 128;
const HIGH = MID + 128;

const HALF = 1024;
const SIGN = 0x80000000 | 0;
const SHORTEST = 2;
const LONGEST = 273;
/**
 * Bytes of the first round of the fast loop; each is twice as long as the last. Short ones let V8 see the loop's end before it
 * compiles it, long ones are what it compiles for: the child's V8 looks at loops long before it looks at calls.
 */
const FIRST_ROUND = 256;
const LONGEST_ROUND = 1 << 20;

/** Why decoding paused: `full` to the stop, `input` used up, the end marker, damage, too little memory. */
export type LzmaPause = "full" | "input" | "end" | "bad" | "memory";

/** The state of one LZMA decoder; LZMA2 resets it between chunks. */
export class LzmaCore {
  readonly window: LzmaWindow;
  bytes: Uint8Array = new Uint8Array(0);
  pos = 0;
  end = 0;
  #probs = new Uint16Array(0);
  #lc = 0;
  #lpMask = 0;
  #pbMask = 0;
  #range = -1;
  #code = 0;
  #state = 0;
  #rep0 = 0;
  #rep1 = 0;
  #rep2 = 0;
  #rep3 = 0;
  #round = FIRST_ROUND;
  /** Bytes of a match that did not fit before the stop. */
  #pending = 0;
  /** Bytes since the last reset of positions: lp and pb look at it. */
  #position = 0;

  constructor(dictionary: number, most: number) {
    this.window = new LzmaWindow(dictionary, most);
  }

  /** New properties, and a new state with them. */
  setProperties(lc: number, lp: number, pb: number): void {
    this.#lc = lc;
    this.#lpMask = (1 << lp) - 1;
    this.#pbMask = (1 << pb) - 1;
    const size = LITERAL + (0x300 << (lc + lp));
    if (this.#probs.length !== size) this.#probs = new Uint16Array(size);
    this.resetState();
  }

  resetState(): void {
    this.#probs.fill(HALF);
    this.#state = 0;
    this.#rep0 = 0;
    this.#rep1 = 0;
    this.#rep2 = 0;
    this.#rep3 = 0;
    this.#pending = 0;
  }

  /** Forgets the window's bytes: no match reaches over this. */
  resetDictionary(): void {
    this.window.valid = 0;
    this.#position = 0;
  }

  /** Bytes that were stored, not compressed: they count for the positions too. */
  stored(count: number): void {
    this.#position = (this.#position + count) | 0;
  }

  /** Takes the range coder's five bytes, which the owner made ready. False when the first is not zero. */
  startRange(): boolean {
    const b = this.bytes;
    const p = this.pos;
    this.#range = -1;
    this.#code = ((b[p + 1] ?? 0) << 24) | ((b[p + 2] ?? 0) << 16) | ((b[p + 3] ?? 0) << 8) | (b[p + 4] ?? 0);
    this.pos = p + 5;
    return b[p] === 0;
  }

  /** True when the range coder ended as it should, after its last byte was taken. */
  finished(): boolean {
    if ((this.#range & 0xff000000) === 0) this.#normalize();
    return this.#code === 0;
  }

  /** True when part of a match waits for room. */
  get midMatch(): boolean {
    return this.#pending > 0;
  }

  /** Decodes until the window stands at `stop`. `last`: the input ends at `end`, nothing can be refilled. */
  run(stop: number, last: boolean): LzmaPause {
    const w = this.window;
    if (this.#pending > 0) this.#copy(stop);
    while (w.at < stop) {
      if (this.end - this.pos >= SYMBOL_INPUT && stop - w.at >= LONGEST && w.at > 0 && w.valid > 0) {
        const pause = this.#fast(stop);
        if (pause !== "full") return pause;
        if (this.#pending > 0) this.#copy(stop);
        continue;
      }
      const room = this.end - this.pos >= SYMBOL_INPUT;
      if (!room && !last) return "input";
      const before = w.at;
      const pause = this.#symbol(stop);
      if (!room && this.pos > this.end) {
        // Bits that are not there were used: what they made does not count.
        w.valid -= w.at - before;
        w.at = before;
        return "input";
      }
      if (pause !== "full") return pause;
    }
    return "full";
  }

  /**
   * Symbols as long as each has all its input and its room: what `#symbol` does, with the coder's state in locals and its
   * parts in one loop. What does not fit is left to `#symbol`.
   */
  #fast(stop: number): LzmaPause {
    const { imul } = Math; // in a child's context `Math` is looked up each time
    const w = this.window;
    const { bytes } = this;
    const { buffer, most } = w;
    const probs = this.#probs;
    const size = buffer.length;
    const lastPos = this.end - SYMBOL_INPUT;
    const lastAt = Math.min(stop - LONGEST, w.at + this.#round);
    this.#round = Math.min(2 * this.#round, LONGEST_ROUND);
    const literalShift = 8 - this.#lc;
    const lc = this.#lc;
    const lpMask = this.#lpMask;
    const pbMask = this.#pbMask;
    // Where positions, and what may be reached back to, count from.
    const start = (this.#position - w.at) | 0;
    const reach = w.valid - w.at;
    let at = w.at;
    let pos = this.pos;
    let range = this.#range;
    let code = this.#code;
    let state = this.#state;
    let rep0 = this.#rep0;
    let rep1 = this.#rep1;
    let rep2 = this.#rep2;
    let rep3 = this.#rep3;
    let pause: LzmaPause = "full";
    /** Bytes of a match that goes over the ring's end, which `#copy` does. */
    let across = 0;
    let index = 0;
    let p = 0;
    let bound = 0;
    while (at <= lastAt && pos <= lastPos) {
      const position = (start + at) | 0;
      const posState = position & pbMask;
      if ((range & 0xff000000) === 0) {
        range <<= 8;
        code = (code << 8) | (bytes[pos++] ?? 0);
      }
      index = IS_MATCH + (state << 4) + posState;
      p = probs[index] ?? HALF;
      bound = imul(range >>> 11, p);

      if (code >>> 0 < bound >>> 0) {
        range = bound;
        probs[index] = p + ((2048 - p) >> 5);

        const base = LITERAL + 0x300 * (((position & lpMask) << lc) + ((buffer[at - 1] ?? 0) >> literalShift));
        let m = 1;
        if (state >= 7) {
          const from = at - (rep0 >>> 0) - 1;
          let match = (buffer[from + (size & (from >> 31))] ?? 0) << 1;
          let offset = 0x100;
          do {
            if ((range & 0xff000000) === 0) {
              range <<= 8;
              code = (code << 8) | (bytes[pos++] ?? 0);
            }
            const matchBit = match & offset;
            match <<= 1;
            index = base + offset + matchBit + m;
            p = probs[index] ?? HALF;
            bound = imul(range >>> 11, p);
            if (code >>> 0 < bound >>> 0) {
              range = bound;
              probs[index] = p + ((2048 - p) >> 5);

              m <<= 1;
              offset &= ~matchBit;
            } else {
              range = (range - bound) | 0;
              code = (code - bound) | 0;
              probs[index] = p - (p >> 5);

              m = (m << 1) | 1;
              offset &= matchBit;
            }
          } while (m < 0x100);
          state = state < 10 ? state - 3 : state - 6;
        } else {
          do {
            if ((range & 0xff000000) === 0) {
              range <<= 8;
              code = (code << 8) | (bytes[pos++] ?? 0);
            }
            index = base + m;
            p = probs[index] ?? HALF;
            bound = imul(range >>> 11, p);
            if (code >>> 0 < bound >>> 0) {
              range = bound;
              probs[index] = p + ((2048 - p) >> 5);

              m <<= 1;
            } else {
              range = (range - bound) | 0;
              code = (code - bound) | 0;
              probs[index] = p - (p >> 5);

              m = (m << 1) | 1;
            }
          } while (m < 0x100);
          state = state < 4 ? 0 : state - 3;
        }
        buffer[at++] = m;
        continue;
      }
      range = (range - bound) | 0;
      code = (code - bound) | 0;
      probs[index] = p - (p >> 5);

      let coder = LENGTH;
      if ((range & 0xff000000) === 0) {
        range <<= 8;
        code = (code << 8) | (bytes[pos++] ?? 0);
      }
      index = IS_REP + state;
      p = probs[index] ?? HALF;
      bound = imul(range >>> 11, p);

      if (code >>> 0 < bound >>> 0) {
        range = bound;
        probs[index] = p + ((2048 - p) >> 5);

        rep3 = rep2;
        rep2 = rep1;
        rep1 = rep0;
        state = state < 7 ? 7 : 10;
      } else {
        range = (range - bound) | 0;
        code = (code - bound) | 0;
        probs[index] = p - (p >> 5);

        coder = REP_LENGTH;
        if ((range & 0xff000000) === 0) {
          range <<= 8;
          code = (code << 8) | (bytes[pos++] ?? 0);
        }
        index = IS_REP0 + state;
        p = probs[index] ?? HALF;
        bound = imul(range >>> 11, p);

        if (code >>> 0 < bound >>> 0) {
          range = bound;
          probs[index] = p + ((2048 - p) >> 5);

          if ((range & 0xff000000) === 0) {
            range <<= 8;
            code = (code << 8) | (bytes[pos++] ?? 0);
          }
          index = IS_REP0_LONG + (state << 4) + posState;
          p = probs[index] ?? HALF;
          bound = imul(range >>> 11, p);

          if (code >>> 0 < bound >>> 0) {
            range = bound;
            probs[index] = p + ((2048 - p) >> 5);

            coder = 0;
            state = state < 7 ? 9 : 11;
          } else {
            range = (range - bound) | 0;
            code = (code - bound) | 0;
            probs[index] = p - (p >> 5);
          }
        } else {
          range = (range - bound) | 0;
          code = (code - bound) | 0;
          probs[index] = p - (p >> 5);

          let distance = rep1;
          if ((range & 0xff000000) === 0) {
            range <<= 8;
            code = (code << 8) | (bytes[pos++] ?? 0);
          }
          index = IS_REP1 + state;
          p = probs[index] ?? HALF;
          bound = imul(range >>> 11, p);

          if (code >>> 0 < bound >>> 0) {
            range = bound;
            probs[index] = p + ((2048 - p) >> 5);
          } else {
            range = (range - bound) | 0;
            code = (code - bound) | 0;
            probs[index] = p - (p >> 5);

            distance = rep2;
            if ((range & 0xff000000) === 0) {
              range <<= 8;
              code = (code << 8) | (bytes[pos++] ?? 0);
            }
            index = IS_REP2 + state;
            p = probs[index] ?? HALF;
            bound = imul(range >>> 11, p);

            if (code >>> 0 < bound >>> 0) {
              range = bound;
              probs[index] = p + ((2048 - p) >> 5);
            } else {
              range = (range - bound) | 0;
              code = (code - bound) | 0;
              probs[index] = p - (p >> 5);

              distance = rep3;
              rep3 = rep2;
            }
            rep2 = rep1;
          }
          rep1 = rep0;
          rep0 = distance;
        }
        if (coder !== 0) state = state < 7 ? 8 : 11;
      }
      let length = 1;
      if (coder !== 0) {
        let tree = coder + HIGH;
        let top = 256;
        length = SHORTEST + 16 - 256;
        if ((range & 0xff000000) === 0) {
          range <<= 8;
          code = (code << 8) | (bytes[pos++] ?? 0);
        }
        index = coder;
        p = probs[index] ?? HALF;
        bound = imul(range >>> 11, p);

        if (code >>> 0 < bound >>> 0) {
          range = bound;
          probs[index] = p + ((2048 - p) >> 5);

          tree = coder + LOW + (posState << 3);
          top = 8;
          length = SHORTEST - 8;
        } else {
          range = (range - bound) | 0;
          code = (code - bound) | 0;
          probs[index] = p - (p >> 5);

          if ((range & 0xff000000) === 0) {
            range <<= 8;
            code = (code << 8) | (bytes[pos++] ?? 0);
          }
          index = coder + 1;
          p = probs[index] ?? HALF;
          bound = imul(range >>> 11, p);

          if (code >>> 0 < bound >>> 0) {
            range = bound;
            probs[index] = p + ((2048 - p) >> 5);

            tree = coder + MID + (posState << 3);
            top = 8;
            length = SHORTEST;
          } else {
            range = (range - bound) | 0;
            code = (code - bound) | 0;
            probs[index] = p - (p >> 5);
          }
        }
        let m = 1;
        do {
          if ((range & 0xff000000) === 0) {
            range <<= 8;
            code = (code << 8) | (bytes[pos++] ?? 0);
          }
          index = tree + m;
          p = probs[index] ?? HALF;
          bound = imul(range >>> 11, p);

          if (code >>> 0 < bound >>> 0) {
            range = bound;
            probs[index] = p + ((2048 - p) >> 5);

            m <<= 1;
          } else {
            range = (range - bound) | 0;
            code = (code - bound) | 0;
            probs[index] = p - (p >> 5);

            m = (m << 1) | 1;
          }
        } while (m < top);
        length += m;
      }
      if (coder === LENGTH) {
        const slots = SLOT + (Math.min(length - SHORTEST, 3) << 6);
        let m = 1;
        do {
          if ((range & 0xff000000) === 0) {
            range <<= 8;
            code = (code << 8) | (bytes[pos++] ?? 0);
          }
          index = slots + m;
          p = probs[index] ?? HALF;
          bound = imul(range >>> 11, p);

          if (code >>> 0 < bound >>> 0) {
            range = bound;
            probs[index] = p + ((2048 - p) >> 5);

            m <<= 1;
          } else {
            range = (range - bound) | 0;
            code = (code - bound) | 0;
            probs[index] = p - (p >> 5);

            m = (m << 1) | 1;
          }
        } while (m < 64);
        const slot = m - 64;
        rep0 = slot;
        if (slot >= 4) {
          let count = (slot >> 1) - 1;
          rep0 = (2 | (slot & 1)) << count;
          let tree = SPECIAL + rep0 - slot;
          if (slot >= 14) {
            let value = 0;
            for (let i = 4; i < count; i += 1) {
              if ((range & 0xff000000) === 0) {
                range <<= 8;
                code = (code << 8) | (bytes[pos++] ?? 0);
              }
              range >>>= 1;
              if (code >>> 0 < range >>> 0) value <<= 1;
              else {
                code = (code - range) | 0;
                value = (value << 1) | 1;
              }
            }
            rep0 = (rep0 + (value << 4)) | 0;
            tree = ALIGN;
            count = 4;
          }
          m = 1;
          for (let i = 0; i < count; i += 1) {
            if ((range & 0xff000000) === 0) {
              range <<= 8;
              code = (code << 8) | (bytes[pos++] ?? 0);
            }
            index = tree + m;
            p = probs[index] ?? HALF;
            bound = imul(range >>> 11, p);

            if (code >>> 0 < bound >>> 0) {
              range = bound;
              probs[index] = p + ((2048 - p) >> 5);

              m <<= 1;
            } else {
              range = (range - bound) | 0;
              code = (code - bound) | 0;
              probs[index] = p - (p >> 5);

              m = (m << 1) | 1;
              rep0 = (rep0 + (1 << i)) | 0;
            }
          }
          if (rep0 === -1) {
            pause = "end";
            break;
          }
        }
      }
      const distance = (rep0 >>> 0) + 1;
      if (distance > reach + at) {
        pause = "bad";
        break;
      }
      if (distance > most) {
        pause = "memory";
        break;
      }
      let from = at - distance;
      from += size & (from >> 31);
      if (from + length > size) {
        across = length;
        break;
      }
      const end = at + length;
      do buffer[at++] = buffer[from++] ?? 0;
      while (at < end);
    }
    this.#pending = across;
    this.#position = (start + at) | 0;
    w.valid = reach + at;
    w.at = at;
    this.pos = pos;
    this.#range = range;
    this.#code = code;
    this.#state = state;
    this.#rep0 = rep0;
    this.#rep1 = rep1;
    this.#rep2 = rep2;
    this.#rep3 = rep3;
    return pause;
  }

  /** One literal or match. `full` means: go on. */
  #symbol(stop: number): LzmaPause {
    const state = this.#state;
    const posState = this.#position & this.#pbMask;
    if (this.#bit(IS_MATCH + (state << 4) + posState) === 0) {
      this.#literal();
      return "full";
    }
    let length = 0;
    if (this.#bit(IS_REP + state) === 0) {
      this.#rep3 = this.#rep2;
      this.#rep2 = this.#rep1;
      this.#rep1 = this.#rep0;
      length = this.#length(LENGTH, posState);
      this.#rep0 = this.#distance(length);
      this.#state = state < 7 ? 7 : 10;
      if (this.#rep0 === -1) return "end";
    } else {
      length = this.#repeated(state, posState);
    }
    const distance = (this.#rep0 >>> 0) + 1;
    if (distance > this.window.valid) return "bad";
    if (distance > this.window.most) return "memory";
    this.#pending = length;
    this.#copy(stop);
    return "full";
  }

  /** A match at one of the last four distances; its length. */
  #repeated(state: number, posState: number): number {
    if (this.#bit(IS_REP0 + state) === 0) {
      if (this.#bit(IS_REP0_LONG + (state << 4) + posState) === 0) {
        this.#state = state < 7 ? 9 : 11;
        return 1;
      }
    } else {
      let distance = this.#rep1;
      if (this.#bit(IS_REP1 + state) === 1) {
        distance = this.#rep2;
        if (this.#bit(IS_REP2 + state) === 1) {
          distance = this.#rep3;
          this.#rep3 = this.#rep2;
        }
        this.#rep2 = this.#rep1;
      }
      this.#rep1 = this.#rep0;
      this.#rep0 = distance;
    }
    this.#state = state < 7 ? 8 : 11;
    return this.#length(REP_LENGTH, posState);
  }

  #copy(stop: number): void {
    const w = this.window;
    const count = Math.min(this.#pending, stop - w.at);
    w.repeat((this.#rep0 >>> 0) + 1, count);
    this.#position = (this.#position + count) | 0;
    this.#pending -= count;
  }

  #normalize(): void {
    this.#range <<= 8;
    this.#code = (this.#code << 8) | (this.bytes[this.pos++] ?? 0);
  }

  #bit(index: number): 0 | 1 {
    if ((this.#range & 0xff000000) === 0) this.#normalize();
    const probs = this.#probs;
    const p = probs[index] ?? HALF;
    const bound = Math.imul(this.#range >>> 11, p);
    if ((this.#code ^ SIGN) < (bound ^ SIGN)) {
      this.#range = bound;
      probs[index] = p + ((2048 - p) >> 5);
      return 0;
    }
    this.#range = (this.#range - bound) | 0;
    this.#code = (this.#code - bound) | 0;
    probs[index] = p - (p >> 5);
    return 1;
  }

  /** A tree of `count` bits, the most significant first; the result without its leading one. */
  #tree(base: number, count: number): number {
    const probs = this.#probs;
    const { bytes } = this;
    let range = this.#range;
    let code = this.#code;
    let m = 1;
    for (let i = 0; i < count; i += 1) {
      if ((range & 0xff000000) === 0) {
        range <<= 8;
        code = (code << 8) | (bytes[this.pos++] ?? 0);
      }
      const p = probs[base + m] ?? HALF;
      const bound = Math.imul(range >>> 11, p);
      if ((code ^ SIGN) < (bound ^ SIGN)) {
        range = bound;
        probs[base + m] = p + ((2048 - p) >> 5);
        m <<= 1;
      } else {
        range = (range - bound) | 0;
        code = (code - bound) | 0;
        probs[base + m] = p - (p >> 5);
        m = (m << 1) | 1;
      }
    }
    this.#range = range;
    this.#code = code;
    return m - (1 << count);
  }

  /** A tree read from its least significant bit. */
  #reverseTree(base: number, count: number): number {
    let m = 1;
    let value = 0;
    for (let i = 0; i < count; i += 1) {
      const bit = this.#bit(base + m);
      m = (m << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  #literal(): void {
    const w = this.window;
    const probs = this.#probs;
    const { bytes } = this;
    const place = ((this.#position & this.#lpMask) << this.#lc) + (w.previous >> (8 - this.#lc));
    const base = LITERAL + 0x300 * place;
    // After a match the byte that would have continued it steers the choice of bits, as long as it is right.
    let match = this.#state >= 7 ? w.back((this.#rep0 >>> 0) + 1) << 1 : 0;
    let offset = this.#state >= 7 ? 0x100 : 0;
    let range = this.#range;
    let code = this.#code;
    let m = 1;
    while (m < 0x100) {
      if ((range & 0xff000000) === 0) {
        range <<= 8;
        code = (code << 8) | (bytes[this.pos++] ?? 0);
      }
      const matchBit = match & offset;
      match <<= 1;
      const index = base + offset + matchBit + m;
      const p = probs[index] ?? HALF;
      const bound = Math.imul(range >>> 11, p);
      if ((code ^ SIGN) < (bound ^ SIGN)) {
        range = bound;
        probs[index] = p + ((2048 - p) >> 5);
        m <<= 1;
        offset &= ~matchBit;
      } else {
        range = (range - bound) | 0;
        code = (code - bound) | 0;
        probs[index] = p - (p >> 5);
        m = (m << 1) | 1;
        offset &= matchBit;
      }
    }
    this.#range = range;
    this.#code = code;
    w.buffer[w.at++] = m;
    w.valid += 1;
    this.#position = (this.#position + 1) | 0;
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  #length(coder: number, posState: number): number {
    if (this.#bit(coder) === 0) return SHORTEST + this.#tree(coder + LOW + (posState << 3), 3);
    if (this.#bit(coder + 1) === 0) return SHORTEST + 8 + this.#tree(coder + MID + (posState << 3), 3);
    return SHORTEST + 16 + this.#tree(coder + HIGH, 8);
  }

  /** Distance less one as 32 bits; -1 is the end marker. */
  #distance(length: number): number {
    const slot = this.#tree(SLOT + (Math.min(length - SHORTEST, 3) << 6), 6);
    if (slot < 4) return slot;
    const count = (slot >> 1) - 1;
    const high = (2 | (slot & 1)) << count;
    if (slot < 14) return high + this.#reverseTree(SPECIAL + high - slot, count);
    return (high + (this.#direct(count - 4) << 4) + this.#reverseTree(ALIGN, 4)) | 0;
  }

  /** Bits of equal chance. */
  #direct(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i += 1) {
      if ((this.#range & 0xff000000) === 0) this.#normalize();
      this.#range >>>= 1;
      const below = (this.#code ^ SIGN) < (this.#range ^ SIGN);
      if (!below) this.#code = (this.#code - this.#range) | 0;
      value = (value << 1) | (below ? 0 : 1);
    }
    return value;
  }
}
