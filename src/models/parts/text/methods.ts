/**
 * Methods of Python's `str`, and sklearn's own functions over a text, that vectorizers hold as `preprocessor`, `tokenizer`,
 * `strip_accents` or `analyzer`: those that mean one thing for any text. A name from the file only chooses among them.
 */
import { own, typeOf } from "../../../neutral/document.js";
import type { State } from "../../state.js";
import { stripAccents, stripToAscii } from "./unicode.js";

type TextFunction = (text: string) => string;

/** `str.isspace`: not what `\s` takes in ECMAScript, which has U+FEFF and not U+001C to U+001F and U+0085. */
const SPACES = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const AT_START = new RegExp(`^[${SPACES}]+`);
const WORDS = new RegExp(`[^${SPACES}]+`, "g");
const IS_SPACE = new RegExp(`[${SPACES}]`);

/** From behind, one at a time: a pattern for the end tries each run of blanks on its way. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && IS_SPACE.test(text[end - 1] ?? "")) end--;
  return text.slice(0, end);
}

const withoutStart: TextFunction = (text) => text.replace(AT_START, "");

/** What `splitlines` parts at, beside `\r\n`, which is one. */
const BREAKS = "\\n\\v\\f\\r\\x1c-\\x1e\\x85\\u2028\\u2029";
const LINE = new RegExp(`\\r\\n|[${BREAKS}]`);

function lines(text: string): string[] {
  const parts = text.split(LINE);
  if (parts[parts.length - 1] === "") parts.pop();
  return parts;
}

const CHEROKEE = /[\u13a0-\u13f5\u13f8-\u13fd\uab70-\uabbf]/;

/** One character's full case folding: the lower case of its upper case, but for ı, ẞ and Cherokee, which folds upwards. */
function folded(char: string): string {
  if (char === "\u0131") return char;
  if (char === "\u1e9e") return "ss";
  const upper = char.toUpperCase();
  return CHEROKEE.test(char) ? upper : Array.from(upper, (one) => one.toLowerCase()).join("");
}

const TEXTS: ReadonlyMap<string, (state: State) => TextFunction> = new Map<string, (state: State) => TextFunction>([
  ["builtins.str.lower", () => (text) => text.toLowerCase()],
  ["builtins.str.upper", () => (text) => text.toUpperCase()],
  ["builtins.str.casefold", () => (text) => Array.from(text, folded).join("")],
  ["builtins.str.strip", () => (text) => withoutEnd(withoutStart(text))],
  ["builtins.str.lstrip", () => withoutStart],
  ["builtins.str.rstrip", () => withoutEnd],
  ["sklearn.feature_extraction.text.strip_accents_unicode", (state) => (text) => stripAccents(text, state.before(0, 22))],
  ["sklearn.feature_extraction.text.strip_accents_ascii", () => stripToAscii],
]);

const TOKENS: ReadonlyMap<string, (text: string) => string[]> = new Map([
  ["builtins.str.split", (text: string) => text.match(WORDS) ?? []],
  ["builtins.str.rsplit", (text: string) => text.match(WORDS) ?? []],
  ["builtins.str.splitlines", lines],
]);

/** The name of a parameter that holds a function, null for any other value. */
export function functionUnder(state: State, key: string): string | null {
  const value = state.get(key);
  const name = typeOf(value) === "global" ? own(value, "name") : null;
  return typeof name === "string" ? name : null;
}

/** The known function of a text under a parameter, null for others. */
export const textFunction = (state: State, key: string): TextFunction | null => TEXTS.get(functionUnder(state, key) ?? "")?.(state) ?? null;

/** The known function from a text to its tokens under a parameter, null for others. */
export const tokenFunction = (state: State, key: string): ((text: string) => string[]) | null =>
  TOKENS.get(functionUnder(state, key) ?? "") ?? null;
