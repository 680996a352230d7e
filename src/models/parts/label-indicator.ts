/**
 * Several labels a row: a one where a label is. Sparse where the labels of the fit were
 * (`sparse_input_` of sklearn.preprocessing.LabelBinarizer 0.17 to 1.9).
 */
import { int64, type NDArray } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import { RowBuilder } from "../../numeric/sparse-rows.js";
import type { State } from "../state.js";

function sparseIndicator(rows: number, cols: number, marks: ArrayLike<number>): Sparse {
  const builder = new RowBuilder(cols, marks.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) if (marks[i * cols + j] !== 0) builder.put(j, 1);
    builder.endRow();
  }
  return builder.end("int64");
}

/** Marks of ones and zeros as the binarizer gives them back. */
export const labelIndicator = (binarizer: State | null, rows: number, cols: number, marks: ArrayLike<number>): NDArray | Sparse =>
  binarizer?.flag("sparse_input_", false) === true ? sparseIndicator(rows, cols, marks) : int64([rows, cols], marks);
