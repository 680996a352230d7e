/**
 * CountVectorizer, TfidfVectorizer and TfidfTransformer. Words are found by onnxruntime's own Tokenizer (com.microsoft), so
 * such a model needs onnxruntime; n-grams are counted by TfIdfVectorizer over their numbers. Exact for sklearn's plain
 * patterns of words, and for characters. For targets that have texts themselves it is one operator (`counting.ts`).
 * Refused: accents that are stripped (but by that operator), functions of one's own, other patterns.
 */
import { type Shown, sentence } from "../../errors.js";
import { dtypeParameter } from "../../models/parts/columns/dtype-parameter.js";
import { hashingOf } from "../../models/parts/text/hashing.js";
import { isFromPython2 } from "../../models/parts/text/python2.js";
import { ENGLISH_STOP_WORDS } from "../../models/parts/text/stop-words.js";
import { leastOfWords } from "../../models/parts/text/tokens.js";
import { vocabularyOf } from "../../models/parts/text/vocabulary.js";
import type { State } from "../../models/state.js";
import { numberOf } from "../../neutral/document.js";
import { type Context, defineLowering, type Lowering, makes, unsupported } from "../define.js";
import type { Attribute, Value } from "../ir.js";
import { inDtype } from "../parts/dtypes.js";
import { overNorm, rowNorm } from "../parts/norms.js";
import { numbered, orError } from "../parts/places.js";
import { rowsOf } from "../parts/rows.js";
import { charactersOf } from "./characters.js";
import { compacted } from "./compact.js";
import { type Analysis, type Columns, countTerms } from "./counting.js";
import { oddSigma, wordNumbers } from "./letters.js";
import { formsOf, tokenPattern } from "./variants.js";

const int = (value: number): Attribute => ({ type: "int", value });
const text = (value: string): Attribute => ({ type: "string", value });
const ints = (value: readonly number[]): Attribute => ({ type: "ints", value });

/** Words that are no term, and those that are left out. */
const UNKNOWN = -1;
const STOPPED = -2;

type Range = readonly [least: number, most: number];

interface Words {
  readonly least: number;
  readonly isLowered: boolean;
  readonly range: Range;
  readonly stops: ReadonlySet<string>;
}

/** What is refused of any analyzer. */
function checkTexts({ state, at, textForm }: Context): void {
  const refuse = (what: Parameters<typeof unsupported>[2]) => unsupported(at, state.className, what);
  const isWord = state.text("analyzer") === "word";
  const isStripped = textForm === "counted" && ["ascii", "unicode"].includes(state.text("strip_accents") ?? "");
  for (const key of [...(isWord ? ["tokenizer"] : []), "preprocessor", ...(isStripped ? [] : ["strip_accents"])])
    if (state.has(key) && state.get(key) !== false) throw refuse(sentence`a tokenizer, a preprocessor or accents that are stripped`);
  if (state.has("input") && state.text("input") !== "content") throw refuse(sentence`texts in files`);
  if (state.flag("lowercase", true) && isFromPython2(state)) throw refuse(sentence`lower case as Python 2 has it`);
}

function wordsOf({ state, at }: Context): Words {
  const pattern = state.text("token_pattern");
  const least = pattern === null ? null : leastOfWords(pattern);
  if (least === null) throw unsupported(at, state.className, sentence`a token_pattern that is not sklearn's own`);
  return { least, isLowered: state.flag("lowercase", true), range: rangeOf(state), stops: stopsOf(state) };
}

function rangeOf(state: State): Range {
  const [least = 1, most = least] = state.has("ngram_range") ? state.items("ngram_range").map((n) => numberOf(n) ?? Number.NaN) : [];
  if (!Number.isInteger(least) || !Number.isInteger(most) || least < 1) throw state.inconsistent("its ngram_range is odd");
  return [least, most];
}

function stopsOf(state: State): ReadonlySet<string> {
  if (!state.has("stop_words")) return new Set();
  if (state.text("stop_words") === "english") return ENGLISH_STOP_WORDS;
  return new Set(state.items("stop_words").flatMap((word) => (typeof word === "string" ? [word] : [])));
}

/** Numbers of words. */
class Numbers {
  readonly #isLowered: boolean;
  readonly #known = new Map<string, number>();
  #next = 0;

  constructor({ isLowered, stops }: Words) {
    this.#isLowered = isLowered;
    // Stop words matter where what stands about them becomes neighbours.
    for (const stop of stops) this.#known.set(stop, STOPPED);
  }

  /** Of no word. */
  fresh = (): number => this.#next++;

  of(word: string): number {
    const known = this.#known.get(word) ?? this.#next++;
    this.#known.set(word, known);
    return known;
  }

  /** Words that can be met: what has capitals is never met in small letters. */
  get words(): ReadonlyMap<string, number> {
    return new Map([...this.#known].filter(([word]) => !this.#isLowered || word.toLowerCase() === word));
  }

  /** The words in all forms that they have in texts; null where those are too many. */
  get forms(): ReadonlyMap<string, number> | null {
    const found = new Map<string, number>();
    for (const [word, number] of this.words) {
      const forms = this.#isLowered ? formsOf(word) : [word];
      if (forms === null) return null;
      for (const form of forms) found.set(form, number);
    }
    return found;
  }
}

const tokenized = ({ ops }: Context, texts: Value, pattern: string): Value =>
  ops.g.node("Tokenizer", [texts], "string", ["N", "N"], {
    domain: "com.microsoft",
    attributes: { mark: int(0), mincharnum: int(1), pad_value: text(""), tokenexp: text(pattern) },
  });

/** Tokens, and behind the last a word that is none, so that there is one. */
function withBlank({ ops }: Context, texts: Value, tokens: Value, blank: string): Value {
  const column = ops.gather(ops.g.constant("string", [1, 1], [blank]), ops.zeros(texts));
  return ops.g.node("Concat", [tokens, column], "string", ["N", "N"], { attributes: { axis: int(1) } });
}

/** Numbers of words whose forms are too many, letter by letter. */
function byLetters(context: Context, texts: Value, { least }: Words, words: ReadonlyMap<string, number>): Value {
  const { ops } = context;
  const tokens = withBlank(context, texts, tokenized(context, texts, tokenPattern(least, true)), " ");
  const found = wordNumbers(ops, tokens, words, UNKNOWN);
  if (![...words.keys()].some((word) => /[σς]/.test(word))) return found;
  const odd = withBlank(context, texts, tokenized(context, texts, oddSigma()), "");
  const isOdd = ops.greater(ops.sum(numbered(ops, odd, new Map([["", 0]]), 1), true), ops.long(0));
  return orError(ops, found, ops.not(isOdd));
}

/** Tokens of each text as numbers, [N, longest], and UNKNOWN after the last. */
function tokenNumbers(context: Context, words: Words, numbers: Numbers): Value {
  const { ops } = context;
  const single = textsOf(context);
  const { forms } = numbers;
  if (forms === null) return byLetters(context, single, words, numbers.words);
  const lowered = words.isLowered
    ? ops.g.node("StringNormalizer", [single], "string", ["N"], {
        attributes: { case_change_action: text("LOWER"), is_case_sensitive: int(1), locale: text("C") },
      })
    : single;
  return numbered(ops, tokenized(context, lowered, tokenPattern(words.least, words.isLowered)), forms, UNKNOWN);
}

/** Numbers without the stop words, in their order: those go behind all others. */
const withoutStops = ({ ops }: Context, ids: Value): Value => compacted(ops, ids, ops.equal(ids, ops.long(STOPPED)));

/** How often each n-gram of the pool is in each text, as doubles. */
function counted({ ops }: Context, ids: Value, grams: readonly (readonly number[])[]): Value {
  const most = grams.reduce((length, gram) => Math.max(length, gram.length), 1);
  const byLength = Array.from({ length: most }, (_, n) =>
    grams.flatMap((gram, column) => (gram.length === n + 1 ? [{ gram, column }] : [])),
  );
  let start = 0;
  const starts = byLength.map((own, n) => {
    const from = start;
    start += own.length * (n + 1);
    return from;
  });
  const attributes = {
    min_gram_length: int(1),
    max_gram_length: int(most),
    max_skip_count: int(0),
    mode: text("TF"),
    ngram_counts: ints(starts),
    ngram_indexes: ints(byLength.flat().map(({ column }) => column)),
    pool_int64s: ints(byLength.flat().flatMap(({ gram }) => gram)),
  };
  return ops.cast(ops.g.node("TfIdfVectorizer", [ids], "float32", ["N", grams.length], { attributes }), "float64");
}

/** Texts, one axis. */
function textsOf({ rows, state, at }: Context): Value {
  if (rows.single?.dtype !== "string") throw unsupported(at, state.className, sentence`it takes one axis of texts`);
  return rows.single;
}

function wordCounts(context: Context, terms: readonly string[]): Value {
  const words = wordsOf(context);
  const [least, most] = words.range;
  const numbers = new Numbers(words);
  const grams = terms.map((term) => {
    const parts = term.split(" ");
    return parts.length < least || parts.length > most || term === "" ? [numbers.fresh()] : parts.map((part) => numbers.of(part));
  });
  const ids = tokenNumbers(context, words, numbers);
  return counted(context, most > 1 && words.stops.size > 0 ? withoutStops(context, ids) : ids, grams);
}

/** Columns of hashes, each of which is a number of a row that a program works out. */
const MOST_HASHES = 2 ** 20;

/** Of no run in any text. */
const NEVER = 2 ** 30;

function characterCounts(context: Context, terms: readonly string[], inWords: boolean): Value {
  const { state, ops } = context;
  const [least, most] = rangeOf(state);
  const all = charactersOf(terms, state.flag("lowercase", true), inWords);
  const grams = terms.map((term) => {
    const gram = all.gram(term);
    if (gram.length === 0 || gram.length > most || (gram.length < least && !inWords)) return [NEVER];
    return gram.length < least ? all.word(term) : gram;
  });
  return counted(context, all.rows(ops, textsOf(context)), grams);
}

/** Runs of what a text is read as. @throws CornichonError `target.unsupported` for what is code */
function analyzerOf({ state, at }: Context): Analysis["analyzer"] {
  const named = state.text("analyzer");
  if (named !== "word" && named !== "char" && named !== "char_wb")
    throw unsupported(at, state.className, sentence`an analyzer of one's own`);
  return named;
}

function accentsOf(state: State): Analysis["accents"] {
  const accents = state.text("strip_accents");
  if (accents === "unicode") return state.before(0, 22) ? "unicode-composed" : accents;
  return accents === "ascii" ? accents : "kept";
}

/** A text's analysis as one operator has it. */
function analysisOf(context: Context): Analysis {
  const { state } = context;
  const analyzer = analyzerOf(context);
  const accents = accentsOf(state);
  if (analyzer !== "word")
    return { analyzer, isLowered: state.flag("lowercase", true), accents, least: 1, range: rangeOf(state), stops: [] };
  const { least, isLowered, range, stops } = wordsOf(context);
  return { analyzer, isLowered, accents, least, range, stops: [...stops] };
}

/** By ONNX's operators. */
function byOperators(context: Context, terms: readonly string[]): Value {
  const analyzer = analyzerOf(context);
  return analyzer === "word" ? wordCounts(context, terms) : characterCounts(context, terms, analyzer === "char_wb");
}

/** Counts of the vocabulary's terms, [N, terms]. */
function counts(context: Context): Value {
  const { state, ops, at, textForm } = context;
  const { terms } = vocabularyOf(state);
  checkTexts(context);
  if (terms.length === 0) throw unsupported(at, state.className, sentence`no column comes out`);
  const found =
    textForm === "operators"
      ? byOperators(context, terms)
      : countTerms(ops, textsOf(context), { ...analysisOf(context), columns: { kind: "terms", terms } });
  return state.flag("binary", false) ? ops.min(found, ops.double(1)) : found;
}

/** Each row over its norm, if it has one. */
function normed({ ops, state, at }: Context, x: Value): Value {
  if (!state.has("norm")) return x;
  const length = rowNorm(ops, x, state.text("norm") ?? "", state.before(0, 23));
  if (length === null) throw unsupported(at, state.className, sentence`a norm that is not known`);
  return overNorm(ops, x, length, 0);
}

/** Counts times inverse document frequencies, each row over its norm (sklearn.feature_extraction.text.TfidfTransformer). */
function weighted(context: Context, x: Value): Value {
  const { ops, state } = context;
  const one = ops.double(1);
  const term = state.flag("sublinear_tf", false) ? ops.where(ops.equal(x, ops.double(0)), ops.double(0), ops.add(ops.log(x), one)) : x;
  const found = state.flag("use_idf", true) ? ops.mul(term, ops.row(state.vector("idf_"))) : term;
  return normed(context, found);
}

const countVectorizer = defineLowering({
  class: "sklearn.feature_extraction.text.CountVectorizer",
  lower: (context) => ({
    kind: "transformer",
    methods: makes({ transform: () => inDtype(context, counts(context), dtypeParameter(context.state, "dtype", "int64")) }),
  }),
});

const tfidfTransformer = defineLowering({
  class: "sklearn.feature_extraction.text.TfidfTransformer",
  lower: (context) => ({ kind: "transformer", methods: makes({ transform: () => weighted(context, context.rows.x) }) }),
});

const tfidfVectorizer = defineLowering({
  class: "sklearn.feature_extraction.text.TfidfVectorizer",
  lower: (context) => {
    const { state, ops, inner, at } = context;
    const tfidf = state.object("_tfidf");
    // A diagonal matrix of doubles, until 1.4, made doubles of all.
    const multiplied = state.before(1, 5) && tfidf?.flag("use_idf", true) === true && tfidf.dtype("idf_") !== "float32";
    const counts32 = dtypeParameter(state, "dtype", "float64") === "float32";
    const isSingle = counts32 && !multiplied;
    if (counts32 && multiplied && tfidf.flag("sublinear_tf", false))
      throw unsupported(at, state.className, sentence`logarithms in float32 of an answer in doubles`);
    const transform = (): Value => {
      const made = inner(state.fitted("_tfidf"), rowsOf(ops, counts(context)), at).methods.get("transform");
      if (made === undefined) throw state.inconsistent("its _tfidf has no transform");
      return isSingle ? ops.cast(made(), "float32") : made();
    };
    return { kind: "transformer", methods: makes({ transform }) };
  },
});

/** sklearn.feature_extraction.text.HashingVectorizer: hashes are no matter of ONNX's operators. */
const hashingVectorizer = defineLowering({
  class: "sklearn.feature_extraction.text.HashingVectorizer",
  only: "counted",
  lower: (context) => {
    const { state, ops, at } = context;
    const refuse = (what: Shown): Error => unsupported(at, state.className, what);
    const dtype = dtypeParameter(state, "dtype", "float64");
    const { columns: count, signed: isSigned, absolute } = hashingOf(state);
    const transform = (): Value => {
      checkTexts(context);
      if (dtype !== "float64") throw refuse(sentence`a dtype of its answers that the target has not`);
      if (count > MOST_HASHES) throw refuse(sentence`more than ${MOST_HASHES} columns, each a number of the answer`);
      const isBinary = state.flag("binary", false);
      // Where a term was met is a one then, also where others have taken it away.
      const columns: Columns = { kind: "hashes", count, isSigned: isSigned && !isBinary };
      const found = countTerms(ops, textsOf(context), { ...analysisOf(context), columns });
      return normed(context, isBinary ? ops.min(found, ops.double(1)) : absolute ? ops.abs(found) : found);
    };
    return { kind: "transformer", methods: makes({ transform }) };
  },
});

export const VECTORIZERS: readonly Lowering[] = [countVectorizer, hashingVectorizer, tfidfTransformer, tfidfVectorizer];
