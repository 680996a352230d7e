/**
 * The structure of a document, a level at a time: values get numbers as they are shown, and whoever opens one asks for what
 * stands in it by its number. A long list is shown as far as there is room.
 */
import { attributesOf } from "../../neutral/attributes.js";
import { isObject, own, type References, typeOf } from "../../neutral/document.js";
import type { Entries } from "./messages.js";
import { valueText } from "./value-text.js";

const MOST = 200;

type Keyed = readonly [string, unknown];

const numbered = (items: unknown): Keyed[] => (Array.isArray(items) ? items.map((item: unknown, i) => [`[${i}]`, item]) : []);

const keyText = (key: unknown): string => (typeof key === "string" ? key : valueText(key).text);

const pairsIn = (pairs: unknown): Keyed[] =>
  Array.isArray(pairs) ? pairs.flatMap((pair: unknown) => (Array.isArray(pair) ? [[keyText(pair[0]), pair[1]] as const] : [])) : [];

/** What stands in a value, under the keys that it has there. */
function inside(value: unknown, references: References): Keyed[] {
  if (Array.isArray(value)) return numbered(value);
  switch (typeOf(value)) {
    case null:
      return isObject(value) ? Object.entries(value) : [];
    case "object":
      return insideObject(value, references);
    case "dict":
      return pairsIn(own(value, "items"));
    case "ndarray":
      return own(value, "dtype") === "object" ? numbered(own(value, "data")) : [];
    default:
      return numbered(own(value, "items"));
  }
}

function insideObject(value: unknown, references: References): Keyed[] {
  const state = references.resolve(own(value, "state") ?? null);
  const attributes = attributesOf(state, references);
  const args: unknown = own(value, "args");
  return [
    ...(args === undefined ? [] : [["(arguments)", args] as const]),
    ...(attributes === null ? (state === null ? [] : [["(state)", state] as const]) : attributes),
    ...numbered(own(value, "items")),
    ...pairsIn(own(value, "pairs")),
  ];
}

export class Structure {
  readonly #values: unknown[];
  readonly #references: References;

  /** The root is number 0. */
  constructor(root: unknown, references: References) {
    this.#values = [root];
    this.#references = references;
  }

  /** What stands in the value of that number. */
  entries(id: number): Entries {
    const all = inside(this.#references.resolve(this.#values[id]), this.#references);
    const entries = all.slice(0, MOST).map(([key, given]) => {
      const value = this.#references.resolve(given);
      const isOpenable = inside(value, this.#references).length > 0;
      return { id: this.#values.push(value) - 1, key, ...valueText(value), isOpenable };
    });
    return { entries, more: all.length - entries.length };
  }
}
