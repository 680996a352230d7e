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
import { unanswered } from "./native.js";
import { marginsOf, type TreeRange, xgboostLeaves, xgboostRows } from "./xgboost-margins.js";
import type { XgboostModel } from "./xgboost-model.js";
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

/** @throws CornichonError `model.method` for an option that is not known here */
export function checkOptions(state: State, options: MethodOptions): void {
  for (const [name, value] of Object.entries(options))
    if (!KNOWN.has(name) && value !== null && value !== undefined && value !== false) throw unanswered(state, name);
}

/** Which trees count: by `iteration_range`, by `ntree_limit` (a number of trees an output), else by `usual` iterations. */
export function rangeOf(model: XgboostModel, state: State, options: MethodOptions, usual: number | null): TreeRange {
  if (model.ensemble.kind === "linear") return { from: 0, to: 0 };
  const { iterations } = model.ensemble;
  const last = iterations.length - 1;
  const limit = numberOf(options["ntree_limit"]) ?? 0;
  const [begin, end] = askedRange(options) ?? [0, 0];
  const counted = end === 0 && limit > 0 ? Math.floor(limit / model.parallel) : end === 0 ? (usual ?? last) : end;
  const to = model.version.before(1, 4) || end === 0 ? Math.min(counted, last) : counted;
  if (!(begin >= 0 && begin <= to && to <= last)) throw unanswered(state, `iterations ${begin} to ${counted} of ${last}`);
  return { from: iterations[begin], to: iterations[to] };
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
  /** Iterations that count where nobody says which; null for all. */
  readonly usual: number | null;
}

/** Values of a row as one axis where it has one. */
const squeezed = (rows: number, each: number, data: Float32Array, strict: boolean): NDArray =>
  float32(each === 1 && !strict ? [rows] : [rows, each], data);

/** `predict` of a Booster, and of the wrappers that hand on what it gives. */
export function xgboostPredict({ model, state, missing, usual }: Asked, x: Samples, options: MethodOptions): NDArray {
  const range = rangeOf(model, state, options, usual);
  const rows = xgboostRows(model, x, missing);
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
