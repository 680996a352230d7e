/**
 * An array's items as C-order, little-endian bytes, in blocks: what base64, tensors and inline numbers are made from.
 * The payload may be gigabytes and stand in the file; memory is one block.
 *
 * Slow: Fortran order of an array that does not fit a block is gathered row block by row block, each reading through
 * the whole payload. Other strides over more than 32 MB are read run by run, each a call of its own.
 */
import type { NativeRange, Source } from "../container/source.js";
import type { DType } from "../tape/dtype.js";
import { PLACE } from "../tape/handle.js";
import type { ByteRange, Tape } from "../tape/tape.js";
import type { TensorPlace } from "../wire/job.js";

/** Bytes of a block, at most. */
const BLOCK = 192 * 1024;
/** Bytes of a row block of a Fortran array. */
const ROWS = 32 * 1024 * 1024;
const WINDOW = 1024 * 1024;

export interface Payload {
  readonly range: ByteRange;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly fortran: boolean;
  /** Items from one place of an axis to the next, where they are neither of the two orders: `range` is all that they span. */
  readonly strides?: readonly number[];
}

/** Bytes of all items: what is written. They are those of the range, but for strides. */
export const payloadLength = ({ range, dtype, shape, strides }: Payload): number =>
  strides === undefined ? range.length : shape.reduce((product, n) => product * n, dtype.itemsize);

/** One window for all arrays of a source: thousands of their own fill memory faster than it is freed. */
const windows = new WeakMap<Source, Uint8Array<ArrayBuffer>>();

function windowOf(source: Source, length: number): Uint8Array<ArrayBuffer> {
  const known = windows.get(source);
  if (known !== undefined && known.length >= length) return known;
  const made = new Uint8Array(length);
  windows.set(source, made);
  return made;
}

/** Reads a payload forward or by skipping ahead, through one window. A reader is done before the next one begins. */
class PayloadReader {
  readonly #tape: Tape;
  readonly #source: Source;
  readonly #range: ByteRange;
  readonly #window: Uint8Array<ArrayBuffer>;
  #base = 0;
  #filled = 0;
  /** A read came back short: the source has a fault. */
  short = false;

  constructor(tape: Tape, source: Source, range: ByteRange) {
    this.#tape = tape;
    this.#source = source;
    this.#range = range;
    this.#window = windowOf(source, range.place === PLACE.ARENA ? 0 : Math.min(WINDOW, range.length));
  }

  read(offset: number, length: number, target: Uint8Array, at: number): void {
    if (this.#range.place === PLACE.ARENA) {
      const from = this.#range.offset + offset;
      target.set(this.#tape.arena.subarray(from, from + length), at);
      return;
    }
    if (length >= WINDOW) {
      if (this.#source.read(this.#range.offset + offset, length, target, at) < length) this.short = true;
      return;
    }
    if (offset < this.#base || offset + length > this.#base + this.#filled) this.#fill(offset);
    if (offset + length > this.#base + this.#filled) this.short = true;
    target.set(this.#window.subarray(offset - this.#base, offset - this.#base + length), at);
  }

  /** All bytes of the range, which are not many. */
  whole(): Uint8Array {
    const bytes = new Uint8Array(this.#range.length);
    if (this.#range.place === PLACE.ARENA) this.read(0, bytes.length, bytes, 0);
    else if (this.#source.read(this.#range.offset, bytes.length, bytes, 0) < bytes.length) this.short = true;
    return bytes;
  }

  /** A run somewhere in the range, without what stands around it. */
  direct(offset: number, length: number, target: Uint8Array, at: number): void {
    if (this.#range.place === PLACE.ARENA) return this.read(offset, length, target, at);
    if (this.#source.read(this.#range.offset + offset, length, target, at) < length) this.short = true;
  }

  #fill(offset: number): void {
    this.#base = offset;
    const want = Math.min(this.#window.length, this.#range.length - offset);
    this.#filled = this.#source.read(this.#range.offset + offset, want, this.#window, 0);
  }
}

/** Calls `take` with blocks of whole items; each block is only good during the call. False when the source failed. */
export function eachBlock(tape: Tape, source: Source, payload: Payload, take: (block: Uint8Array) => void): boolean {
  const { dtype, shape, range } = payload;
  if (range.length === 0) return true;
  const reader = new PayloadReader(tape, source, range);
  const fix = fixer(dtype);
  if (payload.strides !== undefined) stridedBlocks(reader, payload, payload.strides, fix, take);
  else if (payload.fortran && shape.length > 1) fortranBlocks(reader, dtype.itemsize, shape, fix, take);
  else plainBlocks(reader, range.length, dtype.itemsize, fix, take);
  return !reader.short;
}

/** Shorter ones are sent: to read one in its place costs a block. */
const LONG = 256 * 1024;

/** Most pieces of padding that a place tells of. */
const MOST_PADDING = 16;

/** Where a long payload stands in the artifact itself, but for padding as it would be sent; null where it does not. */
export function placeOf(source: Source, { range, dtype, shape, fortran, strides }: Payload): TensorPlace | null {
  if (range.length < LONG || range.place !== PLACE.SOURCE || strides !== undefined) return null;
  const native = source.nativeAt?.(range.offset) ?? nativeFrom(source, range.offset);
  if (native?.source !== 0 || (native.limit >= 0 && range.length > native.limit)) return null;
  const { parts, used } = layoutOf(dtype);
  const padding = gapsOf(used);
  if (parts.length > 0 || (fortran && shape.length > 1) || padding.length > MOST_PADDING) return null;
  return { at: native.offset, itemsize: dtype.itemsize, padding };
}

/** What the child knows of a source, from an offset on. */
function nativeFrom({ native }: Source, offset: number): NativeRange | undefined {
  if (native === undefined) return undefined;
  return { ...native, offset: native.offset + offset, limit: native.limit < 0 ? -1 : native.limit - offset };
}

/** Runs of bytes that are not used. */
function gapsOf(used: Uint8Array): readonly (readonly [number, number])[] {
  const gaps: [number, number][] = [];
  for (let from = used.indexOf(0); from >= 0; from = used.indexOf(0, from)) {
    const next = used.indexOf(1, from);
    gaps.push([from, next < 0 ? used.length : next]);
    if (next < 0) break;
    from = next;
  }
  return gaps;
}

type Fix = ((bytes: Uint8Array) => void) | null;

function plainBlocks(reader: PayloadReader, total: number, itemsize: number, fix: Fix, take: (block: Uint8Array) => void): void {
  const size = Math.max(itemsize, Math.floor(BLOCK / itemsize) * itemsize);
  const block = new Uint8Array(Math.min(size, total));
  for (let at = 0; at < total && !reader.short; at += size) {
    const length = Math.min(size, total - at);
    reader.read(at, length, block, 0);
    fix?.(block.subarray(0, length));
    take(block.subarray(0, length));
  }
}

/** Column-major data: items of one column run together; each row block gathers its part of every column. */
function fortranBlocks(
  reader: PayloadReader,
  itemsize: number,
  shape: readonly number[],
  fix: Fix,
  take: (block: Uint8Array) => void,
): void {
  const rows = shape[0] ?? 0;
  const columns = shape.slice(1).reduce((product, n) => product * n, 1);
  const step = Math.max(1, Math.min(rows, Math.floor(ROWS / (columns * itemsize))));
  const block = new Uint8Array(step * columns * itemsize);
  const run = new Uint8Array(step * itemsize);
  for (let row = 0; row < rows && !reader.short; row += step) {
    const count = Math.min(step, rows - row);
    const order = new ColumnOrder(shape);
    for (let column = 0; column < columns; column++) {
      reader.read((column * rows + row) * itemsize, count * itemsize, run, 0);
      const to = order.next();
      for (let i = 0; i < count; i++) copyItem(run, i * itemsize, block, (i * columns + to) * itemsize, itemsize);
    }
    const whole = block.subarray(0, count * columns * itemsize);
    fix?.(whole);
    take(whole);
  }
}

/** Items that follow one another in memory as they do in C order, from the last axis on; and the axes that are left. */
function runOf(shape: readonly number[], strides: readonly number[]): { readonly run: number; readonly axes: number } {
  let run = 1;
  let axes = shape.length;
  for (; axes > 0; axes--) {
    const size = shape[axes - 1] ?? 1;
    if (size !== 1 && strides[axes - 1] !== run) break;
    run *= size;
  }
  return { run, axes };
}

/** Places of the runs, in items from the first, in C order. */
function* runStarts(shape: readonly number[], strides: readonly number[], axes: number): Generator<number> {
  const index = new Array<number>(axes).fill(0);
  for (let at = 0; ; ) {
    yield at;
    let k = axes - 1;
    for (; k >= 0; k--) {
      const next = (index[k] ?? 0) + 1;
      const stride = strides[k] ?? 0;
      if (next < (shape[k] ?? 0)) {
        index[k] = next;
        at += stride;
        break;
      }
      at -= (next - 1) * stride;
      index[k] = 0;
    }
    if (k < 0) return;
  }
}

/** Any other order: run by run, out of memory where all of it fits there. */
function stridedBlocks(
  reader: PayloadReader,
  { dtype, shape, range }: Payload,
  strides: readonly number[],
  fix: Fix,
  take: (block: Uint8Array) => void,
): void {
  if (shape.includes(0)) return;
  const { itemsize } = dtype;
  const { run, axes } = runOf(shape, strides);
  const block = new Uint8Array(Math.max(1, Math.floor(BLOCK / itemsize)) * itemsize);
  const memory = range.length <= ROWS ? reader.whole() : null;
  let filled = 0;
  const give = (): void => {
    fix?.(block.subarray(0, filled));
    take(block.subarray(0, filled));
    filled = 0;
  };
  for (const start of runStarts(shape, strides, axes)) {
    for (let done = 0; done < run * itemsize && !reader.short; ) {
      const length = Math.min(block.length - filled, run * itemsize - done);
      const from = start * itemsize + done;
      if (memory === null) reader.direct(from, length, block, filled);
      else copyItem(memory, from, block, filled, length);
      filled += length;
      done += length;
      if (filled === block.length) give();
    }
    if (reader.short) return;
  }
  if (filled > 0) give();
}

function copyItem(from: Uint8Array, at: number, to: Uint8Array, place: number, itemsize: number): void {
  for (let i = 0; i < itemsize; i++) to[place + i] = from[at + i] ?? 0;
}

/** Positions in C order of the columns (all axes but the first) as Fortran order counts them. */
class ColumnOrder {
  readonly #sizes: readonly number[];
  readonly #strides: number[];
  readonly #index: number[];
  #position = 0;
  #started = false;

  constructor(shape: readonly number[]) {
    this.#sizes = shape.slice(1);
    this.#index = this.#sizes.map(() => 0);
    this.#strides = [];
    let stride = 1;
    for (let k = this.#sizes.length - 1; k >= 0; k--) {
      this.#strides[k] = stride;
      stride *= this.#sizes[k] ?? 1;
    }
  }

  next(): number {
    if (!this.#started) {
      this.#started = true;
      return 0;
    }
    for (let k = 0; k < this.#sizes.length; k++) {
      const next = (this.#index[k] ?? 0) + 1;
      const stride = this.#strides[k] ?? 0;
      if (next < (this.#sizes[k] ?? 0)) {
        this.#index[k] = next;
        this.#position += stride;
        return this.#position;
      }
      this.#position -= (next - 1) * stride;
      this.#index[k] = 0;
    }
    return this.#position;
  }
}

// ---- byte order and padding ----

/** A number to swap. */
interface Part {
  readonly offset: number;
  readonly width: number;
}

/** Numbers of an item to swap, and which of its bytes belong to fields (none are told of a dtype without). */
function layoutOf(dtype: DType): { readonly parts: readonly Part[]; readonly used: Uint8Array } {
  const parts: Part[] = [];
  const used = new Uint8Array(dtype.fields === null && dtype.base === null ? 0 : Math.min(dtype.itemsize, 1 << 20));
  collect(dtype, 0, parts, used);
  return { parts, used: dtype.fields === null ? new Uint8Array(0) : used };
}

/** What turns items into little-endian ones with padding zeroed, in place; null when they are that already. */
function fixer(dtype: DType): Fix {
  const { parts, used } = layoutOf(dtype);
  const padded = used.includes(0);
  if (parts.length === 0 && !padded) return null;
  return (bytes) => {
    for (let item = 0; item + dtype.itemsize <= bytes.length; item += dtype.itemsize) {
      for (const { offset, width } of parts) bytes.subarray(item + offset, item + offset + width).reverse();
      if (padded) for (let i = 0; i < used.length; i++) if (used[i] === 0) bytes[item + i] = 0;
    }
  };
}

/** Numbers to swap, and which bytes belong to fields. Recursion is bounded by the dtype's depth. */
function collect(dtype: DType, offset: number, parts: Part[], used: Uint8Array): void {
  if (dtype.fields !== null) {
    for (const field of dtype.fields) collect(field.dtype, offset + field.offset, parts, used);
    return;
  }
  if (dtype.base !== null) {
    const count = dtype.base.itemsize === 0 ? 0 : Math.min(dtype.itemsize / dtype.base.itemsize, 1 << 20);
    for (let i = 0; i < count; i++) collect(dtype.base, offset + i * dtype.base.itemsize, parts, used);
    return;
  }
  used.fill(1, offset, offset + dtype.itemsize);
  if (!dtype.bigEndian) return;
  const isPair = dtype.kind === "c" || dtype.name === "complex32";
  const width = dtype.kind === "U" ? 4 : isPair ? dtype.itemsize / 2 : dtype.itemsize;
  for (let at = 0; at < dtype.itemsize; at += width) parts.push({ offset: offset + at, width });
}
