/**
 * From a text to its tokens, as the vectorizers' parameters say: case, accents, words or characters, stop words, n-grams
 * (sklearn.feature_extraction.text._VectorizerMixin 0.17 to 1.9). A callable among them is one of those in `methods.ts`, or
 * code, and missing only when a text is to be read.
 */
import { CornichonError, sentence } from "../../../errors.js";
import { numberOf } from "../../../neutral/document.js";
import { needsCode } from "../../define.js";
import type { Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { functionUnder, textFunction, tokenFunction } from "./methods.js";
import { charGrams, charGramsInWords, type Range, wordGrams } from "./n-grams.js";
import { isFromPython2, lowerEach } from "./python2.js";
import { ENGLISH_STOP_WORDS } from "./stop-words.js";
import { leastOfWords, tokenizerOf } from "./tokens.js";
import { stripAccents, stripToAscii } from "./unicode.js";

/** Tokens of a text, in order. */
export type Analyzer = (text: string) => readonly string[];

/** More characters or words than anyone joins; every n-gram of a text is a text of its own. */
const MOST_GRAMS = 256;

function rangeOf(state: State): Range {
  const [least = 1, most = least] = state.has("ngram_range") ? state.items("ngram_range").map((n) => numberOf(n) ?? Number.NaN) : [];
  if (!Number.isInteger(least) || !Number.isInteger(most) || least < 1 || most > MOST_GRAMS)
    throw state.inconsistent("its ngram_range is odd");
  return { least, most };
}

const refusing =
  (what: string): Analyzer =>
  () => {
    throw needsCode("transform", what);
  };

/** A parameter that holds a function, with its name where it has one. */
function named(state: State, key: string): string {
  const name = functionUnder(state, key);
  return name === null ? `its ${key}` : `its ${key} ${name}`;
}

/** The parameters that may be callables, and the first that is one of which nothing is known. */
function codeOf(state: State): string | null {
  if (state.text("analyzer") === null && tokenFunction(state, "analyzer") === null) return named(state, "analyzer");
  if (state.text("analyzer") === "word" && state.has("tokenizer") && tokenFunction(state, "tokenizer") === null)
    return named(state, "tokenizer");
  if (state.text("analyzer") !== null && state.has("preprocessor")) {
    if (textFunction(state, "preprocessor") === null) return named(state, "preprocessor");
  } else if (state.text("analyzer") !== null) {
    const accents = state.get("strip_accents");
    const isCode = accents !== undefined && accents !== null && typeof accents !== "string" && accents !== false;
    if (isCode && textFunction(state, "strip_accents") === null) return named(state, "strip_accents");
  }
  return state.text("input") === "content" || !state.has("input") ? null : "the files that its input names";
}

/** A preprocessor of one's own takes the place of case and accents. */
function preprocessor(state: State): (text: string) => string {
  const own = state.has("preprocessor") ? textFunction(state, "preprocessor") : null;
  if (own !== null) return own;
  const lower = !state.flag("lowercase", true)
    ? (text: string) => text
    : isFromPython2(state)
      ? lowerEach
      : (text: string) => text.toLowerCase();
  const accents = state.text("strip_accents");
  const strip =
    accents === "unicode"
      ? (text: string) => stripAccents(text, state.before(0, 22))
      : accents === "ascii"
        ? stripToAscii
        : textFunction(state, "strip_accents");
  return (text) => {
    const cased = lower(text);
    return strip === null ? cased : strip(cased);
  };
}

function stopWords(state: State): ReadonlySet<unknown> {
  if (!state.has("stop_words")) return new Set();
  if (state.text("stop_words") === "english") return ENGLISH_STOP_WORDS;
  return new Set(state.items("stop_words"));
}

/** Words of one length of pattern, one at a time: what most vectorizers read, and what can be counted in place. */
export interface PlainWords {
  readonly prepare: (text: string) => string;
  readonly least: number;
  readonly stops: ReadonlySet<unknown>;
}

export interface Analysis {
  readonly tokens: Analyzer;
  readonly words: PlainWords | null;
}

/** `token_pattern=None` without a tokenizer: Python fails where the first text is read. */
const withoutPattern: Analyzer = () => {
  throw new CornichonError("input.malformed", sentence`first argument must be string or compiled pattern: token_pattern is None.`);
};

/** The analysis of a vectorizer's parameters. @throws CornichonError `model.inconsistent` */
export function analysisOf(state: State): Analysis {
  const code = codeOf(state);
  if (code !== null) return { tokens: refusing(code), words: null };
  // An analyzer of one's own is asked for the tokens, and nothing else is.
  const analyzer = tokenFunction(state, "analyzer");
  if (analyzer !== null) return { tokens: analyzer, words: null };
  const range = rangeOf(state);
  const prepare = preprocessor(state);
  const mode = state.text("analyzer");
  if (mode === "char") return { tokens: (text) => charGrams(prepare(text), range), words: null };
  if (mode === "char_wb") return { tokens: (text) => charGramsInWords(prepare(text), range), words: null };
  if (mode !== "word") throw state.inconsistent("its analyzer is unknown");
  const stops = stopWords(state);
  const own = state.has("tokenizer") ? tokenFunction(state, "tokenizer") : null;
  if (own === null && state.get("token_pattern") === null) return { tokens: withoutPattern, words: null };
  const pattern = state.text("token_pattern") ?? "(?u)\\b\\w\\w+\\b";
  const tokenize = own ?? tokenizerOf(pattern);
  const least = own === null ? leastOfWords(pattern) : null;
  return {
    tokens: (text) => {
      const words = tokenize(prepare(text));
      return wordGrams(stops.size === 0 ? words : words.filter((word) => !stops.has(word)), range);
    },
    words: least !== null && range.most === 1 ? { prepare, least, stops } : null,
  };
}

/** The texts of X. A callable analyzer may take what is no text: it is asked for first. @throws CornichonError `model.needs-code`, `input.malformed` */
export function textsOf(state: State, x: Samples): readonly string[] {
  const code = codeOf(state);
  if (code !== null) throw needsCode("transform", code);
  return x.texts(state.name);
}
