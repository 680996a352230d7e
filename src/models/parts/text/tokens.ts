/**
 * Texts as tokens: words by a pattern. sklearn's own patterns are read off the text in one pass; others run on our own
 * machine where their grammar allows it (`pattern-parser.ts`), and are refused else.
 */
import { needsCode } from "../../define.js";
import { findAll } from "./pattern-machine.js";
import { parsePattern } from "./pattern-parser.js";
import { isWord } from "./unicode.js";

export type Tokenizer = (text: string) => string[];

/** Runs of `\w`, those with at least so many characters. */
function wordsFrom(text: string, least: number): string[] {
  const out: string[] = [];
  let start = -1;
  let count = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? (text.codePointAt(i) ?? 0) : 0x20;
    if (isWord(code)) {
      if (start < 0) start = i;
      count++;
    } else if (start >= 0) {
      if (count >= least) out.push(text.slice(start, i));
      start = -1;
      count = 0;
    }
    if (code > 0xffff) i++;
  }
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
