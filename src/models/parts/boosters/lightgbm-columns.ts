/**
 * Columns of a frame with categories: LightGBM keeps those that a frame was fitted with (`pandas_categorical`), and a frame's
 * become their numbers; one that is not known is missing. An array has the numbers themselves.
 */
import { unnamed } from "../../input/x.js";
import { Samples } from "../../samples.js";
import { codedSamples } from "./coded.js";
import type { LightgbmModel } from "./lightgbm-model.js";
import { unansweredBy } from "./native.js";

/** X with its names as LightGBM writes them: a blank is an underline. */
function spelled(model: LightgbmModel, x: Samples): Samples {
  const { featureNames } = model.expected;
  const { columns } = x;
  if (featureNames === null || columns === null || !columns.some((name) => name.includes(" "))) return x;
  const names = columns.map((name) => name.replaceAll(" ", "_"));
  if (!featureNames.every((name) => names.includes(name))) return x;
  return new Samples({ columns: names, rows: x.table(unnamed(model.expected.name, null)).rows });
}

/** X with the numbers of categories in their places. @throws CornichonError `model.method` where their columns cannot be told */
export function lightgbmSamples(model: LightgbmModel, given: Samples): Samples {
  const x = spelled(model, given);
  const { categories, categorical, features, expected } = model;
  if (categories === null || x.columns === null) return x;
  if (categories.length !== categorical.length)
    throw unansweredBy(expected.name, "frame, since the columns of its categories cannot be told: give their numbers in an array");
  const codes = new Map(categorical.map((column, at) => [column, new Map((categories[at] ?? []).map((value, code) => [value, code]))]));
  return codedSamples(
    x,
    expected,
    Array.from({ length: features }, (_, j) => codes.get(j) ?? null),
    () => Number.NaN,
  );
}
