/** sklearn.neighbors.NearestCentroid, as `models/neighbors/nearest-centroid.ts` has it; metrics that are sums or maxima over features. */
import { sentence } from "../../errors.js";
import { type Matrix, matrix } from "../../numeric/ndarray.js";
import { type Context, defineLowering, type Lowering, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { decoded, labelTable } from "../parts/labels.js";
import { logShares } from "../parts/log-densities.js";
import { METRICS } from "../parts/metrics.js";

const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-8 + 1e-5 * Math.abs(b);

/** Since 1.6: −distance² of rows by deviations within classes, and twice the log of the prior. */
function discriminant(
  { state, ops, rows }: Context,
  centroids: Matrix,
  priors: Float64Array,
  distances: (x: Value, y: Matrix) => Value,
): Value {
  const { cols } = centroids;
  const deviations = state.vector("within_class_std_dev_", cols).map((value) => value || 1);
  const scaled = matrix(
    centroids.rows,
    cols,
    centroids.data.map((value, at) => value / (deviations[at % cols] ?? 1)),
  );
  const distance = distances(ops.div(rows.x, ops.row(deviations)), scaled);
  return ops.add(ops.neg(ops.mul(distance, distance)), ops.row(priors.map((prior) => 2 * Math.log(prior))));
}

const nearestCentroid = defineLowering({
  class: "sklearn.neighbors.NearestCentroid",
  lower: (context) => {
    const { state, ops, rows, at } = context;
    const labels = labelTable(context);
    const centroids = state.matrix("centroids_", labels.count);
    const name = state.text("metric");
    const metric = METRICS.get(name ?? "");
    const distances = (x: Value, y: Matrix): Value => {
      if (name === "precomputed") return x;
      if (metric === undefined) throw unsupported(at, state.className, sentence`this metric`);
      return metric(ops, x, y);
    };
    const priors = state.has("class_prior_") ? state.vector("class_prior_", labels.count) : null;
    const isEven = priors?.every((prior) => isClose(prior, 1 / labels.count)) ?? true;
    const scores = priors === null ? null : once(() => discriminant(context, centroids, priors, distances));
    const winner = (): Value => (isEven || scores === null ? ops.argmin(distances(rows.x, centroids)) : ops.argmax(scores()));
    const scored = <T>(make: T): T | undefined => (scores === null || name !== "euclidean" ? undefined : make);
    const all = (): Value => scores?.() ?? rows.x;
    const decision = (): Value => (labels.count === 2 ? ops.flat(ops.sub(ops.columns(all(), [1]), ops.columns(all(), [0]))) : all());
    return {
      kind: "classifier",
      methods: makes({
        predict: () => decoded(ops, labels, winner()),
        decision_function: scored(decision),
        predict_proba: scored(() => ops.exp(logShares(ops, all()))),
        predict_log_proba: scored(() => logShares(ops, all())),
      }),
    };
  },
});

export const NEAREST_CENTROID: readonly Lowering[] = [nearestCentroid];
