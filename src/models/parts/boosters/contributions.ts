/** Contributions of features to the answers of whole models: a column a feature, and in the last one what all rows begin at. */
import type { TreeRows } from "../trees/rows.js";
import type { LightgbmModel } from "./lightgbm-model.js";
import { unansweredBy } from "./native.js";
import { addContributions, expectedValue } from "./tree-shap.js";
import type { BoosterTree, TreeRange } from "./trees.js";
import type { XgboostLinear, XgboostModel } from "./xgboost-model.js";

/** Trees with the output that each adds to and its weight. */
interface Added {
  readonly tree: BoosterTree;
  readonly output: number;
  readonly weight: number;
}

function sumOf(added: readonly Added[], rows: TreeRows, outputs: number, base: (output: number) => number): Float64Array {
  const width = rows.cols + 1;
  const out = new Float64Array(rows.rows * outputs * width);
  const means = added.map(({ tree, weight }) => weight * expectedValue(tree));
  const x = new Float64Array(rows.cols);
  for (let i = 0; i < rows.rows; i++) {
    rows.read(i, i + 1, x);
    const start = (output: number): number => (i * outputs + output) * width;
    added.forEach(({ tree, output, weight }, at) => {
      addContributions(tree, x, 0, { out, from: start(output), factor: weight });
      out[start(output) + rows.cols] += means[at];
    });
    for (let k = 0; k < outputs; k++) out[start(k) + rows.cols] += base(k);
  }
  return out;
}

/** `outputs × (features + 1)` a row, in float32. @throws CornichonError `model.method` for vector leaves, as there */
export function xgboostContributions(model: XgboostModel, rows: TreeRows, { from, to }: TreeRange): Float32Array {
  const { ensemble, outputs, base, expected } = model;
  if (ensemble.kind === "linear") return linearContributions(model, ensemble, rows);
  const added = ensemble.trees
    .slice(from, to)
    .map((tree, at) => ({ tree, output: ensemble.outputOf[from + at], weight: ensemble.weights?.[from + at] ?? 1 }));
  if (added.some(({ tree }) => tree.width > 1)) throw unansweredBy(expected.name, "pred_contribs of vector leaves");
  return Float32Array.from(sumOf(added, rows, outputs, (k) => base[k]));
}

function linearContributions({ features, outputs, base }: XgboostModel, { weights }: XgboostLinear, rows: TreeRows): Float32Array {
  const width = features + 1;
  const out = new Float32Array(rows.rows * outputs * width);
  const x = new Float64Array(rows.cols);
  for (let i = 0; i < rows.rows; i++) {
    rows.read(i, i + 1, x);
    for (let k = 0; k < outputs; k++) {
      const start = (i * outputs + k) * width;
      for (let j = 0; j < features; j++) out[start + j] = Number.isNaN(x[j]) ? 0 : x[j] * weights[j * outputs + k];
      out[start + features] = weights[features * outputs + k] + base[0];
    }
  }
  return out;
}

/** `outputs × (features + 1)` a row. @throws CornichonError `model.method` for linear trees and averages */
export function lightgbmContributions(
  { trees, outputs, isAverage, expected }: LightgbmModel,
  rows: TreeRows,
  { from, to }: TreeRange,
): Float64Array {
  const used = trees.slice(from, to);
  if (isAverage || used.some(({ lines }) => lines !== null))
    throw unansweredBy(expected.name, "pred_contrib of linear trees and random forests");
  const added = used.map((tree, at) => ({ tree, output: at % outputs, weight: 1 }));
  return sumOf(added, rows, outputs, () => 0);
}
