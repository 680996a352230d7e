/**
 * Values of a native state for who validates them: texts, numbers, rows of numbers, lists and dicts of JavaScript's own, made
 * by the decoders that fill the tape for `convert`. A row of numbers is one object however long it is; blocks of UBJSON are
 * read where they stand. Nothing is put on the tape.
 *
 * Refused: a key twice (of two parsers one takes the first, one the last), nesting and values beyond the same limits as the
 * tape's. Texts are UTF-8.
 */
import { decodeUtf8, validUtf8 } from "../bytes/utf8.js";
import { because, type Reason } from "../finding/because.js";
import type { DType } from "../tape/dtype.js";
import { KIND } from "../tape/handle.js";
import { BLOCK_VALUES, type Budget, type ContainerKind, type NativeSink, OpenContainers, type Scalar } from "./sink.js";

export type PlainDict = ReadonlyMap<string, Plain>;
export type Plain = null | boolean | string | PlainNumber | Row | readonly Plain[] | PlainDict;

/** One number that stands alone, and whether it was written as a whole one. */
export class PlainNumber {
  readonly value: number;
  readonly whole: boolean;

  constructor(value: number, whole: boolean) {
    this.value = value;
    this.whole = whole;
  }
}

/** Numbers in a row. */
export interface Row {
  readonly count: number;
  /** `f4`, `i8` … of a block, `list` where they stand one by one. */
  readonly layout: string;
  /** All were written as whole numbers. */
  readonly whole: boolean;
  at(index: number): number;
}

export const EMPTY_ROW: Row = { count: 0, layout: "list", whole: true, at: () => Number.NaN };
const NO_DICT: PlainDict = new Map();

export const isRow = (value: Plain | undefined): value is Row =>
  typeof value === "object" && value !== null && "layout" in value && "count" in value;

export const isDict = (value: Plain | undefined): value is PlainDict => value instanceof Map;

/** Numbers of a list. */
class ListRow implements Row {
  readonly layout = "list";
  readonly whole: boolean;
  readonly #numbers: Float64Array;

  constructor(numbers: Float64Array, whole: boolean) {
    this.#numbers = numbers;
    this.whole = whole;
  }

  get count(): number {
    return this.#numbers.length;
  }

  at(index: number): number {
    return this.#numbers[index] ?? Number.NaN;
  }
}

/** A block of numbers among other bytes. */
class BlockRow implements Row {
  readonly count: number;
  readonly layout: string;
  readonly whole: boolean;
  readonly #view: DataView;
  readonly #dtype: DType;

  constructor(bytes: Uint8Array, dtype: DType, start: number, count: number) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset + start, count * dtype.itemsize);
    this.#dtype = dtype;
    this.count = count;
    this.layout = `${dtype.kind}${dtype.itemsize}`;
    this.whole = dtype.kind !== "f";
  }

  at(index: number): number {
    if (index < 0 || index >= this.count) return Number.NaN;
    const { kind, itemsize, bigEndian } = this.#dtype;
    const at = index * itemsize;
    if (itemsize === 1) return kind === "u" ? this.#view.getUint8(at) : this.#view.getInt8(at);
    if (itemsize === 2) return this.#view.getInt16(at, !bigEndian);
    if (itemsize === 4 && kind === "u") return this.#view.getUint32(at, !bigEndian);
    if (itemsize === 4) return kind === "f" ? this.#view.getFloat32(at, !bigEndian) : this.#view.getInt32(at, !bigEndian);
    return kind === "f" ? this.#view.getFloat64(at, !bigEndian) : Number(this.#view.getBigInt64(at, !bigEndian));
  }
}

/** What stands on the stack: a value, or a number that may become part of a row. */
const OTHER = 0;
const FLOAT = 1;
const WHOLE = 2;

export class PlainBuilder implements NativeSink {
  readonly #bytes: Uint8Array;
  readonly #budget: Budget;
  readonly #open = new OpenContainers();
  readonly #values: Plain[] = [];
  #kinds = new Uint8Array(1024);
  #numbers = new Float64Array(1024);
  #height = 0;
  #twice: string | null = null;

  constructor(bytes: Uint8Array, budget: Budget) {
    this.#bytes = bytes;
    this.#budget = budget;
  }

  get depth(): number {
    return this.#open.depth;
  }

  get inside(): ContainerKind | null {
    return this.#open.inside;
  }

  get excess(): Reason | null {
    if (this.#twice !== null) return because("native.twice", { key: this.#twice });
    return this.#budget.left > 0 ? null : because("native.too-many", { most: this.#budget.most });
  }

  /** The only value, undefined when there is none or a key stood twice. */
  get root(): Plain | undefined {
    return this.#height === 1 && this.#open.depth === 0 && this.#twice === null ? this.#value(0) : undefined;
  }

  scalar(value: Scalar): void {
    if (typeof value === "bigint") this.#number(Number(value), true);
    else this.#push(value);
  }

  whole(value: number | bigint): void {
    this.#number(Number(value), true);
  }

  float(value: number): void {
    this.#number(value, false);
  }

  text(start: number, end: number): boolean {
    return this.textOf(this.#bytes, start, end);
  }

  textOf(bytes: Uint8Array, start: number, end: number): boolean {
    if (!validUtf8(bytes, start, end)) return false;
    this.#push(decodeUtf8(bytes, start, end));
    return true;
  }

  word(text: string): void {
    this.#push(text);
  }

  array(dtype: DType, start: number, count: number): void {
    this.#block(new BlockRow(this.#bytes, dtype, start, count));
  }

  arrayOf(dtype: DType, bytes: Uint8Array): void {
    this.#block(new BlockRow(bytes, dtype, 0, bytes.length / dtype.itemsize));
  }

  #block(row: BlockRow): void {
    this.#budget.left -= BLOCK_VALUES - 1;
    this.#push(row);
  }

  open(kind: ContainerKind): boolean {
    return this.#open.push(kind, this.#height);
  }

  close(): void {
    const open = this.#open.pop();
    if (open === undefined) return;
    const made = open.kind === KIND.DICT ? this.#dict(open.start) : this.#list(open.start);
    this.#height = open.start;
    this.#values.length = Math.min(this.#values.length, open.start);
    this.#push(made);
  }

  #list(start: number): Plain {
    if (this.#height === start) return EMPTY_ROW;
    const kinds = this.#kindsFrom(start);
    if ((kinds & (1 << OTHER)) === 0) return new ListRow(this.#numbers.slice(start, this.#height), (kinds & (1 << FLOAT)) === 0);
    return Array.from({ length: this.#height - start }, (_, i) => this.#value(start + i));
  }

  /** Which kinds stand on the stack from `start` on: a bit each. */
  #kindsFrom(start: number): number {
    const kinds = this.#kinds;
    let met = 0;
    for (let i = start; i < this.#height; i++) met |= 1 << (kinds[i] ?? OTHER);
    return met;
  }

  #dict(start: number): PlainDict {
    if (start === this.#height) return NO_DICT;
    const dict = new Map<string, Plain>();
    for (let i = start; i + 1 < this.#height; i += 2) {
      const key = this.#value(i);
      if (typeof key !== "string" || dict.has(key)) this.#twice ??= String(key);
      else dict.set(key, this.#value(i + 1));
    }
    return dict;
  }

  #value(index: number): Plain {
    const kind = this.#kinds[index];
    if (kind === OTHER) return this.#values[index] ?? null;
    return new PlainNumber(this.#numbers[index] ?? Number.NaN, kind === WHOLE);
  }

  #number(value: number, whole: boolean): void {
    const at = this.#room();
    this.#kinds[at] = whole ? WHOLE : FLOAT;
    this.#numbers[at] = value;
  }

  #push(value: Plain): void {
    const at = this.#room();
    this.#kinds[at] = OTHER;
    this.#values[at] = value;
  }

  /** The index of one more value. */
  #room(): number {
    this.#budget.left--;
    if (this.#height === this.#kinds.length) {
      const kinds = new Uint8Array(2 * this.#height);
      kinds.set(this.#kinds);
      this.#kinds = kinds;
      const numbers = new Float64Array(2 * this.#height);
      numbers.set(this.#numbers);
      this.#numbers = numbers;
    }
    return this.#height++;
  }
}
