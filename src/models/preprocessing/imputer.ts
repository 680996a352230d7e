/**
 * sklearn.preprocessing.Imputer (imputation 0.17 to 0.21): missing values become their column's statistic, or along
 * `axis=1` one of their own row, computed from X.
 */

import { CornichonError, sentence } from "../../errors.js";
import { largest, smallest } from "../../numeric/extremes.js";
import type { Matrix, NDArray } from "../../numeric/ndarray.js";
import { typed } from "../../numeric/typed.js";
import { defineModel, methods } from "../define.js";
import { oldFilling } from "../parts/columns/fillings.js";
import { filledNumbers, filledSparse } from "../parts/columns/imputed.js";
import { type IsMissing, missingIn } from "../parts/columns/missing.js";
import { expectationOf } from "../parts/expectation.js";

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The smallest of the most frequent values. */
function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const top = largest(counts.values());
  return smallest([...counts].filter(([, count]) => count === top).map(([value]) => value));
}

function statistic(strategy: string, values: readonly number[]): number {
  if (values.length === 0) throw new CornichonError("input.malformed", sentence`Some rows only contain missing values.`);
  if (strategy === "median") return median(values);
  return strategy === "most_frequent" ? mostFrequent(values) : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function alongRows(x: Matrix, dtype: string, strategy: string, isMissing: IsMissing): NDArray {
  const out = x.data.slice();
  for (let i = 0; i < x.rows; i++) {
    const row = Array.from(x.data.subarray(i * x.cols, (i + 1) * x.cols));
    const value = statistic(
      strategy,
      row.filter((one) => !isMissing(one)),
    );
    row.forEach((one, j) => {
      if (isMissing(one)) out[i * x.cols + j] = value;
    });
  }
  return typed(dtype, [x.rows, x.cols], out);
}

export const Imputer = defineModel({
  class: "sklearn.preprocessing.Imputer",
  build: (state) => {
    const filling = state.number("axis") === 1 ? null : oldFilling(state);
    const expected = expectationOf(state, filling?.values.length ?? null);
    const strategy = state.text("strategy") ?? "mean";
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          const dtype = x.dtype === "float32" ? x.dtype : "float64";
          if (filling === null) return alongRows(x.matrix(expected), dtype, strategy, missingIn(state));
          const sparse = x.sparse(expected);
          // Where zeros are missing, sparse rows are written out.
          return sparse === null || filling.isMissing(0)
            ? filledNumbers(x.matrix(expected), dtype, filling)
            : filledSparse(sparse, dtype, filling);
        },
      }),
    };
  },
});
