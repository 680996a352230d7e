/** Products with sparse rows, and the one way in which models multiply either kind of X with their weights. */
import { multiplyTransposed } from "./linear-algebra.js";
import { type Matrix, matrix } from "./ndarray.js";
import type { Sparse } from "./sparse.js";

/** `X · Wᵀ`: sparse (n, d) times dense (k, d). */
export function sparseTimesTransposed({ shape: [rows], data, indices, indptr }: Sparse, w: Matrix): Matrix {
  const out = matrix(rows, w.rows);
  for (let i = 0; i < rows; i++)
    for (let at = indptr[i]; at < indptr[i + 1]; at++) {
      const value = Number(data[at]);
      const j = indices[at];
      for (let k = 0; k < w.rows; k++) out.data[i * w.rows + k] += value * w.data[k * w.cols + j];
    }
  return out;
}

/** `X · Wᵀ` where W is sparse (k, d): one value at a time, for X dense or sparse. */
export function timesSparseTransposed(x: Matrix | Sparse, w: Sparse): Matrix {
  const [rows, cols] = "indptr" in x ? x.shape : [x.rows, x.cols];
  const out = matrix(rows, w.shape[0]);
  const row = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    if ("indptr" in x) {
      row.fill(0);
      for (let at = x.indptr[i]; at < x.indptr[i + 1]; at++) row[x.indices[at]] = Number(x.data[at]);
    } else row.set(x.data.subarray(i * cols, (i + 1) * cols));
    for (let k = 0; k < out.cols; k++) {
      let sum = 0;
      for (let at = w.indptr[k]; at < w.indptr[k + 1]; at++) sum += row[w.indices[at]] * Number(w.data[at]);
      out.data[i * out.cols + k] = sum;
    }
  }
  return out;
}

/** Sparse rows of a dense matrix, zeros left out. */
export function toSparse(x: Matrix, dtype: string): Sparse {
  const data: number[] = [];
  const indices: number[] = [];
  const indptr = [0];
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < x.cols; j++) {
      const value = x.data[i * x.cols + j];
      if (value === 0) continue;
      data.push(value);
      indices.push(j);
    }
    indptr.push(data.length);
  }
  return { format: "csr", dtype, shape: [x.rows, x.cols], data: Float64Array.from(data), indices, indptr };
}

/** `X · Wᵀ` for dense or sparse rows. */
export const timesTransposed = (x: Matrix | Sparse, w: Matrix): Matrix =>
  "indptr" in x ? sparseTimesTransposed(x, w) : multiplyTransposed(x, w);
