/**
 * xgboost's models in float32, as its own predictor adds: trees one after the other from `base_score` on. What comes out is
 * handed on as doubles that are float32. Leaves' values stand in a table, so that no operator's own sums come between.
 * Refused: frames whose categories the model keeps.
 */
import { sentence } from "../../errors.js";
import type { Asked } from "../../models/parts/boosters/xgboost-methods.js";
import { rangeOf } from "../../models/parts/boosters/xgboost-methods.js";
import { readXgboost, type XgboostLinear, type XgboostModel, type XgboostTrees } from "../../models/parts/boosters/xgboost-model.js";
import { readWrapper, xgboostLabels } from "../../models/parts/boosters/xgboost-wrapper.js";
import { type Context, defineLowering, type Lowered, type Lowering, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { likeliest } from "../parts/boosting.js";
import { decoded, labelTableOf, second } from "../parts/labels.js";
import { leafTable } from "../trees/tables.js";
import { overColumns } from "./sides.js";

const single = ({ ops }: Context, value: number): Value => ops.g.constant("float32", [], Float32Array.of(value));

/** X in float32 with NaN for what is missing. */
function seen(context: Context, missing: number): Value {
  const { ops, rows } = context;
  const x = ops.cast(rows.x, "float32");
  if (Number.isNaN(missing)) return x;
  return ops.where(ops.equal(x, single(context, missing)), single(context, Number.NaN), x);
}

/** Margins, [N, outputs], float32. */
function margins(context: Context, asked: Asked): Value {
  const { model, state } = asked;
  const { at } = context;
  if (model.categories !== null && model.kinds.includes("c") && model.categories.list("enc").length > 0)
    throw unsupported(at, state.className, sentence`its categories are those of a frame`);
  const x = seen(context, asked.missing);
  return model.ensemble.kind === "linear"
    ? linearMargins(context, model, model.ensemble, x)
    : treeMargins(context, asked, model.ensemble, x);
}

function treeMargins(context: Context, asked: Asked, ensemble: XgboostTrees, x: Value): Value {
  const { ops, at } = context;
  const { model, state } = asked;
  const { outputs, base, version } = model;
  const { from, to } = rangeOf(asked, {});
  const trees = ensemble.trees.slice(from, to);
  const outputOf = Array.from(ensemble.outputOf.subarray(from, to));
  const width = trees[0]?.width ?? 1;
  const stages = width > 1 ? trees.length : trees.length / outputs;
  const byOutput = Array.from({ length: outputs }, (_, k) => outputOf.flatMap((output, t) => (output === k ? [t] : [])));
  const isOdd = trees.some((tree) => tree.width !== width) || (width === 1 && byOutput.some((own) => own.length !== stages));
  if (isOdd || stages < 1) throw unsupported(at, state.className, sentence`its outputs have several numbers of trees`);
  const late = version.before(1, 3);
  const over = overColumns(context, trees, x, true);
  const leaves = leafTable(context, over.trees, over.x, true);
  const isFirst = (tree: number): boolean => !late && (width > 1 ? tree === 0 : byOutput[outputOf[tree] ?? 0]?.[0] === tree);
  const value = (tree: number, node: number, column: number): number => {
    const weight = ensemble.weights === null ? 1 : Math.fround(Number(ensemble.weights[from + tree]));
    const own = Math.fround(weight * Number(trees[tree]?.values[node * width + column]));
    const begin = Number(base[width > 1 ? column : (outputOf[tree] ?? 0)]);
    return isFirst(tree) ? Math.fround(begin + own) : own;
  };
  const chosen = ops.gather(ops.cast(leaves.table(width, value), "float32"), leaves.leaves());
  const sums = ops.sumInOrder(width > 1 ? chosen : inStages(context, chosen, byOutput, stages));
  return late ? ops.add(sums, ops.g.constant("float32", [outputs], base)) : sums;
}

/** One value a tree by stage and output: [N, stages, outputs]. */
function inStages({ ops }: Context, chosen: Value, byOutput: readonly (readonly number[])[], stages: number): Value {
  const order = Array.from({ length: stages }, (_, stage) => byOutput.map((own) => own[stage] ?? 0)).flat();
  const flat = ops.reshape(chosen, ["N", order.length]);
  const sorted = order.every((tree, place) => tree === place) ? flat : ops.columns(flat, order);
  return ops.reshape(sorted, ["N", stages, byOutput.length]);
}

/** Products are added feature by feature; a missing value adds nothing. */
function linearMargins(context: Context, { features, outputs, base }: XgboostModel, { weights }: XgboostLinear, x: Value): Value {
  const { ops } = context;
  const present = ops.where(ops.isNaN(x), single(context, 0), x);
  const factors = ops.g.constant("float32", [features, outputs], Float32Array.from(weights.subarray(0, features * outputs)));
  const bias = Float32Array.from({ length: outputs }, (_, k) =>
    Math.fround(Math.fround(Number(weights[features * outputs + k])) + Number(base[0])),
  );
  const start = ops.gather(ops.g.constant("float32", [1, outputs], bias), ops.zeros(x));
  const products = ops.mul(ops.reshape(present, ["N", features, 1]), factors);
  return ops.sumInOrder(ops.concat([ops.reshape(start, ["N", 1, outputs]), products]));
}

/** Predictions of margins in float32; of labels their positions. */
function predictions(context: Context, { objective, outputs }: XgboostModel, scores: Value): Value {
  const { ops } = context;
  const { link } = objective;
  const one = single(context, 1);
  if (link === "identity") return scores;
  if (link === "rising") return ops.sorted(scores).values;
  if (link === "exp") return ops.exp(scores);
  if (link === "step") return ops.cast(ops.greater(scores, single(context, 0)), "float32");
  if (link === "sigmoid") return ops.div(one, ops.add(ops.exp(ops.min(ops.neg(scores), single(context, 88.7))), one));
  if (link === "argmax") return ops.cast(ops.argmax(scores), "float32");
  const shares = ops.exp(ops.sub(scores, ops.greatest(scores, true)));
  return outputs === 1 ? ops.div(shares, shares) : ops.div(shares, ops.sum(shares, true));
}

const handedOn = ({ ops }: Context, value: Value): Value => ops.cast(Number(value.shape[1]) === 1 ? ops.flat(value) : value, "float64");

function regressor(context: Context, asked: Asked): Lowered {
  return {
    kind: "regressor",
    methods: makes({ predict: () => handedOn(context, predictions(context, asked.model, margins(context, asked))) }),
  };
}

function classifier(context: Context): Lowered {
  const { ops, state } = context;
  const asked = readWrapper(state);
  const { model } = asked;
  const labels = xgboostLabels(state, asked);
  const scores = once(() => margins(context, asked));
  const shares = once(() => predictions(context, model, scores()));
  const table = once(() => labelTableOf(context, labels.classes));
  const isAbove = (): Value => ops.greater(shares(), single(context, 0.5));
  const predict = (): Value => {
    if (model.objective.link === "argmax") return ops.argmax(scores());
    if (model.outputs === 1) return decoded(ops, table(), second(ops, ops.flat(isAbove())));
    if (labels.count === 2) return ops.cast(isAbove(), "float64");
    return decoded(ops, table(), likeliest(ops, scores(), shares()));
  };
  const proba = (): Value => {
    if (model.objective.link === "argmax") return softmax(context, scores());
    if (model.outputs > 1) return ops.cast(shares(), "float64");
    return ops.cast(ops.concat([ops.sub(single(context, 1), shares()), shares()]), "float64");
  };
  return { kind: "classifier", methods: makes({ predict, predict_proba: proba }) };
}

function softmax({ ops }: Context, scores: Value): Value {
  const shares = ops.exp(ops.sub(scores, ops.greatest(scores, true)));
  return ops.cast(ops.div(shares, ops.sum(shares, true)), "float64");
}

const wrapper = (name: string): Lowering =>
  defineLowering({ class: `xgboost.${name}`, lower: (context) => regressor(context, readWrapper(context.state)) });

export const XGBOOST: readonly Lowering[] = [
  ...["XGBModel", "XGBRegressor", "XGBRanker", "XGBRFRegressor"].map(wrapper),
  ...["XGBClassifier", "XGBRFClassifier"].map((name) => defineLowering({ class: `xgboost.${name}`, lower: classifier })),
  defineLowering({
    class: "xgboost.Booster",
    lower: (context) => {
      const { state } = context;
      return regressor(context, { model: readXgboost(state, state.name), state, missing: Number.NaN, usual: null, isMatrix: true });
    },
  }),
];
