/**
 * Missing values: which ones are (sklearn.utils._mask._get_mask), which columns of a mask are told beside the imputed
 * ones (`add_indicator`), and their names.
 */
import { numberOf, own, typeOf } from "../../../neutral/document.js";
import type { State } from "../../state.js";

export type IsMissing = (value: unknown) => boolean;

const isNaNLike = (value: unknown): boolean => value === null || value === undefined || (typeof value === "number" && Number.isNaN(value));

/**
 * By the `missing_values` parameter: NaN (and pandas.NA; JSON's null stands for it, too), None, a number or a text. The
 * old Imputer spelled NaN as a text.
 */
export function missingIn(state: State): IsMissing {
  const marker = state.get("missing_values");
  const plain = typeOf(marker) === "scalar" ? own(marker, "value") : marker;
  const number = numberOf(marker);
  if (typeof plain === "string" && plain !== "NaN") return (value) => value === plain;
  if (number === undefined || Number.isNaN(number)) return isNaNLike;
  return (value) => value === number || (typeof value === "boolean" && Number(value) === number);
}

/** Columns that `indicator_` tells, null without one. @throws CornichonError `model.inconsistent` */
export function indicatorColumns(state: State, features: number): readonly number[] | null {
  if (!state.flag("add_indicator", false)) return null;
  const indicator = state.object("indicator_");
  return indicator === null ? null : columnsTold(indicator, features);
}

/** `features_` of a MissingIndicator. */
export function columnsTold(indicator: State, features: number): readonly number[] {
  const columns = Array.from(indicator.vector("features_"));
  if (!columns.every((j) => Number.isInteger(j) && j >= 0 && j < features)) throw indicator.inconsistent("features_ are out of range");
  return columns;
}

/** `missingindicator_x0` …: their names. */
export const indicatorNames = (columns: readonly number[], names: readonly string[]): string[] =>
  columns.map((j) => `missingindicator_${names[j]}`);
