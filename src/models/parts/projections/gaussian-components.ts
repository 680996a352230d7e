/**
 * What a Gaussian mixture stores, read: factors of the precisions, and the expected logs of the Bayesian one's weights and
 * precisions under its Dirichlet and Wishart posteriors (Bishop 2006, 10.2).
 */
import { arrayOf } from "../../../neutral/document.js";
import { digamma } from "../../../numeric/gamma.js";
import type { Matrix } from "../../../numeric/ndarray.js";
import type { State } from "../../state.js";

/** `precisions_cholesky_` as every component sees it: a full factor (upper triangular), or one value a feature. */
export interface Factors {
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
export function factorsOf(state: State, k: number, d: number): Factors {
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
export function logDeterminant({ full, stride, data }: Factors, k: number, d: number, single: boolean): number {
  const round = single ? Math.fround : Number;
  let sum = 0;
  for (let j = 0; j < d; j++) sum = round(sum + round(Math.log(data[k * stride + (full ? j * (d + 1) : j)])));
  return sum;
}

/** Each mean times its factor, in float32 where both are: what is taken off a row times the factor. */
export function shiftsOf(means: Matrix, { full, stride, data }: Factors, single: boolean): Float64Array {
  const d = means.cols;
  const round = single ? Math.fround : Number;
  const out = new Float64Array(means.data.length);
  for (let k = 0; k < means.rows; k++)
    for (let j = 0; j < d; j++) {
      let sum = 0;
      for (let h = full ? 0 : j; h <= j; h++) sum = round(sum + means.data[k * d + h] * data[k * stride + (full ? h * d + j : j)]);
      out[k * d + j] = sum;
    }
  return out;
}

/** What the Bayesian mixture adds to the log of each component: expected log weight and log precision. */
export function posterior(state: State, k: number, d: number): Float64Array {
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
