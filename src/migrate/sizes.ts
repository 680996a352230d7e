/** Sizes of what a state holds, without reading its numbers. */
import { attributesOf, itemsOf } from "../neutral/attributes.js";
import { own, type References, typeOf } from "../neutral/document.js";

const wholes = (sizes: unknown): readonly number[] | null =>
  Array.isArray(sizes) && sizes.every((size): size is number => typeof size === "number" && Number.isSafeInteger(size)) ? sizes : null;

/** Most items of a size that is told without its items beside it: in a sidecar, or of a sparse matrix. */
const MOST = 2 ** 31;

/** The sizes, where as many items are there: a rule makes arrays of them. */
function held(value: unknown, sizes: readonly number[] | null): readonly number[] | null {
  const count = (sizes ?? []).reduce((product, size) => product * size, 1);
  const [data, base64] = [own(value, "data"), own(value, "base64")];
  const there = Array.isArray(data) ? data.length : typeof base64 === "string" ? base64.length : MOST;
  return count <= there && (sizes ?? []).every((size) => size >= 0 && size <= there) ? sizes : null;
}

/** Shape of an array or a sparse matrix; of a list, tuple or array of objects its length; null for anything else. */
export function sizesOf(stored: unknown, references: References): readonly number[] | null {
  const value = references.resolve(stored);
  if (typeOf(value) === "ndarray") return held(value, wholes(own(value, "shape")));
  if (typeOf(value) === "object") return wholes(itemsOf(attributesOf(own(value, "state") ?? null, references)?.get("_shape"), references));
  const items = itemsOf(value, references);
  return items === null ? null : [items.length];
}

/** What a path leads to: attributes, items of lists and named parts, by their names. */
export function follow(attributes: ReadonlyMap<string, unknown>, path: string, references: References): unknown {
  let value: unknown = null;
  let named: ReadonlyMap<string, unknown> | null = attributes;
  for (const key of path.split(".")) {
    value = references.resolve(named === null ? itemsOf(value, references)?.[Number(key)] : named.get(key));
    if (value === undefined || value === null) return undefined;
    named = typeOf(value) === "object" ? attributesOf(own(value, "state") ?? null, references) : null;
  }
  return value;
}
