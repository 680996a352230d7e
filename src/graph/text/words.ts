/**
 * Words of texts as numbers, by onnxruntime's own Tokenizer (com.microsoft), and how often each run of them is met. Exact for
 * sklearn's plain patterns of words; other patterns are refused.
 */
import { sentence } from "../../errors.js";
import { ENGLISH_STOP_WORDS } from "../../models/parts/text/stop-words.js";
import { leastOfWords } from "../../models/parts/text/tokens.js";
import type { State } from "../../models/state.js";
import { type Context, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { numbered, orError } from "../parts/places.js";
import { compacted } from "./compact.js";
import { counted, int, type Range, rangeOf, text, textsOf } from "./grams.js";
import { oddSigma, wordNumbers } from "./letters.js";
import { formsOf, tokenPattern } from "./variants.js";

/** Words that are no term, and those that are left out. */
const UNKNOWN = -1;
const STOPPED = -2;

interface Words {
  readonly least: number;
  readonly isLowered: boolean;
  readonly range: Range;
  readonly stops: ReadonlySet<string>;
}

export function wordsOf({ state, at }: Context): Words {
  const pattern = state.text("token_pattern");
  const least = pattern === null ? null : leastOfWords(pattern);
  if (least === null) throw unsupported(at, state.className, sentence`a token_pattern that is not sklearn's own`);
  return { least, isLowered: state.flag("lowercase", true), range: rangeOf(state), stops: stopsOf(state) };
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

export function wordCounts(context: Context, terms: readonly string[]): Value {
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
