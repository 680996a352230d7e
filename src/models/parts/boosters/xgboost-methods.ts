/**
 * What xgboost's Booster and its wrappers answer (xgboost.core.Booster.predict, xgboost.sklearn, 0.9 to 3): margins,
 * predictions, leaves, and which iterations count. `strict_shape` keeps an axis for the outputs.
 */

import { numberOf } from "../../../neutral/document.js";
import type { NDArray } from "../../../numeric/ndarray.js";
import type { MethodOptions } from "../../define.js";
import type { Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { xgboostContributions } from "./contributions.js";
import { checkKnown, unanswered } from "./native.js";
import type { TreeRange } from "./trees.js";
import { marginsOf, xgboostLeaves, xgboostRows } from "./xgboost-margins.js";
import type { XgboostModel, XgboostTrees } from "./xgboost-model.js";
import { transformed } from "./xgboost-objectives.js";

const float32 = (shape: readonly number[], data: Float32Array): NDArray => ({ dtype: "float32", shape, data });

/** Options that have their answer here, and those that change none. */
const KNOWN = new Set([
  "validate_features",
  "training",
  "output_margin",
  "pred_leaf",
  "iteration_range",
  "ntree_limit",
  "strict_shape",
  "pred_contribs",
]);

/** Which trees count: those that are asked for, else those of the best iterations. */
export function rangeOf(asked: Asked, options: MethodOptions): TreeRange {
  const { model, state, usual } = asked;
  if (model.ensemble.kind === "linear") return { from: 0, to: 0 };
  const limit = numberOf(options["ntree_limit"]) ?? 0;
  if (model.version.before(1, 4)) return limitedRange(asked, model.ensemble, limit > 0 ? limit : (usual ?? 0));
  const { iterations } = model.ensemble;
  const last = iterations.length - 1;
  const [begin, end] = askedRange(options) ?? [0, 0];
  const counted = end > 0 ? end : Math.min(limit > 0 ? Math.floor(limit / model.parallel) : (usual ?? last), last);
  if (!(begin >= 0 && begin <= counted && counted <= last)) throw unanswered(state, `iterations ${begin} to ${counted} of ${last}`);
  return { from: iterations[begin], to: iterations[counted] };
}

/** Until 1.3 trees are counted, for each output, and not iterations; none is all. */
function limitedRange({ model, state }: Asked, { trees, weights }: XgboostTrees, limit: number): TreeRange {
  if (limit === 0 && weights !== null && model.version.before(1, 0))
    throw unanswered(state, "dart booster of before 1.0 without an ntree_limit, since it leaves out trees at random then");
  return { from: 0, to: limit === 0 ? trees.length : Math.min(limit * model.outputs, trees.length) };
}

function askedRange(options: MethodOptions): readonly [number, number] | null {
  const range = options["iteration_range"];
  if (!Array.isArray(range) || range.length !== 2) return null;
  const [begin, end] = [Number(range[0]), Number(range[1])];
  return Number.isInteger(begin) && Number.isInteger(end) ? [begin, end] : null;
}

export interface Asked {
  readonly model: XgboostModel;
  readonly state: State;
  readonly missing: number;
  /** Iterations that count where nobody says which, until 1.3 trees an output; null for all. */
  readonly usual: number | null;
  /** X goes through a DMatrix, which since 1.4 refuses infinite values. */
  readonly isMatrix: boolean;
}

/** `apply` of the wrappers: leaves, of all trees until 1.3. */
export function xgboostApply(asked: Asked, x: Samples, options: MethodOptions): NDArray {
  const usual = asked.model.version.before(1, 4) ? null : asked.usual;
  return xgboostPredict({ ...asked, usual, isMatrix: true }, x, { ...options, pred_leaf: true });
}

/** Values of a row as one axis where it has one. */
const squeezed = (rows: number, each: number, data: Float32Array, strict: boolean): NDArray =>
  float32(each === 1 && !strict ? [rows] : [rows, each], data);

/** `predict` of a Booster, and of the wrappers that hand on what it gives. @throws CornichonError `model.method`, `input.*` */
export function xgboostPredict(asked: Asked, x: Samples, options: MethodOptions): NDArray {
  const { model, state, missing, isMatrix } = asked;
  checkKnown(state, options, KNOWN);
  const range = rangeOf(asked, options);
  const rows = xgboostRows(model, x, missing, isMatrix && model.version.since(1, 4));
  const strict = options["strict_shape"] === true;
  if (options["pred_leaf"] === true) return leafAnswer(model, state, rows, range, strict);
  if (options["pred_contribs"] === true) {
    const each = model.features + 1;
    const shape = model.outputs === 1 && !strict ? [rows.rows, each] : [rows.rows, model.outputs, each];
    return float32(shape, xgboostContributions(model, rows, range));
  }
  const margins = marginsOf(model, rows, range);
  if (options["output_margin"] === true) return squeezed(rows.rows, model.outputs, margins, strict);
  const out = transformed(model.objective, margins, model.outputs);
  return squeezed(rows.rows, model.objective.link === "argmax" ? 1 : model.outputs, out, strict);
}

function leafAnswer(model: XgboostModel, state: State, rows: ReturnType<typeof xgboostRows>, range: TreeRange, strict: boolean): NDArray {
  const { ensemble, outputs, parallel } = model;
  if (ensemble.kind === "linear") throw unanswered(state, "leaves, since it is linear");
  const data = xgboostLeaves(ensemble, rows, range);
  const trees = range.to - range.from;
  if (model.version.before(1, 4)) return { dtype: "int32", shape: [rows.rows, trees], data: Int32Array.from(data) };
  if (!strict) return float32(trees === 1 ? [rows.rows] : [rows.rows, trees], data);
  const groups = ensemble.trees[0]?.width === outputs ? 1 : outputs;
  return float32([rows.rows, trees / (groups * parallel), groups, parallel], data);
}
