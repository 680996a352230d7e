/**
 * Values of a decoded native state, put on the tape: what a Booster's own bytes say becomes lists, dicts, numbers and
 * texts like those of a pickle, so that they are written like them.
 *
 * Refused: nesting beyond `MAX_DEPTH` (real models: 8), more values than the budget that all states of an artifact
 * share (a model of 600 trees with 255 leaves needs 1.7 million). A refusal leaves what was built unreachable on the tape.
 */
import { validUtf8 } from "../bytes/utf8.js";
import { because, type Reason } from "../finding/because.js";
import type { DType } from "../tape/dtype.js";
import { ARRAY_FLAG, FALSE, type Handle, KIND, NONE, NOTHING, PLACE, TRUE } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import { BLOCK_VALUES, type Budget, type ContainerKind, type NativeSink, OpenContainers, type Scalar } from "./sink.js";

/** Values that all states of an artifact may have together. */
export const MAX_VALUES = 8_000_000;

/** The bytes of a native state, and where they stand: arrays in them are not copied. */
export interface NativeBytes {
  readonly bytes: Uint8Array;
  /** Place and offset of the first byte, as in a `ByteRange`. */
  readonly place: number;
  readonly offset: number;
  readonly budget: Budget;
}

/** A decoded value, or why there is none. */
export type Decoded = { readonly value: Handle } | { readonly why: Reason };

export class NativeBuilder implements NativeSink {
  readonly #tape: Tape;
  readonly #from: NativeBytes;
  readonly #open = new OpenContainers();
  #values = new Int32Array(1024);
  #height = 0;
  readonly #dtypes = new Map<string, Handle>();

  constructor(tape: Tape, from: NativeBytes) {
    this.#tape = tape;
    this.#from = from;
  }

  get depth(): number {
    return this.#open.depth;
  }

  get inside(): ContainerKind | null {
    return this.#open.inside;
  }

  /** The only value that was pushed, NOTHING when it is not the only one. */
  get root(): Handle {
    return this.#height === 1 && this.#open.depth === 0 ? (this.#values[0] ?? NOTHING) : NOTHING;
  }

  get excess(): Reason | null {
    return this.#from.budget.left > 0 ? null : because("native.too-many", { most: this.#from.budget.most });
  }

  scalar(value: Scalar): void {
    if (typeof value === "bigint") this.whole(value);
    else this.push(value === null ? NONE : value ? TRUE : FALSE);
  }

  whole(value: number | bigint): void {
    this.push(this.#tape.int(value));
  }

  float(value: number): void {
    this.push(this.#tape.float(value));
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

  open(kind: ContainerKind): boolean {
    return this.#open.push(kind, this.#height);
  }

  close(): void {
    const open = this.#open.pop();
    if (open === undefined) return;
    const made = this.#tape.collection(open.kind);
    this.#tape.extend(made, this.#values, open.start, this.#height - open.start);
    this.#height = open.start;
    this.push(made);
  }

  text(start: number, end: number): boolean {
    const { bytes, place, offset } = this.#from;
    if (!validUtf8(bytes, start, end)) return false;
    this.push(place === PLACE.ARENA ? this.#tape.strAt(offset + start, end - start) : this.#tape.str(bytes, start, end));
    return true;
  }

  textOf(bytes: Uint8Array, start: number, end: number): boolean {
    if (!validUtf8(bytes, start, end)) return false;
    this.push(this.#tape.str(bytes, start, end));
    return true;
  }

  word(text: string): void {
    const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
    this.push(this.#tape.str(bytes, 0, bytes.length));
  }

  array(dtype: DType, start: number, count: number): void {
    this.#array(dtype, this.#from.place, this.#from.offset + start, count);
  }

  arrayOf(dtype: DType, bytes: Uint8Array): void {
    this.#array(dtype, PLACE.ARENA, this.#tape.put(bytes, 0, bytes.length), bytes.length / dtype.itemsize);
  }

  #array(dtype: DType, place: number, offset: number, count: number): void {
    const tape = this.#tape;
    this.#from.budget.left -= BLOCK_VALUES - 1;
    const shape = tape.tuple(Int32Array.of(tape.int(count)), 0, 1);
    const data = tape.bytes(KIND.BYTES, place, offset, count * dtype.itemsize);
    this.push(tape.ndarray(this.#dtype(dtype), shape, data, ARRAY_FLAG.BUILT, NOTHING));
  }

  #dtype(dtype: DType): Handle {
    const name = `${dtype.kind}${dtype.itemsize}`;
    const known = this.#dtypes.get(name) ?? this.#tape.dtype(dtype);
    this.#dtypes.set(name, known);
    return known;
  }
}
