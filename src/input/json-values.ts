/** Values of parsed JSON, where an object may be a Map (one with whole numbers among its keys), and the cells of rows. */
import { sentence } from "../errors.js";
import type { Table } from "../models/samples.js";
import { setOwn } from "../neutral/lossless.js";
import { malformed } from "./decode.js";

export type Mapping = ReadonlyMap<string, unknown> | { readonly [key: string]: unknown };

export const isMapping = (value: unknown): value is Mapping => typeof value === "object" && value !== null && !Array.isArray(value);

const isMap = (value: Mapping): value is ReadonlyMap<string, unknown> => value instanceof Map;

/** An object whose keys are in their order without being told. */
export const isPlain = (value: Mapping): boolean => !isMap(value);

export const keysOf = (value: Mapping): string[] => (isMap(value) ? [...value.keys()] : Object.keys(value));

export const valuesOf = (value: Mapping): unknown[] => (isMap(value) ? [...value.values()] : Object.values(value));

/** What stands under a key, undefined where nothing does. */
export function at(value: unknown, key: string): unknown {
  if (!isMapping(value)) return undefined;
  if (isMap(value)) return value.get(key);
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

export const isScalar = (value: unknown): boolean => typeof value !== "object" || value === null;

/** An object of JSON as a plain one. */
export function plainOf(value: Mapping): { readonly [key: string]: unknown } {
  if (!isMap(value)) return value;
  const plain: Record<string, unknown> = {};
  for (const [key, item] of value) setOwn(plain, key, item);
  return plain;
}

const isNumeric = (value: unknown): boolean => typeof value === "number" || typeof value === "bigint";

/** Places of columns of numbers in which something is null: there it is the number NaN, and None elsewhere. */
function gaps(rows: readonly (readonly unknown[])[]): ReadonlySet<number> {
  const [nulls, numbers, others] = [new Set<number>(), new Set<number>(), new Set<number>()];
  rows.forEach((row, i) => {
    row.forEach((cell, j) => {
      if (cell === null) nulls.add(j);
      else if (isNumeric(cell)) numbers.add(j);
      else others.add(j);
      if (isMapping(cell)) throw malformed(sentence`row ${i} of the JSON has an object where a value is needed`);
    });
  });
  return new Set([...nulls].filter((j) => numbers.has(j) && !others.has(j)));
}

/** Rows whose nulls are what pandas makes of them. @throws CornichonError `input.malformed` */
export function cells(rows: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  const missing = gaps(rows);
  return missing.size === 0 ? rows : rows.map((row) => row.map((cell, j) => (cell === null && missing.has(j) ? Number.NaN : cell)));
}

/** A table of columns. @throws CornichonError `input.malformed` */
export const tableOf = (columns: readonly string[], rows: readonly (readonly unknown[])[]): Table => ({ columns, rows: cells(rows) });
