/**
 * sklearn.linear_model.BayesianRidge and ARDRegression: linear regressors that also know the standard deviation of what
 * they predict, √(xᵀ Σ x + 1/α) (`return_std`; Bishop, Pattern Recognition and Machine Learning, 3.59). Automatic
 * relevance determination keeps Σ of the features whose precision is below a threshold.
 */
import { multiply } from "../../numeric/linear-algebra.js";
import { float64, type Matrix, matrix } from "../../numeric/ndarray.js";
import { defineModel, type ModelDefinition, methods, needsCode } from "../define.js";
import { type LinearPart, linearPart, scoresArray } from "../parts/linear-predictor.js";
import type { State } from "../state.js";

/** Positions of the features that Σ is about. */
function features(state: State, count: number): number[] {
  const all = Array.from({ length: count }, (_, j) => j);
  const threshold = state.number("threshold_lambda");
  if (threshold === null) return all;
  const precision = state.vector("lambda_", count);
  return all.filter((j) => (precision[j] ?? 0) < threshold);
}

type Deviations = (x: Matrix) => Float64Array;

/** Standard deviations of predictions; null where the version kept no Σ (BayesianRidge to 0.18). */
function deviations(state: State, part: LinearPart): Deviations | null {
  if (!state.has("sigma_")) return null;
  const kept = features(state, part.features);
  const sigma = state.matrix("sigma_", kept.length, kept.length);
  const noise = 1 / state.amount("alpha_");
  const scaled = state.flag("_normalize", state.flag("normalize", false));
  const offset = scaled ? state.vector("X_offset_", part.features) : null;
  const scale = scaled ? state.vector("X_scale_", part.features) : null;
  return (x) => {
    const z = matrix(x.rows, kept.length);
    for (let i = 0, at = 0; i < x.rows; i++)
      for (const j of kept) z.data[at++] = ((x.data[i * x.cols + j] ?? 0) - (offset?.[j] ?? 0)) / (scale?.[j] ?? 1);
    return z.cols === 0 ? new Float64Array(x.rows).fill(Math.sqrt(noise)) : roots(multiply(z, sigma), z, noise);
  };
}

function roots(product: Matrix, z: Matrix, noise: number): Float64Array {
  const out = new Float64Array(z.rows);
  for (let i = 0; i < z.rows; i++) {
    let sum = 0;
    for (let at = i * z.cols; at < (i + 1) * z.cols; at++) sum += (product.data[at] ?? 0) * (z.data[at] ?? 0);
    out[i] = Math.sqrt(sum + noise);
  }
  return out;
}

const bayesian = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const part = linearPart(state);
      const deviate = deviations(state, part);
      const [major, minor] = state.version();
      return {
        nFeatures: part.features,
        featureNames: part.expected.featureNames,
        methods: methods({
          predict: (x, options) => {
            const mean = scoresArray(part.scores(x), part.flat);
            if (options["return_std"] !== true) return mean;
            if (deviate === null) throw needsCode("return_std", "sigma_ of a newer version");
            const m = x.matrix(part.expected);
            return [mean, float64([m.rows], deviate(m))];
          },
          decision_function: major === 0 && minor < 19 ? (x) => scoresArray(part.scores(x), part.flat) : undefined,
        }),
      };
    },
  });

export const ARDRegression = bayesian("sklearn.linear_model.ARDRegression");
export const BayesianRidge = bayesian("sklearn.linear_model.BayesianRidge");
