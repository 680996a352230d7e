/**
 * sklearn.gaussian_process.GaussianProcess, to 0.19: kriging (Lophaven, Nielsen, Sondergaard 2002, DACE). Regression and
 * correlation models are stored as functions; the nine of sklearn's own are known by name
 * (sklearn.gaussian_process.regression_models and correlation_models 0.17).
 */
import { multiply, solveLower, transpose } from "../../numeric/linear-algebra.js";
import { float64, type Matrix, matrix } from "../../numeric/ndarray.js";
import { defineModel, methods, needsCode } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import type { State } from "../state.js";

/** Terms of the regression at one row. */
type Terms = (row: Float64Array) => number[];

const products = (row: Float64Array): number[] =>
  Array.from(row).flatMap((value, k) => Array.from(row.subarray(k), (other) => value * other));

const REGRESSIONS: ReadonlyMap<string, Terms> = new Map<string, Terms>([
  ["constant", () => [1]],
  ["linear", (row) => [1, ...row]],
  ["quadratic", (row) => [1, ...row, ...products(row)]],
]);

/** Correlation by the distances of the features. */
type Correlation = (theta: Float64Array, distances: Float64Array) => number;

const at = (theta: Float64Array, k: number): number => theta[theta.length === 1 ? 0 : k];

function summed(value: (theta: number, distance: number) => number): Correlation {
  return (theta, distances) => Math.exp(-distances.reduce((sum, distance, k) => sum + value(at(theta, k), distance), 0));
}

function multiplied(value: (step: number) => number): Correlation {
  return (theta, distances) => distances.reduce((product, distance, k) => product * value(Math.min(1, at(theta, k) * distance)), 1);
}

const CORRELATIONS: ReadonlyMap<string, Correlation> = new Map<string, Correlation>([
  ["absolute_exponential", summed((theta, d) => theta * d)],
  ["squared_exponential", summed((theta, d) => theta * d * d)],
  [
    "generalized_exponential",
    (theta, distances) => {
      const power = theta[theta.length - 1];
      return summed((scale, d) => scale * d ** power)(theta.subarray(0, -1), distances);
    },
  ],
  ["pure_nugget", (_theta, distances) => Number(distances.every((d) => d === 0))],
  ["cubic", multiplied((step) => 1 - step * step * (3 - 2 * step))],
  ["linear", multiplied((step) => 1 - step)],
]);

/** A function of sklearn's by name, from a reference or (before fit) a text; undefined for others. */
function known<T>(state: State, key: string, table: ReadonlyMap<string, T>): () => T {
  const name = state.global(key) ?? state.text(key) ?? key;
  const short = /^sklearn\.gaussian_process\.(?:regression|correlation)_models\.(\w+)$/.exec(name)?.[1] ?? name;
  const found = table.get(short);
  return () => {
    if (found === undefined) throw needsCode(state.name, name);
    return found;
  };
}

/** What `eval_MSE` needs. */
interface Likelihood {
  readonly lower: Matrix;
  readonly ft: Matrix;
  readonly g: Matrix;
  readonly sigma2: Float64Array;
}

function likelihoodOf(state: State, rows: number, targets: number): Likelihood | null {
  if (!state.has("C") || !state.has("Ft") || !state.has("G")) return null;
  const ft = state.matrix("Ft", rows);
  return { lower: state.matrix("C", rows, rows), ft, g: state.matrix("G", ft.cols, ft.cols), sigma2: state.vector("sigma2", targets) };
}

/** Mean squared errors of the prediction, one a row. */
function errors({ lower, ft, g, sigma2 }: Likelihood, terms: Matrix, correlations: Matrix, universal: boolean): Float64Array {
  const rt = solveLower(lower, transpose(correlations));
  const base = multiply(transpose(ft), rt);
  const u = solveLower(
    transpose(g),
    matrix(
      base.rows,
      base.cols,
      base.data.map((value, i) => value - transpose(terms).data[i]),
    ),
  );
  return Float64Array.from({ length: correlations.rows }, (_, i) => {
    let sum = 1;
    for (let k = 0; k < rt.rows; k++) sum -= rt.data[k * rt.cols + i] ** 2;
    if (universal) for (let k = 0; k < u.rows; k++) sum += u.data[k * u.cols + i] ** 2;
    return Math.sqrt(sigma2.reduce((total, s) => total + (s * sum) ** 2, 0) / sigma2.length);
  });
}

export const GaussianProcess = defineModel({
  class: "sklearn.gaussian_process.GaussianProcess",
  build: (state) => {
    const fitted = state.matrix("X");
    const { rows, cols } = fitted;
    const targets = state.matrix("y", rows).cols;
    const beta = state.matrix("beta", null, targets);
    const gamma = state.matrix("gamma", rows, targets);
    const [mean, deviation] = [state.vector("X_mean"), state.vector("X_std")];
    const [yMean, yDeviation] = [state.vector("y_mean"), state.vector("y_std")];
    for (const [key, values, length] of [
      ["X_mean", mean, cols],
      ["X_std", deviation, cols],
      ["y_mean", yMean, targets],
      ["y_std", yDeviation, targets],
    ] as const)
      if (values.length !== 1 && values.length !== length) throw state.inconsistent(`${key} has ${values.length} values for ${length}`);
    const theta = state.numbers("theta_").data;
    const regression = known(state, "regr", REGRESSIONS);
    const correlation = known(state, "corr", CORRELATIONS);
    const likelihood = likelihoodOf(state, rows, targets);
    const flat = state.number("y_ndim_") === 1;
    const expected = expectationOf(state, cols);
    return {
      ...expected,
      methods: methods({
        predict: (samples, options) => {
          const given = samples.matrix(expected);
          const x = given.data.map((value, i) => (value - at(mean, i % cols)) / at(deviation, i % cols));
          const r = matrix(given.rows, rows);
          const terms: number[][] = [];
          for (let i = 0; i < given.rows; i++) {
            const row = x.subarray(i * cols, (i + 1) * cols);
            terms.push(regression()(row));
            if (terms[i]?.length !== beta.rows) throw state.inconsistent(`beta has ${beta.rows} rows for ${terms[i]?.length} terms`);
            for (let j = 0; j < rows; j++)
              r.data[i * rows + j] = correlation()(
                theta,
                row.map((value, k) => Math.abs(value - fitted.data[j * cols + k])),
              );
          }
          const f = matrix(given.rows, beta.rows, Float64Array.from(terms.flat()));
          const [trend, rest] = [multiply(f, beta).data, multiply(r, gamma).data];
          const values = trend.map((value, i) => at(yMean, i % targets) + at(yDeviation, i % targets) * (value + rest[i]));
          const y = float64(flat ? [given.rows] : [given.rows, targets], values);
          if (options["eval_MSE"] !== true) return y;
          if (likelihood === null) throw needsCode(state.name, "its likelihood, which a light storage_mode leaves out");
          return [y, float64([given.rows], errors(likelihood, f, r, !state.has("beta0")))];
        },
      }),
    };
  },
});
