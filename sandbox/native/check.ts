/**
 * Checks of plain values that keep the first thing that is wrong and go on with empty values: who asks writes down what a
 * library's own loader relies on, one line a fact. A key names the place in what is told (`trees[3].left_children`).
 *
 * Numbers in texts are of one strict grammar, which C's and C++'s readers read the same.
 */
import { isDigit } from "../bytes/ascii.js";
import { because, type Reason } from "../finding/because.js";
import { EMPTY_ROW, isDict, isRow, type Plain, type PlainDict, PlainNumber, type Row } from "./plain.js";

const NO_DICT: PlainDict = new Map();

/** What may be wrong with the value of a key. */
type Fault =
  | "native.missing-key"
  | "native.unknown-key"
  | "native.kind-of"
  | "native.count-of"
  | "native.range-of"
  | "native.word-of"
  | "native.tree-of";

export class Check {
  why: Reason | null = null;

  get failed(): boolean {
    return this.why !== null;
  }

  fail(fault: Fault, key: string): void {
    this.why ??= because(fault, { key: key.slice(0, MAX_KEY) });
  }

  /** Fails unless `holds`. */
  must(holds: boolean, fault: Fault, key: string): void {
    if (!holds) this.fail(fault, key);
  }

  /** A dict with all of `required`, and beyond them some of `optional`: names with blanks between. */
  dict(value: Plain | undefined, key: string, required: string, optional = ""): PlainDict {
    const dict = this.anyDict(value, key);
    for (const name of words(required)) this.must(dict.has(name), "native.missing-key", `${key}${name}`);
    if (!this.failed)
      for (const name of dict.keys()) this.must(has(required, name) || has(optional, name), "native.unknown-key", key + name);
    return this.failed ? NO_DICT : dict;
  }

  /** A dict, whatever its keys are. */
  anyDict(value: Plain | undefined, key: string): PlainDict {
    if (isDict(value)) return value;
    this.fail("native.kind-of", key);
    return NO_DICT;
  }

  text(value: Plain | undefined, key: string): string {
    if (typeof value === "string") return value;
    this.fail("native.kind-of", key);
    return "";
  }

  /** A text of a closed list: words with blanks between. */
  word(value: Plain | undefined, key: string, allowed: string): string {
    const text = this.text(value, key);
    this.must(has(allowed, text), "native.word-of", key);
    return text;
  }

  /** A list, whatever its items are. */
  list(value: Plain | undefined, key: string): readonly Plain[] {
    if (Array.isArray(value)) return value;
    if (isRow(value) && value.layout === "list")
      return Array.from({ length: value.count }, (_, i) => new PlainNumber(value.at(i), value.whole));
    this.fail("native.kind-of", key);
    return [];
  }

  /** Numbers in a row, `count` of them. */
  row(value: Plain | undefined, key: string, count: number | null): Row {
    if (!isRow(value)) this.fail("native.kind-of", key);
    else if (count !== null && value.count !== count) this.fail("native.count-of", key);
    else return value;
    return EMPTY_ROW;
  }

  /** Whole numbers in a row, each from `least` to `most`. */
  wholes(value: Plain | undefined, key: string, count: number | null, least: number, most: number): Row {
    const row = this.row(value, key, count);
    this.must(row.whole, "native.kind-of", key);
    for (let i = 0; i < row.count; i++) {
      const number = row.at(i);
      if (!(number >= least && number <= most)) this.fail("native.range-of", key);
    }
    return this.failed ? EMPTY_ROW : row;
  }

  /** A whole number that stands alone. */
  whole(value: Plain | undefined, key: string, least: number, most: number): number {
    if (!(value instanceof PlainNumber) || !value.whole) this.fail("native.kind-of", key);
    else if (!(value.value >= least && value.value <= most)) this.fail("native.range-of", key);
    else return value.value;
    return Number.NaN;
  }

  /** A number that stands alone; with `key` null, whatever there is. */
  number(value: Plain | undefined, key: string | null): number {
    if (value instanceof PlainNumber) return value.value;
    if (key !== null) this.fail("native.kind-of", key);
    return Number.NaN;
  }

  /** A whole number written as a text. */
  wholeText(value: Plain | undefined, key: string, least: number, most: number): number {
    const text = this.text(value, key);
    const number = isWholeText(text) ? Number(text) : Number.NaN;
    this.must(!Number.isNaN(number), "native.kind-of", key);
    this.must(number >= least && number <= most, "native.range-of", key);
    return number;
  }
}

/** As much of a key as is told. */
const MAX_KEY = 200;

export const words = (text: string): readonly string[] => (text === "" ? [] : text.split(" "));

/** True when `list`, words with blanks between, has the word. */
export const has = (list: string, word: string): boolean => word !== "" && !word.includes(" ") && ` ${list} `.includes(` ${word} `);

/** Index behind the digits from `at` on. */
function digits(text: string, at: number): number {
  let end = at;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return end;
}

const signed = (text: string, at: number): number => (text[at] === "-" || text[at] === "+" ? at + 1 : at);

/** Longest text of one number. */
const MAX_NUMBER = 64;

/** `-12`: digits, perhaps behind a minus. */
export function isWholeText(text: string): boolean {
  const start = text[0] === "-" ? 1 : 0;
  return text.length > start && text.length <= MAX_NUMBER && digits(text, start) === text.length;
}

/** `-1.5E-3`, `.5`, `2.`, `inf`, `nan`: what C's and C++'s readers read the same. */
export function isFloatText(text: string): boolean {
  if (text.length > MAX_NUMBER) return false;
  const start = signed(text, 0);
  if (has("inf nan Infinity NaN", text.slice(start))) return true;
  const whole = digits(text, start);
  const fraction = text[whole] === "." ? digits(text, whole + 1) : whole;
  if (fraction - start - (text[whole] === "." ? 1 : 0) < 1) return false;
  if (text[fraction] !== "e" && text[fraction] !== "E") return fraction === text.length;
  const exponent = signed(text, fraction + 1);
  const end = digits(text, exponent);
  return end > exponent && end - exponent <= 6 && end === text.length;
}
