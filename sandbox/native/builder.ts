/**
 * Values of a decoded native state, put on the tape: what a Booster's own bytes say becomes lists, dicts, numbers and
 * texts like those of a pickle, so that they are written like them. One stack of open containers serves all decoders:
 * none of them recurses.
 *
 * Refused: nesting beyond `MAX_DEPTH` (real models: 8), more values than the budget that all states of an artifact
 * share (a model of 600 trees with 255 leaves needs 1.7 million). A refusal leaves what was built unreachable on the tape.
 */
import { validUtf8 } from "../bytes/utf8.js";
import { because, type Reason } from "../finding/because.js";
import type { PlainReason } from "../finding/reasons.js";
import type { DType } from "../tape/dtype.js";
import { ARRAY_FLAG, type Handle, KIND, NOTHING, PLACE } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";

/** Containers inside each other, at most. */
const MAX_DEPTH = 64;

/** Values that all states of an artifact may have together. */
export const MAX_VALUES = 8_000_000;
/** What an array costs of them: it takes as many words as four small values. */
const ARRAY_VALUES = 4;

/** Values that are left. */
export interface Budget {
  left: number;
}

/** The bytes of a native state, and where they stand: arrays in them are not copied. */
export interface NativeBytes {
  readonly bytes: Uint8Array;
  /** Place and offset of the first byte, as in a `ByteRange`. */
  readonly place: number;
  readonly offset: number;
  readonly budget: Budget;
}

/** A decoded value and what of it stays raw, or why there is none. */
export type Decoded = { readonly value: Handle; readonly partly?: PlainReason } | { readonly why: Reason };

interface Open {
  readonly kind: typeof KIND.LIST | typeof KIND.DICT;
  /** Height of the values' stack when it was opened. */
  readonly start: number;
}

export class NativeBuilder {
  readonly tape: Tape;
  readonly #from: NativeBytes;
  readonly #open: Open[] = [];
  #values = new Int32Array(1024);
  #height = 0;
  readonly #dtypes = new Map<string, Handle>();

  constructor(tape: Tape, from: NativeBytes) {
    this.tape = tape;
    this.#from = from;
  }

  /** Containers that are open. */
  get depth(): number {
    return this.#open.length;
  }

  /** The innermost open container's kind, null when none is. */
  get inside(): Open["kind"] | null {
    return this.#open[this.#open.length - 1]?.kind ?? null;
  }

  /** The only value that was pushed, NOTHING when it is not the only one. */
  get root(): Handle {
    return this.#height === 1 && this.#open.length === 0 ? (this.#values[0] ?? NOTHING) : NOTHING;
  }

  /** Why no more values are taken, null while some are left. */
  get excess(): Reason | null {
    return this.#from.budget.left > 0 ? null : because("native.too-many", { most: MAX_VALUES });
  }

  push(value: Handle): void {
    this.#from.budget.left--;
    if (this.#height === this.#values.length) {
      const next = new Int32Array(this.#values.length * 2);
      next.set(this.#values);
      this.#values = next;
    }
    this.#values[this.#height++] = value;
  }

  /** False when it would nest too deep. */
  open(kind: Open["kind"]): boolean {
    if (this.#open.length >= MAX_DEPTH) return false;
    this.#open.push({ kind, start: this.#height });
    return true;
  }

  /** Closes the innermost container: what was pushed since becomes its items (of a dict: keys and values in turn). */
  close(): void {
    const open = this.#open.pop();
    if (open === undefined) return;
    const made = this.tape.collection(open.kind);
    this.tape.extend(made, this.#values, open.start, this.#height - open.start);
    this.#height = open.start;
    this.push(made);
  }

  /** Text of the state's bytes from `start` to `end`; false when it is no UTF-8. */
  text(start: number, end: number): boolean {
    const { bytes, place, offset } = this.#from;
    if (!validUtf8(bytes, start, end)) return false;
    this.push(place === PLACE.ARENA ? this.tape.strAt(offset + start, end - start) : this.tape.str(bytes, start, end));
    return true;
  }

  /** A text of our own, in ASCII. */
  word(text: string): void {
    const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
    this.push(this.tape.str(bytes, 0, bytes.length));
  }

  /** A one-dimensional array over the state's bytes from `start`. */
  array(dtype: DType, start: number, count: number): void {
    const { place, offset } = this.#from;
    const { tape } = this;
    this.#from.budget.left -= ARRAY_VALUES - 1;
    const shape = tape.tuple(Int32Array.of(tape.int(count)), 0, 1);
    const data = tape.bytes(KIND.BYTES, place, offset + start, count * dtype.itemsize);
    this.push(tape.ndarray(this.#dtype(dtype), shape, data, ARRAY_FLAG.BUILT, NOTHING));
  }

  #dtype(dtype: DType): Handle {
    const name = `${dtype.kind}${dtype.itemsize}`;
    const known = this.#dtypes.get(name) ?? this.tape.dtype(dtype);
    this.#dtypes.set(name, known);
    return known;
  }
}
