/**
 * Lower case without a locale. onnxruntime's own is exact for ASCII only (`locale: "C"`; others must be installed, and
 * know neither the final sigma nor U+0130), so texts keep their other capitals, and a term stands in the table in every
 * form that Python's `lower` makes it of: KELVIN SIGN is a k, each other letter has its capitals, and U+0130 becomes an i
 * before a mark that is no letter, so it ends a word.
 */
import { characters, DOTTED_I } from "./alphabet.js";

const MOST_FORMS = 64;
/** Letters that one capital has by its place: σ and ς. */
const BY_PLACE = /[σς]/;

let capitals: ReadonlyMap<string, readonly string[]> | null = null;

/** Capitals beyond ASCII by the one letter that they become. */
function capitalsOf(): ReadonlyMap<string, readonly string[]> {
  if (capitals !== null) return capitals;
  const found = new Map<string, string[]>();
  for (const char of characters()) {
    const lower = char.toLowerCase();
    if (lower === char || char === DOTTED_I || char < "\x80") continue;
    const known = found.get(lower);
    if (known === undefined) found.set(lower, [char]);
    else known.push(char);
  }
  capitals = found;
  return found;
}

/** All forms of a word in texts whose ASCII letters are small; null where they are not known or too many. */
export function formsOf(word: string): readonly string[] | null {
  if (BY_PLACE.test(word)) return null;
  let forms = [""];
  for (const char of word) {
    const own = [char, ...(capitalsOf().get(char) ?? [])];
    forms = forms.flatMap((form) => own.map((one) => form + one));
    if (forms.length > MOST_FORMS) return null;
  }
  return word.endsWith("i") ? [...forms, ...forms.map((form) => form.slice(0, -1) + DOTTED_I)] : forms;
}

const WORD = "[\\p{L}\\p{N}_]";
const WORD_BUT_DOTTED_I = `(?:[\\p{Ll}\\p{Lt}\\p{Lm}\\p{Lo}\\p{N}_]|[^\\P{Lu}${DOTTED_I}])`;

/** What is a token, for RE2: at least so many word characters. */
export function tokenPattern(least: number, isLowered: boolean): string {
  if (!isLowered) return least === 1 ? `${WORD}+` : `${WORD}{2,}`;
  return least === 1
    ? `${WORD_BUT_DOTTED_I}*${DOTTED_I}|${WORD_BUT_DOTTED_I}+`
    : `${WORD_BUT_DOTTED_I}+${DOTTED_I}|${WORD_BUT_DOTTED_I}{2,}`;
}
