/**
 * sklearn.cluster: the nearest centre, the first of those that are equally near, and distances to all, as
 * `models/cluster` has them.
 */
import { isSparseAttribute, sparseAttribute, writtenOut } from "../../models/parts/stored/sparse-attribute.js";
import type { State } from "../../models/state.js";
import { type Matrix, matrix } from "../../numeric/ndarray.js";
import { type Context, defineLowering, type Lowered, type Lowering, makes, once } from "../define.js";
import type { Value } from "../ir.js";
import { squaredDistances } from "../parts/distances.js";
import { decoded, labelTableOf } from "../parts/labels.js";

/** Position of the nearest centre, and distances to all. */
function nearest({ ops, rows }: Context, centers: Matrix): { readonly predict: () => Value; readonly transform: () => Value } {
  const squares = once(() => squaredDistances(ops, rows.x, centers));
  return { predict: () => ops.argmin(squares()), transform: () => ops.sqrt(squares()) };
}

/** k-means: labels are int32 in sklearn, and int64 here as all are. */
const kMeans = (name: string): Lowering =>
  defineLowering({
    class: `sklearn.cluster.${name}`,
    lower: (context): Lowered => ({ kind: "clusterer", methods: makes({ ...nearest(context, context.state.matrix("cluster_centers_")) }) }),
  });

const birch = defineLowering({
  class: "sklearn.cluster.Birch",
  lower: (context) => {
    const { state, ops } = context;
    const centers = state.matrix("subcluster_centers_");
    const labels = labelTableOf(context, state.array("subcluster_labels_"));
    if (labels.count !== centers.rows) throw state.inconsistent("each subcluster needs one label");
    const { predict, transform } = nearest(context, centers);
    return { kind: "clusterer", methods: makes({ predict: () => decoded(ops, labels, predict()), transform }) };
  },
});

/** Without centres every row is −1; a model of given affinities has no predict. */
const exemplars = (name: string): Lowering =>
  defineLowering({
    class: `sklearn.cluster.${name}`,
    lower: (context) => {
      const { state, ops, rows } = context;
      if (!state.has("cluster_centers_")) return { kind: "clusterer", methods: makes({}) };
      const centers = isSparseAttribute(state, "cluster_centers_")
        ? writtenOut(state, "cluster_centers_", sparseAttribute(state, "cluster_centers_"))
        : state.matrix("cluster_centers_");
      const none = (): Value => ops.where(ops.isNaN(ops.flat(ops.columns(rows.x, [0]))), ops.long(-1), ops.long(-1));
      return { kind: "clusterer", methods: makes({ predict: centers.rows === 0 ? none : nearest(context, centers).predict }) };
    },
  });

const MOST_NESTED = 500;

/** Labels of a node of the tree of splits: its own, or those of the child whose centre is nearer. */
function labelsOf(context: Context, node: State, mean: Float64Array, clusters: number, depth = 0): Value {
  const { ops, rows } = context;
  const [left, right] = [node.object("left"), node.object("right")];
  if (left === null || right === null) return ops.long(node.whole("label", 0, clusters - 1));
  if (depth > MOST_NESTED) throw context.state.inconsistent("_bisecting_tree is too deep");
  const both = [left, right].flatMap((child) => Array.from(child.vector("center", mean.length)));
  const centers = matrix(
    2,
    mean.length,
    Float64Array.from(both, (value, i) => value + (mean[i % mean.length] ?? 0)),
  );
  const isLeft = ops.equal(ops.argmin(squaredDistances(ops, rows.x, centers)), ops.long(0));
  const [yes, no] = [left, right].map((child) => labelsOf(context, child, mean, clusters, depth + 1));
  return ops.where(isLeft, yes ?? ops.long(0), no ?? ops.long(0));
}

const bisecting = defineLowering({
  class: "sklearn.cluster.BisectingKMeans",
  lower: (context) => {
    const { state, ops, rows } = context;
    const centers = state.matrix("cluster_centers_");
    const mean = state.has("_X_mean") ? state.vector("_X_mean", centers.cols) : new Float64Array(centers.cols);
    const predict = (): Value => {
      const root = state.object("_bisecting_tree");
      if (root === null) throw state.inconsistent("_bisecting_tree is missing");
      const zeros = ops.argmin(ops.columns(rows.x, [0]));
      return ops.add(zeros, labelsOf(context, root, mean, centers.rows));
    };
    return { kind: "clusterer", methods: makes({ predict, transform: nearest(context, centers).transform }) };
  },
});

export const CLUSTERS: readonly Lowering[] = [
  birch,
  bisecting,
  exemplars("AffinityPropagation"),
  exemplars("MeanShift"),
  kMeans("KMeans"),
  kMeans("MiniBatchKMeans"),
];
