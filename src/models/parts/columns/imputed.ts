/**
 * Rows with missing values replaced by one value a column, and a column of marks beside them for each that may be
 * missing: what SimpleImputer and the old Imputer share with each other (sklearn.impute._base 1.9).
 */
import { CornichonError, sentence } from "../../../errors.js";
import type { Matrix, NDArray } from "../../../numeric/ndarray.js";
import type { Sparse } from "../../../numeric/sparse.js";
import { RowBuilder } from "../../../numeric/sparse-rows.js";
import { typed } from "../../../numeric/typed.js";
import type { IsMissing } from "./missing.js";

/** How values are replaced. */
export interface Filling {
  /** A value a column of X. */
  readonly values: readonly unknown[];
  /** Columns that come out; the others were empty when the model was fitted. */
  readonly kept: readonly number[];
  /** Columns whose marks come out, too. */
  readonly told: readonly number[];
  readonly isMissing: IsMissing;
}

/** Values of any kind, (rows, kept + told). */
export function filledValues(data: ArrayLike<unknown>, rows: number, { values, kept, told, isMissing }: Filling): unknown[] {
  const cols = values.length;
  const out: unknown[] = [];
  for (let i = 0; i < rows; i++) {
    for (const j of kept) out.push(isMissing(data[i * cols + j]) ? values[j] : data[i * cols + j]);
    for (const j of told) out.push(isMissing(data[i * cols + j]));
  }
  return out;
}

/** Numbers in the given dtype. */
export function filledNumbers(x: Matrix, dtype: string, { values, kept, told, isMissing }: Filling): NDArray {
  const width = kept.length + told.length;
  const out = new Float64Array(x.rows * width);
  for (let i = 0, at = 0; i < x.rows; i++) {
    for (const j of kept) {
      const value = x.data[i * x.cols + j];
      out[at++] = isMissing(value) ? Number(values[j]) : value;
    }
    for (const j of told) out[at++] = isMissing(x.data[i * x.cols + j]) ? 1 : 0;
  }
  return typed(dtype, [x.rows, width], out);
}

/** Sparse rows: only stored values can be missing. @throws CornichonError `input.malformed` where zeros are the missing ones */
export function filledSparse(x: Sparse, dtype: string, { values, kept, told, isMissing }: Filling): Sparse {
  if (isMissing(0))
    throw new CornichonError(
      "input.malformed",
      sentence`Imputation not possible when missing_values == 0 and input is sparse. Provide a dense array instead.`,
    );
  const places = new Map(kept.map((j, k) => [j, k]));
  const marked = new Map(told.map((j, k) => [j, kept.length + k]));
  const builder = new RowBuilder(kept.length + told.length, x.data.length);
  for (let i = 0; i < x.shape[0]; i++) {
    const marks: number[] = [];
    for (let at = x.indptr[i]; at < x.indptr[i + 1]; at++) {
      const column = x.indices[at];
      const value = Number(x.data[at]);
      const missing = isMissing(value);
      const place = places.get(column);
      if (place !== undefined) builder.put(place, missing ? Number(values[column]) : value);
      const mark = missing ? marked.get(column) : undefined;
      if (mark !== undefined) marks.push(mark);
    }
    for (const mark of marks.sort((a, b) => a - b)) builder.put(mark, 1);
    builder.endRow();
  }
  return builder.end(dtype);
}
