/**
 * The tape's values as neutral JSON. One walk with an explicit stack serves twice: dry (`plan`), to learn which values
 * are shared, which arrays become tensors, how deep it goes and how long it gets, then for real. The two cannot disagree.
 *
 * Lists, dicts, objects and arrays are written once, however often they are referred to. Texts, bytes, names and dtypes
 * have no place for a reference and are written each time: their bytes are counted before one of them is written.
 */
import { COLON, COMMA } from "../bytes/ascii.js";
import { COMPLEX, FALSE, type Handle, indexOf, KIND, NOTHING, SLICE_FIELDS, smallInt, TAG, TRUE, tagOf } from "../tape/handle.js";
import { itemsSoFar } from "../tape/read.js";
import { ArrayWriter } from "./arrays.js";
import type { Emit } from "./buffer.js";
import { CollectionWriter } from "./collections.js";
import { complexValue, FLOAT_LENGTH, floatValue, intLength, intValue } from "./number-text.js";
import { writeGlobal, writeObject } from "./objects.js";
import { writeBytes, writeKey, writePython2, writeText } from "./strings.js";
import { type DryRun, type Failure, type Frame, type Part, Walk, type WalkInput } from "./walk.js";

/** How often a value was met by the dry run. */
const MARK = { UNSEEN: 0, ONCE: 1, SHARED: 2 } as const;
/** Of a value that stands elsewhere already: a reference was written. */
const ELSEWHERE = -1;
/** Bytes of a reference, and those that an id adds to its value, at most. */
const REFERENCE = 32;
const ID = 48;

export class Writer {
  readonly #walk: Walk;
  readonly #most: number;
  readonly #collections: CollectionWriter;
  readonly #arrays: ArrayWriter;
  /** What the dry run learned: a `MARK` by word index. */
  readonly marks: Uint8Array;
  readonly #ids = new Map<number, number>();

  /** `run`: what a dry run learned, or what a dry run is to hold; `tensors`: the arrays that it found to be some, in their order. */
  constructor(input: WalkInput, emit: Emit, run: Uint8Array | DryRun, tensors: readonly Handle[] = []) {
    const dry = "most" in run ? run : null;
    this.#walk = new Walk(input, emit, dry);
    this.#most = dry?.most ?? Number.MAX_SAFE_INTEGER;
    this.#collections = new CollectionWriter(this.#walk);
    this.#arrays = new ArrayWriter(this.#walk, tensors);
    this.marks = "most" in run ? new Uint8Array(input.tape.top) : run;
  }

  /** Arrays whose bytes stand behind the document. */
  get tensors(): ArrayWriter["tensors"] {
    return this.#arrays.tensors;
  }

  /** Bytes that were written; of a dry run, those that would be, and of tensors. */
  get size(): number {
    return this.#walk.out.size;
  }

  write(root: Handle): Failure | null {
    const { out } = this.#walk;
    this.#value(root);
    for (let frame = this.#walk.top; frame !== null && this.#walk.failure === null; frame = this.#walk.top) {
      this.#advance(frame);
      if (out.size > this.#most) this.#tooLong();
    }
    if (out.size > this.#most) this.#tooLong();
    out.flush();
    return this.#walk.failure;
  }

  #tooLong(): void {
    this.#walk.fail("limit.output", { limit: this.#walk.limits.maxOutputRatio, option: "--max-output-ratio" });
  }

  /** Writes more items of the innermost open value, or closes it. */
  #advance(frame: Frame): void {
    const { out } = this.#walk;
    const { items, start, at, form } = frame;
    if (at >= frame.end) {
      out.ascii(frame.close);
      this.#walk.depth--;
      return;
    }
    if (form === "list") return this.#items(frame);
    if (form === "object") return this.#members(frame);
    frame.at++;
    if (form === "parts") return this.#part(frame.parts[at] ?? "value", items[at] ?? NOTHING, frame.most);
    out.ascii(at === start ? "[" : (at - start) % 2 === 0 ? "],[" : ",");
    this.#value(items[at] ?? NOTHING);
  }

  /** Items of a JSON array, up to the first that is no number or text. */
  #items(frame: Frame): void {
    const { out } = this.#walk;
    const { items, start, end } = frame;
    let { at } = frame;
    while (at < end && out.size <= this.#most) {
      if (at > start) out.byte(COMMA);
      const item = items[at++] ?? NOTHING;
      if (tagOf(item) !== TAG.NODE) this.#plain(item);
      else {
        frame.at = at;
        return this.#node(item);
      }
    }
    frame.at = at;
  }

  /** Members of a JSON object, up to the first whose value is no number or text. */
  #members(frame: Frame): void {
    const { out } = this.#walk;
    const { items, start, end } = frame;
    let { at } = frame;
    while (at < end && out.size <= this.#most) {
      if (at > start) out.byte(COMMA);
      writeKey(this.#walk, items[at] ?? NOTHING);
      out.byte(COLON);
      const value = items[at + 1] ?? NOTHING;
      at += 2;
      if (tagOf(value) !== TAG.NODE) this.#plain(value);
      else {
        frame.at = at;
        return this.#node(value);
      }
    }
    frame.at = at;
  }

  #part(part: Part, handle: Handle, most: number): void {
    const { tape, out } = this.#walk;
    const kind = tape.kind(handle);
    out.ascii(`,"${part}":`);
    if (part === "args" && kind === KIND.TUPLE) return this.#walk.pushList(tape.tupleItems(handle));
    if (part === "state" && kind === KIND.DICT) return this.#collections.dict(handle, most, 0);
    if (part === "items") return this.#walk.pushList(itemsSoFar(tape, handle));
    if (part === "pairs") return this.#collections.pairs(handle);
    this.#value(handle);
  }

  #value(handle: Handle): void {
    if (tagOf(handle) === TAG.NODE) this.#node(handle);
    else this.#plain(handle);
  }

  /** Everything that is no node. */
  #plain(handle: Handle): void {
    const { tape, out, dry } = this.#walk;
    switch (tagOf(handle)) {
      case TAG.CONST:
        return out.ascii(handle === TRUE ? "true" : handle === FALSE ? "false" : "null");
      case TAG.INT:
        return out.integer(smallInt(handle));
      case TAG.BIG:
        return dry ? out.skip(intLength(tape.bigValue(handle))) : out.ascii(intValue(tape.bigValue(handle)));
      case TAG.FLOAT:
        return dry ? this.#countFloat(tape.floatValue(handle)) : out.float(tape.floats, indexOf(handle));
      case TAG.STR:
        return writeText(this.#walk, handle);
      default:
        return writeGlobal(this.#walk, handle);
    }
  }

  #countFloat(value: number): void {
    this.#walk.out.skip(Number.isFinite(value) ? FLOAT_LENGTH : floatValue(value).length);
  }

  /** Values that are written each time; the others are left to `#shared`. */
  #node(handle: Handle): void {
    const { tape, out } = this.#walk;
    switch (tape.kind(handle)) {
      case KIND.BYTES:
        return writeBytes(this.#walk, "bytes", 0, handle);
      case KIND.PY2STR:
        return writePython2(this.#walk, handle);
      case KIND.DTYPE:
        return this.#arrays.dtype(handle);
      case KIND.SCALAR:
        return this.#arrays.scalar(handle);
      case KIND.SLICE:
        out.ascii('{"$type":"slice","items":[');
        return this.#walk.push(
          Int32Array.from(SLICE_FIELDS, (field) => tape.field(handle, field)),
          "list",
          "]}",
        );
      case KIND.COMPLEX:
        return out.ascii(complexValue(this.#number(tape.field(handle, COMPLEX.REAL)), this.#number(tape.field(handle, COMPLEX.IMAG))));
      case KIND.TUPLE:
        if (tape.count(handle) === 0) return out.ascii('{"$type":"tuple","items":[]}');
    }
    const id = this.#identify(handle);
    if (id !== ELSEWHERE) this.#shared(handle, id);
  }

  /** Values that are written once, with an id where others refer to them (0: nobody does). */
  #shared(handle: Handle, id: number): void {
    switch (this.#walk.tape.kind(handle)) {
      case KIND.LIST:
        return this.#collections.list(handle, id);
      case KIND.DICT:
        return this.#collections.dict(handle, Number.MAX_SAFE_INTEGER, id);
      case KIND.SET:
      case KIND.FROZENSET:
        return this.#collections.set(handle, id);
      case KIND.TUPLE:
        return this.#collections.tuple(handle, id);
      case KIND.BYTEARRAY:
        return writeBytes(this.#walk, "bytearray", id, handle);
      case KIND.NDARRAY:
        return this.#arrays.array(handle, id);
      case KIND.OBJECT:
        return writeObject(this.#walk, handle, id);
      default:
        return this.#walk.fail("array.malformed", { why: "array.no-value" });
    }
  }

  #number(handle: Handle): number {
    const { tape } = this.#walk;
    if (tagOf(handle) === TAG.FLOAT) return tape.floatValue(handle);
    return handle === TRUE ? 1 : (tape.intValue(handle) ?? 0);
  }

  /** The id of a value that is to be written now, 0 where it needs none; else a reference to it is written. */
  #identify(handle: Handle): number {
    const at = indexOf(handle);
    const mark = this.marks[at] ?? 0;
    if (this.#walk.dry) {
      this.marks[at] = mark === MARK.UNSEEN ? MARK.ONCE : MARK.SHARED;
      if (mark === MARK.UNSEEN) return 0;
      this.#countReference(handle, mark === MARK.ONCE);
      return ELSEWHERE;
    }
    if (mark !== MARK.SHARED) return 0;
    const id = this.#ids.get(at);
    if (id === undefined) {
      this.#ids.set(at, this.#ids.size + 1);
      return this.#ids.size;
    }
    this.#walk.out.ascii(`{"$type":"ref","id":${id}}`);
    return ELSEWHERE;
  }

  /** The first reference also gives its value an id, and a dict its pairs. */
  #countReference(handle: Handle, first: boolean): void {
    const { tape, out } = this.#walk;
    out.skip(REFERENCE + (first ? ID : 0));
    if (first && tape.kind(handle) === KIND.DICT) out.skip(2 * tape.count(handle));
  }
}
