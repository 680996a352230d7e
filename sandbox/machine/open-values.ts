/**
 * The values of a stream that still stand where they were created. A pickler builds depth first: it creates a value,
 * memoises it, fills it and gives it its state in one place, and never touches it again. So only such an open value may
 * be changed, and what was put into anything is closed for good; a checker that looked at it saw what Python has.
 *
 * Entries are stack positions in rising order, four times each plus the phase. Each was pushed by the opcode that made its
 * value, so the values' places on the tape rise as well, and a value is found by bisection. `fast.ts` writes the same entries
 * in its own words: one store a collection, since everything is made here and most of it is filled at once.
 */
import { type Handle, indexOf, TAG, tagOf } from "../tape/handle.js";
import type { Watch } from "../tape/tape.js";

/**
 * What an open value has had: a pickler gives items before pairs, pairs before the state, the state once. A collection that
 * somebody has looked into, or whose pairs were taken as a state, is as good as built: it takes nothing any more.
 */
export const PHASE = { NEW: 0, ITEMS: 1, PAIRS: 2, BUILT: 3 } as const;
export type Phase = (typeof PHASE)[keyof typeof PHASE];

export class OpenValues implements Watch {
  entries = new Int32Array(64);
  count = 0;
  readonly #owner: { readonly stack: Int32Array };
  /** What must still hold when the stream ends. */
  readonly deferred: (() => boolean)[] = [];

  /** @param owner - whose stack the positions are of */
  constructor(owner: { readonly stack: Int32Array }) {
    this.#owner = owner;
  }

  /** Forgets values that no longer stand below `sp`: something took them. */
  drop(sp: number): void {
    while (this.count > 0 && (this.entries[this.count - 1] ?? 0) >= sp << 2) this.count--;
  }

  /** Remembers a value that its opcode has just pushed to `slot`. */
  add(slot: number, value: Handle): void {
    if (tagOf(value) !== TAG.NODE) return;
    if (this.count > 0 && indexOf(this.#value(this.count - 1)) >= indexOf(value)) return;
    if (this.count === this.entries.length) this.#grow();
    this.entries[this.count++] = (slot << 2) | PHASE.NEW;
  }

  /** Moves the value at `slot` on to `phase`. False when it is not open there, or has come further already. */
  advance(slot: number, phase: Phase): boolean {
    const last = this.count - 1;
    const entry = this.entries[last] ?? 0;
    if (last < 0 || entry >> 2 !== slot) return false;
    const now = entry & 3;
    if (now > phase || now === PHASE.BUILT) return false;
    this.entries[last] = (slot << 2) | phase;
    return true;
  }

  /** True when the value on top was made by a call and has had nothing yet. */
  isNew(slot: number): boolean {
    const last = this.count - 1;
    return last >= 0 && this.entries[last] === ((slot << 2) | PHASE.NEW);
  }

  /** True for a value that may still change. */
  isOpen(value: Handle): boolean {
    return this.#find(value) >= 0;
  }

  /** What is looked into stays as it is. */
  look(value: Handle): void {
    const at = this.#find(value);
    if (at >= 0) this.entries[at] = (this.entries[at] ?? 0) | PHASE.BUILT;
  }

  /** The entry of a value that may still change, -1 for others. */
  #find(value: Handle): number {
    if (tagOf(value) !== TAG.NODE) return -1;
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = this.#value(middle);
      if (at === value) return ((this.entries[middle] ?? 0) & 3) === PHASE.BUILT ? -1 : middle;
      if (indexOf(at) < indexOf(value)) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  #value(entry: number): Handle {
    return this.#owner.stack[(this.entries[entry] ?? 0) >> 2] ?? 0;
  }

  later(holds: () => boolean): void {
    this.deferred.push(holds);
  }

  #grow(): void {
    const next = new Int32Array(this.entries.length * 2);
    next.set(this.entries);
    this.entries = next;
  }
}
