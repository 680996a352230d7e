/**
 * The values of a stream that still stand where they were created. A pickler builds depth first: it creates a value,
 * memoises it, fills it and gives it its state in one place, and never touches it again. So only such an open value may
 * be changed, and what was put into anything is closed for good; a checker that looked at it saw what Python has.
 *
 * Entries are stack positions in rising order. Each was pushed by the opcode that made its value, so the values' places on
 * the tape rise as well, and a value is found by bisection. `fast.ts` keeps the same arrays in its own words.
 */
import { type Handle, TAG } from "../tape/handle.js";
import type { Watch } from "../tape/tape.js";

/**
 * What an open value has had: a pickler gives items before pairs, pairs before the state, the state once. A collection that
 * somebody has looked into, or whose pairs were taken as a state, is as good as built: it takes nothing any more.
 */
export const PHASE = { NEW: 0, ITEMS: 1, PAIRS: 2, BUILT: 3 } as const;
export type Phase = (typeof PHASE)[keyof typeof PHASE];

export class OpenValues implements Watch {
  slots = new Int32Array(64);
  values = new Int32Array(64);
  phases = new Uint8Array(64);
  count = 0;
  /** What must still hold when the stream ends. */
  readonly deferred: (() => boolean)[] = [];

  /** Forgets values that no longer stand below `sp`: something took them. */
  drop(sp: number): void {
    while (this.count > 0 && (this.slots[this.count - 1] ?? 0) >= sp) this.count--;
  }

  /** Remembers a value that its opcode has just pushed to `slot`. */
  add(slot: number, value: Handle): void {
    if ((value & 7) !== TAG.NODE) return;
    if (this.count > 0 && (this.values[this.count - 1] ?? 0) >>> 3 >= value >>> 3) return;
    if (this.count === this.slots.length) this.#grow();
    this.slots[this.count] = slot;
    this.values[this.count] = value;
    this.phases[this.count++] = PHASE.NEW;
  }

  /** Moves the value at `slot` on to `phase`. False when it is not open there, or has come further already. */
  advance(slot: number, phase: Phase): boolean {
    const last = this.count - 1;
    if (last < 0 || this.slots[last] !== slot) return false;
    const now = this.phases[last] ?? PHASE.BUILT;
    if (now > phase || now === PHASE.BUILT) return false;
    this.phases[last] = phase;
    return true;
  }

  /** True when the value on top was made by a call and has had nothing yet. */
  isNew(slot: number): boolean {
    const last = this.count - 1;
    return last >= 0 && this.slots[last] === slot && this.phases[last] === PHASE.NEW;
  }

  /** True for a value that may still change. */
  isOpen(value: Handle): boolean {
    return this.#find(value) >= 0;
  }

  /** What is looked into stays as it is. */
  look(value: Handle): void {
    const at = this.#find(value);
    if (at >= 0) this.phases[at] = PHASE.BUILT;
  }

  /** The entry of a value that may still change, -1 for others. */
  #find(value: Handle): number {
    if ((value & 7) !== TAG.NODE) return -1;
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = this.values[middle] ?? 0;
      if (at === value) return this.phases[middle] === PHASE.BUILT ? -1 : middle;
      if (at >>> 3 < value >>> 3) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  later(holds: () => boolean): void {
    this.deferred.push(holds);
  }

  #grow(): void {
    const size = this.slots.length * 2;
    const grown = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const next = new Int32Array(size);
      next.set(old);
      return next;
    };
    this.slots = grown(this.slots);
    this.values = grown(this.values);
    const phases = new Uint8Array(size);
    phases.set(this.phases);
    this.phases = phases;
  }
}
