/**
 * Protocol buffers, as far as ONNX needs them to be written: varints, lengths, and packed numbers. Fields are written in
 * the order that they are given, so equal graphs are equal bytes. Nothing is read here.
 *
 * A length stands before what it measures, so what is long is only measured at first; it is encoded when the file is
 * written, a block at a time. A forest of 25 MB takes no memory beside its own numbers.
 *
 * Did not help: loops of their own for `Uint16Array`, and numbers of two bytes without a branch but those of three with one.
 */
import { type Deferred, joined } from "../deferred.js";

/** What is longer than this is not copied. */
const LONG = 16 * 1024;
const BLOCK = 64 * 1024;
/** Up to this a loop is faster than a call. */
const SHORT = 32;
/** Numbers below this take three bytes at most. */
const SHORT_NUMBER = 2 ** 21;
/** Bytes of the longest number. */
const LONGEST_VARINT = 10;

/** 1 where a small number is above a limit, without a branch that a processor could guess wrong. */
const isAbove = (limit: number, value: number): number => (limit - value) >>> 31;

/** Encodes numbers one behind the other. */
class Block {
  readonly bytes: Uint8Array;
  length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  /** A whole number from 0. */
  varint(value: number): void {
    let rest = value;
    for (; rest >= 2 ** 31; rest = Math.floor(rest / 0x80)) this.bytes[this.length++] = (rest % 0x80) | 0x80;
    let small = rest | 0;
    for (; small >= 0x80; small >>>= 7) this.bytes[this.length++] = (small & 0x7f) | 0x80;
    this.bytes[this.length++] = small;
  }

  /** As int64 has it: negative ones take ten bytes. */
  signed(value: number): void {
    if (value >= 0 && value < 0x80) {
      this.bytes[this.length++] = value;
      return;
    }
    if (value >= 0) return this.varint(value);
    // Two's complement in 64 bits, seven at a time.
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest >= 0x80n; rest >>= 7n) this.bytes[this.length++] = Number(rest & 0x7fn) | 0x80;
    this.bytes[this.length++] = Number(rest);
  }

  /** Room for a number of any length. */
  hasRoom(): boolean {
    return this.length <= this.bytes.length - LONGEST_VARINT;
  }

  /**
   * Numbers of at most three bytes, as those of trees are, up to the first other one; returns its place. In a loop of its own,
   * where nothing is called and nothing asked: all three are written, and the next number over those that it has not.
   */
  shorts(values: ArrayLike<number>, from: number): number {
    const { bytes } = this;
    const end = bytes.length - LONGEST_VARINT;
    let [i, at] = [from, this.length];
    for (; i < values.length && at <= end; i++) {
      const value = values[i] ?? -1;
      if (!(value >= 0 && value < SHORT_NUMBER)) break;
      const second = isAbove(0x7f, value);
      const third = isAbove(0x3fff, value);
      bytes[at] = value | (second << 7);
      bytes[at + 1] = (value >> 7) | (third << 7);
      bytes[at + 2] = value >> 14;
      at += 1 + second + third;
    }
    this.length = at;
    return i;
  }

  /** Texts as fields, up to one for which there is no room; returns its place. */
  texts(values: readonly string[], from: number, spell: (value: string) => Uint8Array): number {
    let i = from;
    for (; i < values.length; i++) {
      const bytes = spell(values[i] ?? "");
      if (this.length + bytes.length > this.bytes.length) break;
      this.copy(bytes);
    }
    return i;
  }

  copy(bytes: Uint8Array): void {
    if (bytes.length > SHORT) this.bytes.set(bytes, this.length);
    else for (let i = 0; i < bytes.length; i++) this.bytes[this.length + i] = bytes[i] ?? 0;
    this.length += bytes.length;
  }
}

/** Bytes that a whole number takes. */
function sizeOf(value: number): number {
  if (value < 0) return LONGEST_VARINT;
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
  return size;
}

/** Packed integers. */
function packed(values: ArrayLike<number>): Deferred {
  let length = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value >= 0 && value < SHORT_NUMBER) length += 1 + isAbove(0x7f, value) + isAbove(0x3fff, value);
    else length += sizeOf(value);
  }
  return { length, pieces: () => packedPieces(values) };
}

function* packedPieces(values: ArrayLike<number>): Generator<Uint8Array> {
  const block = new Block(BLOCK);
  for (let i = 0; i < values.length; ) {
    block.length = 0;
    while (i < values.length && block.hasRoom()) {
      i = block.shorts(values, i);
      if (i < values.length && block.hasRoom()) block.signed(values[i++] ?? 0);
    }
    yield block.bytes.subarray(0, block.length);
  }
}

/** Float32 in little-endian order, as every machine that Node runs on has them. */
function singles(values: ArrayLike<number>): Uint8Array {
  const floats = values instanceof Float32Array ? values : Float32Array.from(values);
  return new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
}

const encoder = new TextEncoder();

/** Bytes of texts, of each once: mostly it is one of two (a million nodes are leaves or branches), which are not looked up. */
function speller(field: number): (value: string) => Uint8Array {
  const known = new Map<string, Uint8Array>();
  let [one, other] = [fieldOf(field, ""), fieldOf(field, "")];
  let [oneText, otherText] = ["", ""];
  return (value) => {
    if (value === oneText) return one;
    if (value === otherText) return other;
    [other, otherText] = [one, oneText];
    [one, oneText] = [known.get(value) ?? fieldOf(field, value), value];
    known.set(value, one);
    return one;
  };
}

/** Texts, each a field of its own. */
function texts(field: number, values: readonly string[]): Deferred {
  const spell = speller(field);
  let length = 0;
  // By place: an iterator over a million of them is felt.
  for (let i = 0; i < values.length; i++) length += spell(values[i] ?? "").length;
  return { length, pieces: () => textPieces(values, spell) };
}

function fieldOf(field: number, value: string): Uint8Array {
  const writer = new ProtoWriter();
  writer.text(field, value);
  return joined(writer);
}

function* textPieces(values: readonly string[], spell: (value: string) => Uint8Array): Generator<Uint8Array> {
  for (let i = 0; i < values.length; ) {
    const block = new Block(Math.max(BLOCK, spell(values[i] ?? "").length));
    i = block.texts(values, i, spell);
    yield block.bytes.subarray(0, block.length);
  }
}

/** A message, field by field. */
export class ProtoWriter implements Deferred {
  /** What stands before the open bytes. */
  readonly #parts: (Uint8Array | Deferred)[] = [];
  #open = new Block(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  *pieces(): Generator<Uint8Array> {
    for (const part of this.#parts) {
      if (part instanceof Uint8Array) yield part;
      else yield* part.pieces();
    }
    if (this.#open.length > 0) yield this.#open.bytes.subarray(0, this.#open.length);
  }

  /** An integer field. */
  int(field: number, value: number): void {
    this.#head(field * 8);
    this.#room(LONGEST_VARINT);
    this.#counted(() => this.#open.signed(value));
  }

  float(field: number, value: number): void {
    this.#head(field * 8 + 5);
    this.#append(singles([value]));
  }

  text(field: number, value: string): void {
    this.raw(field, encoder.encode(value));
  }

  /** Texts of a repeated field. */
  texts(field: number, values: readonly string[]): void {
    this.#part(texts(field, values));
  }

  /** Bytes, which nobody is to change before they are written. */
  raw(field: number, value: Uint8Array): void {
    this.#measured(field, { length: value.length, pieces: () => [value] });
  }

  /** A message inside this one. */
  message(field: number, write: (inner: ProtoWriter) => void): void {
    const inner = new ProtoWriter();
    write(inner);
    this.#measured(field, inner);
  }

  /** Packed integers, which nobody is to change before they are written. */
  ints(field: number, values: ArrayLike<number>): void {
    this.#measured(field, packed(values));
  }

  /** Packed float32. */
  floats(field: number, values: ArrayLike<number>): void {
    this.raw(field, singles(values));
  }

  #measured(field: number, value: Deferred): void {
    this.#head(field * 8 + 2);
    this.#head(value.length);
    this.#part(value);
  }

  #part(value: Deferred): void {
    if (value.length <= LONG) {
      for (const piece of value.pieces()) this.#append(piece);
      return;
    }
    this.#parts.push(this.#open.bytes.subarray(0, this.#open.length), value);
    this.#open = new Block(256);
    this.#length += value.length;
  }

  #head(value: number): void {
    this.#room(LONGEST_VARINT);
    this.#counted(() => this.#open.varint(value));
  }

  #counted(write: () => void): void {
    const before = this.#open.length;
    write();
    this.#length += this.#open.length - before;
  }

  #append(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#counted(() => this.#open.copy(bytes));
  }

  #room(count: number): void {
    const needed = this.#open.length + count;
    if (needed <= this.#open.bytes.length) return;
    const next = new Block(Math.max(needed, this.#open.bytes.length * 2));
    next.copy(this.#open.bytes.subarray(0, this.#open.length));
    this.#open = next;
  }
}
