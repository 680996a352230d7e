/**
 * Paths into a document, as `--select` takes them: keys of dicts and places in lists (`models.ridge`, `[0]`), attributes of
 * estimators (`best_estimator_`, `estimators_[0]`), and steps by their names, with or without the attribute that holds them
 * (`scaler`, `steps.scaler`, `transformers.num.scale`). Names are compared with what stands there, the longest first, for
 * a key may have a dot in it; nothing else is done with them. A path is followed once, from left to right.
 */
import { attributesOf, itemsOf } from "../neutral/attributes.js";
import { isObject, numberOf, own, type References, typeOf } from "../neutral/document.js";
import { below } from "../neutral/path-text.js";

export type Path = readonly (string | number)[];

/** `a.b[0]`: how a path is written. */
export const pathText = (path: Path): string => path.reduce<string>(below, "") || "(root)";

type Entry = readonly [string | number, unknown];

/** Attributes that hold estimators by name, and the fitted ones of those that hold what was to be fitted. */
const NAMED: readonly (readonly [attribute: string, fitted: string])[] = [
  ["steps", "steps"],
  ["transformer_list", "transformer_list"],
  ["transformers", "transformers_"],
  ["transformers_", "transformers_"],
  ["estimators", "estimators_"],
];

/** Names of those lists, whose items are `(name, estimator, …)`. */
export const NAMED_LISTS: ReadonlySet<string> = new Set(NAMED.flat());

/** Longest path that is followed. */
const LONGEST = 2000;
const DEEPEST = 64;

/** Pairs of a dict, by texts and whole numbers. */
function* entries(pairs: readonly unknown[]): Generator<Entry> {
  for (const pair of pairs) {
    if (!Array.isArray(pair)) continue;
    const key: unknown = typeof pair[0] === "string" ? pair[0] : numberOf(pair[0]);
    if (typeof key === "string" || (typeof key === "number" && Number.isInteger(key))) yield [key, pair[1]];
  }
}

/** What stands in a dict, a list, a tuple, a subclass of those, or an array of objects; nothing in anything else. */
export function* itemsIn(value: unknown): Generator<Entry> {
  if (Array.isArray(value)) return yield* value.entries();
  const type = typeOf(value);
  if (type === null) return yield* isObject(value) ? Object.entries(value) : [];
  const pairs = own(value, type === "dict" ? "items" : "pairs");
  if (Array.isArray(pairs) && (type === "dict" || type === "object")) yield* entries(pairs);
  const items = own(value, type === "ndarray" ? "data" : "items");
  if (Array.isArray(items) && ["list", "tuple", "object", "ndarray"].includes(type)) yield* items.entries();
}

/** `[(name, estimator, …), …]` by name. */
function* named(list: unknown, references: References): Generator<Entry> {
  for (const item of itemsOf(list ?? null, references) ?? []) {
    const parts = typeof item === "object" && item !== null ? itemsOf(item, references) : null;
    if (parts !== null && parts.length >= 2 && typeof parts[0] === "string") yield [parts[0], parts[1]];
  }
}

/** True for what stands in place of an estimator. */
const isLeftOut = (value: unknown): boolean => value === null || value === "drop";

/** The fitted estimators by the names in a list: themselves, or what stands at their places in `estimators_`. */
function fittedByName(
  attributes: ReadonlyMap<string, unknown>,
  [attribute, fitted]: readonly [string, string],
  references: References,
): Entry[] {
  const own = [...named(attributes.get(attribute), references)];
  if (attribute === fitted || !attributes.has(fitted)) return own;
  if (fitted !== "estimators_") return [...named(attributes.get(fitted), references)];
  const models = itemsOf(attributes.get(fitted) ?? null, references) ?? [];
  const used = own.filter(([, value]) => !isLeftOut(value));
  return used.length === models.length ? used.map(([name], at) => [name, models[at]] as const) : own;
}

const attributesIn = (value: unknown, references: References): ReadonlyMap<string, unknown> | null =>
  typeOf(value) === "object" ? attributesOf(own(value, "state") ?? null, references) : null;

/** The steps of an estimator by their names. */
const stepsIn = (attributes: ReadonlyMap<string, unknown>, references: References): Entry[] =>
  NAMED.flatMap((one) => fittedByName(attributes, one, references));

/** What can be named inside an estimator, steps first. */
function insideOf(value: unknown, references: References): Entry[] {
  const attributes = attributesIn(value, references);
  return attributes === null ? [] : [...stepsIn(attributes, references), ...attributes];
}

/** Steps under the name of the list that holds them: `steps.scaler`, and `steps[0]`, which is its estimator. */
function stepsUnder(value: unknown, part: string | number, references: References): Entry[] {
  const attributes = attributesIn(value, references);
  const list = NAMED.find(([attribute]) => attribute === part);
  if (attributes === null || list === undefined) return [];
  const steps = fittedByName(attributes, list, references);
  return [...steps, ...steps.map(([, step], at) => [at, step] as const)];
}

interface Place {
  readonly path: Path;
  readonly value: unknown;
}

/** How much of a text a part is, at its beginning and up to its end, a dot or a bracket; null where it is none of it. */
function taken(rest: string, part: string | number, first: boolean): number | null {
  const text = typeof part === "number" ? `[${part}]` : first ? part : `.${part}`;
  if (!rest.startsWith(text)) return null;
  const next = rest[text.length];
  return next === undefined || next === "." || next === "[" ? text.length : null;
}

function longest(candidates: Iterable<Entry>, rest: string, first: boolean): { readonly entry: Entry; readonly length: number } | null {
  let best: { readonly entry: Entry; readonly length: number } | null = null;
  for (const entry of candidates) {
    const length = taken(rest, entry[0], first);
    if (length !== null && length > (best?.length ?? 0)) best = { entry, length };
  }
  return best;
}

/** The value at a path below `root`, null where there is none. */
export function placeAt(root: unknown, text: string, references: References): Place | null {
  let place: Place = { path: [], value: references.resolve(root) };
  let steps: Entry[] = [];
  let rest = text.slice(0, LONGEST);
  for (let depth = 0; rest !== "" && depth < DEEPEST; depth++) {
    const { value, path } = place;
    const found =
      longest(steps, rest, false) ??
      longest(insideOf(value, references), rest, depth === 0) ??
      longest(itemsIn(value), rest, depth === 0) ??
      // What a named tuple was made of.
      longest(itemsIn(own(value, "args")), rest, depth === 0);
    if (found === null) return null;
    const [part, inner] = found.entry;
    steps = stepsUnder(value, part, references);
    place = { path: [...path, part], value: references.resolve(inner) };
    rest = rest.slice(found.length);
  }
  return rest === "" ? place : null;
}

const isModel = (value: unknown): boolean => typeOf(value) === "object" && isObject(own(value, "state"));

/** Fitted attributes that are models, and what `estimators_` lists. */
function* fittedParts(attributes: ReadonlyMap<string, unknown>, references: References): Generator<readonly [Path, unknown]> {
  for (const [name, held] of attributes) {
    if (!name.endsWith("_") || name.startsWith("_")) continue;
    const value = references.resolve(held);
    yield [[name], value];
    if (name === "estimators_") for (const [at, item] of itemsIn(value)) yield [[name, at], references.resolve(item)];
  }
}

/** Paths of the estimators that an estimator holds, by their shortest names, level by level. */
export function partsInside(root: unknown, references: References, most: number): Path[] {
  const found = new Map<string, Path>();
  const queue: Place[] = [{ path: [], value: root }];
  for (const { path, value } of queue) {
    const attributes = attributesIn(value, references) ?? new Map<string, unknown>();
    const steps = stepsIn(attributes, references).map(([part, held]) => [[part], references.resolve(held)] as const);
    for (const [parts, model] of [...steps, ...fittedParts(attributes, references)]) {
      if (found.size >= most || path.length >= DEEPEST) return [...found.values()];
      const inner = [...path, ...parts];
      if (!isModel(model) || found.has(pathText(inner))) continue;
      found.set(pathText(inner), inner);
      queue.push({ path: inner, value: model });
    }
  }
  return [...found.values()];
}
