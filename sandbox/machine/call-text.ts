/**
 * A call as inert text: the callee's name and its arguments as Python would write their literals, `posix.system('id')`.
 * Whoever is to decide about a finding sees what would have run. At most 200 characters, escaped like all texts of a file.
 *
 * Nothing is counted as work and nothing is watched: only what is shown is looked at, a few dozen values of any collection
 * and a few levels. Bulk bytes that stay in the file are told by their length.
 */
import { printBytes, printFloat, printLength, printText, printUtf8, SHOWN, SHOWN_BYTES } from "../opcode/print.js";
import { COMPLEX, FALSE, type Handle, KIND, NONE, NOTHING, OBJECT, PLACE, TAG, TRUE, tagOf } from "../tape/handle.js";
import { firstItems } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";
import type { Machine } from "./machine.js";
import { dotted } from "./names.js";

/** Values of one collection, and collections inside one another: more is never shown. */
const MOST_ITEMS = 64;
const MOST_LEVELS = 6;
/** Longer integers are told by their length: their digits take the square of it in time. */
const MOST_BITS = 512n;

/** What is still to be printed: text of our own, or a value so many levels inside. */
type Piece = string | { readonly value: Handle; readonly level: number };

const BRACKETS: Readonly<Record<number, readonly [string, string]>> = {
  [KIND.LIST]: ["[", "]"],
  [KIND.DICT]: ["{", "}"],
  [KIND.SET]: ["{", "}"],
  [KIND.FROZENSET]: ["frozenset({", "})"],
  [KIND.TUPLE]: ["(", ")"],
};

/** Values that Python has no literal for, and of which the type says enough. */
const WORDS: Readonly<Record<number, string>> = {
  [KIND.DTYPE]: "<dtype>",
  [KIND.NDARRAY]: "<ndarray>",
  [KIND.SCALAR]: "<scalar>",
  [KIND.SLICE]: "<slice>",
};

/** A text in quotes, as Python chooses them. Backslashes are doubled already. */
function quoted({ text, whole }: { readonly text: string; readonly whole: boolean }, prefix = ""): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = quote === "'" ? text.replaceAll("'", "\\'") : text;
  return whole ? `${prefix}${quote}${inside}${quote}` : `${prefix}${quote}${inside}…`;
}

function integerText(value: bigint): string {
  const limit = 1n << MOST_BITS;
  return value < limit && value > -limit ? value.toString() : "<integer>";
}

class CallPrinter {
  readonly #machine: Machine;
  readonly #tape: Tape;
  readonly #queue: Piece[] = [];
  #text = "";

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#tape = machine.tape;
  }

  /** `callee(*args, **keywords)`. */
  print(callee: string, args: Handle, keywords: Handle): string {
    this.#text = printText(callee);
    this.#given(args, keywords, 0);
    for (let piece = this.#queue.pop(); piece !== undefined && this.#text.length <= SHOWN; piece = this.#queue.pop())
      this.#text += typeof piece === "string" ? piece : this.#value(piece.value, piece.level);
    // A pair of surrogates is one character: half of it would be none.
    return this.#text.length > SHOWN ? `${this.#text.slice(0, SHOWN - 1).replace(/[\ud800-\udbff]$/, "")}…` : this.#text;
  }

  /** What comes next is printed first. */
  #next(...pieces: readonly Piece[]): void {
    for (let i = pieces.length - 1; i >= 0; i--) this.#queue.push(pieces[i] ?? "");
  }

  /** The arguments in brackets; what is no tuple stands behind a star. */
  #given(args: Handle, keywords: Handle, level: number): void {
    const named: Piece[] = keywords === NOTHING ? [] : ["**", { value: keywords, level }];
    if (this.#tape.kind(args) !== KIND.TUPLE)
      return this.#next("(*", { value: args, level }, ...(named.length === 0 ? [] : [", ", ...named]), ")");
    const items = this.#listed(args, level);
    this.#next("(", ...items, ...(items.length > 0 && named.length > 0 ? [", "] : []), ...named, ")");
  }

  #listed(collection: Handle, level: number): Piece[] {
    const isDict = this.#tape.kind(collection) === KIND.DICT;
    const pieces = firstItems(this.#tape, collection, MOST_ITEMS).flatMap((value, i): Piece[] => {
      const before = i === 0 ? "" : isDict && i % 2 === 1 ? ": " : ", ";
      return [before, { value, level }];
    });
    return this.#tape.count(collection) * (isDict ? 2 : 1) > MOST_ITEMS ? [...pieces, ", …"] : pieces;
  }

  #value(value: Handle, level: number): string {
    const tape = this.#tape;
    switch (tagOf(value)) {
      case TAG.CONST:
        return value === NONE ? "None" : value === TRUE ? "True" : value === FALSE ? "False" : "…";
      case TAG.INT:
        return String(tape.intValue(value));
      case TAG.BIG:
        return integerText(tape.bigValue(value));
      case TAG.FLOAT:
        return printFloat(tape.floatValue(value));
      case TAG.STR:
        return quoted(printUtf8(tape.strBytes(value).subarray(0, SHOWN_BYTES), 0, Math.min(SHOWN_BYTES, tape.strSize(value))));
      case TAG.GLOBAL:
        return this.#name(value);
      default:
        return this.#node(value, level);
    }
  }

  #name(token: Handle): string {
    const facts = this.#machine.names.facts(token);
    return facts === null ? "…" : facts.module === "" ? `<${facts.name}>` : printText(dotted(facts.module, facts.name));
  }

  #node(value: Handle, level: number): string {
    const tape = this.#tape;
    const kind = tape.kind(value);
    const brackets = BRACKETS[kind];
    if (brackets !== undefined) return this.#collection(value, brackets, level + 1);
    if (kind === KIND.BYTES || kind === KIND.BYTEARRAY || kind === KIND.PY2STR) return this.#bytes(value, kind);
    if (kind === KIND.OBJECT) return this.#object(value, level + 1);
    if (kind !== KIND.COMPLEX) return WORDS[kind] ?? "…";
    const [real, imag] = [tape.field(value, COMPLEX.REAL), tape.field(value, COMPLEX.IMAG)];
    this.#next("complex(", { value: real, level }, ", ", { value: imag, level }, ")");
    return "";
  }

  #collection(value: Handle, [open, close]: readonly [string, string], level: number): string {
    const kind = this.#tape.kind(value);
    const count = this.#tape.count(value);
    if (count === 0 && (kind === KIND.SET || kind === KIND.FROZENSET)) return kind === KIND.SET ? "set()" : "frozenset()";
    if (level > MOST_LEVELS) return `${open}…${close}`;
    this.#next(open, ...this.#listed(value, level), kind === KIND.TUPLE && count === 1 ? `,${close}` : close);
    return "";
  }

  #bytes(value: Handle, kind: number): string {
    const range = this.#tape.byteRange(value);
    if (range === null || range.place !== PLACE.ARENA) return printLength(range?.length ?? 0);
    const end = range.offset + Math.min(range.length, SHOWN_BYTES);
    const shown = quoted(printBytes(this.#tape.arena, range.offset, end), kind === KIND.PY2STR ? "" : "b");
    return kind === KIND.BYTEARRAY ? `bytearray(${shown})` : shown;
  }

  /** An instance, or what a refused call stands for: by its class, and what it was made with. */
  #object(value: Handle, level: number): string {
    const token = this.#tape.field(value, OBJECT.CLASS);
    const args = this.#tape.field(value, OBJECT.ARGS);
    const name = this.#name(token);
    if (name.startsWith("<")) return name;
    if (args === NOTHING || level > MOST_LEVELS) return `${name}(${args === NOTHING ? "" : "…"})`;
    this.#given(args, NOTHING, level);
    return name;
  }
}

/** The call of `callee` with `args`, and with keyword arguments where there are some. */
export const callText = (machine: Machine, callee: string, args: Handle, keywords: Handle = NOTHING): string =>
  new CallPrinter(machine).print(callee, args, keywords);
