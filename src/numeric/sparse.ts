/** Compressed sparse rows, as scipy has them: what text models and sparse scalers take and give. */
import { type Matrix, matrix, type NDArrayData } from "./ndarray.js";

/** `indices` are sorted in each row; `data` are doubles unless `dtype` says otherwise. */
export interface Sparse {
  readonly format: "csr";
  readonly dtype: string;
  readonly shape: readonly [number, number];
  readonly data: NDArrayData;
  readonly indices: Int32Array | readonly number[];
  readonly indptr: Int32Array | readonly number[];
}

/** True when the three arrays fit the shape: lengths agree, rows ascend, columns are in range. */
export function isConsistent({ shape, data, indices, indptr }: Sparse): boolean {
  const [rows, cols] = shape;
  if (indptr.length !== rows + 1 || indptr[0] !== 0 || indptr[rows] !== data.length || indices.length !== data.length) return false;
  for (let i = 0; i < rows; i++) if ((indptr[i + 1] ?? 0) < (indptr[i] ?? 0)) return false;
  return indices.every((j) => Number.isInteger(j) && j >= 0 && j < cols);
}

/** All values, zeros written out. */
export function toDense({ shape, data, indices, indptr }: Sparse): Matrix {
  const [rows, cols] = shape;
  const out = matrix(rows, cols);
  for (let i = 0; i < rows; i++) {
    for (let at = indptr[i] ?? 0; at < (indptr[i + 1] ?? 0); at++) {
      const place = i * cols + (indices[at] ?? 0);
      out.data[place] = (out.data[place] ?? 0) + Number(data[at]);
    }
  }
  return out;
}
