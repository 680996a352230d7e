/**
 * libsvm's models as sklearn stores them: kernels, decision values and votes (sklearn/svm/src/libsvm/svm.cpp 1.5, after
 * Chang and Lin 2011).
 */

import { CornichonError, sentence } from "../../../errors.js";
import { itemsOf } from "../../../neutral/attributes.js";
import { numberOf } from "../../../neutral/document.js";
import { largest } from "../../../numeric/extremes.js";
import { plainDot } from "../../../numeric/gram-distances.js";
import { squaredDistance } from "../../../numeric/linear-algebra.js";
import { type Matrix, matrix } from "../../../numeric/ndarray.js";
import type { Expectation } from "../../samples.js";
import type { State } from "../../state.js";
import { expectationOf } from "../expectation.js";
import { readKernelFunction } from "../kernels/pairwise.js";
import { storedMatrix } from "../stored/matrix.js";

/** Value of the kernel for row `i` of X and support vector `j`. */
type Kernel = (x: Matrix, i: number, j: number) => number;

/** libsvm's products of two rows: each of them overflows by itself. */
const dot: (x: Matrix, i: number, y: Matrix, j: number) => number = (x, i, y, j) =>
  plainDot(x.data, i * x.cols, y.data, j * y.cols, x.cols);

/** A power with whole exponent, by squaring, as libsvm has it. */
function power(base: number, times: number): number {
  let [factor, result] = [base, 1];
  for (let t = times; t > 0; t = Math.floor(t / 2)) {
    if (t % 2 === 1) result *= factor;
    factor *= factor;
  }
  return result;
}

export interface Libsvm {
  readonly expected: Expectation;
  readonly vectors: number;
  /** Kernel values of a row with every support vector. @throws CornichonError `model.needs-code` */
  kernels(x: Matrix, i: number): Float64Array;
  /** What a function makes of X and all fitted rows is checked before a decision. @throws CornichonError `input.value` */
  checkKernels(x: Matrix): void;
  /** `_dual_coef_`, a row a class but one. */
  readonly coefficients: Matrix;
  readonly intercepts: Float64Array;
}

const LARGEST_DEGREE = 2 ** 31 - 1;

function kernelOf(state: State, vectors: Matrix, support: Float64Array): Kernel | null {
  const gamma = state.number("_gamma") ?? 0;
  const coef0 = state.number("coef0") ?? 0;
  switch (state.text("kernel")) {
    case "linear":
      return (x, i, j) => dot(x, i, vectors, j);
    case "poly": {
      const degree = Math.trunc(state.number("degree") ?? 3);
      if (!(degree >= 0 && degree <= LARGEST_DEGREE)) throw state.inconsistent(`its degree is ${degree}`);
      return (x, i, j) => power(gamma * dot(x, i, vectors, j) + coef0, degree);
    }
    case "rbf":
      return (x, i, j) => Math.exp(-gamma * squaredDistance(x, i, vectors, j));
    case "sigmoid":
      return (x, i, j) => Math.tanh(gamma * dot(x, i, vectors, j) + coef0);
    case "precomputed":
      return (x, i, j) => x.data[i * x.cols + support[j]];
    default:
      return null;
  }
}

/** Kernel values of row `i` of X with every support vector. */
function kernelsOf(state: State, vectors: Matrix, support: Float64Array): (x: Matrix, i: number) => Float64Array {
  const kernel = kernelOf(state, vectors, support);
  if (kernel === null) {
    const ofRows = readKernelFunction(state, "kernel");
    return (x, i) => ofRows(matrix(1, x.cols, x.data.subarray(i * x.cols, (i + 1) * x.cols)), vectors).data;
  }
  return (x, i) => {
    const out = new Float64Array(support.length);
    for (let j = 0; j < out.length; j++) out[j] = kernel(x, i, j);
    return out;
  };
}

/** Where the fitted rows of a kernel function lie: of these models sklearn keeps no support vectors. */
const FITTED = "_BaseLibSVM__Xfit";

/** Products of less than this do not overflow. */
const SAFE = 1e140;

function kernelCheck(state: State): (x: Matrix) => void {
  if (state.text("kernel") !== null || !state.has(FITTED)) return () => undefined;
  const fitted = storedMatrix(state, FITTED);
  const ofRows = readKernelFunction(state, "kernel");
  return (x) => {
    if (x.data.every((value) => Math.abs(value) < SAFE) || ofRows(x, fitted).data.every(Number.isFinite)) return;
    throw new CornichonError("input.value", sentence`Input contains NaN, infinity or a value too large for dtype('float64').`);
  };
}

/** Support vectors, with a function for a kernel the rows that `support_` names. */
export function readVectors(state: State, support: Float64Array): Matrix {
  if (state.text("kernel") === "precomputed") return matrix(support.length, 0);
  if (state.text("kernel") !== null || !state.has(FITTED)) return storedMatrix(state, "support_vectors_");
  const fitted = storedMatrix(state, FITTED);
  const out = matrix(support.length, fitted.cols);
  support.forEach((at, j) => {
    if (!(Number.isInteger(at) && at >= 0 && at < fitted.rows)) throw state.inconsistent(`support_ names row ${at} of ${fitted.rows}`);
    out.data.set(fitted.data.subarray(at * fitted.cols, (at + 1) * fitted.cols), j * fitted.cols);
  });
  return out;
}

/** `shape_fit_`: rows and columns of fitting. */
const fittedShape = (state: State): readonly number[] =>
  (itemsOf(state.get("shape_fit_") ?? null, state.references) ?? []).map((n) => numberOf(n) ?? -1);

/** Columns of a precomputed kernel: the rows that the model was fitted on. */
function fittedRows(state: State, support: Float64Array): number {
  const rows = fittedShape(state)[0] ?? state.declaredFeatures() ?? -1;
  for (const at of support) if (!(at >= 0 && at < rows)) throw state.inconsistent(`support_ names row ${at} of ${rows}`);
  return rows;
}

/**
 * Reads a model. `classes` is 1 for regressions and one-class models.
 * @throws CornichonError `model.inconsistent`, `model.not-fitted`
 */
export function readLibsvm(state: State, classes: number): Libsvm {
  const support = state.vector("support_");
  const precomputed = state.text("kernel") === "precomputed";
  const vectors = readVectors(state, support);
  if (vectors.rows !== support.length) throw state.inconsistent(`${support.length} indices of ${vectors.rows} support vectors`);
  const coefficients = storedMatrix(state, "_dual_coef_");
  const rows = Math.max(1, classes - 1);
  // A sparse model without support vectors stores an empty matrix.
  if (coefficients.data.length !== rows * support.length)
    throw state.inconsistent(`_dual_coef_ is (${coefficients.rows}, ${coefficients.cols}) where (${rows}, ${support.length}) is needed`);
  const intercepts = state.vector("_intercept_", classes > 1 ? (classes * (classes - 1)) / 2 : 1);
  const width = precomputed ? fittedRows(state, support) : vectors.cols;
  const expected = precomputed
    ? { ...expectationOf(state, null), nFeatures: width }
    : expectationOf(state, support.length === 0 ? (fittedShape(state)[1] ?? null) : width);
  return {
    expected,
    vectors: support.length,
    coefficients: matrix(rows, support.length, coefficients.data),
    intercepts,
    kernels: kernelsOf(state, vectors, support),
    checkKernels: kernelCheck(state),
  };
}

/** The one decision value of a regression or one-class model. */
export function decision({ kernels, coefficients, intercepts }: Libsvm, x: Matrix): Float64Array {
  return Float64Array.from({ length: x.rows }, (_, i) => {
    const values = kernels(x, i);
    let sum = 0;
    for (let j = 0; j < values.length; j++) sum += coefficients.data[j] * values[j];
    return sum + (intercepts[0] ?? 0);
  });
}

/** Decision values of all pairs of classes, a row a sample; positive for the first of the pair. */
export function pairDecisions({ kernels, vectors, coefficients, intercepts }: Libsvm, starts: Int32Array, x: Matrix): Matrix {
  const classes = starts.length - 1;
  const pairs = intercepts.length;
  const out = matrix(x.rows, pairs);
  const part = (values: Float64Array, row: number, of: number): number => {
    let sum = 0;
    for (let j = starts[of]; j < starts[of + 1]; j++) sum += coefficients.data[row * vectors + j] * values[j];
    return sum;
  };
  for (let r = 0; r < x.rows; r++) {
    const values = kernels(x, r);
    let p = r * pairs;
    for (let i = 0; i < classes; i++)
      for (let j = i + 1; j < classes; j++, p++) out.data[p] = part(values, j - 1, i) + part(values, i, j) + intercepts[p - r * pairs];
  }
  return out;
}

/** The class with most votes, the first where several have them. */
export function winner(decisions: Float64Array, classes: number): number {
  const votes = new Int32Array(classes);
  let p = 0;
  for (let i = 0; i < classes; i++)
    for (let j = i + 1; j < classes; j++, p++) {
      const to = decisions[p] > 0 ? i : j;
      votes[to] += 1;
    }
  return votes.indexOf(largest(votes));
}
