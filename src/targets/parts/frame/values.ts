/**
 * What an array of pandas holds, as vectors. Each class is read in the layouts of all its versions; one that is not here is
 * refused by its name.
 */
import { sentence } from "../../../errors.js";
import { attributesOf, itemsOf } from "../../../neutral/attributes.js";
import { malformed, own, type References, typeOf } from "../../../neutral/document.js";
import { arrayVectors, asCategories, asPeriods, integerOf, vector, withZone } from "./arrays.js";
import { intervalsOf, sparseOf } from "./composed.js";
import { indexOf, vectorOfIndex } from "./indexes.js";
import { nested } from "./nesting.js";
import { numbersOf } from "./numbers.js";
import { freqOfDtype } from "./periods.js";
import { noTable } from "./refusal.js";
import type { Vector, Zone } from "./types.js";
import { zoneOf } from "./zones.js";

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

function periodVectors(value: unknown, references: References): Vector[] {
  const { values, dtype, rest } = partsOf(value, references);
  const freq = freqOfDtype(dtype, rest.get("_freq"), references);
  return arrayVectors(arrayAt(values), references).map((one) => asPeriods(one, freq));
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

function categoryVectors(value: unknown, references: References): Vector[] {
  const { values, dtype, rest } = partsOf(value, references);
  const fields = rest.has("_categories") ? rest : (attributesOf(own(dtype, "state") ?? null, references) ?? rest);
  const held = references.resolve(fields.get("_categories") ?? fields.get("categories") ?? null);
  if (held === null) throw malformed("a categorical without its categories");
  const categories = vectorOfIndex(indexOf(held, references, vectorOf));
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
  ["pandas.arrays.IntervalArray", (value, references) => [intervalsOf(value, references, vectorOf)]],
  ["pandas.arrays.SparseArray", (value, references) => [sparseOf(value, references, vectorOf)]],
  ["pandas.arrays.NumpyExtensionArray", (value, references) => vectorsOf(partsOf(value, references).values, references)],
]);

/** The vectors of an array, or of an index that stands where one is. @throws CornichonError `target.unsupported`, `document.malformed` */
export function vectorsOf(held: unknown, references: References): Vector[] {
  const value = references.resolve(held);
  if (typeOf(value) === "ndarray") return arrayVectors(value, references);
  const name = String(own(value, "class"));
  const read = READERS.get(name);
  if (read !== undefined) return nested(() => read(value, references));
  if (/^pandas\.\w*Index$/.test(name)) return [vectorOfIndex(indexOf(value, references, vectorOf))];
  throw noTable(value, sentence`its values have no form in a table`);
}

/** The vector of a flat array. */
export function vectorOf(held: unknown, references: References): Vector {
  const [first, ...others] = vectorsOf(held, references);
  if (first === undefined || others.length > 0) throw malformed("an array of pandas with two axes where one is needed");
  return first;
}
