/**
 * Texts as Python 2 read them: `lower()` took each character for itself, so İ is i without its dot, and a final sigma is
 * no other sigma than the first. A model does not say which Python wrote it, but its attributes stand in the order of
 * the dict that held them: by hash in Python 2, where texts hash alike in every process, as they were set in 3.6 and
 * later. (Python 3.5 and older shuffle them anew in every process: one in 720 looks like Python 2.)
 */
import { attributesOf } from "../../../neutral/attributes.js";
import { own } from "../../../neutral/document.js";
import type { State } from "../../state.js";

/** Parameters that every vectorizer has, in the order in which dicts of Python 2.7 hold them, whatever else is in there. */
const ORDER = ["decode_error", "tokenizer", "encoding", "token_pattern", "ngram_range", "preprocessor"];

/** True for a vectorizer whose attributes stand as in Python 2. 0.20 is the last sklearn that ran there. */
export function isFromPython2(state: State): boolean {
  if (state.since(0, 21)) return false;
  const keys = attributesOf(own(state.value, "state") ?? null, state.references)?.keys() ?? [];
  return [...keys].filter((key) => ORDER.includes(key)).join() === ORDER.join();
}

/** Each character's lower case; of several, the first. */
export const lowerEach = (text: string): string => Array.from(text, (char) => Array.from(char.toLowerCase())[0] ?? char).join("");
