/** Python's `repr` of plain values, which is how tuples, lists and dicts show what they hold. */
import { attributesOf, entriesOf, itemsOf } from "../../../neutral/attributes.js";
import { bytesOf, own, type References, typeOf } from "../../../neutral/document.js";
import { Float } from "../../../neutral/lossless.js";
import { textOfUnits } from "../python/texts.js";
import { floatText } from "./decimal-text.js";
import { nested } from "./nesting.js";

const ESCAPES = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** What Python prints by its number: marks of control, what no letter has, and spaces but the plain one. */
const UNPRINTABLE = /^[\p{C}\p{Z}]$/u;

function byNumber(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16);
  if (digits.length <= 2) return `\\x${digits.padStart(2, "0")}`;
  return digits.length <= 4 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

const quoteOf = (single: boolean, double: boolean): string => (single && !double ? '"' : "'");

/** `repr` of a text. */
export function textRepr(text: string): string {
  const quote = quoteOf(text.includes("'"), text.includes('"'));
  const escaped = (character: string): string => {
    if (character === quote) return `\\${quote}`;
    return ESCAPES.get(character) ?? (character !== " " && UNPRINTABLE.test(character) ? byNumber(character) : character);
  };
  return `${quote}${Array.from(text, escaped).join("")}${quote}`;
}

/** `b'…'`; a bytearray has its single quotes always escaped. */
export function bytesText(bytes: Uint8Array, isArray = false): string {
  const quote = quoteOf(bytes.includes(39), bytes.includes(34));
  const hidden = isArray ? "'" : quote;
  const escaped = (byte: number): string => {
    const character = String.fromCharCode(byte);
    if (character === hidden) return `\\${hidden}`;
    return ESCAPES.get(character) ?? (byte < 32 || byte > 126 ? byNumber(character) : character);
  };
  return `b${quote}${Array.from(bytes, escaped).join("")}${quote}`;
}

/** The text of a value that is one; lone surrogates stay. */
export function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeOf(value) === "str" ? textOfUnits(value) : null;
}

/** All of them, or null. */
function allOf(texts: readonly (string | null)[]): readonly string[] | null {
  const whole = texts.filter((text) => text !== null);
  return whole.length === texts.length ? whole : null;
}

function dictRepr(value: unknown, references: References): string | null {
  const pairs = (entriesOf(value, references) ?? []).map((pair) => {
    const texts = allOf(pair.map((one) => reprText(one, references)));
    return texts === null ? null : texts.join(": ");
  });
  const whole = allOf(pairs);
  return whole === null ? null : `{${whole.join(", ")}}`;
}

function itemsRepr(value: unknown, references: References): string | null {
  const texts = allOf((itemsOf(value, references) ?? []).map((item) => reprText(item, references)));
  if (texts === null) return null;
  if (typeOf(value) !== "tuple") return `[${texts.join(", ")}]`;
  return `(${texts.join(", ")}${texts.length === 1 ? "," : ""})`;
}

/** `repr` of a tuple, a list or a dict; null for what is none of these, or holds what has no text here. */
export function containerRepr(value: unknown, references: References): string | null {
  const type = typeOf(value);
  if (type === "tuple" || type === "list" || Array.isArray(value)) return nested(() => itemsRepr(value, references));
  return type === "dict" || (type === null && attributesOf(value, references) !== null) ? nested(() => dictRepr(value, references)) : null;
}

/** `repr` of plain values; null for all others. */
function reprText(value: unknown, references: References): string | null {
  if (value === null) return "None";
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : floatText(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value instanceof Float) return floatText(value.value);
  const text = textOf(value);
  if (text !== null) return textRepr(text);
  const type = typeOf(value);
  if (type === "int") return String(own(value, "value"));
  if (type === "float") return String(own(value, "value"));
  if (type === "bytes") return bytesText(bytesOf(value) ?? new Uint8Array(0));
  return containerRepr(value, references);
}
