/**
 * Characters as Python sees them, as tables for languages that have to be told: `\w`, white space, small forms, accents.
 * Each is asked of the same functions that models read texts with.
 */
import { isWord, SPACE, stripAccents, stripToAscii } from "../../models/parts/text/unicode.js";

export { SPACE };

/** Past the last character. */
const END = 0x110000;
/** Syllables of Hangul are taken apart by arithmetic (Unicode, 3.12). */
const [FIRST_SYLLABLE, LAST_SYLLABLE] = [0xac00, 0xd7a3];

const isSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xe000;

/** Characters of a kind as runs, first and last of each one after the other. */
function runsOf(fits: (code: number) => boolean): Int32Array {
  const runs: number[] = [];
  let isInside = false;
  for (let code = 1; code <= END; code++) {
    const isIn = code < END && !isSurrogate(code) && fits(code);
    if (isIn && !isInside) runs.push(code);
    if (!isIn && isInside) runs.push(code - 1);
    isInside = isIn;
  }
  return Int32Array.from(runs);
}

const matching = (pattern: RegExp) => (): Int32Array => runsOf((code) => pattern.test(String.fromCodePoint(code)));

/** A table that is made at the first question: each takes a look at all of Unicode. */
function kept<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Python's `\w`, `str.isspace`, and what decides on the form of a small sigma. */
export const CLASSES = {
  word: kept(() => runsOf(isWord)),
  space: kept(matching(new RegExp(`^[${SPACE}]$`))),
  cased: kept(matching(/^\p{Cased}$/u)),
  ignorable: kept(matching(/^\p{Case_Ignorable}$/u)),
} as const;

/** Small forms that are one character and another one: by the capital. U+0130 has two, and Σ either of two. */
const smallForms = kept((): ReadonlyMap<number, number> => {
  const found = new Map<number, number>();
  for (let code = 1; code < END; code++) {
    if (isSurrogate(code)) continue;
    const char = String.fromCodePoint(code);
    const small = char.toLowerCase();
    const own = small.codePointAt(0) ?? code;
    if (small !== char && String.fromCodePoint(own) === small) found.set(code, own);
  }
  return found;
});

/** Capitals that matter to texts of some characters (null: of any), ascending, each with its small form. */
export const smallFormsOf = (characters: ReadonlySet<number> | null): readonly (readonly [capital: number, small: number])[] =>
  [...smallForms()].filter(([capital, small]) => characters === null || characters.has(capital) || characters.has(small));

/** Past the planes that have characters with parts. */
const END_OF_PARTS = 0x30000;

/**
 * Characters beyond ASCII that become others without accents, ascending, each with what it becomes. Of `ascii` those that
 * become nothing are left out, as all others do; syllables of Hangul, which have parts by arithmetic, are never among them.
 */
export function strippedForms(how: "unicode" | "ascii"): readonly (readonly [code: number, becomes: readonly number[]])[] {
  const found: (readonly [number, readonly number[]])[] = [];
  for (let code = 0x80; code < END_OF_PARTS; code++) {
    if (isSurrogate(code) || (code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE)) continue;
    const char = String.fromCodePoint(code);
    if (char.normalize("NFKD") === char && (how === "ascii" || !/\p{M}/u.test(char))) continue;
    const stripped = how === "ascii" ? stripToAscii(char) : stripAccents(char, false);
    if (stripped !== char && (how === "unicode" || stripped !== ""))
      found.push([code, Array.from(stripped, (one) => one.codePointAt(0) ?? 0)]);
  }
  return found;
}
