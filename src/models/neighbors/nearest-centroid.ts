/**
 * sklearn.neighbors.NearestCentroid: the class whose centroid is nearest. Since 1.6 priors count, too, by the discriminant
 * of nearest shrunken centroids (Tibshirani, Hastie, Narasimhan, Chu 2002; sklearn.neighbors._nearest_centroid 1.6).
 */

import { CornichonError, sentence } from "../../errors.js";
import { metricOf } from "../../numeric/distances.js";
import { largest } from "../../numeric/extremes.js";
import { argmax, float64, type Matrix, matrix } from "../../numeric/ndarray.js";
import { defineModel, type Method, methods, needsCode } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { labelsOf } from "../parts/labels.js";
import { reductionsOf } from "../parts/neighbors/reductions.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-8 + 1e-5 * Math.abs(b);

/** Rows divided by the deviations within classes, where there are any. */
function scaled(x: Matrix, deviations: Float64Array): Matrix {
  return matrix(
    x.rows,
    x.cols,
    x.data.map((value, at) => value / (deviations[at % x.cols] || 1)),
  );
}

function discriminant(
  state: State,
  centroids: Matrix,
  priors: Float64Array,
  distance: (x: Matrix, i: number, c: Matrix, k: number) => number,
) {
  const deviations = state.vector("within_class_std_dev_", centroids.cols);
  const scaledCentroids = scaled(centroids, deviations);
  return (x: Matrix): Float64Array => {
    const rows = scaled(x, deviations);
    if (!rows.data.every(Number.isFinite))
      throw new CornichonError("input.value", sentence`Input contains infinity or a value too large for dtype('float64').`);
    return Float64Array.from({ length: x.rows * centroids.rows }, (_, at) => {
      const [i, k] = [Math.floor(at / centroids.rows), at % centroids.rows];
      return -(distance(rows, i, scaledCentroids, k) ** 2) + 2 * Math.log(priors[k]);
    });
  };
}

export const NearestCentroid = defineModel({
  class: "sklearn.neighbors.NearestCentroid",
  build: (state) => {
    const labels = labelsOf(state);
    const centroids = state.matrix("centroids_", labels.count);
    const name = state.text("metric");
    const expected = expectationOf(state, name === "precomputed" ? null : centroids.cols);
    // Since 1.2 the reductions find the nearest, in one dtype for both.
    const reductions = reductionsOf(state, { name, expected, since: 2, sparse: false, filled: true, dtype: null });
    const metric = name === null ? null : metricOf(name, { p: 2, weights: null, inverse: null, scipy: state.before(1, 2) });
    const asked = (samples: Samples): Matrix => {
      const x = samples.matrix(expected);
      if (name === "haversine" && centroids.cols !== 2)
        throw new CornichonError("model.method", sentence`Haversine distance only valid in 2 dimensions`);
      reductions.checkScipys(samples);
      return x;
    };
    const distance = (x: Matrix, i: number, c: Matrix, k: number): number => {
      if (name === "precomputed") return x.data[i * x.cols + k];
      if (metric === null) throw needsCode(state.name, state.global("metric") ?? name ?? "its metric");
      return metric.toDistance(metric.reduced(x.data, i * x.cols, c.data, k * c.cols, x.cols));
    };
    const priors = state.has("class_prior_") ? state.vector("class_prior_", labels.count) : null;
    const even = priors?.every((prior) => isClose(prior, 1 / labels.count)) ?? true;
    const scores = priors === null ? null : discriminant(state, centroids, priors, distance);
    const nearest = (x: Matrix): Float64Array =>
      Float64Array.from(
        { length: x.rows * labels.count },
        (_, at) => -distance(x, Math.floor(at / labels.count), centroids, at % labels.count),
      );
    const scored = (formula: (row: Float64Array) => ArrayLike<number>): Method | undefined =>
      scores === null || name !== "euclidean"
        ? undefined
        : (samples) => {
            const x = samples.matrix(expected);
            const all = scores(x);
            const rows = Array.from({ length: x.rows }, (_, i) => formula(all.subarray(i * labels.count, (i + 1) * labels.count)));
            const width = rows[0]?.length ?? labels.count;
            return float64(width === 1 ? [x.rows] : [x.rows, width], Float64Array.from(rows.flatMap((row) => Array.from(row))));
          };
    return {
      ...expected,
      classes: labels.classes,
      methods: methods({
        predict: (samples) => {
          const x = asked(samples);
          const values = even || scores === null ? nearest(x) : scores(x);
          return labels.decode(Array.from({ length: x.rows }, (_, i) => argmax(values, i, labels.count)));
        },
        decision_function: scored((row) => (row.length === 2 ? [row[1] - row[0]] : row)),
        predict_proba: scored((row) => logProba(row).map(Math.exp)),
        predict_log_proba: scored(logProba),
      }),
    };
  },
});

function logProba(row: Float64Array): Float64Array {
  const top = largest(row);
  const log = Math.log(row.reduce((sum, score) => sum + Math.exp(score - top), 0));
  return row.map((score) => score - top - log);
}
