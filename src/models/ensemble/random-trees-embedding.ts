/**
 * sklearn.ensemble.RandomTreesEmbedding: a column for each leaf of each tree, 1 where the row falls into it
 * (sklearn.ensemble._forest.RandomTreesEmbedding.transform, 0.17 to 1.9). Its `one_hot_encoder_` knows the leaves that
 * training samples fell into; these are all leaves, so the trees themselves say the same.
 */

import { float64, texts } from "../../numeric/ndarray.js";
import { type Sparse, toDense } from "../../numeric/sparse.js";
import { defineModel, methods } from "../define.js";
import { forestLeaves, forestMethods, readForest } from "../parts/trees/forest.js";
import type { TreeNodes } from "../parts/trees/nodes.js";
import type { Samples } from "../samples.js";

/** Stored numbers of a tree's leaves, ascending. */
const leavesOf = ({ packed, left }: TreeNodes): number[] => [...packed.ids].filter((id) => left[id] < 0).sort((a, b) => a - b);

export const RandomTreesEmbedding = defineModel({
  class: "sklearn.ensemble.RandomTreesEmbedding",
  build: (state) => {
    const forest = readForest(state);
    const leaves = forest.trees.map(leavesOf);
    let columns = 0;
    const columnOf = leaves.map((ids) => new Map(ids.map((id) => [id, columns++])));
    const oneHot = (x: Samples): Sparse => {
      const found = forestLeaves(forest, x);
      const [rows = 0, trees = 1] = found.shape;
      const indices = Int32Array.from({ length: rows * trees }, (_, at) => columnOf[at % trees]?.get(Number(found.data[at])) ?? 0);
      const indptr = Int32Array.from({ length: rows + 1 }, (_, i) => i * trees);
      return { format: "csr", dtype: "float64", shape: [rows, columns], data: new Float64Array(indices.length).fill(1), indices, indptr };
    };
    const sparse = state.flag("sparse_output", true);
    return {
      ...forest.expected,
      methods: methods({
        ...forestMethods(state, forest),
        transform: (x) => {
          const out = oneHot(x);
          return sparse ? out : float64(out.shape, toDense(out).data);
        },
        get_feature_names_out: () => texts(leaves.flatMap((ids, tree) => ids.map((leaf) => `randomtreesembedding_${tree}_${leaf}`))),
      }),
    };
  },
});
