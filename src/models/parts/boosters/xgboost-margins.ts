/**
 * Margins of xgboost's models, as its CPU predictor adds them: float32, from `base_score` on, tree after tree (before 1.3 the
 * trees by themselves, then `base_score`).
 */
import type { Samples } from "../../samples.js";
import type { TreeRows } from "../trees/rows.js";
import { boosterRows } from "./rows.js";
import { forBoosterLeaves, type TreeRange } from "./trees.js";
import { xgboostSamples } from "./xgboost-columns.js";
import type { XgboostLinear, XgboostModel, XgboostTrees } from "./xgboost-model.js";

const f = Math.fround;

/** X as the model sees it; sparse rows have what they do not name as missing. */
export const xgboostRows = (model: XgboostModel, x: Samples, missing: number, noInfinite: boolean): TreeRows =>
  boosterRows(xgboostSamples(model, x), model.expected, { single: true, missing, absent: Number.NaN, noInfinite });

/** Margins, `outputs` a row. */
export function marginsOf(model: XgboostModel, rows: TreeRows, range: TreeRange): Float32Array {
  const { outputs, base, ensemble, version } = model;
  const late = version.before(1, 3);
  const out = Float32Array.from({ length: rows.rows * outputs }, (_, at) => (late ? 0 : base[at % outputs]));
  if (ensemble.kind === "linear") addLinear(model, ensemble, rows, out);
  else addTrees(model, ensemble, rows, range, out);
  if (late && ensemble.kind === "trees") for (let at = 0; at < out.length; at++) out[at] += base[at % outputs];
  return out;
}

function addTrees(
  model: XgboostModel,
  { trees, outputOf, weights }: XgboostTrees,
  rows: TreeRows,
  range: TreeRange,
  out: Float32Array,
): void {
  const { outputs } = model;
  forBoosterLeaves(rows, trees.slice(range.from, range.to), (at, leaves, from, count) => {
    const tree = trees[range.from + at];
    const first = tree.width > 1 ? 0 : outputOf[range.from + at];
    const weight = weights === null ? 1 : f(weights[range.from + at]);
    for (let i = 0; i < count; i++)
      for (let k = 0; k < tree.width; k++) out[(from + i) * outputs + first + k] += f(weight * tree.values[leaves[i] * tree.width + k]);
  });
}

/** A missing value adds nothing; all outputs begin at the first one's `base_score` (gbm/gblinear.cc, also since it may be a list). */
function addLinear({ features, outputs, base }: XgboostModel, { weights }: XgboostLinear, rows: TreeRows, out: Float32Array): void {
  const block = new Float64Array(rows.cols);
  for (let i = 0; i < rows.rows; i++) {
    rows.read(i, i + 1, block);
    for (let k = 0; k < outputs; k++) {
      let sum = f(f(weights[features * outputs + k]) + base[0]);
      for (let j = 0; j < features; j++) if (!Number.isNaN(block[j])) sum = f(sum + f(block[j] * weights[j * outputs + k]));
      out[i * outputs + k] = sum;
    }
  }
}

/** Leaves by node numbers, a column a tree. */
export function xgboostLeaves({ trees }: XgboostTrees, rows: TreeRows, range: TreeRange): Float32Array {
  const width = range.to - range.from;
  const out = new Float32Array(rows.rows * width);
  forBoosterLeaves(rows, trees.slice(range.from, range.to), (at, leaves, from, count) => {
    for (let i = 0; i < count; i++) out[(from + i) * width + at] = leaves[i];
  });
  return out;
}
