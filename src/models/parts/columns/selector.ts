/**
 * Transformers that keep some columns of X as they are, whatever their dtype (sklearn.feature_selection._base.SelectorMixin
 * 1.7); the way back fills the others with zeros.
 */

import { CornichonError, sentence } from "../../../errors.js";
import { float64, type NDArray, texts } from "../../../numeric/ndarray.js";
import { keepColumns, type Sparse } from "../../../numeric/sparse.js";
import { typed, typedLike } from "../../../numeric/typed.js";
import { type FittedModel, methods } from "../../define.js";
import { unnamed } from "../../input/x.js";
import type { Expectation, Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { expectationOf } from "../expectation.js";
import { cellsOf } from "./cells.js";
import { namesIn } from "./columns.js";

/** Columns of dense values at the given places. */
function pick({ dtype, data, shape: [rows = 0, cols = 0] }: NDArray, kept: readonly number[]): NDArray {
  const out: unknown[] = new Array<unknown>(rows * kept.length);
  for (let i = 0, at = 0; i < rows; i++) for (const j of kept) out[at++] = data[i * cols + j];
  return { dtype, shape: [rows, kept.length], data: typedLike(data, out) };
}

function spread({ dtype, data, shape: [rows = 0, cols = 0] }: NDArray, kept: readonly number[], features: number): NDArray {
  const out = new Array<unknown>(rows * features).fill(dtype === "bool" ? false : 0);
  for (let i = 0; i < rows; i++)
    kept.forEach((j, k) => {
      out[i * features + j] = data[i * cols + k];
    });
  return { dtype, shape: [rows, features], data: typedLike(data, out) };
}

function inverse(x: Samples, expected: Expectation, kept: readonly number[], features: number): NDArray | Sparse {
  if (kept.length === 0) throw new CornichonError("input.shape", sentence`Found array with 0 feature(s) while a minimum of 1 is required.`);
  const sparse = x.sparse(expected);
  if (sparse !== null)
    return { ...sparse, shape: [sparse.shape[0], features], indices: Int32Array.from(sparse.indices, (column) => kept[column]) };
  const cells = cellsOf(x, { ...expected, nFeatures: null });
  if (cells.shape[1] !== kept.length) throw new CornichonError("input.shape", sentence`X has a different shape than during fitting.`);
  return spread(cells, kept, features);
}

/** Of nothing that is kept sklearn makes a dense array, of doubles until 1.0. */
const nothing = (x: Samples, rows: number, old: boolean): NDArray => typed(old ? "float64" : x.dtype, [rows, 0], []);

/** Truth values among numbers of named columns are numbers from 1.1 on (`check_array`). */
function together(cells: NDArray & { readonly shape: readonly [number, number] }, state: State): typeof cells {
  const mixed = cells.dtype === "object" && state.since(1, 1) && cells.data.length > 0;
  const numbers = mixed && Array.from<unknown>(cells.data).every((value) => typeof value === "number" || typeof value === "boolean");
  return numbers ? { ...float64(cells.shape, Float64Array.from(cells.data, Number)), shape: cells.shape } : cells;
}

/** The model of a selector, by which columns it keeps. */
export function selectorModel(state: State, support: readonly boolean[]): Omit<FittedModel, "className"> {
  const expected = expectationOf(state, support.length);
  const kept = support.flatMap((yes, j) => (yes ? [j] : []));
  const old = state.before(1, 1);
  // Before 1.0 X was held against the columns of the fit only where some are kept.
  const taken = kept.length === 0 && state.before(1, 0) ? unnamed(state.name, null) : expected;
  return {
    ...expected,
    methods: methods({
      transform: (x) => {
        const sparse = x.sparse(taken);
        if (sparse !== null) return kept.length === 0 ? nothing(x, sparse.shape[0], old) : keepColumns(sparse, kept);
        const cells = x.columns === null ? cellsOf(x, taken) : together(cellsOf(x, taken), state);
        return kept.length === 0 && old ? nothing(x, cells.shape[0] ?? 0, old) : pick(cells, kept);
      },
      inverse_transform: (x) => inverse(x, unnamed(state.name, kept.length), kept, support.length),
      get_feature_names_out: (_x, options) => {
        const names = namesIn(expected.featureNames, support.length, options);
        return texts(kept.map((j) => names[j] ?? ""));
      },
    }),
  };
}
