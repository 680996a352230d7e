/**
 * What LightGBM's Booster and its wrappers answer (lightgbm.basic.Booster.predict, lightgbm.sklearn, 2 to 4). The best iteration
 * counts where training stopped early and nobody asks for another.
 */
import { arrayOf, numberOf, typeOf } from "../../../neutral/document.js";
import { float64, type NDArray } from "../../../numeric/ndarray.js";
import type { MethodOptions } from "../../define.js";
import type { Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { type Labels, labelsFrom, labelsOf } from "../labels.js";
import { lightgbmContributions } from "./contributions.js";
import { type LightgbmModel, readLightgbm } from "./lightgbm-model.js";
import { converted } from "./lightgbm-objectives.js";
import { lightgbmLeaves, lightgbmRows, rawScores } from "./lightgbm-scores.js";
import { checkKnown } from "./native.js";
import type { TreeRange } from "./trees.js";

/** Options that are known here, and those that change nothing of an answer. */
const KNOWN = new Set([
  "raw_score",
  "num_iteration",
  "start_iteration",
  "pred_leaf",
  "pred_contrib",
  "validate_features",
  "is_reshape",
  "data_has_header",
]);

export interface LightgbmAsked {
  readonly model: LightgbmModel;
  readonly state: State;
  /** Iterations that count where nobody says which; none above zero: all. */
  readonly usual: number;
}

/** Reads a Booster, or a wrapper's. @throws CornichonError `model.*` */
export function readBooster(state: State): LightgbmAsked {
  const isWrapper = state.className !== "lightgbm.Booster";
  if (isWrapper) state.fitted("_Booster");
  const booster = isWrapper ? state.object("_Booster") : state;
  if (booster?.className !== "lightgbm.Booster") throw state.inconsistent("its _Booster is none of LightGBM");
  return { model: readLightgbm(booster, state.name), state, usual: booster.number("best_iteration") ?? -1 };
}

/** Trees that count: those of the iterations that are asked for, else of the best ones. */
export function lightgbmRange({ model, usual }: LightgbmAsked, options: MethodOptions): TreeRange {
  const total = model.trees.length / model.outputs;
  const start = Math.min(Math.max(0, numberOf(options["start_iteration"]) ?? 0), total);
  const asked = numberOf(options["num_iteration"]) ?? (start > 0 ? -1 : usual);
  const count = asked > 0 ? Math.min(asked, total - start) : total - start;
  return { from: start * model.outputs, to: (start + count) * model.outputs };
}

const squeezed = (rows: number, each: number, data: Float64Array): NDArray => float64(each === 1 ? [rows] : [rows, each], data);

/** `predict` of a Booster, and of the wrappers that hand on what it gives. @throws CornichonError `model.method`, `input.*` */
export function lightgbmPredict(asked: LightgbmAsked, x: Samples, options: MethodOptions): NDArray {
  const { model, state } = asked;
  checkKnown(state, options, KNOWN);
  const range = lightgbmRange(asked, options);
  const rows = lightgbmRows(model, x);
  if (options["pred_leaf"] === true) {
    const trees = range.to - range.from;
    return {
      dtype: "int32",
      shape: trees === 1 && !model.since46 ? [rows.rows] : [rows.rows, trees],
      data: lightgbmLeaves(model, rows, range),
    };
  }
  if (options["pred_contrib"] === true)
    return float64([rows.rows, model.outputs * (model.features + 1)], lightgbmContributions(model, rows, range));
  const scores = rawScores(model, rows, range);
  if (options["raw_score"] === true) return squeezed(rows.rows, model.outputs, scores);
  const iterations = (range.to - range.from) / model.outputs;
  const shares = model.isAverage ? scores.map((score) => score / iterations) : scores;
  return squeezed(rows.rows, model.outputs, converted(model.objective, shares, model.outputs));
}

/** Labels of a classifier: of its encoder, or as it has them itself. */
export function lightgbmLabels(state: State): Labels {
  const encoder = state.object("_le");
  if (encoder?.has("classes_") === true) return labelsOf(encoder);
  const own = state.get("_classes");
  if (typeOf(own) === "ndarray") return labelsFrom(arrayOf(own));
  return labelsOf(state);
}
