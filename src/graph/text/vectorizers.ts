/**
 * CountVectorizer, TfidfVectorizer and TfidfTransformer: n-grams of words (`words.ts`, which needs onnxruntime's own operators)
 * and of characters are counted over their numbers (`grams.ts`), exactly. For targets that have texts themselves it is one operator (`counting.ts`).
 * Refused: accents that are stripped (but by that operator), functions of one's own, other patterns.
 */
import { type Shown, sentence } from "../../errors.js";
import { dtypeParameter } from "../../models/parts/columns/dtype-parameter.js";
import { hashingOf } from "../../models/parts/text/hashing.js";
import { isFromPython2 } from "../../models/parts/text/python2.js";
import { vocabularyOf } from "../../models/parts/text/vocabulary.js";
import type { State } from "../../models/state.js";
import { type Context, defineLowering, type Lowering, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { inDtype } from "../parts/dtypes.js";
import { overNorm, rowNorm } from "../parts/norms.js";
import { rowsOf } from "../parts/rows.js";
import { charactersOf } from "./characters.js";
import { type Analysis, type Columns, countTerms } from "./counting.js";
import { counted, rangeOf, textsOf } from "./grams.js";
import { wordCounts, wordsOf } from "./words.js";

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
