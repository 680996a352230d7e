/**
 * sklearn.neighbors.RadiusNeighborsRegressor, RadiusNeighborsClassifier and RadiusNeighborsTransformer of models that search in a tree, whose distances
 * are plain sums (`models/neighbors`). Refused are brute force, whose rounding decides what lies on the rim; other metrics
 * than sums of powers 1 and 2 and the largest; several outputs of a classifier; and its labels where weights are distances:
 * which of two classes weighs more may hang on the order of a sum. A row without neighbours that sklearn refuses points
 * outside of a table here.
 */
import { sentence } from "../../errors.js";
import { radiusOf } from "../../models/parts/neighbors/methods.js";
import { readMetric } from "../../models/parts/neighbors/metric.js";
import { readRegressionTargets } from "../../models/parts/neighbors/regression.js";
import { readTree } from "../../models/parts/neighbors/stored-tree.js";
import { plainLabel, readTargets } from "../../models/parts/neighbors/votes.js";
import { itemsOf } from "../../neutral/attributes.js";
import { type Matrix, matrix } from "../../numeric/ndarray.js";
import { type Context, defineLowering, type Lowering, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { decoded, labelTableOf } from "../parts/labels.js";
import { inverseDistances } from "../parts/nearest.js";
import { type Measure, minkowski } from "../parts/neighbor-distances.js";

/** Weights of the fitted rows for each row of X, zero outside of the radius; and how many are inside, a column. */
interface Around {
  readonly rows: number;
  readonly weights: () => Value;
  readonly count: () => Value;
  /** Distances of those inside, zero for the others. */
  readonly distances: () => Value;
  readonly isWeighted: boolean;
}

/** Distances as they are compared, how they become what they are, and whether that is by a root. */
function reduced({ state, ops, rows, at }: Context, points: Matrix): Measure & { readonly root: boolean } {
  const power = readMetric(state, points.cols)(false).power;
  const name = state.text(state.has("effective_metric_") ? "effective_metric_" : "metric");
  if (name === null || !/^(?:minkowski|euclidean|l2|manhattan|l1|cityblock|chebyshev|infinity)$/.test(name) || state.has("metric_params"))
    throw unsupported(at, state.className, sentence`this metric`);
  if (power !== 1 && power !== 2 && power !== Number.POSITIVE_INFINITY)
    throw unsupported(at, state.className, sentence`a metric of this power`);
  return { ...minkowski(ops, rows.x, points, power), root: power === 2 };
}

function around(context: Context): Around {
  const { state, ops, at } = context;
  const method = state.text("_fit_method");
  if (method !== "kd_tree" && method !== "ball_tree")
    throw unsupported(at, state.className, sentence`a search by brute force: its rounding decides what lies on the rim`);
  const weighing = state.get("weights") ?? "uniform";
  if (weighing !== "uniform" && weighing !== "distance") throw unsupported(at, state.className, sentence`weights by a function`);
  const tree = readTree(state, "_tree");
  const points = matrix(tree.order.length, tree.features, tree.points);
  const radius = radiusOf(state);
  const near = once(() => reduced(context, points));
  const mask = once(() => {
    const { values, root } = near();
    return ops.not(ops.greater(values, ops.double(root ? radius * radius : radius)));
  });
  const inside = once(() => ops.cast(mask(), "float64"));
  const byDistance = (): Value => ops.where(mask(), inverseDistances(ops, near())(near().values), ops.double(0));
  return {
    rows: points.rows,
    isWeighted: weighing === "distance",
    weights: once(() => (weighing === "distance" ? byDistance() : inside())),
    count: once(() => ops.sum(inside(), true)),
    distances: () => ops.where(mask(), near().distance(near().values), ops.double(0)),
  };
}

const regressor = defineLowering({
  class: "sklearn.neighbors.RadiusNeighborsRegressor",
  lower: (context) => {
    const { state, ops } = context;
    const { rows, weights, count } = around(context);
    const { y, outputs, dtype } = readRegressionTargets(state, rows);
    const isFlat = state.numbers("_y").shape.length === 1;
    const empty = /^u?int/.test(dtype) && state.since(0, 20) ? -(2 ** 63) : Number.NaN;
    const values = once(() => {
      const mean = ops.div(ops.matmul(weights(), ops.doubles([rows, outputs], y)), ops.sum(weights(), true));
      return ops.where(ops.equal(count(), ops.double(0)), ops.double(empty), mean);
    });
    return { kind: "regressor", methods: makes({ predict: () => (isFlat ? ops.flat(values()) : values()) }) };
  },
});

/** Place of the outliers' label in `classes_`, −1 where it is none of them; null where the model has none. */
function outlierPlace({ state }: Context, classes: ArrayLike<unknown>): number | null {
  const key = state.has("outlier_label_") ? "outlier_label_" : "outlier_label";
  if (!state.has(key)) return null;
  const [label] = itemsOf(state.get(key), state.references) ?? [state.get(key)];
  return Array.from(classes).indexOf(plainLabel(label));
}

const classifier = defineLowering({
  class: "sklearn.neighbors.RadiusNeighborsClassifier",
  lower: (context) => {
    const { state, ops, at } = context;
    const { rows, weights, count, isWeighted } = around(context);
    const { labels: all, several, y } = readTargets(state, rows);
    const [first] = all;
    if (several || first === undefined) throw unsupported(at, state.className, sentence`several outputs`);
    const outlier = outlierPlace(context, first.classes.data);
    const table = Float64Array.from({ length: rows * first.count }, (_, p) => Number(y[Math.floor(p / first.count)] === p % first.count));
    const votes = once(() => {
      const sums = ops.matmul(weights(), ops.doubles([rows, first.count], table));
      if (outlier !== null) return sums;
      const place = ops.where(ops.equal(count(), ops.double(0)), ops.long(1), ops.long(0));
      return ops.add(sums, ops.gather(ops.row(Float64Array.of(0)), place));
    });
    const isAlone = (): Value => ops.equal(count(), ops.double(0));
    const predict = (): Value => {
      if (isWeighted) throw unsupported(at, state.className, sentence`labels by weights of distances`);
      if (outlier === -1) throw unsupported(at, state.className, sentence`a label of outliers that is none of its classes`);
      const winner = ops.argmax(votes());
      return decoded(
        ops,
        labelTableOf(context, first.classes),
        outlier === null ? winner : ops.where(ops.flat(isAlone()), ops.long(outlier), winner),
      );
    };
    const proba = (): Value => {
      const sum = ops.sum(votes(), true);
      const shares = ops.div(votes(), ops.where(ops.equal(sum, ops.double(0)), ops.double(1), sum));
      const alone = Float64Array.from({ length: first.count }, (_, c) => Number(c === outlier));
      return outlier === null ? shares : ops.where(isAlone(), ops.row(alone), shares);
    };
    return { kind: "classifier", methods: makes({ predict, predict_proba: state.since(0, 22) ? proba : undefined }) };
  },
});

/** The graph of all within the radius, zeros written out. */
const transformer = defineLowering({
  class: "sklearn.neighbors.RadiusNeighborsTransformer",
  lower: (context) => {
    const { weights, distances } = around(context);
    return { kind: "transformer", methods: makes({ transform: context.state.text("mode") === "distance" ? distances : weights }) };
  },
});

export const RADIUS_NEIGHBORS: readonly Lowering[] = [classifier, regressor, transformer];
