/**
 * Contributions of features to a tree's answer (Tree SHAP, Lundberg and others 2018), as xgboost and LightGBM compute them: the
 * path's subsets are weighed by what training brought to each node. Slow: leaves times the square of the depth, for each row.
 * Doubles here, where xgboost has float32. Trees deeper than a call may nest are refused.
 */
import { CornichonError, sentence } from "../../../errors.js";
import { type BoosterNodes, type BoosterTree, goesLeft } from "./trees.js";

const DEEPEST = 512;

/** A path from the root: a feature once, how much of training and whether the row goes along, and the weight of its subsets. */
interface Path {
  readonly feature: Int32Array;
  readonly zero: Float64Array;
  readonly one: Float64Array;
  readonly weight: Float64Array;
}

const emptyPath = (length: number): Path => ({
  feature: new Int32Array(length),
  zero: new Float64Array(length),
  one: new Float64Array(length),
  weight: new Float64Array(length),
});

function copied(path: Path, length: number): Path {
  const out = emptyPath(length + 1);
  for (const key of ["feature", "zero", "one", "weight"] as const) out[key].set(path[key].subarray(0, length));
  return out;
}

function extend({ feature, zero, one, weight }: Path, depth: number, zeros: number, ones: number, of: number): void {
  feature[depth] = of;
  zero[depth] = zeros;
  one[depth] = ones;
  weight[depth] = depth === 0 ? 1 : 0;
  for (let i = depth - 1; i >= 0; i--) {
    weight[i + 1] += (ones * weight[i] * (i + 1)) / (depth + 1);
    weight[i] = (zeros * weight[i] * (depth - i)) / (depth + 1);
  }
}

/** Takes an element out of the path. */
function unwind({ feature, zero, one, weight }: Path, depth: number, at: number): void {
  const [ones, zeros] = [one[at], zero[at]];
  let next = weight[depth];
  for (let i = depth - 1; i >= 0; i--) {
    if (ones === 0) weight[i] = (weight[i] * (depth + 1)) / (zeros * (depth - i));
    else {
      const before = weight[i];
      weight[i] = (next * (depth + 1)) / ((i + 1) * ones);
      next = before - (weight[i] * zeros * (depth - i)) / (depth + 1);
    }
  }
  for (let i = at; i < depth; i++) {
    feature[i] = feature[i + 1];
    zero[i] = zero[i + 1];
    one[i] = one[i + 1];
  }
}

/** Weight of all subsets without an element. */
function unwoundSum({ zero, one, weight }: Path, depth: number, at: number): number {
  const [ones, zeros] = [one[at], zero[at]];
  let [next, total] = [weight[depth], 0];
  for (let i = depth - 1; i >= 0; i--) {
    if (ones === 0) total += weight[i] / zeros / ((depth - i) / (depth + 1));
    else {
      const own = (next * (depth + 1)) / ((i + 1) * ones);
      total += own;
      next = weight[i] - own * zeros * ((depth - i) / (depth + 1));
    }
  }
  return total;
}

/** Where contributions of one row and output go, and what they are multiplied by. */
export interface Contributions {
  readonly out: Float64Array;
  readonly from: number;
  readonly factor: number;
}

interface Walk extends Contributions {
  readonly nodes: BoosterNodes;
  readonly values: Float64Array;
  readonly x: Float64Array;
  readonly row: number;
}

function visit(walk: Walk, node: number, depth: number, parent: Path, zeros: number, ones: number, of: number): void {
  const { nodes, values, x, row, out, from, factor } = walk;
  const path = copied(parent, depth);
  extend(path, depth, zeros, ones, of);
  if (nodes.left[node] < 0) {
    for (let i = 1; i <= depth; i++)
      out[from + path.feature[i]] += factor * unwoundSum(path, depth, i) * (path.one[i] - path.zero[i]) * values[node];
    return;
  }
  if (depth >= DEEPEST) throw new CornichonError("model.method", sentence`A tree is too deep for the contributions of its features.`);
  const feature = nodes.feature[node];
  const isLeft = goesLeft(nodes, node, x[row + feature]);
  const [hot, cold] = isLeft ? [nodes.left[node], nodes.right[node]] : [nodes.right[node], nodes.left[node]];
  const known = path.feature.subarray(1, depth + 1).indexOf(feature) + 1;
  const [zero, one] = known > 0 ? [path.zero[known], path.one[known]] : [1, 1];
  const length = known > 0 ? depth - 1 : depth;
  if (known > 0) unwind(path, depth, known);
  const share = (child: number): number => (zero * nodes.cover[child]) / nodes.cover[node];
  visit(walk, hot, length + 1, path, share(hot), one, feature);
  visit(walk, cold, length + 1, path, share(cold), 0, feature);
}

/** Adds what each feature adds to a tree's answer to one row, whose values are `x[row], x[row + 1] …`; a leaf alone adds nothing. */
export function addContributions({ nodes, values }: BoosterTree, x: Float64Array, row: number, to: Contributions): void {
  if (nodes.left[0] < 0) return;
  visit({ nodes, values, x, row, ...to }, 0, 0, emptyPath(1), 1, 1, -1);
}

/** What a tree answers on average over what training brought to it: from the leaves up, by `cover`. */
export function expectedValue({ nodes, values, packed }: BoosterTree): number {
  const means = new Float64Array(nodes.left.length);
  // Packed nodes stand behind those that lead to them.
  for (let at = packed.ids.length - 1; at >= 0; at--) {
    const id = packed.ids[at];
    const [left, right] = [nodes.left[id], nodes.right[id]];
    means[id] = left < 0 ? values[id] : (means[left] * nodes.cover[left] + means[right] * nodes.cover[right]) / nodes.cover[id];
  }
  return means[0];
}
