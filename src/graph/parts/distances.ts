/**
 * Distances of all rows of X to rows that are constants, [N, rows], in a graph. They are summed feature by feature, in
 * order: that is exact where differences are, ties where sklearn's plain sums tie, and takes no more room than its result.
 */
import type { Matrix } from "../../numeric/ndarray.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";

const columnOf = ({ rows, cols, data }: Matrix, j: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) => data[i * cols + j] ?? Number.NaN);

/** A value of every row of X and every row of `y`, joined over the features; `one` takes the columns [N, 1] and [rows]. */
export function overFeatures(
  ops: Ops,
  x: Value,
  y: Matrix,
  one: (a: Value, b: Value, j: number) => Value,
  join: (a: Value, b: Value) => Value = ops.add,
): Value {
  const parts = Array.from({ length: y.cols }, (_, j) => () => one(ops.columns(x, [j]), ops.row(columnOf(y, j)), j));
  const [first, ...rest] = parts;
  if (first === undefined) throw new Error("rows without a feature");
  return rest.reduce((sum, part) => join(sum, part()), first());
}

const squared = (ops: Ops, value: Value): Value => ops.mul(value, value);

/** Σ (x − y)². */
export const squaredDistances = (ops: Ops, x: Value, y: Matrix): Value => overFeatures(ops, x, y, (a, b) => squared(ops, ops.sub(a, b)));

/** Σ |x − y|. */
export const manhattanDistances = (ops: Ops, x: Value, y: Matrix): Value => overFeatures(ops, x, y, (a, b) => ops.abs(ops.sub(a, b)));

/** X · Yᵀ. */
export function dots(ops: Ops, x: Value, { rows, cols, data }: Matrix): Value {
  const turned = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) turned[j * rows + i] = data[i * cols + j] ?? Number.NaN;
  return ops.matmul(x, ops.doubles([cols, rows], turned));
}

/** A column a row of `y`, each made of X less that row. */
export function differenceColumns(ops: Ops, x: Value, y: Matrix, column: (steps: Value, k: number) => Value): Value {
  const parts = Array.from({ length: y.rows }, (_, k) => column(ops.sub(x, ops.row(y.data.subarray(k * y.cols, (k + 1) * y.cols))), k));
  return ops.concat(parts);
}
