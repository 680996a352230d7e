/**
 * Characters as Python sees them: `\w` is letters, numbers and the underscore, white space has four separators that
 * JavaScript's has not, accents are what has a combining class.
 */

/** Python's `str.isspace`, as the inside of a character class. */
export const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const WORD = /^[\p{L}\p{N}_]$/u;
const UNKNOWN = 0;
const YES = 2;
/** What is known of each character of the basic plane, found out when it is met. */
const words = new Uint8Array(0x10000);

/** True for Python's `\w`. */
export function isWord(code: number): boolean {
  if (code >= 0x10000) return WORD.test(String.fromCodePoint(code));
  const known = words[code] ?? UNKNOWN;
  if (known !== UNKNOWN) return known === YES;
  const yes = WORD.test(String.fromCharCode(code));
  words[code] = yes ? YES : 1;
  return yes;
}

const isAscii = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
};

/** The mark with the highest combining class: whatever has a class, too, is moved before it. */
const YPOGEGRAMMENI = "\u0345";
const combining = new Map<string, boolean>();

function isCombining(char: string): boolean {
  const known = combining.get(char);
  if (known !== undefined) return known;
  const yes = char === YPOGEGRAMMENI || !(YPOGEGRAMMENI + char).normalize("NFD").startsWith(YPOGEGRAMMENI);
  combining.set(char, yes);
  return yes;
}

/** sklearn.feature_extraction.text.strip_accents_unicode. `old`: a text that is decomposed already stays (until 0.21). */
export function stripAccents(text: string, old: boolean): string {
  if (isAscii(text)) return text;
  const decomposed = text.normalize("NFKD");
  if (old && decomposed === text) return text;
  return Array.from(decomposed)
    .filter((char) => !isCombining(char))
    .join("");
}

/** sklearn.feature_extraction.text.strip_accents_ascii. */
export const stripToAscii = (text: string): string => (isAscii(text) ? text : Array.from(text.normalize("NFKD")).filter(isAscii).join(""));

/** Number of code points. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
