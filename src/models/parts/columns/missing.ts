/**
 * Missing values: which ones are (sklearn.utils._mask._get_mask), which X is refused beside them, which columns of a mask
 * are told beside the imputed ones (`add_indicator`), and their names.
 */

import { CornichonError, sentence, showText } from "../../../errors.js";
import { exactNumberOf, own, typeOf } from "../../../neutral/document.js";
import type { NDArray } from "../../../numeric/ndarray.js";
import type { State } from "../../state.js";
import { keyOf } from "./categories.js";

export type IsMissing = (value: unknown) => boolean;

const isNaNValue = (value: unknown): boolean => typeof value === "number" && Number.isNaN(value);
const isNull = (value: unknown): boolean => value === null || value === undefined;

/** What `missing_values` is: NaN, None, pandas.NA (NaN and None both), or a value. The old Imputer spelled NaN as a text. */
type Marker = { readonly kind: "nan" | "none" | "na" } | { readonly kind: "value"; readonly value: unknown };

function markerOf(state: State): Marker {
  const raw = state.get("missing_values");
  if (raw === null) return { kind: "none" };
  if (state.global("missing_values")?.endsWith(".NA") === true) return { kind: "na" };
  const inner = typeOf(raw) === "scalar" ? own(raw, "value") : raw;
  const value = typeof inner === "string" ? inner : exactNumberOf(inner);
  return value === undefined || isNaNValue(value) || value === "NaN" ? { kind: "nan" } : { kind: "value", value: keyOf(value) };
}

/** What is missing, and which X cannot be told apart from it. */
export interface Missing {
  /** None is what is missing. */
  readonly isNone: boolean;
  /** In an array of objects: None is None there, and no NaN. */
  readonly inObjects: IsMissing;
  /** Among numbers: a value that is not there is NaN. */
  readonly inNumbers: IsMissing;
  /** NaN that is not what is missing. @throws CornichonError `input.value` */
  readonly refuseNaN: (data: ArrayLike<unknown>) => void;
  /** Truth values and texts in an array of their own dtype. @throws CornichonError `input.malformed` */
  readonly refuseDtype: (dtype: string) => void;
  /** Numbers where something is missing that is no number. @throws CornichonError `input.malformed` */
  readonly refuseNumbers: () => void;
}

/** Reads `missing_values`. */
export function missingOf(state: State): Missing {
  const marker = markerOf(state);
  const isMarked: IsMissing =
    marker.kind === "value" ? (value) => keyOf(value) === marker.value : marker.kind === "none" ? isNull : isNaNValue;
  const allowsNaN = marker.kind === "nan" || marker.kind === "na";
  return {
    isNone: marker.kind === "none",
    inObjects: marker.kind === "na" ? (value) => isNull(value) || isNaNValue(value) : isMarked,
    inNumbers: allowsNaN ? (value) => isNull(value) || isNaNValue(value) : isMarked,
    refuseNaN: (data) => {
      // Objects were looked through from 0.21 on.
      if (allowsNaN || (Array.isArray(data) && state.before(0, 21))) return;
      for (let at = 0; at < data.length; at++)
        if (isNaNValue(data[at]))
          throw new CornichonError(
            "input.value",
            sentence`Input X contains NaN.\n${showText(state.name)} does not accept missing values encoded as NaN natively.`,
          );
    },
    refuseDtype: (dtype) => {
      if (dtype === "bool" || /^[US]\d+$/.test(dtype))
        throw new CornichonError(
          "input.malformed",
          sentence`${showText(state.name)} does not support data with dtype ${showText(dtype)}. Please provide either a numeric array (with a floating point or integer dtype) or categorical data represented either as an array with integer dtype or an array of string values with an object dtype.`,
        );
    },
    refuseNumbers: () => {
      if (marker.kind === "none" || typeof (marker.kind === "value" ? marker.value : 0) === "string")
        throw new CornichonError(
          "input.malformed",
          sentence`'X' and 'missing_values' types are expected to be both numerical. Got X of numbers and missing_values that is none.`,
        );
    },
  };
}

/** By the `missing_values` parameter, among numbers. */
export const missingIn = (state: State): IsMissing => missingOf(state).inNumbers;

/**
 * Cells where None stands only in columns of texts: in a column of numbers, what is not there is NaN, unless None is what
 * is looked for.
 */
export function withNaN({ dtype, data, shape: [rows = 0, cols = 0] }: NDArray, state: State): readonly unknown[] {
  const cells = Array.from<unknown>(data);
  if (dtype !== "object" || markerOf(state).kind === "none") return cells;
  const places = Array.from({ length: rows }, (_, i) => i * cols);
  for (let j = 0; j < cols; j++) {
    if (places.some((at) => typeof cells[at + j] === "string")) continue;
    for (const at of places) if (isNull(cells[at + j])) cells[at + j] = Number.NaN;
  }
  return cells;
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
