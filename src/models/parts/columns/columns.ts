/**
 * Transformers that treat each value for itself: steps forth and steps back over whole arrays, and the columns' names.
 * Steps work in place on a copy of X in the type that comes out, so float32 is rounded after each step, as numpy does.
 */
import { CornichonError, type Shown, sentence } from "../../../errors.js";
import { float64, type Matrix, type NDArray } from "../../../numeric/ndarray.js";
import type { Sparse } from "../../../numeric/sparse.js";
import { type FittedModel, type MethodOptions, methods } from "../../define.js";
import type { Expectation, Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { expectationOf } from "../expectation.js";

/** Values worked on in place: dense rows, or the stored values of sparse ones. */
export interface Cells {
  readonly data: Float64Array | Float32Array;
  readonly cols: number;
  /** Column of each value of sparse rows; null where rows are dense. */
  readonly indices: ArrayLike<number> | null;
}

export type Step = (cells: Cells) => void;

/** A step that makes a value of a column another. */
export const step =
  (formula: (value: number, column: number) => number): Step =>
  ({ data, cols, indices }) => {
    if (indices !== null) for (let at = 0; at < data.length; at++) data[at] = formula(data[at], indices[at]);
    else for (let at = 0, j = 0; at < data.length; at++, j = j + 1 === cols ? 0 : j + 1) data[at] = formula(data[at], j);
  };

type Operator = "-" | "+" | "*" | "/";

/** A step that computes with a number for each column: one loop without a call a value. */
const computed =
  (operator: Operator, by: Float64Array): Step =>
  ({ data, cols, indices }) => {
    for (let at = 0, j = 0; at < data.length; at++, j = j + 1 === cols ? 0 : j + 1) {
      const x = data[at];
      const b = by[indices === null ? j : indices[at]];
      data[at] = operator === "-" ? x - b : operator === "/" ? x / b : operator === "*" ? x * b : x + b;
    }
  };

/** Numbers of columns taken in the type of the values first: a float32 mean from float32 rows (StandardScaler from 1.8 on). */
export const inOwnType =
  (operation: (by: Float64Array) => Step, by: Float64Array): Step =>
  (cells) =>
    operation(cells.data instanceof Float32Array ? by.map(Math.fround) : by)(cells);

export const minus = (by: Float64Array): Step => computed("-", by);
export const plus = (by: Float64Array): Step => computed("+", by);
export const times = (by: Float64Array): Step => computed("*", by);
/** Sparse rows are multiplied with the reciprocals, which have the scale's own type. */
export function over(by: Float64Array, type = "float64"): Step {
  const divided = computed("/", by);
  if (type !== "float32") return divided;
  const multiplied = computed(
    "*",
    by.map((value) => Math.fround(1 / value)),
  );
  return (cells) => (cells.indices === null ? divided : multiplied)(cells);
}
/** numpy.clip: NaN stays. */
export const clipped = (low: number, high: number): Step => step((x) => (x < low ? low : x > high ? high : x));

/** A copy of doubles in the type that comes out: `float32` stays, everything else is `float64`. */
export const copyOf = (data: Float64Array, dtype: string): Float64Array | Float32Array =>
  dtype === "float32" ? new Float32Array(data) : data.slice();

/** An array of doubles or floats under its own name. */
export const floating = (shape: readonly number[], data: Float64Array | Float32Array): NDArray =>
  data instanceof Float32Array ? { dtype: "float32", shape, data } : float64(shape, data);

function onSparse(x: Sparse, dtype: string, steps: readonly Step[]): Sparse {
  const data = copyOf(Float64Array.from(x.data, Number), dtype);
  for (const one of steps) one({ data, cols: x.shape[1], indices: x.indices });
  return { ...x, dtype: data instanceof Float32Array ? "float32" : "float64", data };
}

/** Steps over a copy of dense rows. */
function onDense(x: Matrix, dtype: string, steps: readonly Step[]): NDArray {
  const data = copyOf(x.data, dtype);
  for (const one of steps) one({ data, cols: x.cols, indices: null });
  return floating([x.rows, x.cols], data);
}

/** Number of columns that a scaler was fitted on, from the first attribute that says it; null when none does. */
export function columnsOf(state: State, ...keys: readonly string[]): number | null {
  const declared = state.declaredFeatures();
  for (const key of keys) {
    if (!state.has(key)) continue;
    const count = state.numbers(key).data.length;
    if (declared !== null && declared !== count) throw state.inconsistent(`${key} is for ${count} features, n_features_in_ is ${declared}`);
    return count;
  }
  return declared;
}

/** Most names that are made for columns that have none: only a number in the state says how many there are. */
const MOST_NAMES = 2 ** 22;

function numbered(count: number): readonly string[] {
  if (count > MOST_NAMES) throw new CornichonError("model.inconsistent", sentence`No names are made for ${count} columns without any.`);
  return Array.from({ length: count }, (_, j) => `x${j}`);
}

/**
 * The names that go in: those given, which must be the model's own where it has some, else x0, x1 …
 * (sklearn.utils.validation._check_feature_names_in 1.6). @throws CornichonError `input.columns`, `model.inconsistent`
 */
export function namesIn(names: readonly string[] | null, count: number | null, options: MethodOptions): readonly string[] {
  const given = options["input_features"];
  if (!Array.isArray(given)) return names ?? numbered(count ?? 0);
  const texts = given.map(String);
  if (names !== null && (names.length !== texts.length || names.some((name, j) => name !== texts[j])))
    throw new CornichonError("input.columns", sentence`input_features is not equal to feature_names_in_`);
  if (count !== null && texts.length !== count)
    throw new CornichonError(
      "input.columns",
      sentence`input_features should have length equal to number of features (${count}), got ${texts.length}`,
    );
  return texts;
}

/** The names that come out of a transformer that keeps its columns. */
export function namesOut(names: readonly string[] | null, count: number, options: MethodOptions): NDArray {
  const texts = namesIn(names, count, options);
  return { dtype: "object", shape: [texts.length], data: texts };
}

/** What sparse rows mean to a transformer of values: only stored values count, or they are refused with these words. */
export type SparseRule = "stored" | { readonly refused: Shown };

/** The model of a transformer that treats each value for itself. `back` is null where there is no way back. */
export function columnTransformer(
  state: State,
  count: number | null,
  forth: readonly Step[],
  back: readonly Step[] | null,
  rule: SparseRule,
): Omit<FittedModel, "className"> {
  const expected = expectationOf(state, count);
  const through = (x: Samples, wanted: Expectation, steps: readonly Step[]): NDArray | Sparse => {
    const sparse = x.sparse(wanted);
    if (sparse === null) return onDense(x.matrix(wanted), x.dtype, steps);
    if (rule === "stored") return onSparse(sparse, x.dtype, steps);
    throw new CornichonError("input.malformed", rule.refused);
  };
  return {
    ...expected,
    methods: methods({
      transform: (x) => through(x, expected, forth),
      inverse_transform: back === null ? undefined : (x) => through(x, { ...expected, featureNames: null }, back),
      get_feature_names_out: (_x, options) => namesOut(expected.featureNames, expected.nFeatures ?? 0, options),
    }),
  };
}

/** sklearn's words for a transformer that takes no sparse rows. */
export const DENSE_ONLY: SparseRule = { refused: sentence`Sparse data was passed, but dense data is required.` };
