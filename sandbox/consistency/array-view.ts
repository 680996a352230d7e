/**
 * The numbers of an array, read from its payload in windows: nothing is kept, whatever the array's length. Only plain
 * integers and the fields of structured items are read here; what has another layout is not judged by its numbers.
 */
import type { Source } from "../container/source.js";
import type { PlainReason } from "../finding/reasons.js";
import { shapeOf } from "../numpy/shape.js";
import type { DType } from "../tape/dtype.js";
import { ARRAY, type Handle, KIND, PLACE } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";

const WINDOW = 1024 * 1024;

/** The least and the most of an array's numbers; of an empty one Infinity and -Infinity. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What native code relies on in an array of nodes: why it is no tree, or its depth and the ranges of its numbers. */
export interface TreeFacts {
  readonly why: PlainReason | null;
  readonly deepest: number;
  readonly features: Range;
  /** Rows of the categories' bitsets. */
  readonly bitsets: Range;
}

/**
 * Where the payloads are: the tape's own bytes, and the source behind the rest; and what was found out about each array,
 * by its handle, so that one that many instances share is read once.
 */
export interface Payloads {
  readonly tape: Tape;
  readonly source: Source;
  readonly reads: Reads;
  /** The place that pieces of payloads are read to: a new one each time would wait for a collector. */
  window: Uint8Array<ArrayBuffer>;
  readonly ranges: Map<Handle, Range | null>;
  /** Last pointer of arrays that begin at 0 and never fall; null for the others. */
  readonly pointers: Map<Handle, number | null>;
  readonly trees: Map<Handle, TreeFacts>;
}

/** Which instance read which bytes first: a library gives each array its own, and reading some for thousands never ends. */
export class Reads {
  readonly #firstBy = new Map<number, number>();
  #instance = 0;
  /** Items that were read again, for another instance than the first. */
  again = 0;

  next(): void {
    this.#instance++;
  }

  note({ place, offset }: ArrayView, count: number): void {
    const key = place === PLACE.ARENA ? -1 - offset : offset;
    const first = this.#firstBy.get(key);
    if (first === undefined) this.#firstBy.set(key, this.#instance);
    else if (first !== this.#instance) this.again += count;
  }
}

export const payloadsOf = (tape: Tape, source: Source): Payloads => ({
  tape,
  source,
  reads: new Reads(),
  window: new Uint8Array(),
  ranges: new Map(),
  pointers: new Map(),
  trees: new Map(),
});

/** What `known` has under an array's handle, found out once. */
export function once<T>(known: Map<Handle, T>, handle: Handle, find: () => T): T {
  const before = known.get(handle);
  if (before !== undefined) return before;
  const found = find();
  known.set(handle, found);
  return found;
}

/** A range that grows with the numbers that it is told. */
export class GrowingRange implements Range {
  low = Number.POSITIVE_INFINITY;
  high = Number.NEGATIVE_INFINITY;

  add(value: number): void {
    if (value < this.low) this.low = value;
    if (value > this.high) this.high = value;
  }
}

/** True when all numbers of a range lie from `low` to `high`. */
export const isWithin = (range: Range | null, low: number, high: number): boolean =>
  range !== null && range.low >= low && range.high <= high;

/** The range of an array's integers; null for an array of something else, or whose bytes are not there. */
export const rangeOf = (payloads: Payloads, array: ArrayView): Range | null =>
  once(payloads.ranges, array.handle, () => {
    const read = integerReader(array.dtype);
    if (read === null) return null;
    const range = new GrowingRange();
    const why = eachItem(payloads, array, (bytes, at) => {
      range.add(read(bytes, at));
      return null;
    });
    return why === null ? range : null;
  });

/** A whole array with its layout. */
export interface ArrayView {
  readonly handle: Handle;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly place: number;
  readonly offset: number;
}

/** The array behind a handle, null for what is none. */
export function viewOf({ tape }: Payloads, handle: Handle): ArrayView | null {
  if (tape.kind(handle) !== KIND.NDARRAY) return null;
  const dtype = tape.dtypeValue(tape.field(handle, ARRAY.DTYPE));
  const shape = shapeOf(tape, tape.field(handle, ARRAY.SHAPE));
  const range = tape.byteRange(tape.field(handle, ARRAY.DATA));
  return dtype === null || shape === null || range === null ? null : { handle, dtype, shape, place: range.place, offset: range.offset };
}

/** Visits each item's first byte in a view over some of them, until `visit` says why not. Returns that, or null. */
export function eachItem(
  payloads: Payloads,
  array: ArrayView,
  visit: (bytes: DataView, at: number, index: number) => PlainReason | null,
): PlainReason | null {
  const { itemsize } = array.dtype;
  const count = array.shape.reduce((product, n) => product * n, 1);
  payloads.reads.note(array, count);
  const perWindow = Math.max(1, Math.floor(WINDOW / Math.max(1, itemsize)));
  for (let first = 0; first < count; first += perWindow) {
    const items = Math.min(perWindow, count - first);
    const bytes = bytesAt(payloads, array, first * itemsize, items * itemsize);
    if (bytes === null) return "consistency.no-bytes";
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < items; i++) {
      const why = visit(view, i * itemsize, first + i);
      if (why !== null) return why;
    }
  }
  return null;
}

/** Bytes of an array, good until the next call. */
function bytesAt(payloads: Payloads, array: ArrayView, offset: number, length: number): Uint8Array | null {
  const { tape, source } = payloads;
  const from = array.offset + offset;
  if (array.place === PLACE.ARENA) return tape.arena.subarray(from, from + length);
  if (payloads.window.length < length) payloads.window = new Uint8Array(length);
  return source.read(from, length, payloads.window, 0) === length ? payloads.window.subarray(0, length) : null;
}

/** The nearest number, from its halves: a BigInt of each of a million nodes took half of the time of judging them. */
function long(bytes: DataView, at: number, signed: boolean, little: boolean): number {
  const high = little ? at + 4 : at;
  return (signed ? bytes.getInt32(high, little) : bytes.getUint32(high, little)) * 2 ** 32 + bytes.getUint32(2 * at + 4 - high, little);
}

/** Reads an integer of a dtype at a byte; null when the dtype is none of 1, 2, 4 or 8 bytes. */
export function integerReader({ kind, itemsize, bigEndian }: DType): ((bytes: DataView, at: number) => number) | null {
  if (kind !== "i" && kind !== "u" && kind !== "b") return null;
  const signed = kind === "i";
  const little = !bigEndian;
  switch (itemsize) {
    case 1:
      return (bytes, at) => (signed ? bytes.getInt8(at) : bytes.getUint8(at));
    case 2:
      return (bytes, at) => (signed ? bytes.getInt16(at, little) : bytes.getUint16(at, little));
    case 4:
      return (bytes, at) => (signed ? bytes.getInt32(at, little) : bytes.getUint32(at, little));
    case 8:
      return (bytes, at) => long(bytes, at, signed, little);
    default:
      return null;
  }
}

/** Reads one field of structured items; null when there is none of that name, or it is no integer. */
export function fieldReader(dtype: DType, name: string): ((bytes: DataView, at: number) => number) | null {
  const field = dtype.fields?.find((f) => f.name === name);
  const read = field === undefined ? null : integerReader(field.dtype);
  return field === undefined || read === null ? null : (bytes, at) => read(bytes, at + field.offset);
}
