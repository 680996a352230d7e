/**
 * Texts as tokens: words by a pattern. sklearn's own patterns are read off the text in one pass; others run on our own
 * machine where their grammar allows it (`pattern-parser.ts`), and are refused else.
 */
import { needsCode } from "../../define.js";
import { findAll } from "./pattern-machine.js";
import { parsePattern } from "./pattern-parser.js";
import { isWord } from "./unicode.js";

export type Tokenizer = (text: string) => string[];

/** Called with the bounds of a word in the text, and its hash. */
type Tell = (start: number, end: number, hash: number) => void;

/** FNV-1a over 16-bit code units. */
export const HASH_START = 0x811c9dc5;
export const hashNext = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);

/** Runs of `\w` with at least so many characters, in one pass. */
export function eachWord(text: string, least: number, tell: Tell): void {
  let start = -1;
  let count = 0;
  let hash = HASH_START;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const code = unit >= 0xd800 && unit < 0xdc00 ? (text.codePointAt(i) ?? unit) : unit;
    if (isWord(code)) {
      if (start < 0) start = i;
      count++;
      hash = hashNext(hash, unit);
      if (code > 0xffff) hash = hashNext(hash, text.charCodeAt(++i));
    } else if (start >= 0) {
      if (count >= least) tell(start, i, hash);
      if (code > 0xffff) i++;
      start = -1;
      count = 0;
      hash = HASH_START;
    }
  }
  if (start >= 0 && count >= least) tell(start, text.length, hash);
}

function wordsFrom(text: string, least: number): string[] {
  const out: string[] = [];
  eachWord(text, least, (start, end) => {
    out.push(text.slice(start, end));
  });
  return out;
}

/** Patterns of sklearn and its documentation, by how many characters a word has at least. */
const KNOWN: ReadonlyMap<string, number> = new Map([
  ["(?u)\\b\\w\\w+\\b", 2],
  ["\\b\\w\\w+\\b", 2],
  ["(?u)\\b\\w+\\b", 1],
  ["\\b\\w+\\b", 1],
  ["\\w+", 1],
  ["(?u)\\w+", 1],
]);

/** How many characters a word of the pattern has at least, null for patterns that are not plain words. */
export const leastOfWords = (pattern: string): number | null => KNOWN.get(pattern) ?? null;

/** The tokenizer of a pattern. It throws where it is called, so that the rest of the model stays usable. @throws CornichonError `model.needs-code` */
export function tokenizerOf(pattern: string): Tokenizer {
  const least = KNOWN.get(pattern);
  if (least !== undefined) return (text) => wordsFrom(text, least);
  const program = parsePattern(pattern);
  if (program === null || program.groups > 1)
    return () => {
      throw needsCode("transform", `the token_pattern ${JSON.stringify(pattern.slice(0, 80))}`);
    };
  return (text) => findAll(program, text);
}
