/**
 * sklearn.mixture.GaussianMixture and BayesianGaussianMixture: Gaussian densities by the Cholesky factors of the
 * precisions (sklearn.mixture._gaussian_mixture and _bayesian_mixture 0.18 to 1.9). The Bayesian one expects the logs of
 * weights and precisions under its Dirichlet and Wishart posteriors (Bishop 2006, 10.2).
 */
import { floats, floatType, type Matrix, matrix } from "../../numeric/ndarray.js";
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { type Factors, factorsOf, logDeterminant, posterior, shiftsOf } from "../parts/projections/gaussian-components.js";
import { likeliest, logSums, responsibilities } from "../parts/projections/log-densities.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

const MOST_INT64 = 2 ** 63;
const LOG_2_PI = Math.log(2 * Math.PI);

/** `|x · factor − shift|²`. */
function distance(x: Matrix, i: number, shifts: Float64Array, k: number, { full, stride, data }: Factors): number {
  const d = x.cols;
  let sum = 0;
  for (let j = 0; j < d; j++) {
    let y = 0;
    // A full factor is upper triangular: what stands below its diagonal is zero.
    for (let h = full ? 0 : j; h <= j; h++) y += x.data[i * d + h] * data[k * stride + (full ? h * d + j : j)];
    y -= shifts[k * d + j];
    sum += y * y;
  }
  return sum;
}

/** −½ of d · ln 2π and a distance, for X of a dtype. */
type Exponent = (distance: number) => number;

/**
 * From 1.7 on the distances of full and tied factors lie in an array of X's dtype, which cuts them to whole numbers, or
 * to whether they are zero, or rounds them to float32, in which it then goes on. In 1.7 alone the logarithm was cut, too.
 */
function exponentOf(state: State, full: boolean, dtype: string, d: number): Exponent {
  const plain: Exponent = (distance) => -0.5 * (d * LOG_2_PI + distance);
  if (state.before(1, 7) || !/^(?:bool|u?int\d+|float32)$/.test(dtype)) return plain;
  // What is too large for an integer is the least of them.
  const whole = (value: number): number => (Math.abs(value) < MOST_INT64 ? Math.trunc(value) : -MOST_INT64);
  const cut = (value: number): number => (dtype === "bool" ? Number(value !== 0) : dtype === "float32" ? Math.fround(value) : whole(value));
  const log = state.before(1, 8) ? cut(LOG_2_PI) : LOG_2_PI;
  if (!full) return (distance) => -0.5 * (d * log + distance);
  if (dtype === "float32") {
    const sum = Math.fround(d * log);
    return (distance) => -0.5 * Math.fround(sum + Math.fround(distance));
  }
  return (distance) => -0.5 * (d * log + cut(distance));
}

/**
 * What is lost of a row's squares where those are summed apart, because factors are not full: of float32 rows each is
 * rounded, and their sum too where all factors of a component are alike; of booleans no more counts there than whether
 * there is one (from 1.0 on, which no longer made doubles of them).
 */
function squaresLost(state: State, x: Samples, m: Matrix, factors: Factors): ((i: number, c: number) => number) | null {
  const single = x.dtype === "float32";
  if (factors.full || !(single || x.dtype === "bool")) return null;
  if (state.text("covariance_type") === "spherical") return normsLost(state, single, m, factors);
  if (!single) return null;
  return (i, c) => {
    let lost = 0;
    for (let j = 0; j < m.cols; j++) {
      const square = m.data[i * m.cols + j] ** 2;
      lost += (square - Math.fround(square)) * factors.data[c * factors.stride + j] ** 2;
    }
    return lost;
  };
}

function normsLost(state: State, single: boolean, m: Matrix, factors: Factors): ((i: number, c: number) => number) | null {
  const lanes = state.since(1, 0);
  if (!(single || lanes)) return null;
  const lost = Float64Array.from({ length: m.rows }, (_, i) => {
    const squares = m.data.subarray(i * m.cols, (i + 1) * m.cols).map((value) => value * value);
    const exact = squares.reduce((sum, square) => sum + square, 0);
    return exact - (single ? (lanes ? laneSum : backwardSum)(squares) : Math.min(1, exact));
  });
  return (i, c) => lost[i] * factors.data[c * factors.stride] ** 2;
}

/** numpy's einsum of float32 since 1.21, in four lanes, and before, from the end. */
function laneSum(squares: Float64Array): number {
  const lanes = new Float32Array(4);
  for (const [k, square] of squares.entries()) lanes[k % 4] = lanes[k % 4] + Math.fround(square);
  return Math.fround(Math.fround(lanes[0] + lanes[1]) + Math.fround(lanes[2] + lanes[3]));
}

const backwardSum = (squares: Float64Array): number => squares.reduceRight((sum, square) => Math.fround(sum + Math.fround(square)), 0);

const mixture = (name: string, extras: (state: State, k: number, d: number) => Float64Array): ModelDefinition =>
  defineModel({
    class: `sklearn.mixture.${name}`,
    build: (state) => {
      const means = state.matrix("means_");
      const [k, d] = [means.rows, means.cols];
      const factors = factorsOf(state, k, d);
      const expected = expectationOf(state, d);
      const constants = extras(state, k, d).map(
        (value, c) => value + logDeterminant(factors, c, d, state.dtype("precisions_cholesky_") === "float32"),
      );
      const dtypes = ["means_", "precisions_cholesky_"].map((key) => state.dtype(key));
      const shifts = shiftsOf(means, factors, floatType(...dtypes) === "float32");
      const dtypeOf = (x: Samples): string => floatType(x.dtype, ...dtypes);
      const logs = (samples: Samples): Matrix => {
        const x = samples.matrix(expected);
        const out = matrix(x.rows, k);
        const exponent = exponentOf(state, factors.full, samples.dtype, d);
        const lost = squaresLost(state, samples, x, factors);
        for (let i = 0; i < x.rows; i++)
          for (let c = 0; c < k; c++) {
            const own = distance(x, i, shifts, c, factors) - (lost === null ? 0 : lost(i, c));
            out.data[i * k + c] = exponent(own) + constants[c];
          }
        return out;
      };
      return {
        ...expected,
        methods: methods({
          predict: (x) => likeliest(logs(x)),
          predict_proba: (x) => responsibilities(logs(x), dtypeOf(x)),
          score_samples: (x) => {
            const m = logs(x);
            return floats(dtypeOf(x), [m.rows], logSums(m));
          },
        }),
      };
    },
  });

export const BayesianGaussianMixture = mixture("BayesianGaussianMixture", posterior);
export const GaussianMixture = mixture("GaussianMixture", (state, k) =>
  state.vector("weights_", k).map((weight) => (state.dtype("weights_") === "float32" ? Math.fround(Math.log(weight)) : Math.log(weight))),
);
