/**
 * The mixtures that were removed in sklearn 0.20: GMM (sklearn.mixture.gmm 0.17 to 0.19) and the variational DPGMM and VBGMM
 * (sklearn.mixture.dpgmm 0.17 to 0.19). Their `score_samples` gives two arrays: the log density (a bound of it for the
 * variational ones) and the responsibilities.
 */
import { argmax, float64, int64, type Matrix, matrix, type NDArray } from "../../numeric/ndarray.js";
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { logSums, responsibilities } from "../parts/projections/log-densities.js";
import { covarianceFactors, EPSILON, expectedWeights, matrices } from "../parts/projections/old-components.js";
import type { State } from "../state.js";

/** `|L⁻¹ (x − mean)|²` by forward substitution. */
function mahalanobis(x: Matrix, i: number, means: Matrix, k: number, l: Matrix): number {
  const d = means.cols;
  const y = new Float64Array(d);
  let sum = 0;
  for (let r = 0; r < d; r++) {
    let value = x.data[i * d + r] - means.data[k * d + r];
    for (let c = 0; c < r; c++) value -= l.data[r * d + c] * y[c];
    y[r] = value / l.data[r * d + r];
    sum += y[r] ** 2;
  }
  return sum;
}

function gaussian(state: State, means: Matrix): Scores {
  const [count, d] = [means.rows, means.cols];
  const factors = covarianceFactors(state, count, d);
  const constants = state.vector("weights_", count).map((weight, k) => {
    let log = Math.log(weight) - 0.5 * d * Math.log(2 * Math.PI);
    for (let j = 0; j < d; j++) log -= Math.log(factors[k]?.data[j * (d + 1)] ?? 0);
    return log;
  });
  return (x) => {
    const logs = perComponent(x, count, (i, k) => constants[k] - 0.5 * mahalanobis(x, i, means, k, factors[k] ?? means));
    return { density: logSums(logs), shares: responsibilities(logs) };
  };
}

/** Log density of each row, and each component's share in it. */
type Scores = (x: Matrix) => { readonly density: Float64Array; readonly shares: NDArray };

function perComponent(x: Matrix, count: number, log: (row: number, component: number) => number): Matrix {
  const out = matrix(x.rows, count);
  for (let i = 0; i < x.rows; i++) for (let k = 0; k < count; k++) out.data[i * count + k] = log(i, k);
  return out;
}

/**
 * Shares from logs: their softmax, kept away from zero. 0.19 divided by the sum over all rows before it did so
 * (scipy's logsumexp without an axis), which makes the shares depend on the other rows.
 */
function normalized(logs: Matrix, together: boolean): Matrix {
  const { rows, cols } = logs;
  const shares = perComponent(logs, cols, (i, k) => Math.exp(logs.data[i * cols + k] - rowTop(logs, i)));
  const all = shares.data.reduce((sum, share) => sum + share, 0);
  for (let i = 0; i < rows; i++) {
    const whole = together ? all : rowSum(shares, i);
    for (let k = 0; k < cols; k++) shares.data[i * cols + k] = shares.data[i * cols + k] / whole + EPSILON;
    const rest = rowSum(shares, i);
    for (let k = 0; k < cols; k++) shares.data[i * cols + k] /= rest;
  }
  return shares;
}

function rowTop({ cols, data }: Matrix, i: number): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < cols; k++) top = Math.max(top, data[i * cols + k]);
  return top;
}

function rowSum({ cols, data }: Matrix, i: number): number {
  let sum = 0;
  for (let k = 0; k < cols; k++) sum += data[i * cols + k];
  return sum;
}

function variational(state: State, means: Matrix): Scores {
  const [count, d] = [means.rows, means.cols];
  const { at } = matrices(state, "precs_", count, d);
  const bound = state.numbers("bound_prec_").data;
  if (bound.length !== 1 && bound.length !== count) throw state.inconsistent("bound_prec_ needs a value a component");
  const initial = state.amount("_initial_bound");
  const weights = expectedWeights(state, count);
  const together = state.since(0, 19);
  const quadratic = (x: Matrix, i: number, k: number): number => {
    const step = (j: number): number => x.data[i * d + j] - means.data[k * d + j];
    let sum = 0;
    for (let a = 0; a < d; a++) for (let b = 0; b < d; b++) sum += step(a) * at(k, a, b) * step(b);
    return sum;
  };
  return (x) => {
    const p = perComponent(x, count, (i, k) => initial + bound[bound.length === 1 ? 0 : k] - 0.5 * quadratic(x, i, k));
    const z = normalized(
      perComponent(x, count, (i, k) => p.data[i * count + k] + weights[k]),
      together,
    );
    const density = Float64Array.from({ length: x.rows }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < count; k++) sum += z.data[i * count + k] * p.data[i * count + k];
      return sum;
    });
    return { density, shares: float64([x.rows, count], z.data) };
  };
}

const oldMixture = (name: string, make: (state: State, means: Matrix) => Scores): ModelDefinition =>
  defineModel({
    class: `sklearn.mixture.${name}`,
    build: (state) => {
      const means = state.matrix("means_");
      const expected = expectationOf(state, means.cols);
      const scores = make(state, means);
      return {
        ...expected,
        methods: methods({
          predict: (x) => {
            const m = x.matrix(expected);
            const shares = Float64Array.from(scores(m).shares.data, Number);
            return int64(
              [m.rows],
              Array.from({ length: m.rows }, (_, i) => argmax(shares, i, means.rows)),
            );
          },
          predict_proba: (x) => scores(x.matrix(expected)).shares,
          score_samples: (x) => {
            const { density, shares } = scores(x.matrix(expected));
            return [float64([density.length], density), shares];
          },
        }),
      };
    },
  });

export const DPGMM = oldMixture("DPGMM", variational);
export const GMM = oldMixture("GMM", gaussian);
export const VBGMM = oldMixture("VBGMM", variational);
