/**
 * sklearn.cluster.BisectingKMeans: a row walks down the tree of splits, to the nearer of two centres each time
 * (sklearn.cluster._bisect_k_means 1.1 to 1.9). Centres in the tree are those of centred data.
 */
import { type Matrix, matrix } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { checkType, distanceTransform, lloydRule, nearestCenters } from "../parts/projections/centers.js";
import type { State } from "../state.js";

/** A leaf has a label, a split two children and their centres. */
interface Split {
  readonly label: number;
  readonly children: readonly [Split, Split] | null;
  readonly nearer: (x: Matrix) => Int32Array;
}

/** The tree, read without recursion: at most `2 · clusters − 1` nodes. @throws CornichonError `model.inconsistent` */
function tree(state: State, clusters: number, features: number): Split {
  const root = state.object("_bisecting_tree");
  if (root === null) throw state.inconsistent("_bisecting_tree is missing");
  const mean = state.has("_X_mean") ? state.vector("_X_mean", features) : new Float64Array(features);
  const rule = lloydRule(state);
  const found: State[] = [root];
  const places: (readonly [number, number] | null)[] = [];
  for (let at = 0; at < found.length; at++) {
    const node = found[at] ?? root;
    const [left, right] = [node.object("left"), node.object("right")];
    places.push(left === null || right === null ? null : [found.length, found.length + 1]);
    if (left !== null && right !== null) found.push(left, right);
    if (found.length > 2 * clusters - 1) throw state.inconsistent("_bisecting_tree has more leaves than clusters");
  }
  const made: Split[] = [];
  for (let at = found.length - 1; at >= 0; at--) {
    const [a, b] = places[at] ?? [];
    const [left, right] = [made[a ?? -1], made[b ?? -1]];
    const node = found[at] ?? root;
    made[at] =
      left === undefined || right === undefined
        ? { label: node.whole("label", 0, clusters - 1), children: null, nearer: (x) => new Int32Array(x.rows) }
        : { label: 0, children: [left, right], nearer: nearestCenters(pair(found[a ?? 0] ?? node, found[b ?? 0] ?? node, mean), rule) };
  }
  return made[0] ?? { label: 0, children: null, nearer: (x) => new Int32Array(x.rows) };
}

/** The centres of two nodes in the scale of X. */
function pair(left: State, right: State, mean: Float64Array): Matrix {
  const n = mean.length;
  const both = [...left.vector("center", n), ...right.vector("center", n)];
  return matrix(
    2,
    n,
    Float64Array.from(both, (value, i) => value + mean[i % n]),
  );
}

function leafOf(root: Split, row: Matrix): number {
  let node = root;
  while (node.children !== null) node = node.children[node.nearer(row)[0] === 0 ? 0 : 1];
  return node.label;
}

export const BisectingKMeans = defineModel({
  class: "sklearn.cluster.BisectingKMeans",
  build: (state) => {
    const centers = state.matrix("cluster_centers_");
    const expected = expectationOf(state, centers.cols);
    const root = tree(state, centers.rows, centers.cols);
    return {
      ...expected,
      methods: methods({
        predict: (x) => {
          const m = x.matrix(expected);
          if (centers.rows > 1) checkType(state, "cluster_centers_", x);
          const label = (_: unknown, i: number): number => leafOf(root, matrix(1, m.cols, m.data.subarray(i * m.cols, (i + 1) * m.cols)));
          return { dtype: "int32", shape: [m.rows], data: Int32Array.from({ length: m.rows }, label) };
        },
        transform: distanceTransform(state, "cluster_centers_", centers, expected),
        get_feature_names_out: prefixedNames(state, centers.rows),
      }),
    };
  },
});
