/** Raw scores of LightGBM's models, as its predictor adds them: doubles, iteration after iteration (GBDT::PredictRaw). */
import type { Samples } from "../../samples.js";
import type { TreeRows } from "../trees/rows.js";
import { lightgbmSamples } from "./lightgbm-columns.js";
import type { LeafLines, LightgbmModel, LightgbmTree } from "./lightgbm-model.js";
import { boosterRows } from "./rows.js";
import { forBoosterLeaves, type TreeRange } from "./trees.js";

/** X as the model sees it; what sparse rows do not name is zero. */
export const lightgbmRows = (model: LightgbmModel, x: Samples): TreeRows =>
  boosterRows(lightgbmSamples(model, x), model.expected, { single: false, missing: Number.NaN, absent: 0, noInfinite: false });

/** A leaf's line; the leaf's value where one of its columns is missing. */
function lineAt(
  { constant, begin, feature, factor }: LeafLines,
  leaf: number,
  otherwise: number,
  block: Float64Array,
  row: number,
): number {
  let sum = constant[leaf];
  for (let at = begin[leaf]; at < begin[leaf + 1]; at++) {
    const value = block[row + feature[at]];
    if (Number.isNaN(value)) return otherwise;
    sum += factor[at] * value;
  }
  return sum;
}

const leafValue = (tree: LightgbmTree, id: number, block: Float64Array, row: number): number =>
  tree.lines === null ? tree.values[id] : lineAt(tree.lines, id - tree.inner, tree.values[id], block, row);

/** Raw scores, `outputs` a row. */
export function rawScores({ trees, outputs }: LightgbmModel, rows: TreeRows, { from, to }: TreeRange): Float64Array {
  const out = new Float64Array(rows.rows * outputs);
  forBoosterLeaves(rows, trees.slice(from, to), (at, leaves, first, count, block) => {
    const tree = trees[from + at];
    for (let i = 0; i < count; i++) out[(first + i) * outputs + (at % outputs)] += leafValue(tree, leaves[i], block, i * rows.cols);
  });
  return out;
}

/** Leaves by their numbers, a column a tree. */
export function lightgbmLeaves({ trees }: LightgbmModel, rows: TreeRows, { from, to }: TreeRange): Int32Array {
  const out = new Int32Array(rows.rows * (to - from));
  forBoosterLeaves(rows, trees.slice(from, to), (at, leaves, first, count) => {
    for (let i = 0; i < count; i++) out[(first + i) * (to - from) + at] = leaves[i] - trees[from + at].inner;
  });
  return out;
}
