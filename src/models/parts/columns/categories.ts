/**
 * Categories of features, and where a value stands among them (sklearn.preprocessing._encoders._BaseEncoder): as Python
 * compares, so 1, 1.0 and True are the same, and NaN is NaN.
 */

import { CornichonError, sentence, showText } from "../../../errors.js";
import { arrayOf, own, typeOf } from "../../../neutral/document.js";
import { largest } from "../../../numeric/extremes.js";
import type { NDArray } from "../../../numeric/ndarray.js";
import { typedLike } from "../../../numeric/typed.js";
import type { Expectation, Samples } from "../../samples.js";
import type { State } from "../../state.js";

/** The categories of one feature, in their order. */
export interface Categories {
  readonly dtype: string;
  readonly values: readonly unknown[];
  /** All of them are numbers. */
  readonly numeric: boolean;
  /** Position of a value, −1 when it is none of them; `written`: the field of a CSV that the value was read from. */
  find(value: unknown, written?: string): number;
  /** The same beside floats: numpy makes doubles of whole categories there, and the first that is equal counts. */
  findBesideFloats(value: unknown, written?: string): number;
}

/** A numpy text inside an object array stands for itself. */
const plain = (value: unknown): unknown => (typeOf(value) === "scalar" ? own(value, "value") : value);

/**
 * What is equal in Python is the same key: 1, 1.0 and True; whole numbers that a double cannot hold stay exact. A text is
 * never a number, and None is never NaN.
 */
export function keyOf(value: unknown): unknown {
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return value === undefined ? null : value;
}

const isText = (value: unknown): boolean => typeof value === "string";
const isMissing = (value: unknown): boolean => value === null || (typeof value === "number" && Number.isNaN(value));

/** Categories from an array. Where they are numbers, a value that is not there (null) is NaN, as in a column of numbers. */
export function categoriesOf({ dtype, data }: NDArray): Categories {
  const values = Array.from<unknown>(data).map(plain);
  const places = new Map<unknown, number>();
  values.forEach((value, place) => {
    const key = keyOf(value);
    if (!places.has(key)) places.set(key, place);
  });
  const numeric = /^(?:float|u?int|bool)/.test(dtype);
  const texts = values.some(isText) && values.every((value) => isText(value) || isMissing(value));
  const find = (value: unknown, written?: string): number => {
    const key = keyOf(texts && written !== undefined && !isText(value) && !isMissing(value) ? written : value);
    return places.get(numeric && key === null ? Number.NaN : key) ?? -1;
  };
  const doubles = values.some((value) => typeof value === "bigint") ? values.map(Number) : null;
  const findBesideFloats =
    doubles === null
      ? find
      : (value: unknown, written?: string): number => (typeof value === "number" ? doubles.indexOf(value) : find(value, written));
  return { dtype, values, numeric, find, findBesideFloats };
}

/** Reads `categories_`: an array a feature. @throws CornichonError `model.inconsistent` */
export function allCategories(state: State): readonly Categories[] {
  return state.items("categories_").map((value) => {
    if (typeOf(value) !== "ndarray") throw state.inconsistent("categories_ is no list of arrays");
    return categoriesOf(arrayOf(value));
  });
}

/** How the values of an array of this dtype are found. */
export const besideFloats = (dtype: string, { find, findBesideFloats }: Categories): Categories["find"] =>
  dtype.startsWith("float") ? findBesideFloats : find;

const ascends = (texts: readonly unknown[]): boolean => texts.every((text, i) => i === 0 || String(texts[i - 1]) <= String(text));

/**
 * Until 0.23 numpy's texts were searched for among categories as if these were sorted, and those that a user gives are not:
 * what was found was another one. @throws CornichonError `input.malformed`
 */
export function refuseUnsorted(state: State, x: Samples, features: readonly Categories[]): void {
  if (state.since(0, 24) || !/^U\d+$/.test(x.dtype)) return;
  const wrong = features.findIndex(({ dtype, values }) => dtype === "object" && !ascends(values));
  if (wrong >= 0)
    throw new CornichonError(
      "input.malformed",
      sentence`The categories of column ${wrong} are not sorted: until sklearn 0.23 another one is found for numpy's own texts. An array of objects is taken.`,
    );
}

/** Positions of all values, (rows, features); −1 for unknown ones, which are an error when `strict`. */
export function encodeCategories(x: Samples, expected: Expectation, features: readonly Categories[], strict: boolean): Int32Array {
  const { rows, written } = x.table(expected);
  const finds = features.map((feature) => besideFloats(x.dtype, feature));
  const out = new Int32Array(rows.length * features.length);
  rows.forEach((row, i) => {
    features.forEach((feature, j) => {
      if ((row[j] === Number.POSITIVE_INFINITY || row[j] === Number.NEGATIVE_INFINITY) && feature.numeric)
        throw new CornichonError("input.value", sentence`Input contains infinity or a value too large for dtype('float64').`);
      const place = finds[j]?.(row[j], written?.[i]?.[j]) ?? -1;
      if (place < 0 && strict)
        throw new CornichonError(
          "input.malformed",
          sentence`Found unknown categories [${showText(shown(row[j]))}] in column ${j} during transform`,
        );
      out[i * features.length + j] = place;
    });
  });
  return out;
}

/** A value as Python prints it in a list. */
export function shown(value: unknown): string {
  if (typeof value === "string") return `'${value.slice(0, 80)}'`;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number" || typeof value === "bigint") return Number.isNaN(value) ? "nan" : String(value);
  return value === null || value === undefined ? "None" : (JSON.stringify(value) ?? "").slice(0, 80);
}

/** numpy's result type of the features' dtypes, as far as categories have them. */
export function commonDtype(dtypes: readonly string[]): string {
  const [first = "object"] = dtypes;
  if (dtypes.every((dtype) => dtype === first)) return first;
  if (dtypes.every((dtype) => /^U\d+$/.test(dtype))) return `U${largest(dtypes.map((dtype) => Number(dtype.slice(1))))}`;
  if (dtypes.every((dtype) => /^(?:u?int\d+|bool)$/.test(dtype))) return "int64";
  return dtypes.every((dtype) => /^(?:u?int|float|bool)/.test(dtype)) ? "float64" : "object";
}

/** The same as numpy's find_common_type found it for encoders until 1.1, which knew only numbers. */
export const commonNumberDtype = (dtypes: readonly string[]): string =>
  dtypes.every((dtype) => /^(?:u?int|float|bool)/.test(dtype)) ? commonDtype(dtypes) : "object";

/** Values in the storage of a dtype. */
export function valuesArray(dtype: string, shape: readonly number[], values: readonly unknown[]): NDArray {
  const like =
    dtype === "float64" ? new Float64Array() : dtype === "float32" ? new Float32Array() : dtype === "int32" ? new Int32Array() : [];
  return { dtype, shape, data: typedLike(like, values) };
}
