/**
 * Columns kept of X: by an old linear model's coefficients, by a mask. Values and their dtype stay as they came, sparse
 * rows stay sparse.
 */
import { floats, type NDArray } from "../../../numeric/ndarray.js";
import { keepColumns, type Sparse } from "../../../numeric/sparse.js";
import { pickSparseColumns } from "../../../numeric/stack.js";
import type { Method } from "../../define.js";
import type { Expectation, Samples } from "../../samples.js";
import type { State } from "../../state.js";

/** The columns of X at the given positions; a bag may draw one twice. */
export function columnsKept(x: Samples, expected: Expectation, kept: readonly number[]): NDArray | Sparse {
  const sparse = x.sparse(expected);
  const ascending = kept.every((j, at) => at === 0 || kept[at - 1] < j);
  if (sparse !== null) return ascending ? keepColumns(sparse, kept) : pickSparseColumns(sparse, kept);
  const m = x.matrix(expected);
  const out = new Float64Array(m.rows * kept.length);
  for (let i = 0, at = 0; i < m.rows; i++) for (const j of kept) out[at++] = m.data[i * m.cols + j];
  return withDtype(x.dtype, [m.rows, kept.length], out);
}

/** Numbers in the dtype that X came in: floats and int64 keep theirs, other whole numbers stay plain. */
function withDtype(dtype: string, shape: readonly number[], data: Float64Array): NDArray {
  return /^u?int/.test(dtype) ? { dtype, shape, data: Array.from(data) } : floats(dtype, shape, data);
}

/** `1.25*mean`, `median`, a number: what `threshold` of SelectFromModel takes. */
export function thresholdOf(given: unknown, importance: readonly number[], usual: number): number {
  if (typeof given === "number") return given;
  if (typeof given !== "string") return usual;
  const [factor = "1", name = factor] = given.split("*").map((part) => part.trim());
  const sorted = [...importance].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  const base = name === "median" ? median : mean(importance);
  return name === factor ? base : Number(factor) * base;
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * `transform` of fitted linear models until 0.18: columns whose summed absolute coefficients reach their mean (1e-5
 * with an l1 penalty) (sklearn.feature_selection.from_model._LearntSelectorMixin 0.18). Absent from 0.19 on.
 */
export function selection(state: State, expected: Expectation, coef: Float64Array): Method | undefined {
  if (state.since(0, 19)) return undefined;
  const features = expected.nFeatures ?? 0;
  const importance = Array.from({ length: features }, () => 0);
  for (let at = 0; at < coef.length; at++) importance[at % features] += Math.abs(coef[at]);
  const usual = state.text("penalty") === "l1" ? 1e-5 : mean(importance);
  return (x, options) => {
    const threshold = thresholdOf(options["threshold"], importance, usual);
    return columnsKept(
      x,
      expected,
      importance.flatMap((value, j) => (value >= threshold ? [j] : [])),
    );
  };
}
