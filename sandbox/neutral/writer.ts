/**
 * The tape's values as neutral JSON. One walk with an explicit stack serves twice: dry (`plan`), to learn which values
 * are shared, which arrays become tensors, how deep it goes and how long it gets, then for real. The two cannot disagree.
 *
 * Lists, dicts, objects and arrays are written once, however often they are referred to. Texts, bytes, names and dtypes
 * have no place for a reference and are written each time: their bytes are counted before one of them is written.
 */
import { latin1ToUtf8 } from "../bytes/latin1.js";
import { hasSurrogates, validUtf8 } from "../bytes/utf8.js";
import type { Source } from "../container/source.js";
import type { FindingCode } from "../finding/codes.js";
import { plainDtype } from "../numpy/dtype-text.js";
import { shapeOf } from "../numpy/shape.js";
import type { DType } from "../tape/dtype.js";
import {
  ARRAY,
  ARRAY_FLAG,
  FALSE,
  type Handle,
  indexOf,
  KIND,
  NOTHING,
  OBJECT,
  OBJECT_FLAG,
  PLACE,
  smallInt,
  TAG,
  TRUE,
  tagOf,
} from "../tape/handle.js";
import type { ByteRange, Tape } from "../tape/tape.js";
import type { JobOptions, Limits, TensorFact } from "../wire/job.js";
import { eachBlock } from "./array-bytes.js";
import { itemLength, itemWriter, oddNaN } from "./array-values.js";
import { Base64Writer, base64Length } from "./base64.js";
import { type Emit, OutputBuffer } from "./buffer.js";
import { dtypeName, writeDtype } from "./dtype.js";
import { dictEntries, Keys, setEntries } from "./keys.js";
import {
  complexValue,
  FLOAT_LENGTH,
  floatValue,
  intLength,
  intValue,
  latin1Length,
  mostOfText,
  stringLength,
  writeQuoted,
  writeString,
} from "./text.js";

export interface Failure {
  readonly code: FindingCode;
  readonly args: Readonly<Record<string, string | number>>;
}

/** Arrays of more elements are base64 unless the caller says otherwise. */
const INLINE_ELEMENTS = 1000;
/** Dicts of up to so many pairs are looked at pair by pair for doubles. */
const SMALL_DICT = 8;
/** Longest text that is looked at as a Python 2 string. */
const MAX_TEXT = 2 ** 28;
/** Bytes of a reference, and those that an id adds to its value, at most. */
const REFERENCE = 32;
const ID = 48;

/** A value that is being written: what it iterates over, and how it closes. */
interface Frame {
  /** Handles still to write; for `pairs` key, value, key, value … */
  readonly items: Int32Array;
  /** Number of handles of `items` that count. */
  readonly end: number;
  at: number;
  readonly form: "list" | "object" | "pairs" | "parts";
  readonly close: string;
  /** `parts`: what each item is, which says how it is labelled and written. */
  readonly parts: readonly Part[];
  /** `parts`: how many pairs of the state count. */
  readonly most: number;
}

/** Parts of an object, what was decoded of its native state, and the value of a scalar that is no bytes. */
type Part = "args" | "state" | "items" | "pairs" | "decoded" | "value";

/** What a dry run holds the output against, and whether it looks at texts or takes each for the longest that it can be. */
export interface DryRun {
  readonly most: number;
  readonly exact: boolean;
}

export class Writer {
  readonly #tape: Tape;
  readonly #source: Source;
  readonly #options: JobOptions;
  readonly #limits: Limits;
  readonly #out: OutputBuffer;
  readonly #keys: Keys;
  /** 0 unseen, 1 seen once, 2 shared; by word index. Filled by the dry run. */
  readonly #marks: Uint8Array;
  readonly #ids = new Map<number, number>();
  readonly #dry: boolean;
  readonly #most: number;
  readonly #exact: boolean;
  readonly #stack: Frame[] = [];
  readonly tensors: { readonly fact: TensorFact; readonly array: Handle }[] = [];
  readonly #tensorOf = new Map<Handle, number>();
  readonly #dtypeLengths = new Map<DType, number>();
  #failure: Failure | null = null;

  /** `run`: what a dry run learned, or what a dry run is to hold. */
  constructor(tape: Tape, source: Source, options: JobOptions, limits: Limits, emit: Emit, run: Uint8Array | DryRun) {
    this.#tape = tape;
    this.#source = source;
    this.#options = options;
    this.#limits = limits;
    this.#out = new OutputBuffer(emit);
    this.#keys = new Keys(tape);
    this.#dry = "most" in run;
    this.#most = "most" in run ? run.most : Number.MAX_SAFE_INTEGER;
    this.#exact = "most" in run && run.exact;
    this.#marks = "most" in run ? new Uint8Array(tape.top) : run;
  }

  /** What the dry run learned. */
  get marks(): Uint8Array {
    return this.#marks;
  }

  /** Bytes that were written; of a dry run, those that would be, and of tensors. */
  get size(): number {
    return this.#out.size;
  }

  write(root: Handle): Failure | null {
    this.#value(root);
    while (this.#stack.length > 0 && this.#failure === null) {
      this.#advance();
      if (this.#out.size > this.#most) this.#tooLong();
    }
    if (this.#out.size > this.#most) this.#tooLong();
    this.#out.flush();
    return this.#failure;
  }

  #fail(code: FindingCode, args: Readonly<Record<string, string | number>>): void {
    this.#failure ??= { code, args };
  }

  #tooLong(): void {
    this.#fail("limit.output", { limit: this.#limits.maxOutputRatio, option: "--max-output-ratio" });
  }

  // ---- the walk ----

  #advance(): void {
    const frame = this.#stack[this.#stack.length - 1];
    if (frame === undefined) return;
    if (frame.at >= frame.end) {
      this.#out.ascii(frame.close);
      this.#stack.pop();
      return;
    }
    const { items, at } = frame;
    if (frame.form === "pairs") {
      this.#out.ascii(at === 0 ? "[" : at % 2 === 0 ? "],[" : ",");
    } else if (at > 0 && frame.form !== "parts") this.#out.byte(44);
    frame.at++;
    if (frame.form === "parts") return this.#part(frame.parts[at] ?? "value", items[at] ?? NOTHING, frame.most);
    if (frame.form === "object") {
      frame.at++;
      this.#key(items[at] ?? NOTHING);
      this.#out.byte(58);
      return this.#value(items[at + 1] ?? NOTHING);
    }
    this.#value(items[at] ?? NOTHING);
  }

  #push(items: Int32Array, form: Frame["form"], close: string, parts: readonly Part[] = [], most = 0): void {
    if (this.#stack.length >= this.#limits.maxDepth)
      return this.#fail("limit.depth", { limit: this.#limits.maxDepth, option: "--max-depth" });
    this.#stack.push({ items, end: items.length, at: 0, form, close, parts, most });
  }

  #part(part: Part, handle: Handle, most: number): void {
    const kind = this.#tape.kind(handle);
    this.#out.ascii(`,"${part}":`);
    if (part === "args" && kind === KIND.TUPLE)
      return this.#sequence(this.#tape.words.subarray(indexOf(handle) + 2, indexOf(handle) + 2 + this.#tape.count(handle)));
    if (part === "state" && kind === KIND.DICT) return this.#dict(handle, most, null);
    if (part === "items") return this.#sequence(this.#items(handle));
    if (part !== "pairs") return this.#value(handle);
    const entries = this.#entries(handle, Number.MAX_SAFE_INTEGER);
    this.#out.byte(91);
    this.#push(entries, "pairs", entries.length === 0 ? "]" : "]]");
  }

  /** A plain JSON array. */
  #sequence(items: Int32Array): void {
    this.#out.byte(91);
    this.#push(items, "list", "]");
  }

  #value(handle: Handle): void {
    switch (tagOf(handle)) {
      case TAG.CONST:
        return this.#out.ascii(handle === TRUE ? "true" : handle === FALSE ? "false" : "null");
      case TAG.INT:
        return this.#out.ascii(String(smallInt(handle)));
      case TAG.BIG:
        return this.#dry ? this.#out.skip(intLength(this.#tape.bigValue(handle))) : this.#out.ascii(intValue(this.#tape.bigValue(handle)));
      case TAG.FLOAT:
        return this.#float(this.#tape.floatValue(handle));
      case TAG.STR:
        return this.#dry ? this.#countText(handle) : writeString(this.#out, this.#tape.strBytes(handle));
      case TAG.GLOBAL:
        return this.#global(handle);
      default:
        return this.#node(handle);
    }
  }

  #float(value: number): void {
    if (!this.#dry || !Number.isFinite(value)) return this.#out.ascii(floatValue(value));
    this.#out.skip(FLOAT_LENGTH);
  }

  #countText(handle: Handle): void {
    const { strLength } = this.#tape;
    this.#out.skip(this.#exact ? stringLength(this.#tape.strBytes(handle)) : mostOfText(strLength[indexOf(handle)] ?? 0));
  }

  #global(handle: Handle): void {
    const named = this.#tape.globalValue(handle);
    this.#out.ascii(named?.listed === false ? '{"$type":"unlisted","name":' : '{"$type":"global","name":');
    this.#text(named?.path ?? "");
    this.#out.ascii("}");
  }

  /** A text of our own or a name. */
  #text(text: string): void {
    this.#out.longAscii(asciiJson(text));
  }

  #node(handle: Handle): void {
    switch (this.#tape.kind(handle)) {
      case KIND.LIST:
        return this.#list(handle);
      case KIND.DICT:
        return this.#shared(handle, (id) => this.#dict(handle, Number.MAX_SAFE_INTEGER, id));
      case KIND.SET:
        return this.#shared(handle, (id) => this.#typed("set", id, setEntries(this.#tape, this.#keys, handle)));
      case KIND.FROZENSET:
        return this.#shared(handle, (id) => this.#typed("frozenset", id, setEntries(this.#tape, this.#keys, handle)));
      case KIND.TUPLE:
        return this.#tuple(handle);
      case KIND.BYTES:
        return this.#bytes("bytes", null, handle);
      case KIND.BYTEARRAY:
        return this.#shared(handle, (id) => this.#bytes("bytearray", id, handle));
      case KIND.PY2STR:
        return this.#python2(handle);
      case KIND.DTYPE:
        return this.#dtype(handle);
      case KIND.NDARRAY:
        return this.#shared(handle, (id) => this.#array(handle, id));
      case KIND.SCALAR:
        return this.#scalar(handle);
      case KIND.OBJECT:
        return this.#shared(handle, (id) => this.#object(handle, id));
      case KIND.SLICE:
        this.#out.ascii('{"$type":"slice","items":[');
        return this.#push(
          Int32Array.of(this.#tape.field(handle, 1), this.#tape.field(handle, 2), this.#tape.field(handle, 3)),
          "list",
          "]}",
        );
      case KIND.COMPLEX:
        return this.#out.ascii(complexValue(this.#number(this.#tape.field(handle, 1)), this.#number(this.#tape.field(handle, 2))));
      default:
        return this.#fail("array.malformed", { why: "a value that is none" });
    }
  }

  #number(handle: Handle): number {
    if (tagOf(handle) === TAG.FLOAT) return this.#tape.floatValue(handle);
    return handle === TRUE ? 1 : (this.#tape.intValue(handle) ?? 0);
  }

  /** Writes a reference, or the value with its `$id` when it is shared. */
  #shared(handle: Handle, write: (id: number | null) => void): void {
    const at = indexOf(handle);
    const mark = this.#marks[at] ?? 0;
    if (this.#dry) {
      this.#marks[at] = mark === 0 ? 1 : 2;
      return mark === 0 ? write(null) : this.#countReference(handle, mark === 1);
    }
    if (mark < 2) return write(null);
    const id = this.#ids.get(at);
    if (id !== undefined) return this.#out.ascii(`{"$type":"ref","id":${id}}`);
    this.#ids.set(at, this.#ids.size + 1);
    write(this.#ids.size);
  }

  /** The first reference also gives its value an id, and a dict its pairs. */
  #countReference(handle: Handle, first: boolean): void {
    this.#out.skip(REFERENCE + (first ? ID : 0));
    if (first && this.#tape.kind(handle) === KIND.DICT) this.#out.skip(2 * this.#tape.count(handle));
  }

  // ---- collections ----

  #items(handle: Handle): Int32Array {
    const tape = this.#tape;
    const items = new Int32Array(tape.count(handle));
    let to = 0;
    for (let c = tape.firstChunk(handle); c !== 0; c = tape.chunkNext(c)) {
      const size = tape.chunkSize(c);
      items.set(tape.words.subarray(c + 2, c + 2 + size), to);
      to += size;
    }
    return items;
  }

  #list(handle: Handle): void {
    this.#shared(handle, (id) => {
      if (id !== null) return this.#typed("list", id, this.#items(handle));
      this.#out.byte(91);
      this.#push(this.#items(handle), "list", "]");
    });
  }

  #typed(type: string, id: number | null, items: Int32Array): void {
    this.#out.ascii(`{"$type":"${type}"${idText(id)},"items":[`);
    this.#push(items, "list", "]}");
  }

  #tuple(handle: Handle): void {
    const count = this.#tape.count(handle);
    const items = this.#tape.words.subarray(indexOf(handle) + 2, indexOf(handle) + 2 + count);
    if (count === 0) return this.#out.ascii('{"$type":"tuple","items":[]}');
    this.#shared(handle, (id) => this.#typed("tuple", id, items));
  }

  /** A dict of which only the first `most` pairs count. */
  #dict(handle: Handle, most: number, id: number | null): void {
    const entries = this.#entries(handle, most);
    if (id !== null || !this.#plainKeys(entries)) {
      this.#out.ascii(`{"$type":"dict"${idText(id)},"items":[`);
      return this.#push(entries, "pairs", entries.length === 0 ? "]}" : "]]}");
    }
    this.#out.byte(123);
    this.#push(entries, "object", "}");
  }

  /** Pairs without doubles. Small dicts of distinct texts, nearly all, are checked pair by pair. */
  #entries(handle: Handle, most: number): Int32Array {
    const tape = this.#tape;
    const chunk = tape.firstChunk(handle);
    if (chunk === 0) return new Int32Array(0);
    const size = Math.min(tape.chunkSize(chunk), 2 * Math.min(most, tape.count(handle)));
    const simple = (tape.chunkNext(chunk) === 0 || size === 2 * most) && size <= 2 * SMALL_DICT;
    const pairs = tape.words.subarray(chunk + 2, chunk + 2 + size);
    return simple && this.#distinctTexts(pairs) ? pairs : dictEntries(tape, this.#keys, handle, most);
  }

  #distinctTexts(pairs: Int32Array): boolean {
    for (let i = 0; i < pairs.length; i += 2) {
      const key = pairs[i] ?? 0;
      if (tagOf(key) !== TAG.STR) return false;
      for (let j = 0; j < i; j += 2) if (this.#sameText(key, pairs[j] ?? 0)) return false;
    }
    return true;
  }

  #sameText(a: Handle, b: Handle): boolean {
    if (a === b) return true;
    const { strLength, strOffset, arena } = this.#tape;
    const length = strLength[indexOf(a)] ?? 0;
    if (length !== strLength[indexOf(b)]) return false;
    const from = strOffset[indexOf(a)] ?? 0;
    const other = strOffset[indexOf(b)] ?? 0;
    for (let i = 0; i < length; i++) if (arena[from + i] !== arena[other + i]) return false;
    return true;
  }

  /** True when all keys are texts that a JSON object keeps as they are, in their order. */
  #plainKeys(entries: Int32Array): boolean {
    for (let i = 0; i < entries.length; i += 2) {
      const text = this.#keyText(entries[i] ?? 0);
      if (text === null || text[0] === 36 || spellsIndex(text) || hasSurrogates(text, 0, text.length)) return false;
    }
    return true;
  }

  /** UTF-8 of a key that is a text, null for other keys. */
  #keyText(key: Handle): Uint8Array | null {
    if (tagOf(key) === TAG.STR) return this.#tape.strBytes(key);
    return this.#tape.kind(key) === KIND.PY2STR ? this.#python2Text(key) : null;
  }

  #key(key: Handle): void {
    if (this.#dry) return tagOf(key) === TAG.STR ? this.#countText(key) : this.#python2Length(key);
    const text = this.#keyText(key);
    if (text !== null) writeQuoted(this.#out, text);
  }

  // ---- bytes and Python 2 texts ----

  #payload(range: ByteRange, take: (block: Uint8Array) => void): void {
    const dtype = BYTES_DTYPE;
    if (!eachBlock(this.#tape, this.#source, { range, dtype, shape: [range.length], fortran: false }, take)) this.#sourceFailed();
  }

  #sourceFailed(): void {
    const fault = this.#source.fault;
    this.#fail(fault?.code ?? "stream.truncated", fault?.args ?? { missing: 1 });
  }

  #base64(range: ByteRange): void {
    if (this.#dry) return this.#out.skip(base64Length(range.length));
    const base64 = new Base64Writer(this.#out);
    this.#payload(range, (block) => base64.push(block));
    base64.end();
  }

  #bytes(type: string, id: number | null, handle: Handle): void {
    const range = this.#tape.byteRange(handle);
    this.#out.ascii(`{"$type":"${type}"${idText(id)},"base64":"`);
    if (range !== null) this.#base64(range);
    this.#out.ascii('"}');
  }

  /** Python 2's bytes as text: latin-1 unless asked otherwise; null when they are to stay bytes. */
  #python2Text(handle: Handle): Uint8Array | null {
    const range = this.#tape.byteRange(handle);
    if (range === null || this.#options.py2Strings === "bytes") return null;
    if (range.length > MAX_TEXT) {
      this.#textTooLong();
      return null;
    }
    const raw = new Uint8Array(range.length);
    let at = 0;
    this.#payload(range, (block) => {
      raw.set(block, at);
      at += block.length;
    });
    const utf8 = this.#options.py2Strings === "utf8" && validUtf8(raw, 0, raw.length);
    return utf8 ? raw : latin1ToUtf8(raw, 0, raw.length);
  }

  #python2(handle: Handle): void {
    if (this.#dry && this.#options.py2Strings !== "bytes") return this.#python2Length(handle);
    const text = this.#python2Text(handle);
    if (text === null) this.#bytes("bytes", null, handle);
    else writeString(this.#out, text);
  }

  /** What stands in the source is not read for its length. */
  #python2Length(handle: Handle): void {
    const range = this.#tape.byteRange(handle);
    if (range === null) return;
    const { place, offset, length } = range;
    if (length > MAX_TEXT) this.#textTooLong();
    const exact = this.#exact && place === PLACE.ARENA;
    this.#out.skip(exact ? latin1Length(this.#tape.arena.subarray(offset, offset + length)) : mostOfText(length));
  }

  #textTooLong(): void {
    this.#fail("limit.output", { limit: MAX_TEXT, option: "--py2-strings bytes" });
  }

  // ---- numpy ----

  #dtype(handle: Handle): void {
    const dtype = this.#tape.dtypeValue(handle);
    this.#out.ascii('{"$type":"dtype","dtype":');
    if (dtype !== null) this.#writeDtype(dtype);
    this.#out.ascii("}");
  }

  /** A dtype may have thousands of fields and be met as often: a dry run measures each once. */
  #writeDtype(dtype: DType): void {
    const known = this.#dry ? this.#dtypeLengths.get(dtype) : undefined;
    if (known !== undefined) return this.#out.skip(known);
    const before = this.#out.size;
    writeDtype(this.#out, dtype);
    if (this.#dry) this.#dtypeLengths.set(dtype, this.#out.size - before);
  }

  #array(handle: Handle, id: number | null): void {
    const tape = this.#tape;
    const dtype = tape.dtypeValue(tape.field(handle, ARRAY.DTYPE));
    const flags = tape.field(handle, ARRAY.FLAGS);
    const shape = shapeOf(tape, tape.field(handle, ARRAY.SHAPE));
    if (dtype === null || shape === null || (flags & ARRAY_FLAG.BUILT) === 0)
      return this.#fail("array.malformed", { why: "an array that never got its state" });
    const fortran = (flags & ARRAY_FLAG.FORTRAN) !== 0 && shape.length > 1;
    this.#out.ascii(`{"$type":"ndarray"${idText(id)},"dtype":`);
    this.#writeDtype(dtype);
    this.#out.ascii(`,"shape":[${shape.join(",")}]${fortran ? ',"order":"F"' : ""}`);
    const end = this.#subclass(tape.field(handle, ARRAY.SUBCLASS));
    const data = tape.field(handle, ARRAY.DATA);
    if (tape.kind(data) === KIND.LIST) return this.#objects(data, end);
    const range = tape.byteRange(data);
    if (range === null) return this.#fail("array.malformed", { why: "an array without data" });
    this.#data(handle, { range, dtype, shape, fortran });
    this.#out.ascii(end);
  }

  #subclass(token: Handle): string {
    const path = this.#tape.globalValue(token)?.path;
    return path === undefined || path === "numpy.ndarray"
      ? "}"
      : `,"subclass":"${asciiJson(path.slice(path.lastIndexOf(".") + 1)).slice(1, -1)}"}`;
  }

  /** numpy lists the objects of an array in C order, whatever its memory order. */
  #objects(data: Handle, end: string): void {
    this.#out.ascii(',"data":[');
    this.#push(this.#items(data), "list", `]${end}`);
  }

  #data(
    array: Handle,
    payload: { range: ByteRange; dtype: Parameters<typeof itemWriter>[0]; shape: readonly number[]; fortran: boolean },
  ): void {
    const writer = itemWriter(payload.dtype);
    const count = payload.shape.reduce((product, n) => product * n, 1);
    const { arrays } = this.#options;
    if (arrays === "sidecar" && payload.range.length > 0) return this.#tensor(array, payload);
    const wanted = writer !== null && arrays !== "base64" && (arrays === "inline" || count <= INLINE_ELEMENTS);
    const inline = wanted && (arrays === "inline" || !this.#hasOddNaN(payload));
    this.#out.ascii(inline ? ',"data":[' : ',"base64":"');
    if (this.#dry) this.#out.skip(inline ? count * itemLength(payload.dtype) : base64Length(payload.range.length));
    else if (!(inline ? this.#inline(payload, writer) : this.#encoded(payload))) this.#sourceFailed();
    this.#out.ascii(inline ? "]" : '"');
  }

  /** NaNs with a payload or a sign have no spelling as numbers: their bits are kept as base64. */
  #hasOddNaN(payload: Parameters<typeof eachBlock>[2]): boolean {
    const { kind, itemsize } = payload.dtype;
    if (kind !== "f" && kind !== "c") return false;
    const width = kind === "c" ? itemsize / 2 : itemsize;
    let odd = false;
    eachBlock(this.#tape, this.#source, payload, (block) => {
      odd ||= oddNaN(new DataView(block.buffer, block.byteOffset, block.byteLength), width);
    });
    return odd;
  }

  #inline(payload: Parameters<typeof eachBlock>[2], writer: NonNullable<ReturnType<typeof itemWriter>>): boolean {
    const { itemsize } = payload.dtype;
    const out = this.#out;
    let first = true;
    if (itemsize === 0) {
      const count = payload.shape.reduce((product, n) => product * n, 1);
      const view = new DataView(new ArrayBuffer(0));
      for (let i = 0; i < count; i++) {
        if (i > 0) out.byte(44);
        writer(out, view, 0);
      }
      return true;
    }
    return eachBlock(this.#tape, this.#source, payload, (block) => {
      const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
      for (let at = 0; at + itemsize <= block.length; at += itemsize) {
        if (!first) out.byte(44);
        first = false;
        writer(out, view, at);
      }
    });
  }

  #encoded(payload: Parameters<typeof eachBlock>[2]): boolean {
    const base64 = new Base64Writer(this.#out);
    const ok = eachBlock(this.#tape, this.#source, payload, (block) => base64.push(block));
    base64.end();
    return ok;
  }

  #tensor(array: Handle, payload: { range: ByteRange; dtype: Parameters<typeof dtypeName>[0]; shape: readonly number[] }): void {
    let index = this.#tensorOf.get(array);
    if (index === undefined) {
      index = this.tensors.length;
      this.#tensorOf.set(array, index);
      if (this.#dry) this.#out.skip(payload.range.length);
      this.tensors.push({ fact: { dtype: dtypeName(payload.dtype), shape: [...payload.shape], bytes: payload.range.length }, array });
    }
    this.#out.ascii(',"file":');
    this.#text(this.#options.sidecar);
    this.#out.ascii(`,"tensor":"${index}"`);
  }

  #scalar(handle: Handle): void {
    const tape = this.#tape;
    const dtype = tape.dtypeValue(tape.field(handle, 1));
    const value = tape.field(handle, 2);
    if (dtype === null) return this.#fail("array.malformed", { why: "a scalar without a dtype" });
    this.#out.ascii('{"$type":"scalar","dtype":');
    this.#writeDtype(dtype);
    const range = tape.byteRange(value);
    if (range === null || dtype.kind === "T") return this.#push(Int32Array.of(value), "parts", "}", ["value"]);
    const writer = itemWriter(dtype);
    this.#out.ascii(writer === null ? ',"base64":"' : ',"value":');
    const payload = { range, dtype, shape: [1], fortran: false };
    if (this.#dry) this.#out.skip(writer === null ? base64Length(range.length) : itemLength(dtype));
    else if (!(writer === null ? this.#encoded(payload) : this.#inline(payload, writer))) this.#sourceFailed();
    this.#out.ascii(writer === null ? '"}' : "}");
  }

  // ---- objects ----

  #object(handle: Handle, id: number | null): void {
    const tape = this.#tape;
    const named = tape.globalValue(tape.field(handle, OBJECT.CLASS));
    const origin = tape.globalValue(tape.field(handle, OBJECT.ORIGIN));
    const unlisted = (tape.field(handle, OBJECT.FLAGS) & OBJECT_FLAG.UNLISTED) !== 0;
    this.#out.ascii(`{"$type":"${unlisted ? "unlisted" : "object"}"${idText(id)},"${unlisted ? "name" : "class"}":`);
    this.#text(named?.path ?? "");
    if (!unlisted) {
      this.#out.ascii(',"origin":');
      this.#text(origin === null ? "" : `${origin.module}.${origin.name}`);
    }
    this.#parts(handle);
  }

  /** Arguments, state, items and pairs: each is a value of its own with a text before it. */
  #parts(handle: Handle): void {
    const tape = this.#tape;
    const handles: Handle[] = [];
    const parts: Part[] = [];
    for (const [part, field] of PARTS) {
      const value = tape.field(handle, field);
      if (value === NOTHING) continue;
      handles.push(value);
      parts.push(part);
    }
    const decoded = tape.decoded.get(handle);
    if (decoded !== undefined) {
      handles.push(decoded);
      parts.push("decoded");
    }
    this.#push(Int32Array.from(handles), "parts", "}", parts, tape.field(handle, OBJECT.STATE_COUNT));
  }
}

const BYTES_DTYPE = plainDtype("u", 1);

const idText = (id: number | null): string => (id === null ? "" : `,"$id":${id}`);

const PARTS: readonly (readonly [Part, number])[] = [
  ["args", OBJECT.ARGS],
  ["state", OBJECT.STATE],
  ["items", OBJECT.ITEMS],
  ["pairs", OBJECT.PAIRS],
];

/** JSON text of a name: ASCII, everything else escaped. */
function asciiJson(text: string): string {
  return JSON.stringify(text).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** True for `0`, `42`: keys that JavaScript would sort to the front. */
function spellsIndex(text: Uint8Array): boolean {
  if (text.length === 0 || text.length > 10 || (text[0] === 48 && text.length > 1)) return false;
  for (const c of text) if (c < 48 || c > 57) return false;
  return true;
}
