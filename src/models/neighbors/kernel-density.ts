/**
 * sklearn.neighbors.KernelDensity: the log density of each row, all kernels and the metrics of trees, weights of samples,
 * tolerances (sklearn.neighbors._kde 0.17 to 1.9).
 */
import { itemsOf } from "../../neutral/attributes.js";
import { arrayOf, own, typeOf } from "../../neutral/document.js";
import { DENSITY_KERNELS } from "../../numeric/density-kernels.js";
import { float64 } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { type Density, densityBreadthFirst, densityDepthFirst } from "../parts/neighbors/density.js";
import { readMetric } from "../parts/neighbors/metric.js";
import { type PointTree, readTree } from "../parts/neighbors/stored-tree.js";
import type { State } from "../state.js";

/** Place of the sample weights in a stored tree, from 0.20 on. */
const WEIGHTS = 12;

/** Weights of the points, null when there are none. @throws CornichonError `model.inconsistent` */
function weightsOf(state: State, points: number): Float64Array | null {
  const items = itemsOf(own(state.inner(state.fitted("tree_")).value, "state"), state.references) ?? [];
  const value = items[WEIGHTS];
  if (typeOf(value) !== "ndarray") return null;
  const weights = Float64Array.from(arrayOf(value).data, Number);
  if (weights.length !== points) throw state.inconsistent("tree_ needs a weight for each point");
  return weights;
}

/** Weight of each node: the number of its points, or the sum of their weights in the tree's order. */
function nodeWeights({ starts, ends, order, nodes }: PointTree, weights: Float64Array | null): Float64Array {
  const before = new Float64Array(order.length + 1);
  order.forEach((point, i) => {
    before[i + 1] = before[i] + (weights?.[point] ?? 1);
  });
  return Float64Array.from({ length: nodes }, (_, node) => before[ends[node]] - before[starts[node]]);
}

function densityOf(state: State, tree: PointTree): () => Density {
  const kernel = DENSITY_KERNELS.get(state.text("kernel") ?? "");
  if (kernel === undefined) throw state.inconsistent("kernel is unknown");
  const h = state.amount(state.has("bandwidth_") ? "bandwidth_" : "bandwidth");
  if (!(h > 0)) throw state.inconsistent("the bandwidth is not positive");
  const weights = weightsOf(state, tree.order.length);
  const sums = nodeWeights(tree, weights);
  const all = sums[0];
  const metric = readMetric(state, tree.features);
  const shared = {
    tree,
    kernel: (distance: number) => kernel.log(distance, h),
    norm: -kernel.logNorm(tree.features) - tree.features * Math.log(h),
    logWeights: weights?.map(Math.log) ?? null,
    weight: (node: number) => sums[node],
    logAtol: Math.log((state.number("atol") ?? 0) * all),
    logRtol: Math.log(state.number("rtol") ?? 0),
  };
  return () => ({ ...shared, metric: metric(false) });
}

export const KernelDensity = defineModel({
  class: "sklearn.neighbors.KernelDensity",
  build: (state) => {
    const tree = readTree(state, "tree_");
    const expected = expectationOf(state, tree.features);
    const density = densityOf(state, tree);
    const log = state.flag("breadth_first", true) ? densityBreadthFirst : densityDepthFirst;
    return {
      ...expected,
      methods: methods({
        score_samples: (x) => {
          const { rows, cols, data } = x.matrix(expected);
          const found = density();
          const whole = Math.log(found.weight(0));
          return float64(
            [rows],
            Float64Array.from({ length: rows }, (_, i) => log(found, data, i * cols) - whole),
          );
        },
      }),
    };
  },
});
