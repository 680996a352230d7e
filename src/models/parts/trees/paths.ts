/** `decision_path`: the nodes that each row passes, as sparse rows of ones (sklearn.tree._tree.Tree.decision_path). */
import type { NDArray } from "../../../numeric/ndarray.js";
import type { Sparse } from "../../../numeric/sparse.js";
import type { TreeNodes } from "./nodes.js";

/** `leaves`: `(rows, trees)` of stored numbers. Columns of the second tree follow those of the first, and so on. */
export function decisionPath(trees: readonly TreeNodes[], leaves: NDArray): Sparse {
  const [rows = 0] = leaves.shape;
  const offsets = pathOffsets(trees);
  const [indices, indptr]: [number[], number[]] = [[], [0]];
  for (let i = 0; i < rows; i++) {
    trees.forEach(({ parent, depth }, t) => {
      let node = Number(leaves.data[i * trees.length + t]);
      let at = indices.length + depth[node];
      for (; node >= 0; node = parent[node]) indices[at--] = offsets[t] + node;
    });
    indptr.push(indices.length);
  }
  const cols = offsets[trees.length];
  return { format: "csr", dtype: "int64", shape: [rows, cols], data: indices.map(() => 1), indices, indptr };
}

/** First column of each tree, and the number of all columns at the end. */
export function pathOffsets(trees: readonly TreeNodes[]): number[] {
  const out = [0];
  for (const { count } of trees) out.push(out[out.length - 1] + count);
  return out;
}
