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
  /** Position of a value, −1 when it is none of them. */
  find(value: unknown): number;
}

/** A numpy text inside an object array stands for itself. */
const plain = (value: unknown): unknown => (typeOf(value) === "scalar" ? own(value, "value") : value);

const key = (value: unknown): unknown =>
  typeof value === "boolean" || typeof value === "bigint" ? Number(value) : value === undefined ? null : value;

/** Categories from an array. Texts that spell numbers count where all categories are numbers, as everywhere in X. */
export function categoriesOf({ dtype, data }: NDArray): Categories {
  const values = Array.from<unknown>(data).map(plain);
  const places = new Map<unknown, number>();
  values.forEach((value, place) => {
    if (!places.has(key(value))) places.set(key(value), place);
  });
  const numeric = /^(?:float|u?int)/.test(dtype);
  const find = (value: unknown): number => {
    const wanted = numeric && typeof value === "string" ? (value.trim() === "" ? Number.NaN : Number(value)) : key(value);
    // A missing value is None where that is a category, else NaN.
    return places.get(wanted) ?? (wanted === null ? places.get(Number.NaN) : undefined) ?? -1;
  };
  return { dtype, values, find };
}

/** Reads `categories_`: an array a feature. @throws CornichonError `model.inconsistent` */
export function allCategories(state: State): readonly Categories[] {
  return state.items("categories_").map((value) => {
    if (typeOf(value) !== "ndarray") throw state.inconsistent("categories_ is no list of arrays");
    return categoriesOf(arrayOf(value));
  });
}

/** Positions of all values, (rows, features); −1 for unknown ones, which are an error when `strict`. */
export function encodeCategories(x: Samples, expected: Expectation, features: readonly Categories[], strict: boolean): Int32Array {
  const { rows } = x.table(expected);
  const out = new Int32Array(rows.length * features.length);
  rows.forEach((row, i) => {
    features.forEach((feature, j) => {
      const place = feature.find(row[j]);
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

const shown = (value: unknown): string => (JSON.stringify(value) ?? "None").slice(0, 80);

/** numpy's result type of the features' dtypes, as far as categories have them. */
export function commonDtype(dtypes: readonly string[]): string {
  const [first = "object"] = dtypes;
  if (dtypes.every((dtype) => dtype === first)) return first;
  if (dtypes.every((dtype) => /^U\d+$/.test(dtype))) return `U${largest(dtypes.map((dtype) => Number(dtype.slice(1))))}`;
  if (dtypes.every((dtype) => /^(?:u?int\d+|bool)$/.test(dtype))) return "int64";
  return dtypes.every((dtype) => /^(?:u?int|float|bool)/.test(dtype)) ? "float64" : "object";
}

/** Values in the storage of a dtype. */
export function valuesArray(dtype: string, shape: readonly number[], values: readonly unknown[]): NDArray {
  const like =
    dtype === "float64" ? new Float64Array() : dtype === "float32" ? new Float32Array() : dtype === "int32" ? new Int32Array() : [];
  return { dtype, shape, data: typedLike(like, values) };
}
