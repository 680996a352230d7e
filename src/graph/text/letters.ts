/**
 * Words by their letters, for vocabularies whose words have too many forms in texts (`variants.ts`): each token is taken
 * apart, each letter becomes the number of its small form, and the numbers of a word are one whole number, or several where
 * it is long: exact, for any mixture of capitals. Σ is ς at a word's end, which Python decides over marks and dots beyond
 * the word: a text where those decide is an error (`orError`).
 */
import type { Attribute, Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { numbered } from "../parts/places.js";
import { characters, DOTTED_I, SIGMA } from "./alphabet.js";

const SMALL = "σ";
const FINAL = "ς";
/** Whole numbers that a double holds. */
const MOST = 2 ** 53;
/** No letter, and the first number of one. */
const NONE = 0;
const FIRST = 1;

const int = (value: number): Attribute => ({ type: "int", value });
const text = (value: string): Attribute => ({ type: "string", value });

/** Letters of some words by number, and all that become them in small form. */
interface Alphabet {
  readonly numbers: ReadonlyMap<string, number>;
  /** Texts of one character, capitals and small ones. */
  readonly forms: ReadonlyMap<string, number>;
  /** Σ, whose small form hangs on its place; and what is no letter of the words. */
  readonly sigma: number;
  readonly other: number;
  readonly size: number;
}

function alphabetOf(words: Iterable<string>): Alphabet {
  const numbers = new Map<string, number>();
  for (const word of words) for (const char of word) if (!numbers.has(char)) numbers.set(char, FIRST + numbers.size);
  const sigma = FIRST + numbers.size;
  const forms = new Map<string, number>();
  for (const char of characters()) {
    const number = numbers.get(char === DOTTED_I ? "i" : char.toLowerCase());
    if (number !== undefined && char !== SIGMA) forms.set(char, number);
  }
  if (numbers.has(SMALL) || numbers.has(FINAL)) forms.set(SIGMA, sigma);
  return { numbers, forms, sigma, other: sigma + 1, size: sigma + 2 };
}

const isCased = (char: string): boolean => /\p{Cased}/u.test(char) && !/\p{Case_Ignorable}/u.test(char);

/** Of tokens [N, T] their letters [N, T, C], and NONE after the last. */
function lettersOf(ops: Ops, tokens: Value, alphabet: Alphabet): Value {
  const chars = ops.g.node("Tokenizer", [tokens], "string", ["N", "N", "N"], {
    domain: "com.microsoft",
    attributes: { mark: int(0), mincharnum: int(1), pad_value: text(""), tokenexp: text("(?s).") },
  });
  const letters = numbered(ops, chars, new Map([...alphabet.forms, ["", NONE]]), alphabet.other);
  return alphabet.forms.has(SIGMA) ? withFinals(ops, letters, alphabet) : letters;
}

/** Σ as ς where a cased letter stands before it in the word and none behind (Unicode's Final_Sigma), else as σ. */
function withFinals(ops: Ops, letters: Value, { numbers, sigma, other, size }: Alphabet): Value {
  const cased = new Float64Array(size);
  for (const [char, number] of numbers) cased[number] = Number(isCased(char));
  cased[sigma] = 1;
  const marks = ops.gather(ops.row(cased), letters);
  const sums = (reverse: number): Value =>
    ops.g.node("CumSum", [marks, ops.long(2)], "float64", letters.shape, { attributes: { exclusive: int(1), reverse: int(reverse) } });
  const some = (value: Value): Value => ops.greater(value, ops.double(0));
  const isFinal = ops.and(some(sums(0)), ops.not(some(sums(1))));
  const small = (char: string): Value => ops.long(numbers.get(char) ?? other);
  return ops.where(ops.equal(letters, ops.long(sigma)), ops.where(isFinal, small(FINAL), small(SMALL)), letters);
}

/** The first `length` letters of each token. */
function cut(ops: Ops, letters: Value, length: number): Value {
  const none = ops.sub(letters, letters);
  const first = ops.g.node("ReduceMax", [none, ops.longs([2])], "int64", ["N", "N", 1], { attributes: { keepdims: int(1) } });
  const row = ops.g.constant("int64", [length], new BigInt64Array(length));
  const padding = ops.g.node("Add", [first, row], "int64", ["N", "N", length]);
  const padded = ops.g.node("Concat", [letters, padding], "int64", ["N", "N", "N"], { attributes: { axis: int(2) } });
  return slice(ops, padded, 0, length);
}

const slice = (ops: Ops, x: Value, from: number, to: number): Value =>
  ops.g.node("Slice", [x, ops.longs([from]), ops.longs([to]), ops.longs([2])], x.dtype, ["N", "N", to - from]);

/** One step: prefixes that are known so far and the next letters, as one number. */
function keyOf(ops: Ops, base: number, before: Value | null, letters: Value): Value {
  const length = Number(letters.shape[2]);
  const powers = Array.from({ length }, (_, i) => base ** (length - 1 - i));
  const own = ops.g.node("ReduceSum", [ops.mul(letters, ops.longs(powers)), ops.longs([2])], "int64", ["N", "N"], {
    attributes: { keepdims: int(0) },
  });
  return before === null ? own : ops.add(ops.mul(before, ops.long(base ** length)), own);
}

const encoded = (ops: Ops, x: Value, numbers: ReadonlyMap<number, number>, otherwise: number): Value =>
  ops.g.node("LabelEncoder", [x], "int64", x.shape, {
    domain: "ai.onnx.ml",
    attributes: {
      keys_int64s: { type: "ints", value: [...numbers.keys()] },
      values_int64s: { type: "ints", value: [...numbers.values()] },
      default_int64: int(otherwise),
    },
  });

/** How many letters fit one number beside a prefix's own. */
const atOnce = (base: number, prefixes: number): number => Math.floor(Math.log2(MOST / (prefixes + 1)) / Math.log2(base) - 1e-9);

/** Number of each token [N, T] among words in small letters; `otherwise` for those that are none of them. */
export function wordNumbers(ops: Ops, tokens: Value, words: ReadonlyMap<string, number>, otherwise: number): Value {
  const alphabet = alphabetOf(words.keys());
  const longest = [...words.keys()].reduce((length, word) => Math.max(length, [...word].length), 0) + 1;
  const letters = cut(ops, lettersOf(ops, tokens, alphabet), longest);
  const spelled = [...words].map(([word, number]) => {
    const own = [...word].map((char) => alphabet.numbers.get(char) ?? alphabet.other);
    return { own: [...own, ...new Array<number>(longest - own.length).fill(NONE)], number };
  });
  const width = Math.max(1, atOnce(alphabet.size, words.size));
  /** Of each word the number of its letters so far, 0 where that is none. */
  let prefixes = spelled.map(() => 0);
  let before: Value | null = null;
  for (let from = 0; from < longest; from += width) {
    const to = Math.min(longest, from + width);
    const key = keyOf(ops, alphabet.size, before, slice(ops, letters, from, to));
    const keys = spelled.map(({ own }, at) => own.slice(from, to).reduce((sum, n) => sum * alphabet.size + n, prefixes[at] ?? 0));
    const isLast = to === longest;
    const numbers = new Map<number, number>();
    for (const [at, one] of keys.entries()) if (!numbers.has(one)) numbers.set(one, isLast ? (spelled[at]?.number ?? 0) : numbers.size + 1);
    before = encoded(ops, key, numbers, isLast ? otherwise : 0);
    prefixes = keys.map((one) => numbers.get(one) ?? 0);
  }
  return before ?? letters;
}

/** Characters of a kind as a class for RE2. */
function classOf(fits: (char: string) => boolean): string {
  let ranges = "";
  let [from, last] = [-1, -1];
  const hex = (code: number): string => `\\x{${code.toString(16)}}`;
  const close = (): void => {
    if (from >= 0) ranges += from === last ? hex(from) : `${hex(from)}-${hex(last)}`;
  };
  for (const char of characters()) {
    if (!fits(char)) continue;
    const code = char.codePointAt(0) ?? 0;
    if (code !== last + 1) {
      close();
      from = code;
    }
    last = code;
  }
  close();
  return `[${ranges}]`;
}

/** For RE2: a Σ whose small form is decided by cased letters beyond marks and dots, or beside the word. */
export function oddSigma(): string {
  const cased = classOf(isCased);
  const ignorable = classOf((char) => /\p{Case_Ignorable}/u.test(char));
  const beside = classOf((char) => isCased(char) && !/[\p{L}\p{N}_]/u.test(char));
  return `${SIGMA}${ignorable}+${cased}|${cased}${ignorable}+${SIGMA}|${SIGMA}${beside}|${beside}${SIGMA}`;
}
