/**
 * Recorded rows in the types that Python may have had them in. `tolist()` writes float32 and integers as Python's own
 * numbers, so that a record does not say with which of them a model computed.
 */

import type { Model } from "../model/all.js";
import { isArrayOfArrays, isNDArray, isRecord, isSparse, isTable, type Table, type X } from "../models/input/x.js";

/** X of another type, and whether answers to it are float32's. */
export interface Variant {
  readonly x: X;
  readonly float32: boolean;
}

/** pandas writes 15 digits at the most. */
const WRITTEN = 1e-13;
const isSingle = (value: unknown): boolean =>
  typeof value === "number" &&
  (Number.isNaN(value) || Math.abs(Math.fround(value) - value) <= WRITTEN * Math.abs(value) || !Number.isFinite(value));
const isNumber = (value: unknown): value is number => typeof value === "number";

/** Rows with names as a table; null for texts and what has a type of its own. */
function tableOf(x: X): Table | null {
  if (isTable(x)) return x;
  if (!Array.isArray(x)) return null;
  const rows: readonly unknown[] = x;
  if (isArrayOfArrays(rows)) return { columns: [], rows };
  const [first] = rows;
  if (!isRecord(first) || !rows.every(isRecord)) return null;
  const columns = Object.keys(first);
  return { columns, rows: rows.map((row) => columns.map((name) => Object.entries(row).find(([key]) => key === name)?.[1])) };
}

/** Rows of numbers in the model's order of columns. */
function numbersOf({ columns, rows }: Table, { featureNames }: Model): readonly (readonly number[])[] | null {
  const places = columns.length === 0 || featureNames === null ? null : featureNames.map((name) => columns.indexOf(name));
  const width = rows[0]?.length ?? 0;
  const ordered = rows.map((row) => places?.map((j) => row[j]) ?? row);
  const all = ordered.map((row) => row.filter(isNumber));
  return places?.includes(-1) !== true && all.every((row) => row.length === (places?.length ?? width)) ? all : null;
}

/** What else the rows may have been: integers, or float32, as far as their numbers allow it. */
export function variantsOf(x: X, model: Model): readonly Variant[] {
  if (isSparse(x))
    return Array.from(x.data).every(isSingle)
      ? [{ x: { ...x, dtype: "float32", data: Float32Array.from(x.data, Number) }, float32: true }]
      : [];
  if (isNDArray(x)) return x.dtype === "float64" ? typed(x.shape, Array.from<unknown>(x.data)) : [];
  const table = tableOf(x);
  if (table === null) return [];
  const rows = numbersOf(table, model);
  if (rows !== null) return typed([rows.length, rows[0]?.length ?? 0], rows.flat());
  // Columns of several types: X cannot be made float32 here, and is what it was. `to_json` writes a missing text as null.
  const all = [{ x, float32: false }, ...withMissing(table)];
  const numbers = table.rows.flat().filter(isNumber);
  const singles = numbers.length > 0 && numbers.every(isSingle) ? all.map((one) => ({ ...one, float32: true })) : [];
  return [...all.slice(1), ...singles];
}

/** The rows with NaN for null, which are two in a column of texts; none where there are no nulls. */
function withMissing({ columns, rows }: Table): readonly Variant[] {
  if (!rows.some((row) => row.includes(null))) return [];
  const filled = rows.map((row) => row.map((value) => (value === null ? Number.NaN : value)));
  return [{ x: columns.length === 0 ? (filled as (number | string)[][]) : { columns, rows: filled }, float32: false }]; // any cell is looked at when a model takes it
}

function typed(shape: readonly number[], data: readonly unknown[]): readonly Variant[] {
  const numbers = data.filter(isNumber);
  if (numbers.length !== data.length) return [];
  const whole = numbers.every(Number.isSafeInteger) ? [{ x: { dtype: "int64", shape, data: numbers }, float32: false }] : [];
  const single = numbers.every(isSingle) ? [{ x: { dtype: "float32", shape, data: Float32Array.from(numbers) }, float32: true }] : [];
  return [...whole, ...single];
}

/** True where every number is one of float32, and not all are whole: doubles never are by chance. */
export function looksSingle(values: unknown): boolean {
  const left: unknown[] = [values];
  let broken = false;
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === "number" && !isSingle(value)) return false;
    broken ||= typeof value === "number" && !Number.isInteger(value);
    if (ArrayBuffer.isView(value))
      for (const item of Array.from(value as Float64Array)) left.push(item); // a typed array is a list
    else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) left.push(item);
  }
  return broken;
}
