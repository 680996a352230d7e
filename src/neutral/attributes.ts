/**
 * State by attribute name, in whichever of the two forms a document has it: an object, or `$type: "dict"` with its
 * pairs (a dict that is shared, or has a key that an object cannot carry).
 */
import { isObject, own, type References, typeOf } from "./document.js";
import { setOwn } from "./lossless.js";
import { countReading } from "./readings.js";

/** The attributes in their order; null where the state is none by name (a tuple, a number). */
export function attributesOf(state: unknown, references: References): Map<string, unknown> | null {
  const value = references.resolve(state);
  const type = typeOf(value);
  if (type === null) return isObject(value) ? new Map(Object.entries(value)) : null;
  const items = own(value, "items");
  if (type !== "dict" || !Array.isArray(items)) return null;
  const map = new Map<string, unknown>();
  for (const pair of items) {
    if (!Array.isArray(pair) || typeof pair[0] !== "string") return null;
    map.set(pair[0], pair[1]);
  }
  return map;
}

/** Keys that an object of a document must not have: it would be taken for something else, or be put into another order. */
const isOdd = (key: string): boolean => key.startsWith("$") || /^(?:0|[1-9]\d*)$/.test(key);

/** Attributes as a state again; keeps the `$id` that the old one had. */
export function stateOf(attributes: ReadonlyMap<string, unknown>, old: unknown = null): object {
  const id = own(old, "$id");
  if (typeof id === "number") return { $type: "dict", $id: id, items: [...attributes] };
  if ([...attributes.keys()].some(isOdd)) return { $type: "dict", items: [...attributes] };
  const state: Record<string, unknown> = {};
  for (const [key, value] of attributes) setOwn(state, key, value);
  return state;
}

/** Items of a list, a tuple, a set, or an array of objects, with references resolved; null for anything else. */
export function itemsOf(value: unknown, references: References): readonly unknown[] | null {
  const resolved = references.resolve(value);
  const type = typeOf(resolved);
  const items = type === "ndarray" ? own(resolved, "data") : Array.isArray(resolved) ? resolved : own(resolved, "items");
  if (!Array.isArray(items) || type === "dict") return null;
  countReading(resolved, items.length);
  return items.map((item: unknown) => references.resolve(item));
}

/** Entries of a dict (or a dict subclass's pairs) with keys of any type, references resolved; null for anything else. */
export function entriesOf(value: unknown, references: References): readonly (readonly [unknown, unknown])[] | null {
  const resolved = references.resolve(value);
  const type = typeOf(resolved);
  if (type === null && isObject(resolved)) return Object.entries(resolved).map(([key, item]) => [key, references.resolve(item)] as const);
  const pairs = type === "dict" ? own(resolved, "items") : type === "object" ? own(resolved, "pairs") : null;
  if (!Array.isArray(pairs)) return null;
  countReading(resolved, 2 * pairs.length);
  return pairs.flatMap((pair: unknown) =>
    Array.isArray(pair) && pair.length === 2 ? [[references.resolve(pair[0]), references.resolve(pair[1])] as const] : [],
  );
}
