/** Arrays side by side (numpy.hstack, scipy.sparse.hstack), and columns picked out of them, in numpy's result dtypes. */
import { largest } from "./extremes.js";
import { floats, type NDArray } from "./ndarray.js";
import type { Sparse } from "./sparse.js";
import { storedFloats } from "./typed.js";

const FLOAT = /^float(?:16|32|64)$/;
const TEXT = /^U\d+$/;
const WHOLE = /^u?int(\d+)$/;

/** numpy's promotion of dtypes that models give: objects win, texts take the longest one's, then floats (float32 only among its own), then integers. */
function promoted(dtypes: readonly string[]): string {
  const [first = "float64"] = dtypes;
  if (dtypes.every((dtype) => dtype === first)) return first;
  if (dtypes.every((dtype) => TEXT.test(dtype))) return `U${largest(dtypes.map((dtype) => Number(dtype.slice(1))))}`;
  if (dtypes.every((dtype) => WHOLE.test(dtype) || dtype === "bool")) return "int64";
  if (dtypes.every((dtype) => WHOLE.test(dtype) || FLOAT.test(dtype) || dtype === "bool")) {
    const narrow = dtypes.every((dtype) => dtype === "float32" || dtype === "float16" || dtype === "bool" || /^u?int(?:8|16)$/.test(dtype));
    return narrow ? "float32" : "float64";
  }
  return "object";
}

/** Number of columns: an array of one axis is one column. */
const columnCount = ({ shape }: NDArray): number => (shape.length < 2 ? 1 : (shape[1] ?? 0));

/** Arrays of equally many rows side by side, (rows, sum of columns). */
export function hstack(arrays: readonly NDArray[], rows: number): NDArray {
  const dtype = promoted(arrays.map((array) => array.dtype));
  const cols = arrays.reduce((sum, array) => sum + columnCount(array), 0);
  if (FLOAT.test(dtype) && dtype !== "float16") return floats(dtype, [rows, cols], stackNumbers(arrays, rows, cols));
  const out = new Array<unknown>(rows * cols);
  let at = 0;
  for (const array of arrays) {
    const width = columnCount(array);
    for (let i = 0; i < rows; i++) for (let j = 0; j < width; j++) out[i * cols + at + j] = array.data[i * width + j];
    at += width;
  }
  return { dtype, shape: [rows, cols], data: dtype === "int64" ? out.map(whole) : out };
}

const whole = (value: unknown): unknown => (typeof value === "boolean" ? Number(value) : value);

function stackNumbers(arrays: readonly NDArray[], rows: number, cols: number): Float64Array {
  const out = new Float64Array(rows * cols);
  let at = 0;
  for (const array of arrays) {
    const width = columnCount(array);
    for (let i = 0; i < rows; i++) for (let j = 0; j < width; j++) out[i * cols + at + j] = Number(array.data[i * width + j]);
    at += width;
  }
  return out;
}

/** Sparse rows side by side; values become doubles unless all are float32 or whole. */
export function hstackSparse(parts: readonly Sparse[], rows: number): Sparse {
  const dtype = promoted(parts.map((part) => part.dtype));
  const data: number[] = [];
  const indices: number[] = [];
  const indptr = [0];
  for (let i = 0; i < rows; i++) {
    let shift = 0;
    for (const part of parts) {
      for (let at = part.indptr[i]; at < part.indptr[i + 1]; at++) {
        data.push(Number(part.data[at]));
        indices.push(part.indices[at] + shift);
      }
      shift += part.shape[1];
    }
    indptr.push(indices.length);
  }
  const cols = parts.reduce((sum, part) => sum + part.shape[1], 0);
  return { format: "csr", dtype, shape: [rows, cols], data: storedFloats(dtype, data), indices, indptr };
}

/** The non-zero values of an array as sparse rows (scipy.sparse.csr_matrix of a dense one). */
export function sparseOf(array: NDArray): Sparse {
  const [rows = 0] = array.shape;
  const cols = columnCount(array);
  const data: number[] = [];
  const indices: number[] = [];
  const indptr = [0];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const value = Number(array.data[i * cols + j]);
      if (value === 0) continue;
      data.push(value);
      indices.push(j);
    }
    indptr.push(indices.length);
  }
  return { format: "csr", dtype: array.dtype, shape: [rows, cols], data: storedFloats(array.dtype, data), indices, indptr };
}

/** Columns of an array at the given places, in that order. */
export function pickColumns(array: NDArray, columns: readonly number[]): NDArray {
  const [rows = 0] = array.shape;
  const cols = columnCount(array);
  const values = Array.from({ length: rows * columns.length }, (_, at) => {
    const i = Math.floor(at / columns.length);
    return array.data[i * cols + columns[at - i * columns.length]];
  });
  return { dtype: array.dtype, shape: [rows, columns.length], data: storedFloats(array.dtype, values) };
}

/** Columns of sparse rows at the given places; sorted again in each row. */
export function pickSparseColumns(x: Sparse, columns: readonly number[]): Sparse {
  const places = new Map<number, number[]>();
  for (const [to, from] of columns.entries()) places.set(from, [...(places.get(from) ?? []), to]);
  const data: unknown[] = [];
  const indices: number[] = [];
  const indptr = [0];
  for (let i = 0; i < x.shape[0]; i++) {
    const row: (readonly [number, unknown])[] = [];
    for (let at = x.indptr[i]; at < x.indptr[i + 1]; at++) for (const to of places.get(x.indices[at]) ?? []) row.push([to, x.data[at]]);
    row.sort((a, b) => a[0] - b[0]);
    for (const [to, value] of row) {
      indices.push(to);
      data.push(value);
    }
    indptr.push(indices.length);
  }
  return { ...x, shape: [x.shape[0], columns.length], data: storedFloats(x.dtype, data), indices, indptr };
}
