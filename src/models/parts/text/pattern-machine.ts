/**
 * Runs a pattern's program over a text: all ways at once, in order of preference (Thompson's construction with saved
 * places, as in Pike's `sam`), so a text costs its length times the program's, whatever the pattern. A pattern that
 * looks far ahead again and again is stopped by a budget.
 */
import { CornichonError, sentence } from "../../../errors.js";
import type { Assertion, Program } from "./pattern-parser.js";
import { isWord } from "./unicode.js";

/** Steps for each character and instruction, before a pattern counts as too slow. */
const BUDGET = 50;

interface Thread {
  readonly pc: number;
  readonly saved: readonly number[];
}

class Run {
  readonly #program: Program;
  readonly #codes: readonly number[];
  readonly #seen: Int32Array;
  #stamp = 0;
  #left: number;

  constructor(program: Program, codes: readonly number[]) {
    this.#program = program;
    this.#codes = codes;
    this.#seen = new Int32Array(program.code.length);
    this.#left = BUDGET * (codes.length + 1) * program.code.length;
  }

  /**
   * Places saved by the leftmost, preferred match from `from` on: [start, end, group start, group end …]; null for none.
   * `advance`: nothing at `from` itself is no match, as there was one already.
   */
  search(from: number, advance: boolean): readonly number[] | null {
    let found: readonly number[] | null = null;
    let threads: Thread[] = [];
    for (let at = from; at <= this.#codes.length; at++) {
      this.#stamp++;
      const ready: Thread[] = [];
      for (const thread of threads) this.#follow(thread.pc, thread.saved, at, ready);
      if (found === null) this.#follow(0, [at], at, ready);
      if (ready.length === 0 && found !== null) break;
      threads = [];
      const code = this.#codes[at];
      for (const { pc, saved } of ready) {
        const instruction = this.#program.code[pc];
        if (instruction?.op === "end") {
          if (advance && at === from) continue;
          found = saved.with(1, at);
          break;
        }
        if (code !== undefined && instruction?.op === "char" && instruction.test(code)) threads.push({ pc: pc + 1, saved });
      }
    }
    return found;
  }

  /** Adds the characters and ends that can be reached from a place without reading, each once, preferred ones first. */
  #follow(start: number, saved: readonly number[], at: number, ready: Thread[]): void {
    const stack: Thread[] = [{ pc: start, saved: saved.length === 1 ? [saved[0] ?? 0, -1] : saved }];
    for (let thread = stack.pop(); thread !== undefined; thread = stack.pop()) {
      const { pc } = thread;
      if (this.#left-- <= 0)
        throw new CornichonError("model.needs-code", sentence`The token_pattern takes more than linear time on this text; it is not run.`);
      if (this.#seen[pc] === this.#stamp) continue;
      this.#seen[pc] = this.#stamp;
      const instruction = this.#program.code[pc];
      if (instruction === undefined) continue;
      if (instruction.op === "fork") stack.push({ ...thread, pc: instruction.second }, { ...thread, pc: instruction.first });
      else if (instruction.op === "save") stack.push({ pc: pc + 1, saved: withSlot(thread.saved, instruction.slot, at) });
      else if (instruction.op === "assert") {
        if (this.#holds(instruction.kind, at)) stack.push({ ...thread, pc: pc + 1 });
      } else ready.push(thread);
    }
  }

  #isWordAt(code: number | undefined): boolean {
    return code !== undefined && isWord(code) && (code < 0x80 || !this.#program.ascii);
  }

  #holds(kind: Assertion, at: number): boolean {
    const codes = this.#codes;
    const before = this.#isWordAt(codes[at - 1]);
    const after = this.#isWordAt(codes[at]);
    switch (kind) {
      case "boundary":
        return before !== after;
      case "inside":
        return before === after && codes.length > 0;
      case "start":
        return at === 0;
      case "end":
        return at === codes.length;
      case "last":
        return at === codes.length || (at === codes.length - 1 && codes[at] === 10);
      case "line-start":
        return at === 0 || codes[at - 1] === 10;
      case "line-end":
        return at === codes.length || codes[at] === 10;
      default:
        return kind satisfies never;
    }
  }
}

function withSlot(saved: readonly number[], slot: number, at: number): readonly number[] {
  const copy = [...saved];
  while (copy.length <= slot) copy.push(-1);
  copy[slot] = at;
  return copy;
}

/** All matches from left to right, of the one group where there is one (Python's `re.findall`, 3.7 on). */
export function findAll(program: Program, text: string): string[] {
  const chars = Array.from(text);
  const run = new Run(
    program,
    chars.map((char) => char.codePointAt(0) ?? 0),
  );
  const slot = program.groups === 1 ? 2 : 0;
  const out: string[] = [];
  for (let from = 0, advance = false; from <= chars.length; ) {
    const saved = run.search(from, advance);
    if (saved === null) break;
    const [start = -1, end = -1] = saved.slice(slot, slot + 2);
    out.push(start < 0 || end < 0 ? "" : chars.slice(start, end).join(""));
    from = saved[1] ?? chars.length + 1;
    advance = from === saved[0];
  }
  return out;
}
