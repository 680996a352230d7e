/**
 * The static reader: bytes to instructions, without running them. `inspect` lists with it. It keeps no stack and no
 * memo, so it reads on where the machine would stop; what an argument means is the machine's business.
 *
 * It stops at a byte that is no opcode, at an argument that is cut off, and at a negative length. Payloads are skipped,
 * never read: a 200 MB array costs one window. Inside joblib files raw array bytes interrupt the stream: the caller,
 * who knows where they end, moves the reader with `seek`.
 */
import { u32 } from "../bytes/little-endian.js";
import type { FindingArgs } from "../finding/arguments.js";
import { argumentText, isCounted, LINE_FORMS, lengthOf, type Printable, widthOf } from "./argument.js";
import { SHOWN_BYTES } from "./print.js";
import { type ArgumentForm, type OpName, opcodeRow, type Row } from "./table.js";

/** Where the bytes come from; the containers' sources fit. */
export interface ByteSource {
  /** Length in bytes, or -1 while it is not known. */
  readonly length: number;
  /** Copies up to `length` bytes at `offset` into `target` at `at`; fewer than asked only at the end. */
  read(offset: number, length: number, target: Uint8Array, at: number): number;
}

/** One instruction. */
export interface Instruction {
  readonly kind: "instruction";
  readonly offset: number;
  readonly opcode: OpName;
  readonly row: Row;
  /** Printable, at most `SHOWN` characters and a length; null when the opcode has none. */
  readonly argument: string | null;
  /** Where the argument's value stands: behind its length, without its newline. */
  readonly from: number;
  readonly to: number;
  /** Offset of the next instruction. */
  readonly next: number;
}

/** Where the reader cannot go on. */
export interface Broken {
  readonly kind: "broken";
  readonly offset: number;
  /** Null when the byte is no opcode. */
  readonly opcode: OpName | null;
  /** What there is of the argument. */
  readonly argument: string | null;
  readonly code: "stream.opcode" | "stream.truncated" | "stream.argument";
  readonly args: FindingArgs;
}

/** A line of `inspect`: the fields of an instruction that cross the guest's edge. */
export interface ListedLine {
  readonly offset: number;
  readonly opcode: string;
  readonly argument: string | null;
}

const WINDOW = 64 * 1024;
const NEWLINE = 0x0a;

/** The end of an argument: where its value stands and where the next instruction begins. */
interface Extent {
  readonly from: number;
  readonly to: number;
  readonly next: number;
}

/** Why there is no end. */
type Stop = Pick<Broken, "argument" | "code" | "args">;

/** Reads one instruction after the other. Allocates a window once and an object an instruction. */
export class InstructionReader {
  readonly #source: ByteSource;
  readonly #window = new Uint8Array(WINDOW);
  #base = 0;
  #filled = 0;
  #offset: number;

  constructor(source: ByteSource, offset = 0) {
    this.#source = source;
    this.#offset = offset;
  }

  /** Where the next instruction is read. */
  get offset(): number {
    return this.#offset;
  }

  /** Moves: over raw array bytes, or to another stream. */
  seek(offset: number): void {
    this.#offset = offset;
  }

  /** The next instruction; null at the end of the bytes. A broken one is given again until `seek`. */
  next(): Instruction | Broken | null {
    const offset = this.#offset;
    if (!this.#has(offset, 1)) return null;
    const byte = this.#byte(offset);
    const row = opcodeRow(byte);
    if (row === null) return { kind: "broken", offset, opcode: null, argument: null, code: "stream.opcode", args: { byte } };
    const extent = this.#extent(row, offset + 1);
    if ("code" in extent) return { kind: "broken", offset, opcode: row.name, ...extent };
    this.#offset = extent.next;
    const argument = row.arg === null ? null : argumentText(row.arg, this.#head(extent.from, extent.to));
    return { kind: "instruction", offset, opcode: row.name, row, argument, ...extent };
  }

  /** Where the argument of `row` at `at` ends. */
  #extent(row: Row, at: number): Extent | Stop {
    if (row.arg === null) return { from: at, to: at, next: at };
    const lines = LINE_FORMS[row.arg];
    if (lines !== undefined) return this.#lines(row.arg, at, lines);
    const width = widthOf(row.arg);
    if (!this.#has(at, width)) return this.#truncated(at + width, null);
    if (!isCounted(row.arg)) return { from: at, to: at + width, next: at + width };
    const length = lengthOf(row.arg, this.#window, at - this.#base);
    if (length < 0) return { argument: null, code: "stream.argument", args: { why: "argument.negative" } };
    const from = at + width;
    const to = from + length;
    return this.#ends(to) ? { from, to, next: to } : this.#cut(row.arg, from, to);
  }

  /** An argument of one or two lines. */
  #lines(form: ArgumentForm, at: number, count: number): Extent | Stop {
    let end = at;
    for (let line = 0; line < count; line += 1) {
      const newline = this.#newline(line === 0 ? at : end + 1);
      if (newline < 0) return this.#cut(form, at, -1);
      end = newline;
    }
    return { from: at, to: end, next: end + 1 };
  }

  /** A value that the bytes end in. `to`: where it should have ended, -1 for a line. */
  #cut(form: ArgumentForm, from: number, to: number): Stop {
    if (!this.#has(from, 1)) return this.#truncated(to, null);
    const head = this.#head(from, to < 0 ? from + SHOWN_BYTES : to);
    return this.#truncated(to, argumentText(form, { ...head, cut: true }));
  }

  #truncated(to: number, argument: string | null): Stop {
    const { length } = this.#source;
    return { argument, code: "stream.truncated", args: { missing: to < 0 || length < 0 ? 1 : to - length } };
  }

  /** The first bytes of an argument, enough to show. */
  #head(from: number, to: number): Printable {
    const wanted = Math.min(to - from, SHOWN_BYTES);
    this.#has(from, wanted);
    const at = from - this.#base;
    return { bytes: this.#window.slice(at, Math.min(at + wanted, this.#filled)), length: to - from, cut: false };
  }

  /** Offset of the next line end from `at`, or -1. Walks windows, keeps none. */
  #newline(at: number): number {
    let from = at;
    while (this.#has(from, 1)) {
      const found = this.#window.subarray(0, this.#filled).indexOf(NEWLINE, from - this.#base);
      if (found >= 0) return this.#base + found;
      from = this.#base + this.#filled;
    }
    return -1;
  }

  /** True when the bytes reach to `end`: the argument is complete. */
  #ends(end: number): boolean {
    const { length } = this.#source;
    if (length >= 0) return end <= length;
    return end === 0 || this.#source.read(end - 1, 1, new Uint8Array(1), 0) === 1;
  }

  #byte(offset: number): number {
    return u32(this.#window, offset - this.#base) & 0xff;
  }

  /** True when `count` bytes (at most a window) from `offset` stand in the window; fills it there when they do not. */
  #has(offset: number, count: number): boolean {
    if (offset >= this.#base && offset + count <= this.#base + this.#filled) return true;
    this.#base = offset;
    this.#filled = 0;
    while (this.#filled < WINDOW) {
      const got = this.#source.read(offset + this.#filled, WINDOW - this.#filled, this.#window, this.#filled);
      if (got <= 0) break;
      this.#filled += got;
    }
    return this.#filled >= count;
  }
}

/** What `inspect` sends of an instruction. */
export function listedLine(instruction: Instruction): ListedLine {
  return { offset: instruction.offset, opcode: instruction.opcode, argument: instruction.argument };
}
