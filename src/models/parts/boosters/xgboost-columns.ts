/**
 * Columns of a frame with categories. Since 3.1 a model keeps the categories that it was fitted on, and a frame's become their
 * numbers; one that it does not know is an error. Models before keep none: X has the numbers themselves, as an array always has.
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import type { Samples } from "../../samples.js";
import { type Codes, codedSamples } from "./coded.js";
import type { Native } from "./native.js";
import type { XgboostModel } from "./xgboost-model.js";

/** Numbers of the categories of each column; null for one that has none. */
function codesOf(model: XgboostModel, categories: Native): readonly (Codes | null)[] {
  const columns = categories.dicts("enc");
  return Array.from({ length: model.features }, (_, j) => {
    const column = columns[j];
    if (column === undefined || model.kinds[j] !== "c") return null;
    const values: readonly unknown[] = column.has("offsets") ? textsOf(column) : Array.from(column.numbers("values"));
    return new Map(values.map((value, code) => [value, code]));
  });
}

/** Texts as Arrow has them: bytes one after the other, and where each begins. */
function textsOf(column: Native): readonly string[] {
  const bytes = Uint8Array.from(column.numbers("values"));
  const offsets = column.numbers("offsets");
  const decoder = new TextDecoder();
  return Array.from({ length: Math.max(0, offsets.length - 1) }, (_, at) => decoder.decode(bytes.subarray(offsets[at], offsets[at + 1])));
}

/** X with the numbers of categories in their places. @throws CornichonError `input.malformed` for a category that is not known */
export function xgboostSamples(model: XgboostModel, x: Samples): Samples {
  if (model.categories === null || x.columns === null || !model.kinds.includes("c")) return x;
  return codedSamples(x, model.expected, codesOf(model, model.categories), unknownCode);
}

function unknownCode(value: unknown, row: number, column: string | number): number {
  if (value === null || value === undefined || (typeof value === "number" && Number.isNaN(value))) return Number.NaN;
  throw new CornichonError(
    "input.malformed",
    sentence`Found a category not in the training set: ${showText(String(value))} in row ${row} of column ${showText(String(column))}.`,
  );
}
