/**
 * sklearn.gaussian_process.GaussianProcessClassifier 1.5: two classes by Laplace's approximation (Rasmussen and Williams
 * 2006, algorithm 3.2; the logistic integral as a sum of five error functions, Williams and Barber 1998), more classes by
 * one-versus-rest or one-versus-one around it.
 */
import { CornichonError, sentence } from "../../errors.js";
import { erf } from "../../numeric/erf.js";
import { solveLower } from "../../numeric/linear-algebra.js";
import { float64, type Matrix, matrix } from "../../numeric/ndarray.js";
import { defineModel, type Method, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { type KernelRows, kernelRows, readCovariance } from "../parts/kernels/covariance.js";
import { labelsOf } from "../parts/labels.js";
import { byOwnNames } from "../parts/meta/own-names.js";
import type { Samples } from "../samples.js";

/** Scales and weights of the error functions. */
const LAMBDAS = [0.41, 0.4, 0.37, 0.44, 0.39];
const WEIGHTS = [-1854.8214151, 3516.89893646, 221.29346712, 128.12323805, -2010.49422654];

/** Probability of the second class from the latent mean and variance. */
function integral(mean: number, variance: number): number {
  const alpha = 1 / (2 * variance);
  let [sum, weights] = [0, 0];
  LAMBDAS.forEach((lambda, n) => {
    const weight = WEIGHTS[n];
    const value =
      (Math.sqrt(Math.PI / alpha) * erf(lambda * mean * Math.sqrt(alpha / (alpha + lambda ** 2)))) /
      (2 * Math.sqrt(variance * 2 * Math.PI));
    sum += weight * value;
    weights += weight;
  });
  return sum + 0.5 * weights;
}

export const _BinaryGaussianProcessClassifierLaplace = defineModel({
  class: "sklearn.gaussian_process._gpc._BinaryGaussianProcessClassifierLaplace",
  build: (state) => {
    const fitted = kernelRows(state.matrix("X_train_"), state.dtype("X_train_"));
    const n = fitted.rows;
    const labels = labelsOf(state);
    if (labels.count !== 2) throw state.inconsistent(`it has ${labels.count} classes where it tells two apart`);
    const probabilities = state.vector("pi_", n);
    const gap = state.vector("y_train_", n).map((y, i) => y - probabilities[i]);
    const weights = state.vector("W_sr_", n);
    const lower = state.matrix("L_", n, n);
    const kernel = readCovariance(state, "kernel_", fitted.cols);
    const expected = expectationOf(state, fitted.cols);
    const rowsOf = (samples: Samples): KernelRows => kernelRows(samples.matrix(expected), samples.dtype);
    const means = (cross: Matrix): Float64Array => {
      const out = new Float64Array(cross.cols);
      for (let i = 0; i < n; i++) for (let j = 0; j < cross.cols; j++) out[j] += gap[i] * cross.data[i * cross.cols + j];
      return out;
    };
    const variances = (x: KernelRows, cross: Matrix): Float64Array => {
      const scaled = matrix(
        n,
        cross.cols,
        cross.data.map((value, at) => value * weights[Math.floor(at / cross.cols)]),
      );
      if (!scaled.data.every(Number.isFinite)) throw new CornichonError("input.malformed", sentence`array must not contain infs or NaNs`);
      const v = solveLower(lower, scaled);
      const out = kernel.diagonal(x);
      v.data.forEach((value, at) => {
        const j = at % cross.cols;
        out[j] -= value * value;
      });
      return out;
    };
    return {
      ...expected,
      classes: labels.classes,
      methods: methods({
        predict: (samples) => labels.decode(Array.from(means(kernel.of(fitted, rowsOf(samples))), (mean) => Number(mean > 0))),
        predict_proba: (samples) => {
          const x = rowsOf(samples);
          const cross = kernel.of(fitted, x);
          const [mean, variance] = [means(cross), variances(x, cross)];
          const out = new Float64Array(x.rows * 2);
          for (let i = 0; i < x.rows; i++) {
            const p = integral(mean[i], variance[i]);
            out[2 * i] = 1 - p;
            out[2 * i + 1] = p;
          }
          return float64([x.rows, 2], out);
        },
        latent_mean_and_variance: (samples) => {
          const x = rowsOf(samples);
          const cross = kernel.of(fitted, x);
          return [float64([x.rows], means(cross)), float64([x.rows], variances(x, cross))];
        },
      }),
    };
  },
});

export const GaussianProcessClassifier = defineModel({
  class: "sklearn.gaussian_process.GaussianProcessClassifier",
  build: (state, make) => {
    const base = make(state.fitted("base_estimator_"));
    const labels = labelsOf(state);
    const names = ["predict", "predict_proba", ...(labels.count === 2 ? ["latent_mean_and_variance"] : [])];
    const taken = new Map(names.flatMap((name): [string, Method][] => [[name, base.methods.get(name) ?? refused]]));
    if (labels.count > 2 && state.text("multi_class") === "one_vs_one") taken.set("predict_proba", refused);
    return {
      nFeatures: base.nFeatures,
      featureNames: state.featureNames() ?? base.featureNames,
      classes: labels.classes,
      methods: byOwnNames(state, taken),
    };
  },
});

const refused: Method = () => {
  throw new CornichonError(
    "model.method",
    sentence`one_vs_one multi-class mode does not support predicting probability estimates. Use one_vs_rest mode instead.`,
  );
};
