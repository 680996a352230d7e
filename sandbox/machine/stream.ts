/**
 * The state of one pickle stream: stack, marks, memo, frame, and the checks that all opcodes share. `run.ts` runs it. All obey CPython's C unpickler, 3.8 to 3.14; where its versions or the pure Python one differ,
 * the stream is malformed and goes on as the most lenient would, so that what comes later is judged too.
 */
import type { FindingCode } from "../finding/codes.js";
import type { FindingPlace } from "../finding/findings.js";
import { type Handle, KIND, NOTHING, TAG } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import type { Cursor } from "./cursor.js";
import { unpicklerOf } from "./loader.js";
import type { Machine } from "./machine.js";
import { Memo } from "./memo.js";

/** No frame is open. */
export const NO_FRAME = -1;

/** Classes that compare by value and do not hash, and pandas' dtypes, whose hash asks the values of their state. */
const UNHASHABLE =
  /^(?:pandas\.(?!Timestamp|Timedelta|Period$|Interval$|tseries|offsets)|scipy\.sparse\.|numpy\.(?:ma|poly1d|polynomial)\b|sklearn\.gaussian_process\.kernels\.)/;

export class Stream {
  readonly machine: Machine;
  readonly tape: Tape;
  readonly cursor: Cursor;
  readonly memo: Memo;
  stack: Int32Array<ArrayBuffer>;
  sp = 0;
  marks: Int32Array<ArrayBuffer>;
  markCount = 0;
  /** Lowest stack position that an opcode may pop: just above the last mark. */
  fence = 0;
  protocol = 0;
  protoSeen = false;
  /** Absolute end of the open frame. */
  frameEnd = NO_FRAME;
  /** Module of the first wrapper: all wrappers of a stream come from one. */
  wrapperModule: string | null = null;
  /** Where the stream goes on behind the open frame when arrays stand there, else -1. */
  behindFrame = -1;
  /** Memo entries that the machine has counted. */
  memoCounted = 0;
  readonly start: number;
  readonly depth: number;
  /** Absolute offset and name of the opcode being run. */
  opOffset = 0;
  opName = "";
  recognised = false;
  stopped = false;
  /** Views that READONLY_BUFFER made in a side reading: no texts, whatever else. */
  readonly views = new Set<Handle>();
  /** A side reading whose loader raises at this very instruction. */
  raised = false;
  root: Handle = NOTHING;

  constructor(machine: Machine, depth: number) {
    this.machine = machine;
    this.tape = machine.tape;
    this.cursor = machine.cursor;
    this.depth = depth;
    this.start = machine.cursor.offset;
    const size = machine.cursor.source.length;
    // Only the first stream is likely to be most of the file: a file may hold a million.
    const first = machine.streams++ === 0;
    if (depth > 0) machine.nestedStreams++;
    this.stack = new Int32Array(first ? 1024 : 64);
    this.marks = new Int32Array(first ? 256 : 16);
    this.memo = new Memo(first ? Math.max(256, Math.min(1 << 22, size < 0 ? 1 << 16 : size >> 2)) : 64);
  }

  get place(): FindingPlace {
    return { offset: this.opOffset, opcode: this.opName };
  }

  find(code: FindingCode, args?: Readonly<Record<string, string | number>>): void {
    // A source that a limit or a feature that is not read stopped has its own finding; nothing is known of what follows.
    const fault = code === "stream.truncated" ? this.cursor.source.fault : null;
    if (fault !== null && (fault.code.startsWith("limit.") || fault.code === "container.unsupported")) return;
    this.machine.find(code, this.place, args);
  }

  /** The stream cannot go on. */
  broken(code: FindingCode, args?: Readonly<Record<string, string | number>>): false {
    this.find(code, args);
    return false;
  }

  // ---- stack ----

  push(value: Handle): true {
    if (this.sp === this.stack.length) {
      const next = new Int32Array(this.sp * 2);
      next.set(this.stack);
      this.stack = next;
    }
    this.stack[this.sp++] = value;
    return true;
  }

  at(index: number): Handle {
    return this.stack[index] ?? NOTHING;
  }

  /** True when `count` values stand above the last mark; else the stream is broken. */
  has(count: number): boolean {
    if (this.sp - count >= this.fence) return true;
    return this.broken("stream.stack", { why: this.markCount > 0 ? "a value below a mark is needed" : "the stack is empty" });
  }

  mark(): true {
    if (this.markCount === this.marks.length) {
      const next = new Int32Array(this.markCount * 2);
      next.set(this.marks);
      this.marks = next;
    }
    this.marks[this.markCount++] = this.sp;
    this.fence = this.sp;
    return true;
  }

  /** Takes the last mark away and returns its position, -1 (and a finding) when there is none. */
  popMark(): number {
    if (this.markCount === 0) {
      this.find("stream.stack", { why: "there is no mark" });
      return -1;
    }
    const at = this.marks[--this.markCount] ?? 0;
    this.fence = this.markCount > 0 ? (this.marks[this.markCount - 1] ?? 0) : 0;
    return at;
  }

  /** Notes references among `count` stack values from `start` that now stand directly in `holder`. */
  noteReferences(holder: Handle, start: number, count: number): void {
    let tags = 0;
    for (let i = start; i < start + count; i++) tags |= 1 << (this.at(i) & 7);
    if ((tags & this.machine.referenceTags) === 0) return;
    for (let i = start; i < start + count; i++) {
      if (this.machine.isReference(this.at(i))) this.machine.noteHolder(holder, this.opOffset, this.at(i));
    }
  }

  /**
   * Whether Python can hash the value. Tuples are walked without recursion, each once in the whole stream: what a tuple
   * holds never changes. Instances hash by identity or value, but for those of dict and list subclasses; lists, dicts,
   * sets, byte arrays and arrays do not.
   */
  hashable(value: Handle): boolean {
    const known = this.machine.hashableTuples;
    if ((value & 7) !== TAG.NODE || known.has(value)) return true;
    const seen = new Set<Handle>([value]);
    for (const handle of seen) {
      const kind = this.tape.kind(handle);
      if (kind === KIND.LIST || kind === KIND.DICT || kind === KIND.SET || kind === KIND.BYTEARRAY || kind === KIND.NDARRAY) return false;
      // A class may hash in one version and not in another: a side reading goes on.
      if (kind === KIND.OBJECT && this.machine.variant === null && this.#isCollection(handle)) return false;
      if (kind !== KIND.TUPLE) continue;
      for (let i = 0; i < this.tape.count(handle); i++) {
        const item = this.tape.tupleItem(handle, i);
        if ((item & 7) === TAG.NODE && !known.has(item)) seen.add(item);
      }
    }
    for (const handle of seen) if (this.tape.kind(handle) === KIND.TUPLE) known.add(handle);
    return true;
  }

  #isCollection(instance: Handle): boolean {
    const entry = this.machine.classOf(instance);
    return entry !== null && (entry.form === "dict-subclass" || entry.form === "list-subclass" || UNHASHABLE.test(entry.path));
  }

  /** Hashable, with a finding when not. An unhashable key ends every loader. */
  checkKey(value: Handle): boolean {
    return this.hashable(value) || this.broken("stream.unhashable");
  }

  // ---- input ----

  /** True when `count` bytes of an argument can be read, minding the frame. */
  need(count: number): boolean {
    if (!this.cursor.need(count)) {
      return this.broken("stream.truncated", { missing: this.cursor.missing(count) });
    }
    return true;
  }

  /** Checks that an argument of `count` bytes from the cursor stays inside the frame; a finding, then on. */
  inFrame(count: number): void {
    if (this.frameEnd === NO_FRAME || this.cursor.offset + count <= this.frameEnd) return;
    const why = "an argument crosses the frame's end";
    if (this.machine.variant === null) this.find("stream.frame", { why });
    // The pure Python unpickler raises inside a frame; C's reads on, or forgets what is left of it.
    else if (unpicklerOf(this) === "python" && this.cursor.offset < this.frameEnd) this.raised = true;
    else this.find("stream.not-a-pickler", { why });
    this.frameEnd = NO_FRAME;
  }

  /** The text line of an argument, without its newline; null (and a finding) when it is cut off. `partial` gets what is there. */
  line(partial?: (rest: Uint8Array) => void): Uint8Array | null {
    const { cursor } = this;
    let from = 0;
    for (let want = 256; ; want = Math.min(want * 4, 2 ** 30)) {
      const enough = cursor.need(want);
      const at = cursor.bytes.subarray(0, cursor.end).indexOf(10, cursor.pos + from);
      if (at >= 0) {
        const text = cursor.bytes.slice(cursor.pos, at);
        this.inFrame(text.length + 1);
        cursor.pos = at + 1;
        return this.raised ? null : text;
      }
      from = cursor.end - cursor.pos;
      if (!enough || want === 2 ** 30) {
        partial?.(cursor.bytes.slice(cursor.pos, cursor.end));
        this.find("stream.truncated", { missing: 1 });
        return null;
      }
    }
  }
}
