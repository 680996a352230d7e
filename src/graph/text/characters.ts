/**
 * The analyzers `char` and `char_wb`: a text as a row of numbers of its characters, white space as sklearn has it, so that
 * n-grams of numbers are n-grams of characters (sklearn.feature_extraction.text._VectorizerMixin, `_char_ngrams` and
 * `_char_wb_ngrams` 1.9). Between blanks around words stands a border, which tells words that are shorter than a run.
 * Σ is ς or σ by what is around it.
 */
import { SPACE } from "../../models/parts/text/unicode.js";
import type { Attribute, Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { numbered } from "../parts/places.js";
import { characters, DOTTED_I, SIGMA } from "./alphabet.js";
import { compacted } from "./compact.js";

const int = (value: number): Attribute => ({ type: "int", value });
const text = (value: string): Attribute => ({ type: "string", value });

/** Numbers that are no character of the vocabulary: behind the end, any other, white space that is none of it, and so on. */
const NONE = 0;
const OTHER = 1;
const SPACES = 2;
const DOTTED = 3;
const CAPITAL_SIGMA = 4;
const SPLIT = 5;
const BORDER = 6;
const BLANK = 7;
const FIRST = 8;

/** What is left out. */
const GONE = -1;

/** Numbers that one character becomes. */
const SLOTS = 3;

const isSpace = (char: string): boolean => new RegExp(`^[${SPACE}]$`).test(char);

export interface Characters {
  /** Numbers of a term's characters. */
  readonly gram: (term: string) => readonly number[];
  /** A word that is shorter than a run, with its borders. */
  readonly word: (term: string) => readonly number[];
  /** The texts' rows of numbers [N, length]. */
  readonly rows: (ops: Ops, texts: Value) => Value;
}

/** The characters of some terms. */
export function charactersOf(terms: readonly string[], isLowered: boolean, inWords: boolean): Characters {
  const numbers = new Map<string, number>([[" ", BLANK]]);
  for (const term of terms) for (const char of term) if (!numbers.has(char)) numbers.set(char, FIRST + numbers.size);
  const numberOf = (char: string): number => numbers.get(char) ?? OTHER;
  const hasSigma = isLowered && (numbers.has("σ") || numbers.has("ς"));
  const forms = new Map<string, number>([["", NONE]]);
  for (const char of characters()) {
    const number = numbers.get(isLowered ? char.toLowerCase() : char);
    if (isLowered && char === DOTTED_I) forms.set(char, DOTTED);
    else if (hasSigma && char === SIGMA) forms.set(char, CAPITAL_SIGMA);
    else if (number !== undefined) forms.set(char, number);
    else if (isSpace(char)) forms.set(char, SPACES);
  }
  const gram = (term: string): readonly number[] => Array.from(term, numberOf);
  const size = FIRST + numbers.size;
  const spaces = new Set([SPACES, ...[...numbers].flatMap(([char, number]) => (isSpace(char) ? [number] : []))]);

  /** What each number becomes, three places each. */
  const becoming = (): number[] => {
    const of = (number: number): readonly number[] => {
      if (number === NONE) return [];
      if (number === SPLIT) return [BLANK, BORDER, BLANK];
      return number === DOTTED ? [numberOf("i"), numberOf("\u0307")] : [number];
    };
    return Array.from({ length: size }, (_, number) => [...of(number), GONE, GONE, GONE].slice(0, SLOTS)).flat();
  };

  /** Of white space that goes on the first stays: as a blank where there is more, or as the end of a word. */
  const spaced = (ops: Ops, ids: Value): Value => {
    const marks = ops.gather(ops.row(Float64Array.from({ length: size }, (_, number) => Number(spaces.has(number)))), ids);
    const isWhite = ops.greater(marks, ops.double(0));
    const { before, behind } = neighbours(ops, marks);
    const isAfter = ops.and(isWhite, before);
    const first = inWords ? isWhite : ops.and(isWhite, behind);
    return ops.where(isAfter, ops.long(NONE), ops.where(first, ops.long(inWords ? SPLIT : BLANK), ids));
  };

  const rows: Characters["rows"] = (ops, texts) => {
    const chars = ops.g.node("Tokenizer", [texts], "string", ["N", "N"], {
      domain: "com.microsoft",
      attributes: { mark: int(0), mincharnum: int(1), pad_value: text(""), tokenexp: text("(?s).") },
    });
    const rowOf = (table: Value): Value => ops.gather(table, ops.zeros(texts));
    const end = rowOf(ops.g.constant("string", [1, 1], [""]));
    const all = ops.g.node("Concat", [chars, end], "string", ["N", "N"], { attributes: { axis: int(1) } });
    const found = numbered(ops, all, forms, OTHER);
    const ids = hasSigma ? withSmallSigmas(ops, all, found, numberOf) : found;
    const table = ops.g.constant("int64", [size, SLOTS], BigInt64Array.from(becoming(), BigInt));
    const triples = ops.gather(table, spaced(ops, ids));
    const flat = ops.g.node("Reshape", [triples, ops.longs([0, -1])], "int64", ["N", "N"]);
    const edge = (numbersThere: readonly number[]): Value =>
      rowOf(ops.g.constant("int64", [1, numbersThere.length], BigInt64Array.from(numbersThere, BigInt)));
    const parts = inWords ? [edge([BORDER, BLANK]), flat, edge([BLANK, BORDER])] : [flat];
    const whole = parts.length === 1 ? flat : ops.g.node("Concat", parts, "int64", ["N", "N"], { attributes: { axis: int(1) } });
    const kept = compacted(ops, whole, ops.equal(whole, ops.long(GONE)));
    return inWords ? withoutEmpty(ops, kept) : kept;
  };
  return { gram, word: (term) => [BORDER, ...gram(term), BORDER], rows };
}

const CASED = 1;
const IGNORABLE = 2;

/** Σ as ς where the next character before it that counts is a cased letter and the next behind it is none (Unicode's Final_Sigma). */
function withSmallSigmas(ops: Ops, chars: Value, ids: Value, numberOf: (char: string) => number): Value {
  const kinds = new Map<string, number>();
  for (const char of characters()) {
    if (/\p{Case_Ignorable}/u.test(char)) kinds.set(char, IGNORABLE);
    else if (/\p{Cased}/u.test(char)) kinds.set(char, CASED);
  }
  const kind = numbered(ops, chars, kinds, 0);
  const isIgnored = ops.equal(kind, ops.long(IGNORABLE));
  const counts = ops.where(isIgnored, ops.double(0), ops.double(1));
  const before = ops.g.node("CumSum", [counts, ops.long(1)], "float64", ids.shape, { attributes: { exclusive: int(1) } });
  const isCased = ops.cast(ops.equal(kind, ops.long(CASED)), "float64");
  const none = ops.column(ops.gather(ops.row(Float64Array.of(0)), ops.zeros(ids)));
  // Those that count, one after the other; the first stands at 1.
  const row = ops.g.node("Concat", [none, compacted(ops, isCased, isIgnored), none, none], "float64", ["N", "N"], {
    attributes: { axis: int(1) },
  });
  const at = (place: Value): Value =>
    ops.greater(
      ops.g.node("GatherElements", [row, ops.cast(place, "int64")], "float64", ids.shape, { attributes: { axis: int(1) } }),
      ops.double(0),
    );
  const isFinal = ops.and(at(before), ops.not(at(ops.add(before, ops.double(2)))));
  const small = (char: string): Value => ops.long(numberOf(char));
  return ops.where(ops.equal(ids, ops.long(CAPITAL_SIGMA)), ops.where(isFinal, small("ς"), small("σ")), ids);
}

/** Whether the values beside each, marked by 1, are marked. */
function neighbours(ops: Ops, marks: Value): { readonly before: Value; readonly behind: Value } {
  const none = ops.column(ops.gather(ops.row(Float64Array.of(0)), ops.zeros(marks)));
  const beside = (parts: readonly Value[], from: number, to: number): Value => {
    const row = ops.g.node("Concat", parts, "float64", ["N", "N"], { attributes: { axis: int(1) } });
    return ops.greater(slice(ops, row, from, to), ops.double(0));
  };
  return { before: beside([none, marks], 0, -1), behind: beside([marks, none], 1, Number.MAX_SAFE_INTEGER) };
}

/** Blanks of words that have no character: before the first, behind the last, of an empty text. */
function withoutEmpty(ops: Ops, ids: Value): Value {
  const isBlank = ops.equal(ids, ops.long(BLANK));
  const { before, behind } = neighbours(ops, ops.cast(isBlank, "float64"));
  return ops.where(ops.and(isBlank, ops.or(before, behind)), ops.long(OTHER), ids);
}

const slice = (ops: Ops, x: Value, from: number, to: number): Value =>
  ops.g.node("Slice", [x, ops.longs([from]), ops.longs([to]), ops.longs([1])], x.dtype, ["N", "N"]);
