/**
 * Python's regular expressions, as far as they can be matched in linear time: characters and classes, groups,
 * alternatives, quantifiers, word boundaries and anchors. What needs memory of the text before (references, look-around,
 * conditions, possessive or atomic groups) is refused, and so is what would become too long. The result is a program
 * for `pattern-machine.ts`; nothing of a model's pattern ever reaches JavaScript's own engine.
 */
import { isWord, SPACE } from "./unicode.js";

export type Test = (code: number) => boolean;

/** One instruction: a character, a fork (the first way is preferred), a jump, a place to save, an assertion, the end. */
export type Instruction =
  | { readonly op: "char"; readonly test: Test }
  | { readonly op: "fork"; readonly first: number; readonly second: number }
  | { readonly op: "save"; readonly slot: number }
  | { readonly op: "assert"; readonly kind: Assertion }
  | { readonly op: "end" };

export type Assertion = "boundary" | "inside" | "start" | "last" | "end" | "line-start" | "line-end";

export interface Program {
  readonly code: readonly Instruction[];
  /** Number of capturing groups. */
  readonly groups: number;
  /** Word boundaries know ASCII only. */
  readonly ascii: boolean;
}

const MOST_INSTRUCTIONS = 2_000;
const MOST_REPEATS = 1_000;
const MOST_DEPTH = 50;

/** A part of the pattern: instructions relative to their own begin. */
type Part = readonly Instruction[];

class Refused extends Error {}

const DIGIT = /^\p{Nd}$/u;
const SPACES = new RegExp(`^[${SPACE}]$`, "u");
const CLASSES: ReadonlyMap<string, Test> = new Map<string, Test>([
  ["w", isWord],
  ["d", (code) => DIGIT.test(String.fromCodePoint(code))],
  ["s", (code) => SPACES.test(String.fromCodePoint(code))],
]);
const CONTROLS: ReadonlyMap<string, number> = new Map([
  ["n", 10],
  ["r", 13],
  ["t", 9],
  ["f", 12],
  ["v", 11],
  ["a", 7],
]);

const shifted = (part: Part, by: number): Part =>
  part.map((one) => (one.op === "fork" ? { ...one, first: one.first + by, second: one.second + by } : one));

const fork = (first: number, second: number): Instruction => ({ op: "fork", first, second });
const jump = (to: number): Instruction => fork(to, to);

function joined(parts: readonly Part[]): Part {
  const out: Instruction[] = [];
  for (const part of parts) {
    if (out.length + part.length > MOST_INSTRUCTIONS) throw new Refused();
    out.push(...shifted(part, out.length));
  }
  return out;
}

/** Either part, the first preferred. */
function either(a: Part, b: Part): Part {
  return joined([[fork(1, a.length + 2)], a, [jump(b.length + 1)], b]);
}

/** A part or nothing. */
const maybe = (part: Part, lazy: boolean): Part => {
  const [inside, past] = [1, part.length + 1];
  return joined([[lazy ? fork(past, inside) : fork(inside, past)], part]);
};

/** A part any number of times. A round that matches nothing is ended by the machine, which enters no place twice. */
function loop(part: Part, lazy: boolean): Part {
  const [inside, past] = [1, part.length + 2];
  return [lazy ? fork(past, inside) : fork(inside, past), ...shifted(part, 1), jump(0)];
}

/** True when a part can match nothing: its end is reached without a character. */
function isNullable(part: Part): boolean {
  const seen = new Set<number>();
  const stack = [0];
  for (let pc = stack.pop(); pc !== undefined; pc = stack.pop()) {
    const instruction = part[pc];
    if (instruction === undefined) return true;
    if (instruction.op === "char" || seen.has(pc)) continue;
    seen.add(pc);
    stack.push(...(instruction.op === "fork" ? [instruction.first, instruction.second] : [pc + 1]));
  }
  return false;
}

/** One character's other case: the first of several lower ones (İ is i), itself where upper ones are several. */
function otherCase(code: number, change: "toLowerCase" | "toUpperCase"): number {
  const chars = Array.from(String.fromCodePoint(code)[change]());
  return chars.length === 1 || change === "toLowerCase" ? (chars[0]?.codePointAt(0) ?? code) : code;
}

class Parser {
  readonly #text: readonly string[];
  #at = 0;
  #depth = 0;
  #groups = 0;
  #ignoreCase = false;
  #dotAll = false;
  #lines = false;
  #ascii = false;

  constructor(pattern: string) {
    this.#text = Array.from(pattern);
  }

  parse(): Program {
    this.#flags();
    const body = this.#alternatives();
    if (this.#at < this.#text.length) throw new Refused();
    return { code: joined([body, [{ op: "end" }]]), groups: this.#groups, ascii: this.#ascii };
  }

  #peek(ahead = 0): string | undefined {
    return this.#text[this.#at + ahead];
  }

  #take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at++;
    return true;
  }

  #next(): string {
    const char = this.#text[this.#at++];
    if (char === undefined) throw new Refused();
    return char;
  }

  /** `(?u)` and its like, only where Python allows them for the whole pattern. */
  #flags(): void {
    const match = /^\(\?([aimsu]+)\)/.exec(this.#text.slice(0, 12).join(""));
    if (match === null) return;
    const flags = match[1] ?? "";
    this.#ignoreCase = flags.includes("i");
    this.#dotAll = flags.includes("s");
    this.#lines = flags.includes("m");
    this.#ascii = flags.includes("a");
    this.#at = match[0].length;
  }

  #alternatives(): Part {
    if (++this.#depth > MOST_DEPTH) throw new Refused();
    const parts = [this.#sequence()];
    while (this.#take("|")) parts.push(this.#sequence());
    this.#depth--;
    return parts.reduceRight((rest, part) => either(part, rest));
  }

  #sequence(): Part {
    const parts: Part[] = [];
    for (let char = this.#peek(); char !== undefined && char !== "|" && char !== ")"; char = this.#peek()) parts.push(this.#repeated());
    return joined(parts);
  }

  #repeated(): Part {
    const part = this.#atom();
    const [least, most] = this.#quantifier();
    if (least === 1 && most === 1) return part;
    const lazy = this.#take("?");
    // Rounds that match nothing: engines differ in what they do with them.
    if (most > 1 && isNullable(part)) throw new Refused();
    if (this.#peek() === "+" || this.#peek() === "*") throw new Refused();
    if (part.length * Math.max(least, most === Number.POSITIVE_INFINITY ? 1 : most) > MOST_INSTRUCTIONS) throw new Refused();
    const required = new Array<Part>(least).fill(part);
    if (most === Number.POSITIVE_INFINITY) return joined([...required, loop(part, lazy)]);
    let optional: Part = [];
    for (let n = least; n < most; n++) optional = maybe(joined([part, optional]), lazy);
    return joined([...required, optional]);
  }

  #quantifier(): readonly [number, number] {
    if (this.#take("*")) return [0, Number.POSITIVE_INFINITY];
    if (this.#take("+")) return [1, Number.POSITIVE_INFINITY];
    if (this.#take("?")) return [0, 1];
    const match = /^\{(\d{0,4})(?:(,)(\d{0,4}))?\}/.exec(this.#text.slice(this.#at, this.#at + 12).join(""));
    if (match === null || match[0] === "{}") return [1, 1];
    const [all, low = "", comma, high = ""] = match;
    const least = Number(low);
    const most = comma === undefined ? least : high === "" ? Number.POSITIVE_INFINITY : Number(high);
    if (least > MOST_REPEATS || (Number.isFinite(most) && (most > MOST_REPEATS || most < least))) throw new Refused();
    this.#at += all.length;
    return [least, most];
  }

  #atom(): Part {
    const char = this.#next();
    if (char === "(") return this.#group();
    if (char === "[") return [{ op: "char", test: this.#class() }];
    if (char === ".") return [{ op: "char", test: this.#dotAll ? () => true : (code) => code !== 10 }];
    if (char === "^") return [{ op: "assert", kind: this.#lines ? "line-start" : "start" }];
    if (char === "$") return [{ op: "assert", kind: this.#lines ? "line-end" : "last" }];
    if (char === "\\") return this.#escape();
    if (char === "*" || char === "+" || char === "?") throw new Refused();
    return [this.#literal(char)];
  }

  #literal(char: string): Instruction {
    const wanted = char.codePointAt(0) ?? 0;
    return { op: "char", test: this.#cased((code) => code === wanted) };
  }

  /** A test that holds for either case, where the flag says so: the character's own, and its upper case's lower one. */
  #cased(test: Test): Test {
    if (!this.#ignoreCase) return test;
    return (code) => {
      const upper = otherCase(code, "toUpperCase");
      return test(code) || test(otherCase(code, "toLowerCase")) || test(upper) || test(otherCase(upper, "toLowerCase"));
    };
  }

  #group(): Part {
    let slot = -1;
    if (this.#take("?")) {
      if (!this.#take(":")) throw new Refused();
    } else slot = ++this.#groups;
    const inner = this.#alternatives();
    if (!this.#take(")")) throw new Refused();
    return slot < 0 ? inner : joined([[{ op: "save", slot: 2 * slot }], inner, [{ op: "save", slot: 2 * slot + 1 }]]);
  }

  #named(name: string): Test | undefined {
    const test = CLASSES.get(name.toLowerCase());
    if (test === undefined) return undefined;
    const limited: Test = this.#ascii ? (code) => code < 0x80 && test(code) : test;
    return name === name.toLowerCase() ? limited : (code) => !limited(code);
  }

  #escape(): Part {
    const char = this.#next();
    if (char === "b") return [{ op: "assert", kind: "boundary" }];
    if (char === "B") return [{ op: "assert", kind: "inside" }];
    if (char === "A") return [{ op: "assert", kind: "start" }];
    if (char === "Z") return [{ op: "assert", kind: "end" }];
    const test = this.#named(char);
    return [test === undefined ? this.#literal(String.fromCodePoint(this.#character(char))) : { op: "char", test }];
  }

  /** The character that an escape stands for. Other letters and digits mean something that is not read here. */
  #character(char: string): number {
    const control = CONTROLS.get(char);
    if (control !== undefined) return control;
    const width = { x: 2, u: 4 }[char];
    if (width !== undefined) {
      const digits = this.#text.slice(this.#at, this.#at + width).join("");
      if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length !== width) throw new Refused();
      this.#at += width;
      return Number.parseInt(digits, 16);
    }
    if (/[0-9A-Za-z]/.test(char)) throw new Refused();
    return char.codePointAt(0) ?? 0;
  }

  #class(): Test {
    const negated = this.#take("^");
    const tests: Test[] = [];
    for (let first = true; first || this.#peek() !== "]"; first = false) tests.push(this.#classItem());
    this.#at++;
    const any = this.#cased((code) => tests.some((test) => test(code)));
    return negated ? (code) => !any(code) : any;
  }

  #classItem(): Test {
    const low = this.#classCharacter();
    if (typeof low === "function") return low;
    if (this.#peek() !== "-" || this.#peek(1) === "]" || this.#peek(1) === undefined) return (code) => code === low;
    this.#at++;
    const high = this.#classCharacter();
    if (typeof high === "function" || high < low) throw new Refused();
    return (code) => code >= low && code <= high;
  }

  #classCharacter(): number | Test {
    const char = this.#next();
    if (char !== "\\") return char.codePointAt(0) ?? 0;
    const escaped = this.#next();
    if (escaped === "b") return 8;
    return this.#named(escaped) ?? this.#character(escaped);
  }
}

/** The program of a pattern; null for what is not read. */
export function parsePattern(pattern: string): Program | null {
  try {
    return new Parser(pattern).parse();
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
