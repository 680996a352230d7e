/**
 * Attributes as plain JSON for people: arrays are nested lists, numpy's scalars numbers, what an object carries by name an
 * object. Numbers that JSON has no word for stand as in the neutral format (`{"$type": "float", "value": "nan"}`).
 */

import { isSparseAttribute, sparseAttribute } from "../../models/parts/stored/sparse-attribute.js";
import type { State } from "../../models/state.js";
import { attributesOf, entriesOf, itemsOf } from "../../neutral/attributes.js";
import { arrayOf, own, typeOf } from "../../neutral/document.js";
import { Float } from "../../neutral/lossless.js";

/** Lists in lists in lists, no deeper: nothing that a transformer keeps is. */
const DEEPEST = 12;

/** A number as JSON has it, and what JSON has no word for as the neutral format has it. */
function jsonNumber(value: number | bigint): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : { $type: "int", value: String(value) };
  if (Number.isFinite(value)) return value;
  return { $type: "float", value: Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf" };
}

/** Values as nested lists of a shape. */
export function nested(shape: readonly number[], data: ArrayLike<unknown>): unknown {
  const [size, ...rest] = shape;
  if (size === undefined) return jsonItem(data[0]);
  let values: unknown[] = Array.from(data, jsonItem);
  for (const length of [...rest].reverse()) {
    const count = length === 0 ? size : values.length / length;
    values = Array.from({ length: count }, (_, i) => values.slice(i * length, (i + 1) * length));
  }
  return values;
}

const jsonItem = (value: unknown): unknown =>
  typeof value === "number" || typeof value === "bigint" ? jsonNumber(value) : (value ?? null);

/** What values became at each depth: what is referred to from many places is made once, or lists of lists would multiply. */
const known = new WeakMap<object, Map<number, unknown>>();

/** A value of a state as plain JSON; undefined for what has no such form (objects, code). */
export function jsonValue(state: State, value: unknown, depth = 0): unknown {
  const resolved = state.references.resolve(value);
  if (depth > DEEPEST) return undefined;
  if (typeof resolved !== "object" || resolved === null) return plainValue(state, resolved, depth);
  const byDepth = known.get(resolved) ?? new Map<number, unknown>();
  known.set(resolved, byDepth);
  if (!byDepth.has(depth)) byDepth.set(depth, plainValue(state, resolved, depth));
  return byDepth.get(depth);
}

function plainValue(state: State, resolved: unknown, depth: number): unknown {
  if (resolved instanceof Float) return jsonNumber(resolved.value);
  if (typeof resolved === "number" || typeof resolved === "bigint") return jsonNumber(resolved);
  if (typeof resolved !== "object" || resolved === null) return resolved;
  switch (typeOf(resolved)) {
    case "float":
    case "int":
      return resolved;
    case "scalar":
      return jsonValue(state, own(resolved, "value"), depth + 1);
    case "global":
      return own(resolved, "name");
    case "ndarray":
      return arrayValue(state, resolved, depth);
    case "object":
      return own(resolved, "pairs") === undefined ? undefined : byName(state, resolved, depth);
    case "dict":
    case null:
      return Array.isArray(resolved) ? list(state, resolved, depth) : byName(state, resolved, depth);
    default:
      return list(state, resolved, depth);
  }
}

function arrayValue(state: State, value: object, depth: number): unknown {
  if (own(value, "dtype") === "object") {
    const { shape } = arrayOf(value);
    const items = list(state, value, depth);
    return Array.isArray(items) ? reshaped(shape, items) : undefined;
  }
  const { shape, data } = arrayOf(value);
  return nested(shape, data);
}

/** Items that are JSON already, in a shape. */
function reshaped(shape: readonly number[], items: readonly unknown[]): unknown {
  let values: unknown[] = [...items];
  for (const length of shape.slice(1).reverse())
    values = Array.from({ length: length === 0 ? 0 : values.length / length }, (_, i) => values.slice(i * length, (i + 1) * length));
  return shape.length === 0 ? values[0] : values;
}

function list(state: State, value: unknown, depth: number): unknown {
  const items = itemsOf(value, state.references)?.map((item) => jsonValue(state, item, depth + 1));
  return items === undefined || items.includes(undefined) ? undefined : items;
}

/** A dict whose keys are texts or numbers as an object, whose order means nothing. */
function byName(state: State, value: unknown, depth: number): unknown {
  const entries = entriesOf(value, state.references) ?? [...(attributesOf(value, state.references) ?? [])];
  const pairs = entries.map(([key, item]) => [key, jsonValue(state, item, depth + 1)] as const);
  if (pairs.some(([key, item]) => typeof key === "object" || item === undefined)) return undefined;
  return Object.fromEntries(pairs.map(([key, item]) => [String(key), item]));
}

/** An attribute as plain JSON: sparse rows by their parts; undefined where there is none, or none with such a form. */
export function jsonAttribute(state: State, key: string): unknown {
  if (!isSparseAttribute(state, key)) return jsonValue(state, state.get(key));
  const { shape, data, indices, indptr } = sparseAttribute(state, key);
  return { format: "csr", shape, data: nested([data.length], data), indices: Array.from(indices), indptr: Array.from(indptr) };
}
