/** Compressed sparse rows, as scipy has them: what text models and sparse scalers take and give. */
import { type Matrix, matrix, type NDArrayData } from "./ndarray.js";

/**
 * `indices` are sorted in each row; `data` are doubles unless `dtype` says otherwise.
 * @example
 * ```ts
 * import { load, type Sparse } from "cornichon";
 *
 * const row: Sparse = { format: "csr", dtype: "float64", shape: [1, 4], data: Float64Array.of(1.5), indices: Int32Array.of(2), indptr: Int32Array.of(0, 1) };
 * const { model } = await load("forest.pkl");
 * const dense = model?.predict?.([[0, 0, 1.5, 0]]);
 * console.log(model?.predict?.(row).data[0] === dense?.data[0]); //=> true
 * ```
 * @see createLoader
 */
export interface Sparse {
  readonly format: "csr";
  readonly dtype: string;
  readonly shape: readonly [number, number];
  /** The values that stand. */
  readonly data: NDArrayData;
  readonly indices: Int32Array | readonly number[];
  readonly indptr: Int32Array | readonly number[];
}

/** True when the three arrays fit the shape: lengths agree, rows ascend, columns are in range. */
export function isConsistent({ shape, data, indices, indptr }: Sparse): boolean {
  const [rows, cols] = shape;
  if (indptr.length !== rows + 1 || indptr[0] !== 0 || indptr[rows] !== data.length || indices.length !== data.length) return false;
  for (let i = 0; i < rows; i++) if (indptr[i + 1] < indptr[i]) return false;
  return indices.every((j) => Number.isInteger(j) && j >= 0 && j < cols);
}

/** All values, zeros written out. */
export function toDense({ shape, data, indices, indptr }: Sparse): Matrix {
  const [rows, cols] = shape;
  const out = matrix(rows, cols);
  for (let i = 0; i < rows; i++) {
    for (let at = indptr[i]; at < indptr[i + 1]; at++) {
      const place = i * cols + indices[at];
      out.data[place] += Number(data[at]);
    }
  }
  return out;
}

/** `X · Wᵀ + bias` of sparse rows, W `outputs × cols`: (rows, outputs), without writing the zeros out. */
export function linearSparse(x: Sparse, weights: Float64Array, outputs: number, bias: (output: number) => number): Float64Array {
  const [rows, cols] = x.shape;
  const values = x.data instanceof Float64Array ? x.data : Float64Array.from(x.data, Number);
  const out = new Float64Array(rows * outputs);
  for (let i = 0; i < rows; i++) {
    const end = x.indptr[i + 1];
    for (let k = 0; k < outputs; k++) {
      let sum = 0;
      for (let at = x.indptr[i]; at < end; at++) sum += values[at] * weights[k * cols + x.indices[at]];
      out[i * outputs + k] = sum + bias(k);
    }
  }
  return out;
}

/** `X · Wᵀ` by sparse W `outputs × cols`, X dense or sparse: (rows, outputs). */
export function timesSparseTransposed(x: Matrix | Sparse, w: Sparse): Float64Array {
  const [outputs, cols] = w.shape;
  const rows = "rows" in x ? x.rows : x.shape[0];
  const out = new Float64Array(rows * outputs);
  const own = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    const row = "rows" in x ? x.data.subarray(i * cols, (i + 1) * cols) : scattered(x, i, own);
    for (let k = 0; k < outputs; k++) {
      let sum = 0;
      for (let at = w.indptr[k]; at < w.indptr[k + 1]; at++) sum += Number(w.data[at]) * row[w.indices[at]];
      out[i * outputs + k] = sum;
    }
  }
  return out;
}

/** One row, zeros written out into `row`. */
function scattered(x: Sparse, i: number, row: Float64Array): Float64Array {
  row.fill(0);
  for (let at = x.indptr[i]; at < x.indptr[i + 1]; at++) row[x.indices[at]] = Number(x.data[at]);
  return row;
}

/** Sparse rows with some of the columns, in their order (ascending positions). */
export function keepColumns(x: Sparse, kept: readonly number[]): Sparse {
  const places = new Int32Array(x.shape[1]).fill(-1);
  kept.forEach((column, place) => {
    places[column] = place;
  });
  const values: unknown[] = [];
  const indices: number[] = [];
  const indptr = [0];
  for (let i = 0; i < x.shape[0]; i++) {
    for (let at = x.indptr[i]; at < x.indptr[i + 1]; at++) {
      const place = places[x.indices[at]];
      if (place < 0) continue;
      indices.push(place);
      values.push(x.data[at]);
    }
    indptr.push(indices.length);
  }
  const data =
    x.data instanceof Float64Array
      ? Float64Array.from(values, Number)
      : x.data instanceof Float32Array
        ? Float32Array.from(values, Number)
        : values;
  return { ...x, shape: [x.shape[0], kept.length], data, indices, indptr };
}
