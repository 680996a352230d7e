/**
 * LightGBM's model text (`GBDT::SaveModelToString`, `Tree::ToString`, versions v2 to v4): a header, trees, importances,
 * parameters and the categories of pandas. It becomes a dict of `header`, `trees` (a list of dicts), `feature_importances`,
 * `parameters` (texts) and `pandas_categorical`; keys are LightGBM's own, numbers are numbers where LightGBM means numbers.
 *
 * Refused: lines that belong to no section, numbers that are none, trees out of order, text that is no UTF-8. Iterative,
 * one pass over the bytes, without a string a number; a number has at most 64 characters.
 */
import { BLANK, CLOSE_LIST, COLON, EQUALS, NEWLINE, OPEN_LIST, RETURN } from "../bytes/ascii.js";
import { Decimal } from "../bytes/decimal.js";
import { latin1Text } from "../bytes/latin1.js";
import { because, type Reason, type ReasonFacts, reasonArgs } from "../finding/because.js";
import { KIND } from "../tape/handle.js";
import { readJson } from "./json.js";
import type { NativeSink } from "./sink.js";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Keys of one number. */
const ONE = words("num_class num_tree_per_iteration label_index max_feature_idx num_leaves num_cat is_linear shrinkage");
/** Keys of whole numbers in a row. */
const INTEGERS = words(
  "tree_sizes monotone_constraints split_feature decision_type left_child right_child leaf_count internal_count cat_boundaries cat_threshold num_features leaf_features",
);
/** Keys of floats in a row. */
const FLOATS = words("split_gain threshold leaf_value leaf_weight internal_value internal_weight leaf_const leaf_coeff");
/** Keys of names in a row. */
const TEXTS = words("feature_names feature_infos");

const MAX_NUMBER = 64;
/** A whole number of so many digits is exact as a double. */
const EXACT_DIGITS = 15;
/** Longest key that is looked at. */
const MAX_KEY = 64;

/** A C++ stream's spelling of what is no finite number. */
const ODD: ReadonlyMap<string, number> = new Map([
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
  ["nan", Number.NaN],
  ["-nan", Number.NaN],
]);

/** As many characters are looked at: one more than the longest has. */
const MAX_ODD = 5;

/** What a line begins with. */
const TREE = "Tree=";
const CATEGORIES = "pandas_categorical:";

type Section = "header" | "trees" | "rest" | "importances" | "parameters";

class LightgbmText {
  readonly #bytes: Uint8Array;
  readonly #sink: NativeSink;
  readonly #decimal = new Decimal();
  /** The line at hand, without its end. */
  #start = 0;
  #end = 0;
  #next = 0;
  #section: Section = "header";
  #trees = 0;
  /** A blank line was met in the tree. */
  #ended = false;

  constructor(sink: NativeSink, bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#sink = sink;
  }

  read(): Reason | null {
    if (!this.#line() || !this.#is("tree")) return "native.lightgbm";
    this.#sink.open(KIND.DICT);
    this.#enter("header", KIND.DICT, "header");
    while (this.#line()) {
      const why = this.#sink.excess ?? this.#take();
      if (why !== null) return why;
    }
    if (this.#section !== "rest") return "native.cut-off";
    this.#sink.close();
    return null;
  }

  /** Goes to the next line; false at the end. */
  #line(): boolean {
    if (this.#next >= this.#bytes.length) return false;
    this.#start = this.#next;
    const found = this.#bytes.indexOf(NEWLINE, this.#start);
    this.#end = found < 0 ? this.#bytes.length : found;
    this.#next = this.#end + 1;
    if (this.#end > this.#start && this.#bytes[this.#end - 1] === RETURN) this.#end--;
    return true;
  }

  /** The line begins so. */
  #begins(text: string): boolean {
    if (this.#end - this.#start < text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.#bytes[this.#start + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  #is(text: string): boolean {
    return this.#end - this.#start === text.length && this.#begins(text);
  }

  /** Opens the section's container under its key. */
  #enter(section: Section, kind: typeof KIND.LIST | typeof KIND.DICT, key: string): void {
    this.#section = section;
    this.#sink.word(key);
    this.#sink.open(kind);
  }

  #leave(section: Section): null {
    this.#sink.close();
    this.#section = section;
    return null;
  }

  #take(): Reason | null {
    switch (this.#section) {
      case "header":
        return this.#header();
      case "trees":
        return this.#tree();
      case "importances":
        return this.#start === this.#end ? this.#leave("rest") : this.#importance();
      case "parameters":
        return this.#is("end of parameters") ? this.#leave("rest") : this.#parameter();
      default:
        return this.#rest();
    }
  }

  #header(): Reason | null {
    if (this.#start === this.#end) return null;
    if (!this.#startsTrees()) return this.#pair();
    this.#leave("rest");
    this.#enter("trees", KIND.LIST, "trees");
    return this.#tree();
  }

  #startsTrees(): boolean {
    return this.#is("end of trees") || this.#begins(TREE);
  }

  /** A blank line ends a tree: LightGBM reads no line of it behind one. */
  #tree(): Reason | null {
    if (this.#start === this.#end) {
      this.#ended = true;
      return null;
    }
    if (this.#is("end of trees")) {
      if (this.#trees > 0) this.#sink.close();
      return this.#leave("rest");
    }
    if (!this.#begins(TREE)) return this.#trees === 0 || this.#ended ? "native.tree-number" : this.#pair();
    if (!this.#is(TREE + this.#trees)) return "native.tree-order";
    this.#ended = false;
    if (this.#trees++ > 0) this.#sink.close();
    this.#sink.open(KIND.DICT);
    return null;
  }

  #rest(): Reason | null {
    if (this.#start === this.#end) return null;
    if (this.#is("feature importances:") || this.#is("feature_importances:")) this.#enter("importances", KIND.DICT, "feature_importances");
    else if (this.#is("parameters:")) this.#enter("parameters", KIND.DICT, "parameters");
    else if (this.#begins(CATEGORIES)) return this.#categories();
    else return "native.section";
    return null;
  }

  /** `key=value`, or a flag that is there or not (`average_output`). */
  #pair(): Reason | null {
    const equals = this.#find(EQUALS);
    const key = latin1Text(this.#bytes, this.#start, Math.min(equals, this.#start + MAX_KEY));
    if (!this.#sink.text(this.#start, equals)) return NO_TEXT;
    if (equals === this.#end) {
      this.#sink.scalar(true);
      return null;
    }
    this.#start = equals + 1;
    if (ONE.has(key)) return this.#one(this.#start);
    if (INTEGERS.has(key)) return this.#numbers(false);
    if (FLOATS.has(key)) return this.#numbers(true);
    if (TEXTS.has(key)) return this.#names();
    return this.#sink.text(this.#start, this.#end) ? null : NO_TEXT;
  }

  /** Index of a byte in the line, the line's end when it is not there. */
  #find(byte: number): number {
    let at = this.#start;
    while (at < this.#end && this.#bytes[at] !== byte) at++;
    return at;
  }

  /** Texts between blanks, as a list. */
  #names(): Reason | null {
    this.#sink.open(KIND.LIST);
    for (let at = this.#start; at < this.#end; at++) {
      if (this.#bytes[at] === BLANK) continue;
      const start = at;
      at = this.#wordEnd(start);
      const why = this.#sink.excess ?? (this.#sink.text(start, at) ? null : NO_TEXT);
      if (why !== null) return why;
    }
    this.#sink.close();
    return null;
  }

  /** Numbers between blanks, as a list. */
  #numbers(float: boolean): Reason | null {
    this.#sink.open(KIND.LIST);
    for (let at = this.#start; at < this.#end; at++) {
      if (this.#bytes[at] === BLANK) continue;
      const why = this.#sink.excess ?? this.#number(at, float);
      if (why !== null) return why;
      at = this.#wordEnd(this.#decimal.end);
    }
    this.#sink.close();
    return null;
  }

  /** Index of the first blank from `at` on, or the line's end. */
  #wordEnd(at: number): number {
    let end = at;
    while (end < this.#end && this.#bytes[end] !== BLANK) end++;
    return end;
  }

  /** The number that all of the line from `start` on is. */
  #one(start: number): Reason | null {
    const why = this.#number(start, false);
    return why === null && this.#wordEnd(this.#decimal.end) < this.#end ? "native.number" : why;
  }

  /** The number that begins at `start`, up to a blank or the line's end. */
  #number(start: number, float: boolean): Reason | null {
    const number = this.#decimal;
    number.scan(this.#bytes, start, this.#end);
    const ends = number.end === this.#end || this.#bytes[number.end] === BLANK;
    if (!ends || !isWritten(number)) return this.#odd(start);
    if (number.end - start > MAX_NUMBER) return "native.number";
    if (!float && isInteger(number)) return this.#integer(start, number.end);
    const { value } = number;
    if (!isNormal(value) && !number.zero) return "native.number";
    this.#sink.float(value);
    return null;
  }

  #integer(start: number, end: number): null {
    const number = this.#decimal;
    if (number.wholeDigits > EXACT_DIGITS) this.#sink.whole(BigInt(latin1Text(this.#bytes, start, end)));
    else this.#sink.whole(number.zero ? 0 : number.value);
    return null;
  }

  #odd(start: number): Reason | null {
    const end = Math.min(this.#wordEnd(start), start + MAX_ODD);
    const odd = ODD.get(latin1Text(this.#bytes, start, end));
    if (odd === undefined) return "native.number";
    this.#sink.float(odd);
    return null;
  }

  /** `name=3`; a name may hold any character but a line's end. */
  #importance(): Reason | null {
    let equals = this.#end - 1;
    while (equals > this.#start && this.#bytes[equals] !== EQUALS) equals--;
    if (this.#bytes[equals] !== EQUALS) return "native.section";
    if (!this.#sink.text(this.#start, equals)) return NO_TEXT;
    return this.#one(equals + 1);
  }

  /** `[name: value]`. */
  #parameter(): Reason | null {
    if (this.#start === this.#end) return null;
    const colon = this.#find(COLON);
    if (this.#bytes[this.#start] !== OPEN_LIST || this.#bytes[this.#end - 1] !== CLOSE_LIST || colon === this.#end) return "native.section";
    const from = Math.min(this.#bytes[colon + 1] === BLANK ? colon + 2 : colon + 1, this.#end - 1);
    return this.#sink.text(this.#start + 1, colon) && this.#sink.text(from, this.#end - 1) ? null : NO_TEXT;
  }

  #categories(): Reason | null {
    this.#sink.word("pandas_categorical");
    const why = readJson(this.#sink, this.#bytes, this.#start + CATEGORIES.length, this.#end);
    return why === null ? null : withinCategories(why);
  }
}

/** Why the categories of pandas, which are JSON inside the text, cannot be read. */
function withinCategories(reason: Reason): ReasonFacts {
  const { why: inner, ...facts } = reasonArgs(reason);
  return { ...facts, ...because("native.categories", { inner }) };
}

const NO_TEXT = "native.utf8";

const LEAST_NORMAL = 2.2250738585072014e-308;

/** `-1.5e-3`, `.5`, `2.`, `+1`. */
const isWritten = (number: Decimal): boolean =>
  number.wholeDigits + number.fractionDigits > 0 && (!number.exponent || number.exponentDigits > 0);

/** `-12`. */
const isInteger = (number: Decimal): boolean => !number.point && !number.exponent && number.signed === number.negative;

/** Neither too small nor too large for all its bits: but for zero, what C++ reads without an error of range. */
function isNormal(value: number): boolean {
  const size = Math.abs(value);
  return size >= LEAST_NORMAL && size !== Number.POSITIVE_INFINITY;
}

/** Reads LightGBM's model text as a dict; why it is none, or null. */
export const readLightgbmText = (sink: NativeSink, bytes: Uint8Array): Reason | null => new LightgbmText(sink, bytes).read();
