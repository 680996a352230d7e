/**
 * Terms of texts in JavaScript, whose texts, letters and small forms are Unicode's, as Python's are: what sklearn's analyzers
 * do, in the words of the model's own reading (`src/models/parts/text`). Each function is written only where it is called.
 */
import { SPACE } from "../../../graph/text/classes.js";
import type { Terms } from "../program.js";

/** Types are written or not. */
type Typed = (type: string) => string;

const FUNCTIONS: Readonly<Record<string, (t: Typed) => string>> = {
  withoutAccents: (t) => `
const combining = new Map${t("<string, boolean>")}();

/** A mark with a combining class: it changes places with the mark whose class is the highest. */
function isCombining(char${t(": string")})${t(": boolean")} {
  const known = combining.get(char);
  if (known !== undefined) return known;
  const yes = char === "\\u0345" || !("\\u0345" + char).normalize("NFD").startsWith("\\u0345");
  combining.set(char, yes);
  return yes;
}

/** A text without its accents; \`composed\`: one that is decomposed already stays. */
function withoutAccents(text${t(": string")}, composed${t(": boolean")})${t(": string")} {
  const decomposed = text.normalize("NFKD");
  if (composed && decomposed === text) return text;
  return Array.from(decomposed).filter((char) => !isCombining(char)).join("");
}
`,
  toAscii: (t) => `
/** What of a text is ASCII, once it is decomposed. */
function toAscii(text${t(": string")})${t(": string")} {
  return text.normalize("NFKD").replace(/[^\\0-\\x7f]/g, "");
}
`,
  countWords: (t) => `
/** Runs of words: what Python's \\w is, at least so many characters. */
function countWords(text${t(": string")}, least${t(": number")}, from${t(": number")}, most${t(": number")}, stops${t(": ((text: string) => number) | null")}, count${t(": (term: string) => void")})${t(": void")} {
  const all${t(": readonly string[]")} = text.match(least === 1 ? /[\\p{L}\\p{N}_]+/gu : /[\\p{L}\\p{N}_]{2,}/gu) || [];
  const words = stops === null ? all : all.filter((word) => stops(word) < 0);
  for (let i = 0; i < words.length; i++) {
    let term = words[i]${t("!")};
    for (let n = 1; ; n++) {
      if (n >= from) count(term);
      if (n >= most || i + n >= words.length) break;
      term += " " + words[i + n];
    }
  }
}
`,
  countCharacters: (t) => `
/** Runs of characters; white space that goes on is one blank. */
function countCharacters(text${t(": string")}, from${t(": number")}, most${t(": number")}, count${t(": (term: string) => void")})${t(": void")} {
  const chars = Array.from(text.replace(/[${SPACE}]{2,}/g, " "));
  for (let i = 0; i < chars.length; i++) {
    let term = "";
    for (let n = 1; n <= most && i + n <= chars.length; n++) {
      term += chars[i + n - 1];
      if (n >= from) count(term);
    }
  }
}
`,
  countWithinWords: (t) => `
/** Runs of characters within words, each between two blanks; a word that is shorter than a run counts once. */
function countWithinWords(text${t(": string")}, from${t(": number")}, most${t(": number")}, count${t(": (term: string) => void")})${t(": void")} {
  for (const word of text.split(/[${SPACE}]+/)) {
    if (word === "") continue;
    const chars = Array.from(" " + word + " ");
    if (chars.length < from) count(chars.join(""));
    for (let i = 0; i < chars.length; i++) {
      let term = "";
      for (let n = 1; n <= most && i + n <= chars.length; n++) {
        term += chars[i + n - 1];
        if (n >= from) count(term);
      }
    }
  }
}
`,
  hashed: (t) => `
function mixed(k${t(": number")})${t(": number")} {
  const product = Math.imul(k, 0xcc9e2d51);
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593);
}

/** Bytes of a text in UTF-8. */
function utf8(text${t(": string")})${t(": number[]")} {
  const bytes${t(": number[]")} = [];
  for (const char of text) {
    const code = char.codePointAt(0) || 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}

/** MurmurHash3 of a text, 32 bits with a sign. */
function hashed(text${t(": string")})${t(": number")} {
  const bytes = utf8(text);
  let h = 0;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    h ^= mixed(bytes[at]${t("!")} | (bytes[at + 1]${t("!")} << 8) | (bytes[at + 2]${t("!")} << 16) | (bytes[at + 3]${t("!")} << 24));
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
  }
  let tail = 0;
  for (let i = bytes.length - 1; i >= at; i--) tail = (tail << 8) | bytes[i]${t("!")};
  if (at < bytes.length) h ^= mixed(tail);
  h ^= bytes.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** Where a term of a hash is counted. */
function columnOf(hash${t(": number")}, columns${t(": number")})${t(": number")} {
  return hash === -2147483648 ? (2147483647 - (columns - 1)) % columns : Math.abs(hash) % columns;
}
`,
};

/** The functions that a program's code calls. */
export const termFunctions = (code: string, typed: boolean): string =>
  Object.entries(FUNCTIONS)
    .filter(([name]) => code.includes(`${name}(`))
    .map(([, source]) => source((type) => (typed ? type : "")))
    .join("");

const prepared = (text: string, { isLowered, accents }: Terms): string => {
  const small = isLowered ? `${text}.toLowerCase()` : text;
  if (accents === "kept") return small;
  return accents === "ascii" ? `toAscii(${small})` : `withoutAccents(${small}, ${accents === "unicode-composed"})`;
};

/** Statements that count a text's terms into an array. */
export function* termStatements(
  text: string,
  terms: Terms,
  array: string,
  map: (name: string) => string,
  typed: boolean,
  indent: string,
): Generator<string> {
  const { analyzer, least, range, stops, columns, size } = terms;
  const [from, most] = range;
  const words = `${least}, ${from}, ${most}, ${stops === null ? "null" : map(stops)}`;
  const call = { word: `countWords(`, char: `countCharacters(`, char_wb: `countWithinWords(` }[analyzer];
  const term = typed ? "(term: string)" : "(term)";
  yield `${indent}${array}.fill(0);\n`;
  yield `${indent}${call}${prepared(text, terms)}, ${analyzer === "word" ? words : `${from}, ${most}`}, ${term} => {\n`;
  if (columns.kind === "terms")
    yield `${indent}  const column = ${map(columns.map)}(term);\n${indent}  if (column >= 0) ${array}[column]${typed ? "!" : ""} += 1;\n`;
  else
    yield `${indent}  const hash = hashed(term);\n${indent}  ${array}[columnOf(hash, ${size})]${typed ? "!" : ""} += ${columns.isSigned ? "hash < 0 ? -1 : 1" : "1"};\n`;
  yield `${indent}});\n`;
}
