/**
 * The memo: index → handle. Pickles number their memo from 0 upwards, so nearly all entries sit in one dense array
 * (a `Map` costs twice the time); an index far ahead goes to a map, so that one LONG_BINPUT cannot claim gigabytes.
 */
import { type Handle, NOTHING } from "../tape/handle.js";

export class Memo {
  slots: Int32Array<ArrayBuffer>;
  /** Number of distinct indices in use: the next index of MEMOIZE. */
  count = 0;
  readonly #sparse = new Map<number, Handle>();

  /** @param room - entries to make room for at the start */
  constructor(room: number) {
    this.slots = new Int32Array(room);
  }

  get(index: number): Handle {
    const dense = index < this.slots.length ? (this.slots[index] ?? NOTHING) : NOTHING;
    return dense !== NOTHING ? dense : (this.#sparse.get(index) ?? NOTHING);
  }

  put(index: number, value: Handle): void {
    // Room grows with the entries, never with an index alone: a dozen indices, each twice the last, would claim gigabytes.
    if (index >= this.slots.length && index <= this.slots.length * 2 && this.count >= this.slots.length >> 2) this.#grow();
    if (this.get(index) === NOTHING) this.count++;
    if (index < this.slots.length) this.slots[index] = value;
    else this.#sparse.set(index, value);
  }

  #grow(): void {
    const next = new Int32Array(this.slots.length * 2 + 1);
    next.set(this.slots);
    this.slots = next;
    // The fast loop only looks at the slots: an entry left behind would be counted a second time.
    for (const [index, value] of this.#sparse) {
      if (index >= next.length) continue;
      next[index] = value;
      this.#sparse.delete(index);
    }
  }
}
