/**
 * sklearn.discriminant_analysis.QuadraticDiscriminantAnalysis, and sklearn.qda.QDA as which it was known to 0.18: a
 * normal distribution a class, by the eigenvectors (`rotations_`) and eigenvalues (`scalings_`) of its covariance.
 */
import { multiplyTransposedFloat32 } from "../../numeric/float32-product.js";
import { multiply, transpose } from "../../numeric/linear-algebra.js";
import { argmax, besideFloat, float64, floatType, type Matrix, matrix } from "../../numeric/ndarray.js";
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { labelsOf } from "../parts/labels.js";
import { logProbabilities, mostLikely } from "../parts/linear/joint-likelihood.js";
import { type Scores, scoresArray } from "../parts/linear/predictor.js";
import { logScores, mapScores, normalized } from "../parts/linear/probabilities.js";
import { arraysOf, asMatrix } from "../parts/stored/array-list.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

/** One class: where it is, the axes that make its covariance the identity, and −½ log |Σ| + log prior. */
interface Ellipsoid {
  readonly mean: Float64Array;
  readonly axes: Matrix;
  /** Sum of the logarithms of the scalings, and the prior's own. */
  readonly logs: number;
  readonly prior: number;
}

function ellipsoids(state: State, count: number): { readonly features: number; readonly all: readonly Ellipsoid[] } {
  const means = state.matrix("means_", count);
  const features = means.cols;
  const priors = state.vector("priors_", count);
  const arrays = arraysOf(state, "rotations_", count);
  const rotationTypes = arrays.map((array) => array.dtype);
  const rotations = arrays.map((array) => asMatrix(state, "rotations_", array));
  const scalings = arraysOf(state, "scalings_", count);
  const all = rotations.map((rotation, k) => {
    const values = scalings[k]?.data ?? new Float64Array(0);
    if (rotation.rows !== features || rotation.cols !== values.length)
      throw state.inconsistent(
        `rotation ${k} is (${rotation.rows}, ${rotation.cols}) for ${features} features and ${values.length} scalings`,
      );
    const round = floatType(rotationTypes[k] ?? "", scalings[k]?.dtype ?? "") === "float32" ? Math.fround : Number;
    const axes = matrix(
      features,
      rotation.cols,
      rotation.data.map((value, at) => round(value * round(values[at % rotation.cols] ** -0.5))),
    );
    const logs = values.reduce((sum, value) => round(sum + round(Math.log(value))), 0);
    return { mean: means.data.subarray(k * features, (k + 1) * features), axes, logs, prior: Math.log(priors[k]) };
  });
  return { features, all };
}

/** Log-likelihoods of the rows for one class, into its column. */
function fill(x: Matrix, { mean, axes, logs, prior }: Ellipsoid, column: number, cols: number, out: Float64Array, single: boolean): void {
  const round = single ? Math.fround : Number;
  const moved = matrix(
    x.rows,
    x.cols,
    x.data.map((value, at) => round(value - mean[at % x.cols])),
  );
  const z = single ? multiplyTransposedFloat32(moved, transpose(axes), true) : multiply(moved, axes);
  for (let i = 0; i < x.rows; i++) {
    let sum = 0;
    for (let at = i * z.cols; at < (i + 1) * z.cols; at++) sum = round(sum + round(z.data[at] ** 2));
    out[i * cols + column] = -0.5 * round(sum + logs) + prior;
  }
}

/** To 1.5 probabilities came first and logarithms were taken of them, so that what is too small to tell from zero is −∞. */
function likelihoods(joint: Scores): Scores {
  const tops = Array.from({ length: joint.rows }, (_, i) => joint.data[i * joint.cols + argmax(joint.data, i, joint.cols)]);
  return normalized({ ...joint, data: joint.data.map((value, at) => Math.exp(value - tops[Math.floor(at / joint.cols)])) });
}

const quadraticDiscriminant = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const labels = labelsOf(state);
      const { features, all } = ellipsoids(state, labels.count);
      const expected = expectationOf(state, features);
      const old = state.before(1, 6);
      const own = floatType(
        state.dtype("means_"),
        ...["rotations_", "scalings_"].map((key) => arraysOf(state, key, labels.count)[0]?.dtype ?? ""),
      );
      const joint = (samples: Samples): Scores => {
        const m = samples.matrix(expected);
        const single = floatType(own, besideFloat(samples.dtype, own)) === "float32";
        const data = new Float64Array(m.rows * all.length);
        for (const [k, one] of all.entries()) fill(m, one, k, all.length, data, single);
        return { rows: m.rows, cols: all.length, dtype: "float64", data };
      };
      return {
        ...expected,
        classes: labels.classes,
        methods: methods({
          predict: (x) => mostLikely(labels, joint(x)),
          decision_function: (x) => {
            const scores = joint(x);
            const { rows, data } = scores;
            if (scores.cols !== 2) return scoresArray(scores, false);
            return float64(
              [rows],
              Float64Array.from({ length: rows }, (_, i) => data[2 * i + 1] - data[2 * i]),
            );
          },
          predict_proba: (x) => {
            const scores = joint(x);
            return scoresArray(old ? likelihoods(scores) : mapScores(logProbabilities(scores), Math.exp), false);
          },
          predict_log_proba: (x) => {
            const scores = joint(x);
            return scoresArray(old ? logScores(likelihoods(scores)) : logProbabilities(scores), false);
          },
        }),
      };
    },
  });

export const QDA = quadraticDiscriminant("sklearn.qda.QDA");
export const QuadraticDiscriminantAnalysis = quadraticDiscriminant("sklearn.discriminant_analysis.QuadraticDiscriminantAnalysis");
