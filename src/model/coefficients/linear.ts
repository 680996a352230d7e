/**
 * The linear model at the end: its coefficients as they stand, a sparse matrix written out, and those of a support vector
 * machine with a linear kernel, which keeps vectors instead (sklearn.svm._base._one_vs_one_coef 1.5).
 */

import { storedMatrix } from "../../models/parts/stored/matrix.js";
import { isSparseAttribute, sparseAttribute, writtenOut } from "../../models/parts/stored/sparse-attribute.js";
import type { State } from "../../models/state.js";
import { type Matrix, matrix } from "../../numeric/ndarray.js";
import { jsonValue, nested } from "./values.js";

export interface Linear {
  /** Nested lists: one, or a row an output. */
  readonly coefficients: unknown;
  readonly outputs: number;
  readonly features: number;
  readonly intercept: unknown;
  /** Positions of the two classes of each row, where rows are for pairs. */
  readonly pairs?: readonly (readonly [number, number])[];
}

const MODULES = /^sklearn\.(?:linear_model|svm|discriminant_analysis|lda|cross_decomposition)\./;
const KERNELS: ReadonlySet<string> = new Set(["SVC", "NuSVC", "SVR", "NuSVR", "OneClassSVM"]);

const interceptOf = (state: State, key: string): unknown => {
  if (!state.has(key)) return 0;
  const { shape, data } = state.numbers(key);
  return nested(shape, data);
};

function dense(state: State): Linear {
  if (isSparseAttribute(state, "coef_")) {
    const { rows, cols, data } = writtenOut(state, "coef_", sparseAttribute(state, "coef_"));
    return { coefficients: nested([rows, cols], data), outputs: rows, features: cols, intercept: interceptOf(state, "intercept_") };
  }
  const { shape, data } = state.numbers("coef_");
  const [first = 1, second] = shape;
  if (shape.length > 2) throw state.inconsistent(`coef_ has ${shape.length} axes where it needs one or two`);
  const coefficients = shape.length === 0 ? [data[0]] : nested(shape, data);
  return {
    coefficients,
    outputs: second === undefined ? 1 : first,
    features: second ?? first,
    intercept: interceptOf(state, "intercept_"),
  };
}

/** A row of dual coefficients times some of the support vectors, added to a row. */
function addRow(to: Float64Array, dual: Matrix, row: number, vectors: Matrix, from: number, end: number): void {
  for (let v = from; v < end; v++) {
    const weight = dual.data[row * dual.cols + v] ?? 0;
    to.forEach((sum, j) => {
      to[j] = sum + weight * (vectors.data[v * vectors.cols + j] ?? 0);
    });
  }
}

/** @throws CornichonError `model.inconsistent` */
function ofVectors(state: State): Linear {
  const vectors = storedMatrix(state, "support_vectors_");
  const dual = storedMatrix(state, "dual_coef_");
  const intercept = interceptOf(state, "intercept_");
  if (dual.cols !== vectors.rows) throw state.inconsistent(`${dual.cols} dual coefficients of ${vectors.rows} support vectors`);
  const classes = dual.rows + 1;
  const pairs = Array.from({ length: classes }, (_, i) =>
    Array.from({ length: classes - 1 - i }, (_unused, k) => [i, i + 1 + k] as const),
  ).flat();
  const out = matrix(pairs.length, vectors.cols);
  if (pairs.length === 1) addRow(out.data, dual, 0, vectors, 0, vectors.rows);
  else {
    const starts = startsOf(state, classes, vectors.rows);
    pairs.forEach(([i, j], at) => {
      const row = out.data.subarray(at * vectors.cols, (at + 1) * vectors.cols);
      addRow(row, dual, j - 1, vectors, starts[i] ?? 0, starts[i + 1] ?? 0);
      addRow(row, dual, i, vectors, starts[j] ?? 0, starts[j + 1] ?? 0);
    });
  }
  const coefficients = nested([out.rows, out.cols], out.data);
  return { coefficients, outputs: out.rows, features: out.cols, intercept, ...(pairs.length === 1 ? {} : { pairs }) };
}

/** Where each class's support vectors begin. */
function startsOf(state: State, classes: number, vectors: number): readonly number[] {
  const starts = [0];
  for (const count of state.vector(state.has("_n_support") ? "_n_support" : "n_support_", classes))
    starts.push((starts.at(-1) ?? 0) + count);
  if (starts.at(-1) !== vectors || !starts.every(Number.isSafeInteger))
    throw state.inconsistent("n_support_ does not count its support vectors");
  return starts;
}

/** The coefficients of a linear model; null for one that has none. @throws CornichonError `model.inconsistent` */
export function linearOf(state: State): Linear | null {
  if (!MODULES.test(state.className)) return null;
  if (KERNELS.has(state.name)) return state.text("kernel") === "linear" && !state.flag("break_ties", false) ? ofVectors(state) : null;
  return state.has("coef_") ? dense(state) : null;
}

/** `classes_`, which a RidgeClassifier's binarizer keeps; null where there is none. */
export function classesOf(state: State): readonly unknown[] | null {
  const holder = state.has("classes_") ? state : state.object("_label_binarizer");
  const classes = holder?.has("classes_") === true ? jsonValue(holder, holder.get("classes_")) : null;
  return Array.isArray(classes) ? classes : null;
}
