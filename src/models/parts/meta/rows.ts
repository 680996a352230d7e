/** Rows of a matrix: places of the largest and smallest values (of equal ones the first, as numpy.argmax), and their sums made one. */
import { argmax, type Matrix, matrix } from "../../../numeric/ndarray.js";

/** For each row the place of its largest value. */
export function rowArgmax({ rows, cols, data }: Matrix): Int32Array {
  const out = new Int32Array(rows);
  for (let i = 0; i < rows; i++) out[i] = argmax(data, i, cols);
  return out;
}

/** For each row the place of its largest value, the last of equals; what NaN is in ends there. */
export function rowLastArgmax({ rows, cols, data }: Matrix): Int32Array {
  const out = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < cols && !Number.isNaN(most); k++) {
      const value = data[i * cols + k];
      if (value >= most) out[i] = k;
      most = Number.isNaN(value) ? value : Math.max(most, value);
    }
  }
  return out;
}

/** For each row the place of its smallest value. */
export const rowArgmin = ({ rows, cols, data }: Matrix): Int32Array => rowArgmax({ rows, cols, data: data.map((value) => -value) });

/** Rows divided by their sums; what a row of zeros becomes in each place is `empty`. */
export function normalisedRows({ rows, cols, data }: Matrix, empty: number): Matrix {
  const out = matrix(rows, cols);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = 0; k < cols; k++) sum += data[i * cols + k];
    for (let k = 0; k < cols; k++) out.data[i * cols + k] = sum === 0 ? empty : data[i * cols + k] / sum;
  }
  return out;
}
