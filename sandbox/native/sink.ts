/**
 * Where the values of a native state go as a decoder reads them: onto the tape (`builder.ts`), for `convert`, or into plain
 * values (`plain.ts`), for who validates them. So there is one reader of each form, and what was validated is what is written.
 */
import type { Reason } from "../finding/because.js";
import type { DType } from "../tape/dtype.js";
import type { KIND } from "../tape/handle.js";

export type ContainerKind = typeof KIND.LIST | typeof KIND.DICT;

/** Containers inside each other, at most. */
const MAX_DEPTH = 64;

/** Values that are left, of how many. */
export interface Budget {
  left: number;
  readonly most: number;
}

/** What a block of numbers costs of the values that there may be: on the tape it takes as many words as four small ones. */
export const BLOCK_VALUES = 4;

export type Scalar = null | boolean | bigint;

export interface NativeSink {
  /** Containers that are open. */
  readonly depth: number;
  /** The innermost open container's kind, null when none is. */
  readonly inside: ContainerKind | null;
  /** Why no more values are taken, null while some are left. */
  readonly excess: Reason | null;
  scalar(value: Scalar): void;
  whole(value: number | bigint): void;
  float(value: number): void;
  /** Text of the state's bytes from `start` to `end`; false when it is no UTF-8. */
  text(start: number, end: number): boolean;
  /** Text of other bytes. */
  textOf(bytes: Uint8Array, start: number, end: number): boolean;
  /** A text of our own, in ASCII. */
  word(text: string): void;
  /** Numbers in the state's bytes. */
  array(dtype: DType, start: number, count: number): void;
  /** Numbers in other bytes, which nobody changes any more. */
  arrayOf(dtype: DType, bytes: Uint8Array): void;
  /** False when it would nest too deep. */
  open(kind: ContainerKind): boolean;
  /** Closes the innermost container: what was pushed since becomes its items (of a dict: keys and values in turn). */
  close(): void;
}

interface Open {
  readonly kind: ContainerKind;
  /** Height of the values' stack when it was opened. */
  readonly start: number;
}

/** The containers that are open: one stack serves all decoders, and none of them recurses. */
export class OpenContainers {
  readonly #open: Open[] = [];

  get depth(): number {
    return this.#open.length;
  }

  /** The innermost one's kind, null when none is open. */
  get inside(): ContainerKind | null {
    return this.#open[this.#open.length - 1]?.kind ?? null;
  }

  /** False when it would nest too deep. */
  push(kind: ContainerKind, start: number): boolean {
    if (this.#open.length >= MAX_DEPTH) return false;
    this.#open.push({ kind, start });
    return true;
  }

  pop(): Open | undefined {
    return this.#open.pop();
  }
}
