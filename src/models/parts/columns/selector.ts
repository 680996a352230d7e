/**
 * Transformers that keep some columns of X as they are, whatever their dtype (sklearn.feature_selection._base.SelectorMixin
 * 1.7); the way back fills the others with zeros.
 */

import { CornichonError, sentence, showText } from "../../../errors.js";
import { floats, type NDArray, texts } from "../../../numeric/ndarray.js";
import { keepColumns, type Sparse } from "../../../numeric/sparse.js";
import { typedLike } from "../../../numeric/typed.js";
import { type FittedModel, methods } from "../../define.js";
import { isSparse, unnamed } from "../../input/x.js";
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

<<<<<<< HEAD
/** Classes whose tag `allow_nan` is set, and since when; ensembles of trees as their trees. */
const TAKE_NAN: readonly (readonly [RegExp, number, number])[] = [
  [/^HistGradientBoosting/, 0, 21],
  [/^DecisionTree/, 1, 3],
  [/^RandomForest/, 1, 4],
  [/^ExtraTree/, 1, 6],
  [/^IsolationForest$/, 1, 6],
];

/** The tag `allow_nan` of a selector is that of its estimator; selectors without one have rules of their own. */
function takesNaN(state: State): boolean {
  const inner = state.object("estimator");
  if (inner === null || state.before(0, 24)) return true;
  if (inner.name.startsWith("Bagging")) return state.since(1, 5) && inner.object("estimator") !== null && takesNaN(inner);
  const criterion = inner.text("criterion") ?? "";
  return TAKE_NAN.some(([name, major, minor]) => name.test(inner.name) && state.since(major, minor)) && !criterion.startsWith("absolute");
}

/** @throws CornichonError `input.value` */
function refuseNotFinite(state: State, data: ArrayLike<unknown>): void {
  for (let at = 0; at < data.length; at++) {
    const value = data[at];
    if (typeof value !== "number" || Number.isFinite(value)) continue;
    throw new CornichonError(
      "input.value",
      Number.isNaN(value)
        ? sentence`Input X contains NaN.\n${showText(state.name)} does not accept missing values encoded as NaN natively.`
        : sentence`Input X contains infinity or a value too large for dtype('float64').`,
    );
  }
}
=======
/** Of nothing that is kept sklearn makes a dense array, of doubles until 1.0. */
const nothing = (x: Samples, rows: number, old: boolean): NDArray => floats(old ? "float64" : x.dtype, [rows, 0], new Float64Array(0));
>>>>>>> h7-options

/** The model of a selector, by which columns it keeps. */
export function selectorModel(state: State, support: readonly boolean[]): Omit<FittedModel, "className"> {
  const expected = expectationOf(state, support.length);
  const anything = takesNaN(state);
  const kept = support.flatMap((yes, j) => (yes ? [j] : []));
  const old = state.before(1, 1);
  return {
    ...expected,
    methods: methods({
      transform: (x) => {
        const sparse = x.sparse(expected);
<<<<<<< HEAD
        const rows = sparse ?? cellsOf(x, expected);
        if (!anything) refuseNotFinite(state, rows.data);
        // Of nothing that is kept sklearn makes a dense array, of doubles until 1.0.
        if (kept.length === 0 && (sparse !== null || old))
          return floats(old ? "float64" : x.dtype, [rows.shape[0] ?? 0, 0], new Float64Array(0));
        return isSparse(rows) ? keepColumns(rows, kept) : pick(rows, kept);
=======
        if (sparse !== null) return kept.length === 0 ? nothing(x, sparse.shape[0], old) : keepColumns(sparse, kept);
        const cells = cellsOf(x, expected);
        return kept.length === 0 && old ? nothing(x, cells.shape[0] ?? 0, old) : pick(cells, kept);
>>>>>>> h7-options
      },
      inverse_transform: (x) => inverse(x, unnamed(state.name, kept.length), kept, support.length),
      get_feature_names_out: (_x, options) => {
        const names = namesIn(expected.featureNames, support.length, options);
        return texts(kept.map((j) => names[j] ?? ""));
      },
    }),
  };
}
