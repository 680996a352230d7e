/**
 * How deep values stand directly in one another whose C code frees what it holds by recursion: object arrays, slices,
 * structured scalars, deques. Lists, tuples, dicts, sets and instances interrupt that (CPython's "trashcan"), so only
 * direct nesting counts. Python's stack ends at some hundred thousands; no pickler comes near.
 */
import { ARRAY, type Handle, KIND, NOTHING, SCALAR, SLICE_FIELDS } from "../tape/handle.js";
import { eachItemSoFar } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";

/** Levels that may stand in one another. */
export const MOST_NESTING = 1_000;

export class Nesting {
  readonly #tape: Tape;
  /** Levels of what holds at least one other. */
  readonly #levels = new Map<Handle, number>();

  constructor(tape: Tape) {
    this.#tape = tape;
  }

  /** Notes what an array, slice, scalar or deque holds. False when it stands too deep. */
  note(holder: Handle): boolean {
    const kind = this.#tape.kind(holder);
    let level = 0;
    const hold = (item: Handle): void => {
      level = Math.max(level, this.#levelOf(item));
    };
    if (kind === KIND.SLICE) for (const field of SLICE_FIELDS) hold(this.#tape.field(holder, field));
    if (kind === KIND.SCALAR) hold(this.#tape.field(holder, SCALAR.DATA));
    if (kind === KIND.NDARRAY && this.#tape.kind(this.#tape.field(holder, ARRAY.DATA)) === KIND.LIST)
      eachItemSoFar(this.#tape, this.#tape.field(holder, ARRAY.DATA), hold);
    return this.#set(holder, level);
  }

  /** Notes items that a deque got from the stack. */
  hold(holder: Handle, stack: Int32Array, from: number, to: number): boolean {
    let level = 0;
    for (let i = from; i < to; i++) level = Math.max(level, this.#levelOf(stack[i] ?? NOTHING));
    return this.#set(holder, level);
  }

  #levelOf(value: Handle): number {
    const kind = this.#tape.kind(value);
    if (kind !== KIND.NDARRAY && kind !== KIND.SLICE && kind !== KIND.SCALAR && kind !== KIND.OBJECT) return 0;
    return this.#levels.get(value) ?? 1;
  }

  #set(holder: Handle, level: number): boolean {
    if (level > 0) this.#levels.set(holder, Math.max(level + 1, this.#levels.get(holder) ?? 0));
    return level < MOST_NESTING;
  }
}
