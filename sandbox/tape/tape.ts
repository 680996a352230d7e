/**
 * The tape: everything that a stream builds, in typed arrays. Handles point into it (`handle.ts`).
 *
 * Why: a JavaScript object per pickle value costs 3.5 times the time and 4 times the memory (measured on a million small
 * dicts). Nothing on the tape is ever removed: what a stream popped or overwrote is still here when it is judged.
 *
 * Slow: growing copies. `Tape` is therefore made with the stream's size: words and text start with room for it; floats, texts
 * and long integers, which most streams have few of, get room for all that the stream can hold when there are more than a
 * few. Fresh zero pages cost nothing until they are touched.
 */
import type { DType } from "./dtype.js";
import {
  ARRAY,
  ARRAY_FLAG,
  BYTES,
  DTYPE_STATE,
  type Handle,
  INT_MAX,
  INT_MIN,
  intHandle,
  KIND,
  type Kind,
  nodeHandle,
  OBJECT,
  PLACE,
  TAG,
} from "./handle.js";
import { LongIntegers } from "./long-integers.js";

/** A name as the stream gave it (after Python 2's renames), with what the policy says of it. */
export interface TapeGlobal {
  readonly module: string;
  readonly name: string;
  /** Newest public path when listed (`sklearn.linear_model.Ridge`), else `module.name`. */
  readonly path: string;
  readonly listed: boolean;
}

/** Where bytes are: in the arena or in the source, `length` may exceed 2^32. */
export interface ByteRange {
  readonly place: number;
  readonly offset: number;
  readonly length: number;
}

const TWO_32 = 2 ** 32;
/** Handles have 29 bits for an index: a tape beyond it would name other nodes than it means. A little less: what is made behind the last stream must fit. */
export const MOST_WORDS = 2 ** 29 - 2 ** 20;
/** Texts remember where they are in 31 bits. */
export const MOST_TEXT = 2 ** 31 - 1;
/** Words that are set aside at the start, at most: 128 MB of untouched zero pages; half of it where the length is not known. */
const FIRST_WORDS = 1 << 25;
/** Bytes of text that are set aside at the start, at most: a stream that is nearly all text needs as many as it is long. */
const FIRST_TEXT = 1 << 26;
/** Floats, texts and long integers that have room at first, and from the first growth on, at most. */
const FEW = 1024;
const MANY = 1 << 23;
/** A BINFLOAT takes nine bytes; a short text and its memo entry are about as many. */
const BYTES_PER_FLOAT = 9;
const BYTES_PER_TEXT = 8;

/** Items that are sooner copied by a loop than by the engine. */
const FEW_ITEMS = 64;

function grown(old: Int32Array<ArrayBuffer>, need: number): Int32Array<ArrayBuffer> {
  const next = new Int32Array(Math.max(old.length * 2, need));
  next.set(old);
  return next;
}

/** Is told of every collection that is read while it stands at `Tape.watch`. */
export interface Watch {
  look(value: Handle): void;
  /** True for a value that may still change. */
  isOpen(value: Handle): boolean;
  /** Asks again when nothing can change any more. */
  later(holds: () => boolean): void;
}

export class Tape {
  /** Set while a checker runs (`sandbox/machine/grammar.ts`). */
  watch: Watch | null = null;
  /** Items that checkers have read or copied so far: bounded by the stream's length (`sandbox/machine/budget.ts`). */
  work = 0;
  /** Complete collections that were found to be plain data (`sandbox/machine/checkers/plain.ts`), without and with arrays. */
  readonly plain: readonly [Set<Handle>, Set<Handle>] = [new Set(), new Set()];
  words: Int32Array<ArrayBuffer>;
  /** Next free word. Word 0 is never used, so that no node has handle index 0. */
  top = 1;
  /** Nodes made so far. */
  nodeCount = 0;
  floats: Float64Array<ArrayBuffer>;
  floatCount = 0;
  strOffset: Int32Array<ArrayBuffer>;
  strLength: Int32Array<ArrayBuffer>;
  strCount = 0;
  arena: Uint8Array<ArrayBuffer>;
  /** The same memory, for text that is copied by the word. */
  arenaView: DataView<ArrayBuffer>;
  arenaTop = 0;
  readonly longs: LongIntegers;
  /** Of the stream, in bytes. */
  readonly #size: number;
  readonly globals: TapeGlobal[] = [];
  readonly dtypes: DType[] = [];
  /** Dtypes and arrays whose BUILD is still to come: numpy's own always follows. */
  unbuilt = 0;
  /** What was decoded of an OBJECT's native state (`sandbox/native`). */
  readonly decoded = new Map<Handle, Handle>();
  /** NDARRAY nodes whose items do not stand one behind the other: items from one place of an axis to the next. */
  readonly strides = new Map<Handle, readonly number[]>();
  /** Handles of all runs of bytes, where somebody asked for them. */
  blobs: Handle[] | null = null;
  /** The values of a side reading, where another loader takes junk for values. */
  aside = false;

  /** @param size - length of the stream in bytes, -1 when it is not known */
  constructor(size: number) {
    const guess = Math.max(1024, Math.min(FIRST_WORDS, size < 0 ? FIRST_WORDS >> 1 : Math.ceil(size * 0.4)));
    this.words = new Int32Array(guess);
    this.#size = size < 0 ? 1 << 24 : size;
    this.floats = new Float64Array(FEW);
    this.strOffset = new Int32Array(FEW);
    this.strLength = new Int32Array(FEW);
    this.longs = new LongIntegers(this.#size);
    this.arena = new Uint8Array(Math.max(4096, size < 0 ? guess : Math.min(FIRST_TEXT, size)));
    this.arenaView = new DataView(this.arena.buffer);
  }

  /** Room for more than `count` entries, of which each took as many bytes of the stream. */
  #roomAfter(count: number, bytes: number): number {
    return Math.max(count * 2, Math.min(MANY, Math.ceil(this.#size / bytes)));
  }

  /** Makes room for `count` more words. */
  reserveWords(count: number): void {
    if (this.top + count > this.words.length) this.words = grown(this.words, this.top + count);
  }

  /** Values made so far that take room: nodes, texts, floats, long integers. */
  get values(): number {
    return this.nodeCount + this.strCount + this.floatCount + this.longs.count;
  }

  /** True when an index would no longer fit a handle, whatever memory there is. */
  get full(): boolean {
    return (
      this.top > MOST_WORDS ||
      this.arenaTop > MOST_TEXT ||
      this.strCount > MOST_WORDS ||
      this.floatCount > MOST_WORDS ||
      this.longs.count > MOST_WORDS
    );
  }

  /** Takes `count` zeroed words for a node and returns the first's index. */
  take(count: number): number {
    this.reserveWords(count);
    const at = this.top;
    this.top = at + count;
    this.nodeCount++;
    return at;
  }

  /** Makes room for `count` more bytes. */
  reserveArena(count: number): void {
    const need = this.arenaTop + count;
    if (need <= this.arena.length) return;
    const next = new Uint8Array(Math.max(this.arena.length * 2, need));
    next.set(this.arena.subarray(0, this.arenaTop));
    this.arena = next;
    this.arenaView = new DataView(next.buffer);
  }

  word(index: number): number {
    return this.words[index] ?? 0;
  }

  /** Kind of a NODE handle, 0 for every other handle. */
  kind(handle: Handle): Kind | 0 {
    // The first word of a node is always a kind: only this class writes it.
    return (handle & 7) === TAG.NODE ? (this.word(handle >>> 3) as Kind) : 0;
  }

  // ---- numbers ----

  float(value: number): Handle {
    if (this.floatCount === this.floats.length) {
      const next = new Float64Array(this.#roomAfter(this.floatCount, BYTES_PER_FLOAT));
      next.set(this.floats);
      this.floats = next;
    }
    this.floats[this.floatCount] = value;
    return (this.floatCount++ << 3) | TAG.FLOAT;
  }

  floatValue(handle: Handle): number {
    return this.floats[handle >>> 3] ?? 0;
  }

  int(value: number | bigint): Handle {
    if (value >= INT_MIN && value <= INT_MAX) return intHandle(Number(value));
    return (this.longs.add(BigInt(value)) << 3) | TAG.BIG;
  }

  bigValue(handle: Handle): bigint {
    return this.longs.value(handle >>> 3);
  }

  /** The integer of an INT or BIG handle as a number (rounded beyond 2^53), or null for other values. Booleans are not integers here. */
  intValue(handle: Handle): number | null {
    if ((handle & 7) === TAG.INT) return handle >> 3;
    return (handle & 7) === TAG.BIG ? Number(this.bigValue(handle)) : null;
  }

  // ---- text and bytes ----

  /** A string from UTF-8 bytes that were already checked. */
  str(bytes: Uint8Array, start: number, end: number): Handle {
    const offset = this.put(bytes, start, end);
    return this.strAt(offset, end - start);
  }

  /** A string over bytes that stand in the arena already. */
  strAt(offset: number, length: number): Handle {
    if (this.strCount === this.strOffset.length) {
      const room = this.#roomAfter(this.strCount, BYTES_PER_TEXT);
      this.strOffset = grown(this.strOffset, room);
      this.strLength = grown(this.strLength, room);
    }
    this.strOffset[this.strCount] = offset;
    this.strLength[this.strCount] = length;
    return (this.strCount++ << 3) | TAG.STR;
  }

  /** Where a STR begins in the arena. */
  strStart(handle: Handle): number {
    return this.strOffset[handle >>> 3] ?? 0;
  }

  /** Length of a STR in bytes. */
  strSize(handle: Handle): number {
    return this.strLength[handle >>> 3] ?? 0;
  }

  /** True for two STR of the same bytes. */
  sameText(a: Handle, b: Handle): boolean {
    if (a === b) return true;
    const { strLength, strOffset, arena } = this;
    const length = strLength[a >>> 3] ?? 0;
    if (length !== strLength[b >>> 3]) return false;
    const from = strOffset[a >>> 3] ?? 0;
    const other = strOffset[b >>> 3] ?? 0;
    for (let i = 0; i < length; i++) if (arena[from + i] !== arena[other + i]) return false;
    return true;
  }

  /** Copies bytes into the arena and returns where they are. */
  put(bytes: Uint8Array, start: number, end: number): number {
    this.reserveArena(end - start);
    this.arena.set(bytes.subarray(start, end), this.arenaTop);
    const offset = this.arenaTop;
    this.arenaTop += end - start;
    return offset;
  }

  /** The UTF-8 bytes of a STR handle (a view, valid until the arena grows). */
  strBytes(handle: Handle): Uint8Array {
    const at = handle >>> 3;
    const offset = this.strOffset[at] ?? 0;
    return this.arena.subarray(offset, offset + (this.strLength[at] ?? 0));
  }

  /** A BYTES, BYTEARRAY or PY2STR node. */
  bytes(kind: typeof KIND.BYTES | typeof KIND.BYTEARRAY | typeof KIND.PY2STR, place: number, offset: number, length: number): Handle {
    const at = this.take(BYTES.WORDS);
    const w = this.words;
    w[at] = kind;
    w[at + BYTES.PLACE] = place;
    w[at + BYTES.OFFSET] = offset | 0;
    w[at + BYTES.OFFSET_HIGH] = Math.floor(offset / TWO_32);
    w[at + BYTES.LENGTH] = length | 0;
    w[at + BYTES.LENGTH_HIGH] = Math.floor(length / TWO_32);
    this.blobs?.push(nodeHandle(at));
    return nodeHandle(at);
  }

  /** Bytes behind a STR handle or a BYTES, BYTEARRAY or PY2STR node; null for everything else. */
  byteRange(handle: Handle): ByteRange | null {
    if ((handle & 7) === TAG.STR)
      return { place: PLACE.ARENA, offset: this.strOffset[handle >>> 3] ?? 0, length: this.strLength[handle >>> 3] ?? 0 };
    const kind = this.kind(handle);
    if (kind !== KIND.BYTES && kind !== KIND.BYTEARRAY && kind !== KIND.PY2STR) return null;
    const at = handle >>> 3;
    return {
      place: this.word(at + BYTES.PLACE),
      offset: (this.word(at + BYTES.OFFSET) >>> 0) + this.word(at + BYTES.OFFSET_HIGH) * TWO_32,
      length: (this.word(at + BYTES.LENGTH) >>> 0) + this.word(at + BYTES.LENGTH_HIGH) * TWO_32,
    };
  }

  /** Moves a BYTES node on by `by` bytes of its source: where they are was not known when it was made. */
  moveBytes(handle: Handle, by: number): void {
    const range = this.byteRange(handle);
    if (range === null) return;
    const at = handle >>> 3;
    this.words[at + BYTES.OFFSET] = (range.offset + by) | 0;
    this.words[at + BYTES.OFFSET_HIGH] = Math.floor((range.offset + by) / TWO_32);
  }

  // ---- collections ----

  /** An empty LIST, DICT, SET or FROZENSET. */
  collection(kind: typeof KIND.LIST | typeof KIND.DICT | typeof KIND.SET | typeof KIND.FROZENSET): Handle {
    const at = this.take(4);
    this.words[at] = kind;
    return nodeHandle(at);
  }

  /** Number of items of a LIST, SET, FROZENSET or TUPLE, of pairs of a DICT (duplicates included). */
  count(handle: Handle): number {
    return this.word((handle >>> 3) + 1);
  }

  /** Appends `n` handles found in `from` at `start` (for a DICT: an even number, keys first). */
  extend(handle: Handle, from: Int32Array, start: number, n: number): void {
    if (n === 0) return;
    const at = handle >>> 3;
    this.reserveWords(n + 2);
    const w = this.words;
    const last = this.word(at + 3);
    const pairs = w[at] === KIND.DICT ? n >> 1 : n;
    w[at + 1] = this.word(at + 1) + pairs;
    let to = this.top;
    if (last !== 0 && last + 2 + this.word(last + 1) === to) {
      w[last + 1] = this.word(last + 1) + n;
    } else {
      w[to] = 0;
      w[to + 1] = n;
      if (last === 0) w[at + 2] = to;
      else w[last] = to;
      w[at + 3] = to;
      to += 2;
    }
    if (n > FEW_ITEMS) w.set(from.subarray(start, start + n), to);
    else for (let i = 0; i < n; i++) w[to + i] = from[start + i] ?? 0;
    this.top = to + n;
  }

  /** First chunk of a collection, 0 when empty. Walk with `chunkNext`, `chunkSize`, `chunkItems`. */
  firstChunk(handle: Handle): number {
    return this.word((handle >>> 3) + 2);
  }

  chunkNext(chunk: number): number {
    return this.word(chunk);
  }

  /** Handles in a chunk (for a DICT twice the pairs). */
  chunkSize(chunk: number): number {
    return this.word(chunk + 1);
  }

  chunkItem(chunk: number, i: number): Handle {
    return this.word(chunk + 2 + i);
  }

  /** The handles in a chunk, all or the first `size` (a view, valid until the words grow). */
  chunkItems(chunk: number, size = this.chunkSize(chunk)): Int32Array {
    return this.words.subarray(chunk + 2, chunk + 2 + size);
  }

  tuple(from: Int32Array, start: number, n: number): Handle {
    const at = this.take(n + 2);
    const w = this.words;
    w[at] = KIND.TUPLE;
    w[at + 1] = n;
    for (let i = 0; i < n; i++) w[at + 2 + i] = from[start + i] ?? 0;
    return nodeHandle(at);
  }

  /** A new collection of the same kind with the same items or pairs: what `dict(d)` and its like return. */
  copyOf(collection: Handle): Handle {
    const kind = this.kind(collection);
    const made = this.collection(kind === KIND.DICT || kind === KIND.SET || kind === KIND.FROZENSET ? kind : KIND.LIST);
    for (let chunk = this.firstChunk(collection); chunk !== 0; chunk = this.chunkNext(chunk)) {
      // The words grow while they are copied: each chunk is taken out first.
      this.extend(made, this.chunkItems(chunk).slice(), 0, this.chunkSize(chunk));
    }
    return made;
  }

  tupleItem(handle: Handle, i: number): Handle {
    return this.word((handle >>> 3) + 2 + i);
  }

  /** All items of a TUPLE (a view, valid until the words grow). */
  tupleItems(handle: Handle): Int32Array {
    const at = (handle >>> 3) + 2;
    return this.words.subarray(at, at + this.count(handle));
  }

  // ---- numpy, objects, small values ----

  /** A DTYPE node; `state`: whether its BUILD is still to come. */
  dtype(dtype: DType, state: (typeof DTYPE_STATE)[keyof typeof DTYPE_STATE] = DTYPE_STATE.BUILT): Handle {
    const at = this.take(3);
    this.dtypes.push(dtype);
    this.words[at] = KIND.DTYPE;
    this.words[at + 1] = this.dtypes.length - 1;
    this.words[at + 2] = state;
    if (state === DTYPE_STATE.NEW) this.unbuilt++;
    return nodeHandle(at);
  }

  /** The dtype of a DTYPE handle that still waits for its state, null for everything else. */
  unbuiltDtype(handle: Handle): DType | null {
    if (this.kind(handle) !== KIND.DTYPE || this.word((handle >>> 3) + 2) !== DTYPE_STATE.NEW) return null;
    return this.dtypes[this.word((handle >>> 3) + 1)] ?? null;
  }

  /** Gives a DTYPE what its state made of it; null: the state was refused, and it is no dtype from here on. */
  buildDtype(handle: Handle, dtype: DType | null): void {
    const at = handle >>> 3;
    this.unbuilt--;
    this.words[at + 2] = dtype === null ? DTYPE_STATE.REFUSED : DTYPE_STATE.BUILT;
    if (dtype === null) return;
    this.dtypes.push(dtype);
    this.words[at + 1] = this.dtypes.length - 1;
  }

  /** The dtype of a DTYPE handle that is whole: one without its state is none yet. */
  dtypeValue(handle: Handle): DType | null {
    if (this.kind(handle) !== KIND.DTYPE || this.word((handle >>> 3) + 2) !== DTYPE_STATE.BUILT) return null;
    return this.dtypes[this.word((handle >>> 3) + 1)] ?? null;
  }

  ndarray(dtype: Handle, shape: Handle, data: Handle, flags: number, subclass: Handle): Handle {
    const at = this.take(ARRAY.WORDS);
    const w = this.words;
    w[at] = KIND.NDARRAY;
    w[at + ARRAY.DTYPE] = dtype;
    w[at + ARRAY.SHAPE] = shape;
    w[at + ARRAY.DATA] = data;
    w[at + ARRAY.FLAGS] = flags;
    w[at + ARRAY.SUBCLASS] = subclass;
    if ((flags & ARRAY_FLAG.BUILT) === 0) this.unbuilt++;
    return nodeHandle(at);
  }

  /** A node of fixed words: SCALAR (dtype, data), SLICE (start, stop, step), COMPLEX (real, imag). */
  small(kind: typeof KIND.SCALAR | typeof KIND.SLICE | typeof KIND.COMPLEX, ...fields: readonly Handle[]): Handle {
    const at = this.take(1 + fields.length);
    this.words[at] = kind;
    for (let i = 0; i < fields.length; i++) this.words[at + 1 + i] = fields[i] ?? 0;
    return nodeHandle(at);
  }

  object(classGlobal: Handle, origin: Handle, args: Handle, flags: number): Handle {
    const at = this.take(OBJECT.WORDS);
    const w = this.words;
    w[at] = KIND.OBJECT;
    w[at + OBJECT.CLASS] = classGlobal;
    w[at + OBJECT.ORIGIN] = origin;
    w[at + OBJECT.ARGS] = args;
    w[at + OBJECT.FLAGS] = flags;
    return nodeHandle(at);
  }

  /** Word `field` of a node: `OBJECT.STATE`, `ARRAY.SHAPE` … */
  field(handle: Handle, field: number): Handle {
    return this.word((handle >>> 3) + field);
  }

  setField(handle: Handle, field: number, value: Handle): void {
    this.words[(handle >>> 3) + field] = value;
  }

  global(global: TapeGlobal): Handle {
    this.globals.push(global);
    return ((this.globals.length - 1) << 3) | TAG.GLOBAL;
  }

  globalValue(handle: Handle): TapeGlobal | null {
    return (handle & 7) === TAG.GLOBAL ? (this.globals[handle >>> 3] ?? null) : null;
  }
}
