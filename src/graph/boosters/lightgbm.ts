/**
 * LightGBM's models in double: leaves' values added iteration by iteration. Refused: linear trees, and frames whose
 * categories the model keeps.
 */
import { sentence } from "../../errors.js";
import { type LightgbmAsked, lightgbmLabels, lightgbmRange, readBooster } from "../../models/parts/boosters/lightgbm-methods.js";
import type { LightgbmModel } from "../../models/parts/boosters/lightgbm-model.js";
import { type Context, defineLowering, type Lowered, type Lowering, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { boostedDecision, likeliest, stagedSum } from "../parts/boosting.js";
import { log1p } from "../parts/functions.js";
import { decoded, labelTableOf } from "../parts/labels.js";
import { complemented } from "../parts/probabilities.js";
import { leafTable } from "../trees/tables.js";
import { overColumns } from "./sides.js";

/** Raw scores, [N, outputs]. */
function rawScores(context: Context, asked: LightgbmAsked): Value {
  const { ops, rows, at } = context;
  const { model, state } = asked;
  const { from, to } = lightgbmRange(asked, {});
  const trees = model.trees.slice(from, to);
  if (model.categories !== null) throw unsupported(at, state.className, sentence`its categories are those of a frame`);
  if (trees.some(({ lines }) => lines !== null)) throw unsupported(at, state.className, sentence`its leaves have linear models`);
  if (trees.length === 0) throw unsupported(at, state.className, sentence`it has no trees`);
  const over = overColumns(context, trees, rows.x, false);
  const leaves = leafTable(context, over.trees, over.x, false);
  const share = (tree: number, node: number): number => Number(trees[tree]?.values[node]);
  return stagedSum(ops, new Float64Array(model.outputs), { leaves, trees: trees.length, each: model.outputs, share });
}

/** Predictions of raw scores, [N, outputs]. */
function predictions(context: Context, asked: LightgbmAsked, scores: Value): Value {
  const { ops } = context;
  const { objective, isAverage, outputs } = asked.model;
  const { from, to } = lightgbmRange(asked, {});
  const shares = isAverage ? ops.div(scores, ops.double((to - from) / outputs)) : scores;
  const { link, sigmoid } = objective;
  if (link === "identity") return shares;
  if (link === "sigmoid") return ops.sigmoid(sigmoid === 1 ? shares : ops.mul(shares, ops.double(sigmoid)));
  if (link === "exp") return ops.exp(shares);
  if (link === "root") return ops.mul(ops.mul(ops.sign(shares), shares), shares);
  if (link === "softmax") return ops.softmax(shares);
  return log1p(ops, ops.exp(shares));
}

const handedOn = (context: Context, value: Value): Value => boostedDecision(context.ops, value);

const regressor = (context: Context): Lowered => {
  const asked = readBooster(context.state);
  return {
    kind: "regressor",
    methods: makes({ predict: () => handedOn(context, predictions(context, asked, rawScores(context, asked))) }),
  };
};

function isBinary({ outputs }: LightgbmModel): boolean {
  return outputs === 1;
}

function classifier(context: Context): Lowered {
  const { ops, state, at } = context;
  const asked = readBooster(state);
  const { model } = asked;
  const labels = lightgbmLabels(state);
  const scores = once(() => rawScores(context, asked));
  const proba = once(() => {
    if (model.objective.name === "custom") throw unsupported(at, state.className, sentence`its objective is none of LightGBM's own`);
    const shares = predictions(context, asked, scores());
    return isBinary(model) ? complemented(ops, shares) : shares;
  });
  const predict = (): Value =>
    decoded(ops, labelTableOf(context, labels.classes), isBinary(model) ? ops.argmax(proba()) : likeliest(ops, scores(), proba()));
  return {
    kind: "classifier",
    methods: makes({
      predict,
      predict_proba: proba,
      decision_function: model.since47 ? () => handedOn(context, scores()) : undefined,
    }),
  };
}

export const LIGHTGBM: readonly Lowering[] = [
  ...["LGBMModel", "LGBMRegressor", "LGBMRanker", "Booster"].map((name) => defineLowering({ class: `lightgbm.${name}`, lower: regressor })),
  defineLowering({ class: "lightgbm.LGBMClassifier", lower: classifier }),
];
