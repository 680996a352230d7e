/**
 * `coef_` of a support vector machine with a linear kernel, which sklearn computes when it is asked for: what is stored are
 * vectors and their dual coefficients (sklearn.svm._base._one_vs_one_coef 1.5).
 */

import { type Matrix, matrix } from "../../../numeric/ndarray.js";
import type { State } from "../../state.js";
import { storedMatrix } from "./matrix.js";

export interface VectorCoefficients {
  /** A row a pair of classes, or one. */
  readonly coefficients: Matrix;
  /** Positions of the two classes of each row; empty where there is one row. */
  readonly pairs: readonly (readonly [number, number])[];
}

const KERNELS: ReadonlySet<string> = new Set(["SVC", "NuSVC", "SVR", "NuSVR", "OneClassSVM"]);

/** Whether this is a model of libsvm. */
export const isOfVectors = (state: State): boolean => KERNELS.has(state.name);

/** A row of dual coefficients times some of the support vectors, added to a row. */
function addRow(to: Float64Array, dual: Matrix, row: number, vectors: Matrix, from: number, end: number): void {
  for (let v = from; v < end; v++) {
    const weight = dual.data[row * dual.cols + v] ?? 0;
    to.forEach((sum, j) => {
      to[j] = sum + weight * (vectors.data[v * vectors.cols + j] ?? 0);
    });
  }
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

/** @throws CornichonError `model.inconsistent` */
export function coefficientsOfVectors(state: State): VectorCoefficients {
  const vectors = storedMatrix(state, "support_vectors_");
  const dual = storedMatrix(state, "dual_coef_");
  if (dual.cols !== vectors.rows) throw state.inconsistent(`${dual.cols} dual coefficients of ${vectors.rows} support vectors`);
  const classes = dual.rows + 1;
  const pairs = Array.from({ length: classes }, (_, i) =>
    Array.from({ length: classes - 1 - i }, (_unused, k) => [i, i + 1 + k] as const),
  ).flat();
  const coefficients = matrix(pairs.length, vectors.cols);
  if (pairs.length === 1) {
    addRow(coefficients.data, dual, 0, vectors, 0, vectors.rows);
    return { coefficients, pairs: [] };
  }
  const starts = startsOf(state, classes, vectors.rows);
  pairs.forEach(([i, j], at) => {
    const row = coefficients.data.subarray(at * vectors.cols, (at + 1) * vectors.cols);
    addRow(row, dual, j - 1, vectors, starts[i] ?? 0, starts[i + 1] ?? 0);
    addRow(row, dual, i, vectors, starts[j] ?? 0, starts[j + 1] ?? 0);
  });
  return { coefficients, pairs };
}
