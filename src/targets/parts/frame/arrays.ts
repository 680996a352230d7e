/** Arrays of numpy's as vectors: one of a flat array, one a row of a block; and what pandas makes of numbers. */
import { sentence, showText } from "../../../errors.js";
import { itemsOf } from "../../../neutral/attributes.js";
import { countOf, malformed, numberOf, own, type References } from "../../../neutral/document.js";
import { rawBytesOf } from "../../../neutral/raw-bytes.js";
import { type Dtype, dtypeOf, isPlain, nameOf } from "../numpy/dtypes.js";
import { packed, textItems } from "../numpy/items.js";
import { aligned, longsOf } from "./numbers.js";
import { noTable } from "./refusal.js";
import { type Codes, NUMBER_TYPES, type TimeUnit, type Values, type Vector, type Zone } from "./types.js";

/** Reads a flat array, of numpy's or of pandas'. */
export type VectorReader = (held: unknown, references: References) => Vector;

const UNITS: readonly string[] = ["s", "ms", "us", "ns"];
const isUnit = (name: string): name is TimeUnit => UNITS.includes(name);

/** One axis, or the two of a block: so many vectors of so many items. */
interface Layout {
  readonly rows: number;
  readonly length: number;
}

function layoutOf(value: unknown): Layout {
  const { shape, count } = countOf(own(value, "shape"));
  if (shape.length < 1 || shape.length > 2) throw noTable(value, sentence`it has ${shape.length} axes, and a table has two`);
  return shape.length === 1 ? { rows: 1, length: count } : { rows: shape[0] ?? 0, length: shape[1] ?? 0 };
}

/** The items' bytes. @throws CornichonError `document.malformed` */
export function bytesOfArray(value: unknown, dtype: Dtype): Uint8Array<ArrayBuffer> {
  const { count } = countOf(own(value, "shape"));
  const data = own(value, "data");
  if (!Array.isArray(data) && own(value, "base64") === undefined) throw malformed("an array whose data is in a sidecar that was not given");
  const bytes = rawBytesOf(value) ?? packed(dtype, Array.isArray(data) ? data : []);
  if (bytes.length !== count * dtype.itemsize) throw malformed("an array with another number of bytes than its shape");
  return aligned(bytes, 8);
}

export const vector = (values: Values, length: number, mask: Uint8Array | null = null): Vector => ({ values, length, mask });

/** Values of so many bytes an item. @throws CornichonError `target.unsupported` for a dtype without a column's type */
function plainValues(value: unknown, dtype: Dtype, bytes: Uint8Array): Values {
  const name = nameOf(dtype);
  const type = NUMBER_TYPES.find((one) => one === name);
  if (type !== undefined) return { is: "number", type, bytes };
  if (name === "bool") return { is: "bool", bytes };
  const unit = dtype.unit?.count === 1 ? dtype.unit.name : "";
  if (dtype.kind === "M" && isUnit(unit)) return { is: "time", unit, counts: longsOf(bytes), zone: null };
  if (dtype.kind === "m" && isUnit(unit)) return { is: "duration", unit, counts: longsOf(bytes) };
  throw noTable(value, sentence`an array of ${showText(name)} has no form in a table`);
}

/** A vector of so many items' bytes. */
export const arrayVector = (value: unknown, dtype: Dtype, bytes: Uint8Array, length: number): Vector =>
  vector(plainValues(value, dtype, bytes), length);

/** The vectors of an array of numpy's. */
export function arrayVectors(value: unknown, references: References): Vector[] {
  const { rows, length } = layoutOf(value);
  const dtype = own(value, "dtype") === "StringDType" ? null : dtypeOf(own(value, "dtype"));
  if (dtype === null || dtype.kind === "O") return objectRows(value, rows, length, references);
  if (dtype.kind === "U" || dtype.kind === "S") return textRows(value, dtype, rows, length, references);
  if (!isPlain(dtype)) throw noTable(value, sentence`a structured array has no form in a column`);
  const bytes = bytesOfArray(value, dtype);
  const step = length * dtype.itemsize;
  return Array.from({ length: rows }, (_, k) => vector(plainValues(value, dtype, bytes.subarray(k * step, (k + 1) * step)), length));
}

function objectRows(value: unknown, rows: number, length: number, references: References): Vector[] {
  const items = itemsOf(value, references);
  if (items?.length !== rows * length) throw malformed("an array with another number of values than its shape");
  return Array.from({ length: rows }, (_, k) => vector({ is: "object", items: items.slice(k * length, (k + 1) * length) }, length));
}

/** Texts of fixed length: pandas makes its own of numpy's, and objects of bytes. */
function textRows(value: unknown, dtype: Dtype, rows: number, length: number, references: References): Vector[] {
  const isSpelled = Array.isArray(own(value, "data"));
  const items = isSpelled ? itemsOf(value, references) : textItems(dtype, bytesOfArray(value, dtype), rows * length);
  if (items?.length !== rows * length) throw malformed("an array with another number of values than its shape");
  const values = (held: readonly unknown[]): Values =>
    dtype.kind === "U" ? { is: "text", items: held, dtype: "str", large: true } : { is: "object", items: held };
  return Array.from({ length: rows }, (_, k) => vector(values(items.slice(k * length, (k + 1) * length)), length));
}

export const withZone = (one: Vector, zone: Zone | null): Vector =>
  zone !== null && one.values.is === "time" ? { ...one, values: { ...one.values, zone } } : one;

export function asPeriods(one: Vector, freq: string): Vector {
  if (one.values.is !== "number" || one.values.type !== "int64") throw malformed("periods that are no numbers");
  return { ...one, values: { is: "period", freq, counts: longsOf(one.values.bytes) } };
}

function codesOf(one: Vector): Codes {
  if (one.values.is !== "number") throw malformed("codes that are no numbers");
  const { type, bytes } = one.values;
  const { buffer, byteOffset } = aligned(bytes, 8);
  if (type === "int8") return new Int8Array(buffer, byteOffset, one.length);
  if (type === "int16") return new Int16Array(buffer, byteOffset, one.length);
  if (type === "int32") return new Int32Array(buffer, byteOffset, one.length);
  if (type === "int64") return new BigInt64Array(buffer, byteOffset, one.length);
  throw malformed("codes that are no numbers");
}

/** Codes that each stand for a category, or are below zero. @throws CornichonError `document.malformed` */
export function asCategories(one: Vector, categories: Vector, ordered: boolean): Vector {
  const codes = codesOf(one);
  if (codes.some((code) => code >= categories.length)) throw malformed("a code of no category");
  return { ...one, values: { is: "category", codes, categories, ordered } };
}

export const integerOf = (value: unknown): number => {
  const number = numberOf(value);
  if (number === undefined || !Number.isSafeInteger(number)) throw malformed("a whole number that is none");
  return number;
};
