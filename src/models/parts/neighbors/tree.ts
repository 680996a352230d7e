/**
 * A stored tree, walked as sklearn walks it: depth first, nearer child first. Which of several points at the same distance
 * are found, and in which order, follows from that walk alone (sklearn.neighbors._binary_tree, _kd_tree, _ball_tree 1.5).
 */
import type { Metric } from "../../../numeric/distances.js";
import type { NeighborHeap } from "../../../numeric/neighbor-heap.js";
import type { PointTree } from "./stored-tree.js";

/** Least and, at `[1]`, largest sums of powers from a point to a KD tree's node. */
function box(tree: PointTree, metric: Metric, node: number, x: Float64Array, at: number, out: Float64Array): void {
  const power = metric.power ?? 2;
  const { features, bounds } = tree;
  let [least, most] = [0, 0];
  for (let j = 0, low = node * features, high = (tree.nodes + node) * features; j < features; j++) {
    const value = x[at + j];
    const below = bounds[low + j] - value;
    const above = value - bounds[high + j];
    const d = 0.5 * (below + Math.abs(below) + (above + Math.abs(above)));
    const far = Math.max(Math.abs(below), Math.abs(above));
    if (power === Number.POSITIVE_INFINITY) {
      least = Math.max(least, d);
      most = Math.max(most, far);
    } else if (power === 2) {
      least += d * d;
      most += far * far;
    } else {
      least += d ** power;
      most += far ** power;
    }
  }
  out[0] = least;
  out[1] = most;
}

/** Distance of a point to a ball's centre. */
const toCentre = (tree: PointTree, metric: Metric, node: number, x: Float64Array, at: number): number =>
  metric.toDistance(metric.reduced(x, at, tree.bounds, node * tree.features, tree.features));

const scratch = new Float64Array(2);

/** Least reduced distance of a point to anything in a node. */
function leastReduced(tree: PointTree, metric: Metric, node: number, x: Float64Array, at: number): number {
  if (tree.ball) return metric.toReduced(Math.max(0, toCentre(tree, metric, node, x, at) - tree.radius[node]));
  box(tree, metric, node, x, at, scratch);
  return scratch[0];
}

/** Fills `heap` with the nearest points to the row of `x` that begins at `at`. Reduced distances, not sorted. */
export function nearestInTree(tree: PointTree, metric: Metric, x: Float64Array, at: number, heap: NeighborHeap): void {
  const { points, features, order, starts, ends, leaf } = tree;
  const nodes = [0];
  const least = [leastReduced(tree, metric, 0, x, at)];
  while (nodes.length > 0) {
    const node = nodes.pop() ?? 0;
    if ((least.pop() ?? 0) > heap.largest) continue;
    if (leaf[node] === 1) {
      for (let i = starts[node]; i < ends[node]; i++) {
        const index = order[i];
        heap.push(metric.reduced(x, at, points, index * features, features), index);
      }
      continue;
    }
    const [left, right] = [2 * node + 1, 2 * node + 2];
    const [toLeft, toRight] = [leastReduced(tree, metric, left, x, at), leastReduced(tree, metric, right, x, at)];
    if (toLeft <= toRight) {
      nodes.push(right, left);
      least.push(toRight, toLeft);
    } else {
      nodes.push(left, right);
      least.push(toLeft, toRight);
    }
  }
}

/** Points within `radius` and their distances, in the tree's order. */
export function withinInTree(
  tree: PointTree,
  metric: Metric,
  x: Float64Array,
  at: number,
  radius: number,
): { indices: number[]; distances: number[] } {
  const { points, features, order, starts, ends, leaf } = tree;
  const reducedRadius = metric.toReduced(radius);
  const indices: number[] = [];
  const distances: number[] = [];
  const nodes = [0];
  while (nodes.length > 0) {
    const node = nodes.pop() ?? 0;
    const [least, most] = range(tree, metric, node, x, at);
    if (least > radius) continue;
    if (!(most <= radius) && leaf[node] !== 1) {
      nodes.push(2 * node + 2, 2 * node + 1);
      continue;
    }
    for (let i = starts[node]; i < ends[node]; i++) {
      const index = order[i];
      const reduced = metric.reduced(x, at, points, index * features, features);
      if (!(most <= radius) && !(reduced <= reducedRadius)) continue;
      indices.push(index);
      distances.push(metric.toDistance(reduced));
    }
  }
  return { indices, distances };
}

/** Least and largest distance of a point to anything in a node. */
export function range(tree: PointTree, metric: Metric, node: number, x: Float64Array, at: number): readonly [number, number] {
  if (tree.ball) {
    const centre = toCentre(tree, metric, node, x, at);
    const radius = tree.radius[node];
    return [Math.max(0, centre - radius), centre + radius];
  }
  box(tree, metric, node, x, at, scratch);
  return [metric.toDistance(scratch[0]), metric.toDistance(scratch[1])];
}
