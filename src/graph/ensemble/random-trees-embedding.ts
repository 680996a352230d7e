/**
 * sklearn.ensemble.RandomTreesEmbedding: a column for each leaf of each tree, 1 where the row falls into it
 * (sklearn.ensemble._forest, 0.17 to 1.9). sklearn's rows are sparse, a graph's are dense.
 */
import { defineLowering, makes } from "../define.js";
import { branches, leafTable } from "../trees/tables.js";
import { applied, forestTrees } from "../trees/trees.js";

export const RANDOM_TREES_EMBEDDING = defineLowering({
  class: "sklearn.ensemble.RandomTreesEmbedding",
  lower: (context) => {
    const { ops, rows } = context;
    const trees = forestTrees(context);
    const table = leafTable(
      ops,
      rows.x,
      trees.map((tree) => branches(tree)),
    );
    // Leaves are numbered tree after tree, as the columns are.
    const treeOf = trees.flatMap(({ left }, tree) => Array.from(left).flatMap((child) => (child === -1 ? [tree] : [])));
    return {
      kind: "transformer",
      methods: makes({
        transform: () => {
          const found = ops.columns(table.leaves(), treeOf);
          return ops.cast(ops.equal(found, ops.longs(treeOf.map((_, leaf) => leaf))), "float64");
        },
        apply: applied(context, table, trees, true),
      }),
    };
  },
});
