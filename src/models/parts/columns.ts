/** Transformers that treat each column for itself: a formula forth and one back, and the columns' names. */
import { float64, type Matrix, matrix, type NDArray } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import { type Method, type MethodOptions, methods } from "../define.js";
import type { Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";

/** A value of a column made another. */
export type ColumnFormula = (value: number, column: number) => number;

/** Sparse rows keep their zeros: only formulas that leave zero alone are applied to them. */
function applySparse(x: Sparse, formula: ColumnFormula): Sparse {
  return { ...x, dtype: "float64", data: Float64Array.from(x.data, (value, at) => formula(Number(value), x.indices[at] ?? 0)) };
}

const keepsZero = (formula: ColumnFormula, columns: number): boolean =>
  Array.from({ length: columns }, (_, j) => formula(0, j)).every((value) => value === 0);

function applyTo(x: Samples, expected: Expectation, formula: ColumnFormula): NDArray | Sparse {
  const sparse = x.sparse(expected);
  return sparse !== null && keepsZero(formula, sparse.shape[1]) ? applySparse(sparse, formula) : apply(x.matrix(expected), formula);
}

function apply(x: Matrix, formula: ColumnFormula): NDArray {
  const out = matrix(x.rows, x.cols);
  for (let i = 0; i < x.rows; i++) for (let j = 0; j < x.cols; j++) out.data[i * x.cols + j] = formula(x.data[i * x.cols + j] ?? 0, j);
  return float64([x.rows, x.cols], out.data);
}

/** Number of columns that a scaler was fitted on, from the first attribute that says it. */
export function columnsOf(state: State, ...keys: readonly string[]): number {
  const declared = state.number("n_features_in_");
  for (const key of keys) {
    if (!state.has(key)) continue;
    const count = state.numbers(key).data.length;
    if (declared !== null && declared !== count) throw state.inconsistent(`${key} is for ${count} features, n_features_in_ is ${declared}`);
    return count;
  }
  if (declared === null) throw state.inconsistent("nothing says how many features it takes");
  return declared;
}

/** The names that come out: those that went in, else x0, x1 … (sklearn.utils.validation._generate_get_feature_names_out). */
export function namesOut(names: readonly string[] | null, count: number, options: MethodOptions): NDArray {
  const given = options["input_features"];
  const texts = Array.isArray(given) ? given.map(String) : (names ?? Array.from({ length: count }, (_, j) => `x${j}`));
  return { dtype: "object", shape: [texts.length], data: texts };
}

/** The model of a column-wise transformer. */
export function columnTransformer(
  state: State,
  count: number,
  forth: ColumnFormula,
  back: ColumnFormula,
): { nFeatures: number; featureNames: readonly string[] | null; methods: ReadonlyMap<string, Method> } {
  const featureNames = state.featureNames();
  if (featureNames !== null && featureNames.length !== count)
    throw state.inconsistent(`${featureNames.length} feature names for ${count} features`);
  const expected: Expectation = { name: state.name, nFeatures: count, featureNames };
  return {
    nFeatures: count,
    featureNames,
    methods: methods({
      transform: (x: Samples) => applyTo(x, expected, forth),
      inverse_transform: (x: Samples) => applyTo(x, { ...expected, featureNames: null }, back),
      get_feature_names_out: (_x, options) => namesOut(featureNames, count, options),
    }),
  };
}
