/**
 * What stands inside a value of a document, each part under the name that it has in a path: attributes, keys of dicts,
 * places in lists, and what stands in a list of named estimators by those names (`steps.scaler`). For who walks a whole
 * document; references are given as they stand, so that a walk may stay as long as the document is.
 */
import { attributesOf } from "../neutral/attributes.js";
import { isObject, numberOf, own, type References, typeOf } from "../neutral/document.js";
import { NAMED_LISTS, type Path } from "./paths.js";

/** A part, and what leads to it from the value that holds it. */
export interface Part {
  readonly path: Path;
  readonly value: unknown;
}

/** Name of a dict's key: texts and numbers as they are, what has no such name by its place. */
function keyName(key: unknown, place: number): string | number {
  if (typeof key === "string") return key;
  const number = numberOf(key);
  if (number === undefined || typeof key === "boolean") return `#${place}`;
  return Number.isSafeInteger(number) ? number : String(number);
}

function* pairsOf(pairs: unknown): Generator<Part> {
  if (!Array.isArray(pairs)) return;
  for (const [place, pair] of pairs.entries()) if (Array.isArray(pair)) yield { path: [keyName(pair[0], place)], value: pair[1] };
}

const asList = (value: unknown): readonly unknown[] | null => {
  const items = Array.isArray(value) ? value : own(value, "items");
  return Array.isArray(items) && typeOf(value) !== "dict" ? items : null;
};

/** Items by their places; `(name, estimator, …)` of a list of those by its name. */
function* itemsOf(items: unknown, named: boolean, references: References): Generator<Part> {
  if (!Array.isArray(items)) return;
  for (const [place, item] of items.entries()) {
    const parts = named ? asList(references.resolve(item)) : null;
    const [name, first, ...rest] = parts ?? [];
    if (typeof name !== "string" || parts === null || parts.length < 2) {
      yield { path: [place], value: item };
      continue;
    }
    yield { path: [name], value: first };
    for (const [i, value] of rest.entries()) yield { path: [name, i + 2], value };
  }
}

function* stateParts(state: unknown, references: References): Generator<Part> {
  const attributes = attributesOf(state ?? null, references);
  if (attributes !== null) for (const [key, value] of attributes) yield { path: [key], value };
  else if (typeof state === "object" && state !== null) yield* partsOf(references.resolve(state), "", references);
  else if (state !== undefined && state !== null) yield { path: ["state"], value: state };
}

/** The parts of a value that is no reference, in the document's order; `name`: the last part of its own path. */
export function* partsOf(value: unknown, name: string | number, references: References): Generator<Part> {
  const type = typeOf(value);
  const named = typeof name === "string" && NAMED_LISTS.has(name);
  if (Array.isArray(value)) yield* itemsOf(value, named, references);
  else if (type === null) {
    if (isObject(value)) for (const [key, item] of Object.entries(value)) yield { path: [key], value: item };
  } else if (type === "dict") yield* pairsOf(own(value, "items"));
  else if (type === "object" || type === "unlisted") {
    yield* stateParts(own(value, "state"), references);
    for (const part of itemsOf(own(value, "args"), false, references)) yield { path: ["args", ...part.path], value: part.value };
    yield* itemsOf(own(value, "items"), named, references);
    yield* pairsOf(own(value, "pairs"));
    if (own(value, "decoded") !== undefined) yield { path: ["decoded"], value: own(value, "decoded") };
  } else if (type === "ndarray") {
    if (own(value, "dtype") === "object") yield* itemsOf(own(value, "data"), named, references);
  } else yield* itemsOf(own(value, "items"), named, references);
}
