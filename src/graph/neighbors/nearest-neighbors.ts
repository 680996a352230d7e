/**
 * sklearn.neighbors.KNeighborsClassifier, KNeighborsRegressor, KNeighborsTransformer and LocalOutlierFactor (of `novelty`),
 * as `models/neighbors` has them, without `kneighbors`, whose order is that of ties. Rows with ties at the rim that decide
 * are errors (`parts/nearest.ts`). Refused are weights by a function; what depends on distances themselves where brute force
 * rounds them (weights by distance, outlier factors); other metrics than sums of powers, the largest, and cosine; means in
 * float32; several outputs with labels of several types.
 */
import { sentence } from "../../errors.js";
import { readRegressionTargets } from "../../models/parts/neighbors/regression.js";
import { readTargets } from "../../models/parts/neighbors/votes.js";
import { matrix } from "../../numeric/ndarray.js";
import { type Context, defineLowering, type Lowering, listed, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { decoded, labelTableOf } from "../parts/labels.js";
import { inverseDistances, type Nearest, nearestOf, type Weight } from "../parts/nearest.js";
import { type NeighborDistances, neighborDistances } from "../parts/neighbor-distances.js";

interface Search {
  readonly near: NeighborDistances;
  readonly nearest: Nearest;
  readonly k: number;
}

function search(context: Context, k: number): Search {
  const near = neighborDistances(context);
  if (near.isCoarse())
    throw unsupported(
      context.at,
      context.state.className,
      sentence`the values of its fitted rows repeat in all columns, so that many rows are equally near, whose order has no exact form`,
    );
  if (k > near.rows) throw unsupported(context.at, context.state.className, sentence`it asks for more neighbours than there are`);
  return { near, nearest: nearestOf(context.ops, near, k), k };
}

const neighbors = ({ state }: Context): number => state.whole("n_neighbors", 1, Number.MAX_SAFE_INTEGER);

function needClose({ state, at }: Context, { isClose }: NeighborDistances): void {
  if (!isClose) throw unsupported(at, state.className, sentence`distances by brute force, which are told by their rounding`);
}

/** Null where all count alike. */
function weightOf(context: Context, near: NeighborDistances): Weight | undefined {
  const { state, ops, at } = context;
  const weights = state.get("weights") ?? "uniform";
  if (weights === "uniform") return undefined;
  if (weights !== "distance") throw unsupported(at, state.className, sentence`weights by a function`);
  needClose(context, near);
  return inverseDistances(ops, near);
}

/** The least difference of shares that is no matter of rounding. */
const APART = 1e-12;

/** Which class has the most; where weights are sums, two that are all but equal are told by the order of additions. */
function winner({ ops }: Context, votes: Value, isWeighted: boolean): Value {
  const found = ops.argmax(votes);
  const classes = Number(votes.shape[1]);
  if (!isWeighted || classes < 2) return found;
  const ordered = ops.sorted(ops.neg(votes), 2).values;
  const [first, next] = [ops.columns(ordered, [0]), ops.columns(ordered, [1])];
  const isFar = ops.greater(ops.sub(next, first), ops.mul(ops.neg(first), ops.double(APART)));
  const place = ops.where(ops.flat(isFar), ops.long(0), ops.long(1));
  return ops.add(found, ops.gather(ops.longs([0]), place));
}

const classifier = defineLowering({
  class: "sklearn.neighbors.KNeighborsClassifier",
  lower: (context) => {
    const { state, ops, at } = context;
    const { near, nearest, k } = search(context, neighbors(context));
    const { labels: all, several, y } = readTargets(state, near.rows);
    const weight = weightOf(context, near);
    const outputs = all.map(({ classes, count }, output) => {
      const votes = once(() =>
        nearest.votes(
          y.filter((_, i) => i % all.length === output),
          count,
          weight,
        ),
      );
      const shares = (): Value => ops.div(votes(), weight === undefined ? ops.double(k) : ops.sum(votes(), true));
      const labels = (): Value => decoded(ops, labelTableOf(context, classes), winner(context, votes(), weight !== undefined));
      return { shares, labels };
    });
    const [first] = outputs;
    if (first === undefined) throw state.inconsistent("it has no outputs");
    const predict = (): Value => {
      const columns = outputs.map(({ labels }) => ops.column(labels()));
      if (columns.some(({ dtype }) => dtype !== columns[0]?.dtype))
        throw unsupported(at, state.className, sentence`its outputs have labels of several types`);
      return ops.concat(columns);
    };
    const proba = outputs.map(({ shares }) => shares);
    const methods = several
      ? { predict, ...listed(context, "predict_proba", proba) }
      : { predict: first.labels, predict_proba: first.shares };
    return { kind: "classifier", methods: makes(methods) };
  },
});

const regressor = defineLowering({
  class: "sklearn.neighbors.KNeighborsRegressor",
  lower: (context) => {
    const { state, ops, at } = context;
    const { near, nearest, k } = search(context, neighbors(context));
    const { y, outputs, dtype } = readRegressionTargets(state, near.rows);
    const weight = weightOf(context, near);
    if (weight === undefined && dtype === "float32") throw unsupported(at, state.className, sentence`means in float32`);
    const isFlat = state.numbers("_y").shape.length === 1;
    const ones = matrix(near.rows, 1, new Float64Array(near.rows).fill(1));
    const means = once(() => {
      const total = weight === undefined ? ops.double(k) : nearest.sum(ones, weight);
      return ops.div(nearest.sum(matrix(near.rows, outputs, y), weight), total);
    });
    return { kind: "regressor", methods: makes({ predict: () => (isFlat ? ops.flat(means()) : means()) }) };
  },
});

/** The graph of the nearest, zeros written out. */
const transformer = defineLowering({
  class: "sklearn.neighbors.KNeighborsTransformer",
  lower: (context) => {
    const { state, ops, at } = context;
    const mode = state.text("mode");
    if (mode !== "distance" && mode !== "connectivity") throw unsupported(at, state.className, sentence`this mode`);
    const { near, nearest } = search(context, neighbors(context) + (mode === "distance" ? 1 : 0));
    const distances = (): Value => {
      needClose(context, near);
      const mask = nearest.mask();
      return ops.where(ops.greater(mask, ops.double(0)), near.distance(near.values), ops.double(0));
    };
    return { kind: "transformer", methods: makes({ transform: mode === "distance" ? distances : nearest.mask }) };
  },
});

/** −mean density around the neighbours × mean reach of them, + 1e-10. */
function outlierScores(context: Context): Value {
  const { state, ops, at } = context;
  const { near, nearest, k } = search(context, state.whole("n_neighbors_", 1, Number.MAX_SAFE_INTEGER));
  needClose(context, near);
  const { cols, data } = state.matrix("_distances_fit_X_", near.rows);
  if (cols < k) throw unsupported(at, state.className, sentence`fewer distances of its fitted rows than neighbours`);
  const reach = Float64Array.from({ length: near.rows }, (_, i) => data[i * cols + k - 1] ?? Number.NaN);
  const around = nearest.sum(matrix(near.rows, 1, state.vector("_lrd", near.rows)));
  const reached = nearest.sumOf(ops.max(near.distance(near.values), ops.row(reach)));
  const mean = (sum: Value): Value => ops.div(sum, ops.double(k));
  return ops.flat(ops.neg(ops.mul(mean(around), ops.add(mean(reached), ops.double(1e-10)))));
}

const outliers = defineLowering({
  class: "sklearn.neighbors.LocalOutlierFactor",
  lower: (context) => {
    const { state, ops } = context;
    if (!state.flag("novelty", false)) return { kind: "outlier-detector", methods: new Map() };
    const scores = once(() => outlierScores(context));
    const decision = once(() => ops.sub(scores(), ops.double(state.amount("offset_"))));
    return {
      kind: "outlier-detector",
      methods: makes({
        predict: () => ops.where(ops.less(decision(), ops.double(0)), ops.long(-1), ops.long(1)),
        decision_function: decision,
        score_samples: scores,
      }),
    };
  },
});

export const NEAREST_NEIGHBORS: readonly Lowering[] = [classifier, regressor, transformer, outliers];
