/**
 * sklearn.linear_model.BayesianRidge and ARDRegression: linear regressors that also know the standard deviation of what
 * they predict, √(xᵀ Σ x + 1/α) (`return_std`; Bishop, Pattern Recognition and Machine Learning, 3.59). Automatic
 * relevance determination keeps Σ of the features whose precision is below a threshold.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { multiply } from "../../numeric/linear-algebra.js";
import { floats, floatType, type Matrix, matrix, type NDArray } from "../../numeric/ndarray.js";
import { defineModel, type ModelDefinition, methods, needsCode } from "../define.js";
import { dtypesOf, type LinearPart, linearPart, scoresArray } from "../parts/linear/predictor.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

/** Positions of the features that Σ is about. */
function features(state: State, count: number): number[] {
  const all = Array.from({ length: count }, (_, j) => j);
  const threshold = state.number("threshold_lambda");
  if (threshold === null) return all;
  const precision = state.vector("lambda_", count);
  return all.filter((j) => precision[j] < threshold);
}

/**
 * Standard deviations of predictions. To 0.18 BayesianRidge kept no Σ, and an older Σ may be of features that were
 * dropped after it, so that only this method says so. From 1.9 on X is centred first.
 */
function deviations(state: State, part: LinearPart, x: Samples): NDArray {
  if (!state.has("sigma_")) throw needsCode("return_std", "sigma_ of a newer version");
  const kept = features(state, part.features);
  const sigma = state.matrix("sigma_", kept.length, kept.length);
  const [alpha] = dtypesOf(state, "alpha_");
  const noise = (alpha === "float32" ? Math.fround : Number)(1 / state.amount("alpha_"));
  const scaled = state.flag("_normalize", state.flag("normalize", false));
  const offset = scaled || state.since(1, 9) ? state.vector("X_offset_", part.features) : null;
  const scale = scaled ? state.vector("X_scale_", part.features) : null;
  // It took its columns by places until 1.3, which a frame does not give.
  if (x.columns !== null && state.has("threshold_lambda") && state.before(1, 4))
    throw new CornichonError("input.malformed", sentence`${showText(state.name)}: deviations are computed for rows without names.`);
  if (x.sparse(part.expected) !== null)
    throw new CornichonError("input.malformed", sentence`${showText(state.name)}: deviations are not computed for sparse rows.`);
  const m = x.matrix(part.expected);
  const z = matrix(m.rows, kept.length);
  for (let i = 0, at = 0; i < m.rows; i++)
    for (const j of kept) z.data[at++] = (m.data[i * m.cols + j] - (offset?.[j] ?? 0)) / (scale?.[j] ?? 1);
  const dtypes = dtypesOf(state, "sigma_", "alpha_", ...(offset === null ? [] : ["X_offset_"]));
  return floats(floatType(x.dtype, ...dtypes), [m.rows], roots(multiply(z, sigma), z, noise));
}

function roots(product: Matrix, z: Matrix, noise: number): Float64Array {
  const out = new Float64Array(z.rows);
  for (let i = 0; i < z.rows; i++) {
    let sum = 0;
    for (let at = i * z.cols; at < (i + 1) * z.cols; at++) sum += product.data[at] * z.data[at];
    out[i] = Math.sqrt(sum + noise);
  }
  return out;
}

const bayesian = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const part = linearPart(state);
      return {
        ...part.expected,
        methods: methods({
          predict: (x, options) => {
            const mean = scoresArray(part.scores(x), part.flat);
            return options["return_std"] === true ? [mean, deviations(state, part, x)] : mean;
          },
          decision_function: state.before(0, 19) ? (x) => scoresArray(part.scores(x), part.flat) : undefined,
        }),
      };
    },
  });

export const ARDRegression = bayesian("sklearn.linear_model.ARDRegression");
export const BayesianRidge = bayesian("sklearn.linear_model.BayesianRidge");
