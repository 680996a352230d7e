/** Importances of features in trees: what a fitted tree or forest selected features by until 0.18. */
import type { Method } from "../../define.js";
import { checkFeatures } from "../../input/order.js";
import type { Expectation } from "../../samples.js";
import type { State } from "../../state.js";
import { selection } from "../columns/selection.js";
import type { TreeNodes } from "./nodes.js";

/** Mean decrease of impurity by feature, normalised to one unless `raw` (sklearn.tree._tree.Tree.compute_feature_importances). */
export function importancesOf(tree: TreeNodes, features: number, raw = false): Float64Array {
  const feature = tree.column("feature");
  const weight = tree.column("weighted_n_node_samples");
  const impurity = tree.column("impurity");
  const out = new Float64Array(features);
  const share = (id: number): number => weight[id] * impurity[id];
  for (let id = 0; id < tree.count; id++) {
    const [left = -1, right = -1, j = 0] = [tree.left[id], tree.right[id], feature[id]];
    if (left >= 0) out[j] = out[j] + share(id) - share(left) - share(right);
  }
  const root = weight[0] ?? 1;
  const total = out.reduce((sum, value) => sum + value / root, 0);
  return out.map((value) => value / root / (total > 0 && !raw ? total : 1));
}

/** Sums of several trees' importances, value by value; each is taken up before the next is made. */
export function summedImportances(all: Iterable<Float64Array>): Float64Array {
  let sum: Float64Array | null = null;
  for (const one of all) {
    if (sum === null) sum = one.slice();
    else for (let j = 0; j < sum.length; j++) sum[j] += one[j];
  }
  return sum ?? new Float64Array(0);
}

/**
 * `transform` of a model of 0.18 or older: the columns whose mean importance over the trees is large; undefined for newer
 * ones. Importances are made when X is there: only X shows that there really are as many features as the trees say.
 */
export function treeSelection(state: State, expected: Expectation, trees: readonly TreeNodes[]): Method | undefined {
  if (state.since(0, 19)) return undefined;
  return (x, options) => {
    checkFeatures(x.width, expected);
    const each = function* (): Generator<Float64Array> {
      for (const tree of trees) yield importancesOf(tree, x.width);
    };
    const select = selection(
      state,
      expected,
      summedImportances(each()).map((value) => value / trees.length),
    );
    return select === undefined ? [] : select(x, options);
  };
}
