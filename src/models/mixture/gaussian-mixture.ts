/**
 * sklearn.mixture.GaussianMixture and BayesianGaussianMixture: Gaussian densities by the Cholesky factors of the
 * precisions (sklearn.mixture._gaussian_mixture and _bayesian_mixture 0.18 to 1.9). The Bayesian one expects the logs of
 * weights and precisions under its Dirichlet and Wishart posteriors (Bishop 2006, 10.2).
 */
import { arrayOf } from "../../neutral/document.js";
import { digamma } from "../../numeric/gamma.js";
import { floats, floatType, type Matrix, matrix } from "../../numeric/ndarray.js";
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { likeliest, logSums, responsibilities } from "../parts/projections/log-densities.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

/** `precisions_cholesky_` as every component sees it: a full factor (upper triangular), or one value a feature. */
interface Factors {
  readonly full: boolean;
  /** Values of component `k` begin at `k · stride`. */
  readonly stride: number;
  readonly data: Float64Array;
}

const SHAPES: ReadonlyMap<string, (k: number, d: number) => readonly number[]> = new Map([
  ["full", (k: number, d: number) => [k, d, d]],
  ["tied", (_: number, d: number) => [d, d]],
  ["diag", (k: number, d: number) => [k, d]],
  ["spherical", (k: number) => [k]],
]);

/** @throws CornichonError `model.inconsistent` */
function factorsOf(state: State, k: number, d: number): Factors {
  const type = state.text("covariance_type") ?? "";
  const { shape, data } = state.numbers("precisions_cholesky_");
  const wanted = SHAPES.get(type)?.(k, d);
  if (wanted === undefined || wanted.join() !== shape.join())
    throw state.inconsistent(`precisions_cholesky_ is (${shape}) for ${k} components of ${d} features, covariance_type ${type}`);
  if (type === "spherical")
    return { full: false, stride: d, data: Float64Array.from({ length: k * d }, (_, at) => data[Math.floor(at / d)]) };
  return { full: type === "full" || type === "tied", stride: type === "tied" ? 0 : type === "full" ? d * d : d, data };
}

/** ln |factor| of component `k`: the sum of the logs on its diagonal. */
function logDeterminant({ full, stride, data }: Factors, k: number, d: number): number {
  let sum = 0;
  for (let j = 0; j < d; j++) sum += Math.log(data[k * stride + (full ? j * (d + 1) : j)]);
  return sum;
}

/** `|(x − mean) · factor|²`. */
function distance(x: Matrix, i: number, means: Matrix, k: number, { full, stride, data }: Factors): number {
  const d = means.cols;
  let sum = 0;
  for (let j = 0; j < d; j++) {
    let y = 0;
    // A full factor is upper triangular: what stands below its diagonal is zero.
    for (let h = full ? 0 : j; h <= j; h++) y += (x.data[i * d + h] - means.data[k * d + h]) * data[k * stride + (full ? h * d + j : j)];
    sum += y * y;
  }
  return sum;
}

/**
 * How a distance is kept before its log is taken: from 1.7 on full and tied ones lie in an array of X's dtype, which
 * cuts them to whole numbers, or to whether they are zero.
 */
function keeping(state: State, full: boolean, dtype: string): (distance: number) => number {
  if (!full || state.before(1, 7) || dtype === "float64") return (value) => value;
  if (dtype === "bool") return (value) => (value === 0 ? 0 : 1);
  return floatType(dtype) === "float32" ? Math.fround : Math.trunc;
}

/** Where all factors of a row are alike, sklearn sums its squares apart: of booleans, whether there is one (from 1.0 on, which no longer made doubles of them). */
function squaresLost(state: State, x: Samples, m: Matrix): Float64Array | null {
  if (state.before(1, 0) || state.text("covariance_type") !== "spherical" || x.dtype !== "bool") return null;
  return Float64Array.from({ length: m.rows }, (_, i) =>
    Math.max(0, m.data.subarray(i * m.cols, (i + 1) * m.cols).reduce((a, b) => a + b, 0) - 1),
  );
}

/** What the Bayesian mixture adds to the log of each component: expected log weight and log precision. */
function posterior(state: State, k: number, d: number): Float64Array {
  // Tied covariances have one Wishart distribution for all components.
  const wishart = state.vector("degrees_of_freedom_");
  if (wishart.length !== 1 && wishart.length !== k) throw state.inconsistent(`degrees_of_freedom_ are neither one nor ${k}`);
  const precision = state.vector("mean_precision_", k);
  return logWeights(state, k).map((weight, c) => {
    const v = wishart[wishart.length === 1 ? 0 : c];
    let log = d * Math.LN2;
    for (let j = 0; j < d; j++) log += digamma(0.5 * (v - j));
    return weight - 0.5 * d * Math.log(v) + 0.5 * (log - d / precision[c]);
  });
}

function logWeights(state: State, k: number): Float64Array {
  if (state.text("weight_concentration_prior_type") !== "dirichlet_process") {
    const concentration = state.vector("weight_concentration_", k);
    const whole = digamma(concentration.reduce((sum, value) => sum + value, 0));
    return concentration.map((value) => digamma(value) - whole);
  }
  const [a, b] = state.items("weight_concentration_").map((item) => Float64Array.from(arrayOf(item).data, Number));
  if (a?.length !== k || b?.length !== k) throw state.inconsistent(`weight_concentration_ is no pair of ${k} values`);
  let left = 0;
  return Float64Array.from({ length: k }, (_, c) => {
    const [p, q] = [a[c], b[c]];
    const whole = digamma(p + q);
    const log = digamma(p) - whole + left;
    left += digamma(q) - whole;
    return log;
  });
}

const mixture = (name: string, extras: (state: State, k: number, d: number) => Float64Array): ModelDefinition =>
  defineModel({
    class: `sklearn.mixture.${name}`,
    build: (state) => {
      const means = state.matrix("means_");
      const [k, d] = [means.rows, means.cols];
      const factors = factorsOf(state, k, d);
      const expected = expectationOf(state, d);
      const constants = extras(state, k, d).map((value, c) => value - 0.5 * d * Math.log(2 * Math.PI) + logDeterminant(factors, c, d));
      const dtypes = ["means_", "precisions_cholesky_"].map((key) => state.dtype(key));
      const dtypeOf = (x: Samples): string => floatType(x.dtype, ...dtypes);
      const logs = (samples: Samples): Matrix => {
        const x = samples.matrix(expected);
        const out = matrix(x.rows, k);
        const kept = keeping(state, factors.full, samples.dtype);
        const lost = squaresLost(state, samples, x);
        for (let i = 0; i < x.rows; i++)
          for (let c = 0; c < k; c++) {
            const own = distance(x, i, means, c, factors) - (lost === null ? 0 : lost[i] * factors.data[c * d] ** 2);
            out.data[i * k + c] = constants[c] - 0.5 * kept(own);
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
export const GaussianMixture = mixture("GaussianMixture", (state, k) => state.vector("weights_", k).map(Math.log));
