/**
 * The state of one pickle stream: stack, marks, memo, frame, and the checks that all opcodes share. `run.ts` runs it; what
 * no pickler writes is told by `grammar.ts`.
 *
 * All opcodes obey CPython's C unpickler, 3.8 to 3.14. Where its versions or the pure Python one differ, the stream is
 * malformed and goes on as the most lenient would, so that what comes later is judged too.
 */
import type { FindingArgs } from "../finding/arguments.js";
import type { FindingCode } from "../finding/codes.js";
import type { FindingPlace, Told } from "../finding/findings.js";
import type { PlainReason } from "../finding/reasons.js";
import { type Handle, NOTHING, tagBit } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import type { Cursor } from "./cursor.js";
import { MOST_KEY_DEPTH } from "./hashing.js";
import type { Machine } from "./machine.js";
import { Memo } from "./memo.js";
import { MOST_NESTING } from "./nesting.js";
import { OpenValues } from "./open-values.js";
import { unpicklerOf } from "./unpickler.js";

/** No frame is open. */
export const NO_FRAME = -1;

/** What a run of POPs has thrown away: values from `stack[sp]` up, the mark below them, whether it was one new result of a call. */
export interface Popped {
  values: number;
  mark: boolean;
  result: boolean;
}

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
  /** Values that still stand where they were made. */
  readonly open = new OpenValues(this);
  /** Offset behind the opcode that made the value on top, where a memo entry may stand. */
  freshAt = -1;
  /** What the POPs just before have thrown away. */
  popped: Popped | null = null;
  /** A value that was fetched where it was about to be made a second time, and where it stands. */
  again: { readonly slot: number; readonly value: Handle } | null = null;
  /** What no pickler writes, in stream order. */
  readonly oddities: { readonly place: FindingPlace; readonly why: PlainReason }[] = [];
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
  /** Refused names as they were told, until their calls take that over. */
  readonly #named = new Map<Handle, Told[]>();

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

  find(code: FindingCode, args?: FindingArgs): void {
    // A source that a limit or a feature that is not read stopped has its own finding; nothing is known of what follows.
    const fault = code === "stream.truncated" ? this.cursor.source.fault : null;
    if (fault !== null && (fault.code.startsWith("limit.") || fault.code === "container.unsupported")) return;
    this.machine.find(code, this.place, args);
  }

  /** The stream cannot go on. */
  broken(code: FindingCode, args?: FindingArgs): false {
    this.find(code, args);
    return false;
  }

  /** A refused name was told. */
  named(token: Handle, told: Told): void {
    const before = this.#named.get(token);
    if (before === undefined) this.#named.set(token, [told]);
    else before.push(told);
  }

  /** What the name was told as last, where no call has taken that over: one finding for a name and its call. */
  takeNamed(token: Handle): Told | null {
    return this.#named.get(token)?.pop() ?? null;
  }

  // ---- stack ----

  push(value: Handle): true {
    this.open.drop(this.sp);
    if (this.sp === this.stack.length) {
      const next = new Int32Array(this.sp * 2);
      next.set(this.stack);
      this.stack = next;
    }
    this.stack[this.sp++] = value;
    return true;
  }

  /** Pushes a value that this opcode made: it may be filled while it stands here. */
  pushNew(value: Handle): true {
    this.push(value);
    this.open.add(this.sp - 1, value);
    return true;
  }

  at(index: number): Handle {
    return this.stack[index] ?? NOTHING;
  }

  /** True when `count` values stand above the last mark; else the stream is broken. */
  has(count: number): boolean {
    if (this.sp - count >= this.fence) return true;
    return this.broken("stream.stack", { why: this.markCount > 0 ? "stack.below-mark" : "stack.empty" });
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
      this.find("stream.stack", { why: "stack.no-mark" });
      return -1;
    }
    const at = this.marks[--this.markCount] ?? 0;
    this.fence = this.markCount > 0 ? (this.marks[this.markCount - 1] ?? 0) : 0;
    return at;
  }

  /** Notes references among `count` stack values from `start` that now stand directly in `holder`. */
  noteReferences(holder: Handle, start: number, count: number): void {
    const { stack } = this;
    let tags = 0;
    for (let i = start; i < start + count; i++) tags |= tagBit(stack[i] ?? NOTHING);
    if ((tags & this.machine.referenceTags) === 0) return;
    for (let i = start; i < start + count; i++) {
      if (this.machine.isReference(this.at(i))) this.machine.noteHolder(holder, this.opOffset, this.at(i));
    }
  }

  /** Hashable, with a finding when not: an unhashable key ends every loader, one that nests too deep the interpreter. */
  checkKey(value: Handle): boolean {
    const answer = this.machine.hashing.key(value);
    if (answer === "deep") this.find("limit.depth", { limit: MOST_KEY_DEPTH, option: "" });
    return answer !== "unhashable" || this.broken("stream.unhashable");
  }

  /** A finding when values stand too deep in one another for the interpreter that frees them. */
  nested(fits: boolean): void {
    if (!fits) this.find("limit.depth", { limit: MOST_NESTING, option: "" });
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
    const why = "frame.argument";
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
