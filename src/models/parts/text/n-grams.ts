/** Tokens of several words or characters (sklearn.feature_extraction.text._VectorizerMixin 1.7), as code points. */
import { SPACE } from "./unicode.js";

export interface Range {
  readonly least: number;
  readonly most: number;
}

/** Words alone, then joined by two, three … */
export function wordGrams(words: readonly string[], { least, most }: Range): readonly string[] {
  if (least === 1 && most === 1) return words;
  const out: string[] = [];
  for (let n = least; n <= Math.min(most, words.length); n++) {
    if (n === 1) for (const word of words) out.push(word);
    else for (let i = 0; i + n <= words.length; i++) out.push(words.slice(i, i + n).join(" "));
  }
  return out;
}

const SPACES = new RegExp(`[${SPACE}]{2,}`, "g");
const SPLIT = new RegExp(`[${SPACE}]+`);
const ASTRAL = /[\ud800-\udfff]/;

/** A text by its code points; a plain text is one already. */
interface Points {
  readonly length: number;
  slice(from: number, to: number): string;
}

function pointsOf(text: string): Points {
  if (!ASTRAL.test(text)) return text;
  const chars = Array.from(text);
  return { length: chars.length, slice: (from, to) => chars.slice(from, to).join("") };
}

/** Runs of characters, over words. */
export function charGrams(text: string, { least, most }: Range): string[] {
  const points = pointsOf(text.replace(SPACES, " "));
  const out: string[] = [];
  for (let n = least; n <= Math.min(most, points.length); n++)
    for (let i = 0; i + n <= points.length; i++) out.push(points.slice(i, i + n));
  return out;
}

/** Runs of characters within words, each word between two blanks; a word shorter than a run counts once. */
export function charGramsInWords(text: string, { least, most }: Range): string[] {
  const out: string[] = [];
  for (const word of text.split(SPLIT)) {
    if (word === "") continue;
    const points = pointsOf(` ${word} `);
    for (let n = least; n <= most; n++) {
      for (let i = 0; i === 0 || i + n <= points.length; i++) out.push(points.slice(i, i + n));
      if (points.length <= n) break;
    }
  }
  return out;
}
