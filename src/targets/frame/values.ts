/**
 * What an array of numpy or pandas holds, as vectors: one of a flat array, one a row of a block. Each class is read in the
 * layouts of all its versions; one that is not here (`ArrowStringArray`, complex numbers) is refused by its name.
 */
import { sentence, showText } from "../../errors.js";
import { attributesOf, itemsOf } from "../../neutral/attributes.js";
import { countOf, malformed, numberOf, own, type References, typeOf } from "../../neutral/document.js";
import { rawBytesOf } from "../../neutral/raw-bytes.js";
import { type Dtype, dtypeOf, isPlain, nameOf } from "../parts/numpy/dtypes.js";
import { packed } from "../parts/numpy/items.js";
import { intervalsOf, sparseOf } from "./composed.js";
import { indexOf, vectorOfIndex } from "./indexes.js";
import { aligned, longsOf, numbersOf } from "./numbers.js";
import { freqOfDtype } from "./periods.js";
import { noTable } from "./refusal.js";
import { type Codes, NUMBER_TYPES, type TimeUnit, type Values, type Vector, type Zone } from "./types.js";
import { zoneOf } from "./zones.js";

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
export function bytesOfArray(value: unknown, dtype: Dtype): Uint8Array {
  const { count } = countOf(own(value, "shape"));
  const data = own(value, "data");
  if (!Array.isArray(data) && own(value, "base64") === undefined) throw malformed("an array whose data is in a sidecar that was not given");
  const bytes = rawBytesOf(value) ?? packed(dtype, Array.isArray(data) ? data : []);
  if (bytes.length !== count * dtype.itemsize) throw malformed("an array with another number of bytes than its shape");
  return aligned(bytes, 8);
}

const vector = (values: Values, length: number, mask: Uint8Array | null = null): Vector => ({ values, length, mask });

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
function arrayVectors(value: unknown, references: References): Vector[] {
  const { rows, length } = layoutOf(value);
  const dtype = own(value, "dtype") === "StringDType" ? null : dtypeOf(own(value, "dtype"));
  if (dtype === null || "OUS".includes(dtype.kind)) return objectRows(value, rows, length, references);
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

// ---- pandas' own ----

/** What a state of pandas' array has, in the dict of pandas until 1.2 or the tuple of those after. */
interface Parts {
  readonly values: unknown;
  readonly dtype: unknown;
  readonly rest: ReadonlyMap<string, unknown>;
}

function partsOf(value: unknown, references: References): Parts {
  const state = references.resolve(own(value, "state") ?? null);
  const fields = attributesOf(state, references) ?? new Map<string, unknown>();
  const items = typeOf(state) === "tuple" ? (itemsOf(state, references) ?? []) : null;
  if (items !== null) {
    const [first, second, third = null] = items;
    const isFirst = typeOf(first) === "ndarray";
    return { values: isFirst ? first : second, dtype: isFirst ? second : first, rest: attributesOf(third, references) ?? new Map() };
  }
  const own3 = ["_ndarray", "_data", "_codes"].find((key) => fields.has(key)) ?? "";
  return { values: references.resolve(fields.get(own3) ?? null), dtype: references.resolve(fields.get("_dtype") ?? null), rest: fields };
}

function arrayAt(value: unknown): unknown {
  if (typeOf(value) !== "ndarray") throw malformed("an array of pandas without its values");
  return value;
}

/** The zone of a dtype of times, null for those without. */
const zoneOfDtype = (dtype: unknown, references: References): Zone | null =>
  own(dtype, "class") === "pandas.DatetimeTZDtype"
    ? zoneOf(references.resolve(attributesOf(own(dtype, "state") ?? null, references)?.get("tz") ?? null), references)
    : null;

function timeVectors(value: unknown, references: References): Vector[] {
  const { values, dtype } = partsOf(value, references);
  const zone = zoneOfDtype(dtype, references);
  return arrayVectors(arrayAt(values), references).map((one) => withZone(one, zone));
}

export const withZone = (one: Vector, zone: Zone | null): Vector =>
  zone !== null && one.values.is === "time" ? { ...one, values: { ...one.values, zone } } : one;

function periodVectors(value: unknown, references: References): Vector[] {
  const { values, dtype, rest } = partsOf(value, references);
  const freq = freqOfDtype(dtype, rest.get("_freq"), references);
  return arrayVectors(arrayAt(values), references).map((one) => asPeriods(one, freq));
}

export function asPeriods(one: Vector, freq: string): Vector {
  if (one.values.is !== "number" || one.values.type !== "int64") throw malformed("periods that are no numbers");
  return { ...one, values: { is: "period", freq, counts: longsOf(one.values.bytes) } };
}

/** `str` where NaN stands for what is missing. */
const textDtype = (dtype: unknown, references: References): "str" | "string" => {
  const [, missing] = itemsOf(own(dtype, "args") ?? [], references) ?? [];
  return typeOf(missing) === "float" ? "str" : "string";
};

function textVectors(value: unknown, references: References): Vector[] {
  const { values, dtype } = partsOf(value, references);
  const text = textDtype(dtype, references);
  return arrayVectors(arrayAt(values), references).map((one) =>
    one.values.is === "object" ? { ...one, values: { is: "text", items: one.values.items, dtype: text, large: false } } : one,
  );
}

/** Texts that pyarrow held: how many, bits, places, bytes. @throws CornichonError `document.malformed` */
function arrowTexts(value: unknown, references: References): Vector {
  const [size, bits, starts, bytes] = itemsOf(own(value, "args") ?? null, references) ?? [];
  const [places, data] = [vectorOf(starts, references), vectorOf(bytes, references)];
  const length = integerOf(size);
  if (places.values.is !== "number" || data.values.is !== "number" || places.length !== length + 1)
    throw malformed("texts without their places");
  const at = numbersOf(places.values.type, places.values.bytes);
  const validity = bits === null ? null : vectorOf(bits, references).values;
  const isThere = (row: number): boolean => validity?.is !== "number" || (((validity.bytes[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;
  const held = data.values.bytes;
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const items = Array.from({ length }, (_, row) => {
    const [from, to] = [Number(at(row)), Number(at(row + 1))];
    if (from < 0 || to < from || to > held.length) throw malformed("a text outside its bytes");
    return isThere(row) ? decoded(decoder, held.subarray(from, to)) : null;
  });
  return vector({ is: "text", items, dtype: "string", large: places.values.type === "int64" }, length);
}

function decoded(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw malformed("a text that is no UTF-8");
  }
}

function arrowVectors(value: unknown, references: References): Vector[] {
  const fields = attributesOf(own(value, "state") ?? null, references);
  const held = arrowTexts(references.resolve(fields?.get("_pa_array") ?? null), references);
  const dtype = textDtype(references.resolve(fields?.get("_dtype") ?? null), references);
  return held.values.is === "text" ? [{ ...held, values: { ...held.values, dtype } }] : [held];
}

function maskedVectors(value: unknown, references: References): Vector[] {
  const fields = attributesOf(own(value, "state") ?? null, references);
  const [data, mask] = ["_data", "_mask"].map((key) => references.resolve(fields?.get(key) ?? null));
  const masks = arrayVectors(arrayAt(mask), references);
  return arrayVectors(arrayAt(data), references).map((one, k) => {
    const own = masks[k]?.values;
    if (own?.is !== "bool" || masks[k]?.length !== one.length) throw malformed("a masked array without its mask");
    return { ...one, mask: own.bytes };
  });
}

// ---- categories ----

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

function categoryVectors(value: unknown, references: References): Vector[] {
  const { values, dtype, rest } = partsOf(value, references);
  const fields = rest.has("_categories") ? rest : (attributesOf(own(dtype, "state") ?? null, references) ?? rest);
  const held = references.resolve(fields.get("_categories") ?? fields.get("categories") ?? null);
  if (held === null) throw malformed("a categorical without its categories");
  const categories = vectorOfIndex(indexOf(held, references));
  const ordered = (fields.get("_ordered") ?? fields.get("ordered")) === true;
  return arrayVectors(arrayAt(values), references).map((one) => asCategories(one, categories, ordered));
}

const READERS: ReadonlyMap<string, (value: unknown, references: References) => Vector[]> = new Map([
  ["pandas.Categorical", categoryVectors],
  ["pandas.arrays.DatetimeArray", timeVectors],
  ["pandas.arrays.TimedeltaArray", timeVectors],
  ["pandas.arrays.PeriodArray", periodVectors],
  ["pandas.arrays.StringArray", textVectors],
  ["pandas.arrays.ArrowStringArray", arrowVectors],
  ["pandas.arrays.IntegerArray", maskedVectors],
  ["pandas.arrays.FloatingArray", maskedVectors],
  ["pandas.arrays.BooleanArray", maskedVectors],
  ["pandas.arrays.IntervalArray", (value, references) => [intervalsOf(value, references)]],
  ["pandas.arrays.SparseArray", (value, references) => [sparseOf(value, references)]],
  ["pandas.arrays.NumpyExtensionArray", (value, references) => vectorsOf(partsOf(value, references).values, references)],
]);

/** The vectors of an array, or of an index that stands where one is. @throws CornichonError `target.unsupported`, `document.malformed` */
export function vectorsOf(held: unknown, references: References): Vector[] {
  const value = references.resolve(held);
  if (typeOf(value) === "ndarray") return arrayVectors(value, references);
  const name = String(own(value, "class"));
  const read = READERS.get(name);
  if (read !== undefined) return read(value, references);
  if (/^pandas\.\w*Index$/.test(name)) return [vectorOfIndex(indexOf(value, references))];
  throw noTable(value, sentence`its values have no form in a table`);
}

/** The vector of a flat array. */
export function vectorOf(held: unknown, references: References): Vector {
  const [first, ...others] = vectorsOf(held, references);
  if (first === undefined || others.length > 0) throw malformed("an array of pandas with two axes where one is needed");
  return first;
}

export const integerOf = (value: unknown): number => {
  const number = numberOf(value);
  if (number === undefined || !Number.isSafeInteger(number)) throw malformed("a whole number that is none");
  return number;
};
