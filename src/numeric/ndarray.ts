/** Arrays of the library: what goes into `predict` and what comes out. Row-major, of any dtype, numbers as JavaScript has them. */
import { saturatedDot } from "./saturated-dot.js";

/** Numbers in a typed array; int64 and uint64, booleans and texts in plain arrays. */
export type NDArrayData =
  | Float64Array
  | Float32Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | readonly (number | bigint | boolean | string | null | unknown)[];

export interface NDArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: NDArrayData;
}

/** A dense matrix of doubles, row-major: `rows × cols`. */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}

export const matrix = (rows: number, cols: number, data: Float64Array = new Float64Array(rows * cols)): Matrix => ({ rows, cols, data });

/** `A · Bᵀ + bias`, where B is `outputs × cols`: what every linear model computes. */
export function linear(x: Matrix, weights: Float64Array, outputs: number, bias: (output: number) => number): Float64Array {
  const out = new Float64Array(x.rows * outputs);
  for (let i = 0; i < x.rows; i++) {
    const row = i * x.cols;
    for (let k = 0; k < outputs; k++) {
      const w = k * x.cols;
      let sum = 0;
      for (let j = 0; j < x.cols; j++) sum += x.data[row + j] * weights[w + j];
      // A number less itself is zero, but for NaN and what is infinite; with a vector a BLAS does not fuse along the row.
      out[i * outputs + k] = (sum - sum === 0 || outputs === 1 ? sum : saturatedDot(x.data, row, weights, w, x.cols)) + bias(k);
    }
  }
  return out;
}

export const float64 = (shape: readonly number[], data: Float64Array): NDArray => ({ dtype: "float64", shape, data });

/** Doubles as an array of the given floating dtype: `float32` is rounded to at the end, everything else is `float64`. */
export const floats = (dtype: string, shape: readonly number[], data: Float64Array): NDArray =>
  dtype === "float32" ? { dtype, shape, data: Float32Array.from(data) } : float64(shape, data);

/** numpy's result type of floating arrays as sklearn takes them: `float32` when all are, else `float64`. Halves and integers are made doubles first. */
export const floatType = (...dtypes: readonly string[]): string =>
  dtypes.length > 0 && dtypes.every((dtype) => dtype === "float32") ? "float32" : "float64";

/** X's dtype beside a floating one: booleans, halves and whole numbers of up to 16 bits take that one's, in products with it. */
export const besideFloat = (dtype: string, other: string): string =>
  dtype !== "float64" && /^(?:bool|u?int(?:8|16)|float16)$/.test(dtype) ? other : dtype;

/** Whole numbers as numpy's int64. */
export const int64 = (shape: readonly number[], data: ArrayLike<number>): NDArray => ({ dtype: "int64", shape, data: Array.from(data) });

/** Texts as an array of objects. */
export const texts = (values: readonly string[]): NDArray => ({ dtype: "object", shape: [values.length], data: values });

/** The logistic function as scipy.special.expit has it: below −709.8 it is zero. */
export const expit = (x: number): number => 1 / (1 + Math.exp(-x));

/** Rows of exponentials that sum to one, shifted by their maximum (sklearn.utils.extmath.softmax). */
export function softmax(scores: Float64Array, rows: number, cols: number): Float64Array {
  const out = new Float64Array(scores.length);
  for (let i = 0; i < rows; i++) {
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < cols; k++) top = Math.max(top, scores[i * cols + k]);
    let sum = 0;
    for (let k = 0; k < cols; k++) sum += out[i * cols + k] = Math.exp(scores[i * cols + k] - top);
    for (let k = 0; k < cols; k++) out[i * cols + k] /= sum;
  }
  return out;
}

/** Position of the first largest value of a row, or of its first NaN (numpy.argmax). */
export function argmax(values: Float64Array, row: number, cols: number): number {
  let best = 0;
  let most = values[row * cols];
  for (let k = 1; k < cols; k++) {
    const value = values[row * cols + k];
    if (value <= most || Number.isNaN(most)) continue;
    best = k;
    most = value;
  }
  return best;
}

/** Decimal digits that two numbers share, infinity for equal ones; for reports of agreement. */
export function sharedDigits(a: number, b: number): number {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return Number.POSITIVE_INFINITY;
  const scale = Math.max(Math.abs(a), Math.abs(b));
  return -Math.log10(Math.abs(a - b) / scale);
}

/** numpy.isclose: |a − b| ≤ atol + rtol · |b|. */
export const isClose = (a: number, b: number, rtol: number, atol: number): boolean =>
  a === b || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= atol + rtol * Math.abs(b);
