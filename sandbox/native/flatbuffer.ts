/**
 * A flatbuffer, read without trust: tables, their vtables, vectors and texts stand inside it, aligned, and no table reaches
 * beyond what it says of itself. Whoever reads it does so by places, each of which was checked when it was given out.
 *
 * All that is read may together not be longer than the buffer: what two offsets share would be read twice, and a few bytes
 * could stand for very many. No writer of ours shares anything but vtables.
 */
import { i32, u16, u32 } from "../bytes/little-endian.js";
import type { Reason } from "../finding/because.js";

/** A table: where it stands, how long it is, where its vtable is, and how many fields that names. */
export interface FlatTable {
  readonly at: number;
  readonly size: number;
  readonly vtable: number;
  readonly fields: number;
}

/** Items of a vector, or characters of a text: `count` of them from `start` on. */
export interface FlatVector {
  readonly start: number;
  readonly count: number;
}

const OFFSET = 4;
const VTABLE_HEAD = 4;
const LARGEST_ALIGNMENT = 8;

export class Flatbuffer {
  readonly bytes: Uint8Array;
  /** What is wrong first, null while nothing is. */
  why: Reason | null = null;
  readonly #start: number;
  readonly #end: number;
  #left: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#left = end - start;
  }

  /** The outermost table. */
  root(): FlatTable | null {
    return this.#take(this.#start, OFFSET, OFFSET) ? this.table(this.#target(this.#start)) : null;
  }

  /** The table at a place. */
  table(at: number): FlatTable | null {
    if (this.why !== null || !this.#take(at, OFFSET, OFFSET)) return null;
    const vtable = at - i32(this.bytes, at);
    if (!this.#isInside(vtable, VTABLE_HEAD, 2)) return this.#fail();
    const [length, size] = [u16(this.bytes, vtable), u16(this.bytes, vtable + 2)];
    const isWhole = length >= VTABLE_HEAD && length % 2 === 0 && size >= OFFSET;
    if (!isWhole || !this.#isInside(vtable, length, 2) || !this.#take(at, size, OFFSET)) return this.#fail();
    return { at, size, vtable, fields: (length - VTABLE_HEAD) / 2 };
  }

  /** True where a table has no field from number `known` on. */
  hasOnly({ vtable, fields }: FlatTable, known: number): boolean {
    for (let index = known; index < fields; index++) if (u16(this.bytes, vtable + VTABLE_HEAD + 2 * index) !== 0) return false;
    return true;
  }

  /** Where a field of so many bytes stands; null where the table has none. */
  field({ at, size, vtable, fields }: FlatTable, index: number, bytes: number): number | null {
    const offset = index < fields ? u16(this.bytes, vtable + VTABLE_HEAD + 2 * index) : 0;
    if (offset === 0) return null;
    const place = at + offset;
    const isWithin = offset >= OFFSET && offset + bytes <= size && (place - this.#start) % bytes === 0;
    return isWithin ? place : this.#fail();
  }

  /** The vector that a field refers to, its items of so many bytes each; null where the table has none. */
  vector(table: FlatTable, index: number, bytes: number): FlatVector | null {
    const place = this.field(table, index, OFFSET);
    return place === null ? null : this.#vectorAt(this.#target(place), bytes);
  }

  /** The text that a field refers to. */
  text(table: FlatTable, index: number): FlatVector | null {
    const place = this.field(table, index, OFFSET);
    return place === null ? null : this.textAt(place);
  }

  /** The text that the offset at a place refers to. It ends in a zero, as it does for C. */
  textAt(place: number): FlatVector | null {
    const text = this.#vectorAt(this.#target(place), 1);
    if (text === null) return null;
    const end = text.start + text.count;
    return end < this.#end && this.bytes[end] === 0 ? text : this.#fail();
  }

  /** The table that item `index` of a vector of offsets refers to. */
  item({ start }: FlatVector, index: number): FlatTable | null {
    return this.table(this.#target(start + OFFSET * index));
  }

  #vectorAt(at: number, bytes: number): FlatVector | null {
    if (!this.#take(at, OFFSET, OFFSET)) return null;
    const count = u32(this.bytes, at);
    const start = at + OFFSET;
    if (count > (this.#end - start) / bytes) return this.#fail();
    return this.#take(start, count * bytes, count === 0 ? 1 : Math.min(bytes, LARGEST_ALIGNMENT)) ? { start, count } : null;
  }

  #target = (place: number): number => place + u32(this.bytes, place);

  #isInside(at: number, size: number, alignment: number): boolean {
    return at >= this.#start && size <= this.#end - at && (at - this.#start) % alignment === 0;
  }

  /** Takes bytes out of those that may be read. */
  #take(at: number, size: number, alignment: number): boolean {
    this.#left -= size;
    if (this.#isInside(at, size, alignment) && this.#left >= 0) return true;
    this.#fail();
    return false;
  }

  #fail(): null {
    this.why ??= "native.offset";
    return null;
  }
}
