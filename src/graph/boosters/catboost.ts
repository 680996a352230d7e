/**
 * catboost's models in double, X as float32: leaves' values added tree after tree, then scale and bias. Refused: categories, which
 * are compared by a hash of their texts, and labels that no graph holds.
 */
import { sentence } from "../../errors.js";
import { catboostLabels, isOfClasses, isOfLabels, isOneByOne } from "../../models/parts/boosters/catboost-classes.js";
import { borderOf, type CatboostAsked, readEstimator, usualOf } from "../../models/parts/boosters/catboost-methods.js";
import { type Context, defineLowering, type Lowered, type Lowering, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { boostedDecision } from "../parts/boosting.js";
import { decoded, labelTableOf, second } from "../parts/labels.js";
import { leafTable } from "../trees/tables.js";
import { overColumns } from "./sides.js";

/** Raw values, [N, outputs]. */
function rawValues(context: Context, { model }: CatboostAsked): Value {
  const { ops, rows, at, state } = context;
  const { trees, outputs, scale, bias, hashes } = model;
  if (hashes.some((one) => one !== null))
    throw unsupported(at, state.className, sentence`its categories are compared by a hash of their texts`);
  if (trees.length === 0) throw unsupported(at, state.className, sentence`it has no trees`);
  const over = overColumns(context, trees, rows.x, false);
  const leaves = leafTable(context, over.trees, over.x, true);
  const table = leaves.table(outputs, (tree, node, column) => Number(trees[tree]?.values[node * outputs + column]));
  const sums = ops.sumInOrder(ops.gather(table, leaves.leaves()));
  const scaled = scale === 1 ? sums : ops.mul(sums, ops.double(scale));
  return bias.every((one) => one === 0) ? scaled : ops.add(scaled, ops.doubles([1, outputs], bias));
}

/** The logistic function of raw values, or its logarithm. */
function logistic({ ops }: Context, raw: Value, log: boolean): Value {
  return log ? ops.neg(ops.log(ops.add(ops.double(1), ops.exp(ops.neg(raw))))) : ops.sigmoid(raw);
}

/** Probabilities of the classes, or their logarithms. */
function shares(context: Context, { model }: CatboostAsked, raw: Value, log: boolean): Value {
  const { ops } = context;
  if (model.outputs === 1) return ops.concat([logistic(context, ops.neg(raw), log), logistic(context, raw, log)]);
  if (isOneByOne(model)) return logistic(context, raw, log);
  if (!log) return ops.softmax(raw);
  const above = ops.sub(raw, ops.greatest(raw, true));
  return ops.sub(above, ops.log(ops.sum(ops.exp(above), true)));
}

function regressor(context: Context): Lowered {
  const { ops, state } = context;
  const asked = readEstimator(state);
  const usual = state.className === "catboost.CatBoostRegressor" ? usualOf(state) : "RawFormulaVal";
  const predict = (): Value => {
    const raw = boostedDecision(ops, rawValues(context, asked));
    if (usual === "RMSEWithUncertainty" && asked.model.outputs === 2)
      return ops.concat([ops.columns(raw, [0]), ops.exp(ops.mul(ops.columns(raw, [1]), ops.double(2)))]);
    return usual === "Exponent" ? ops.exp(raw) : raw;
  };
  return { kind: "regressor", methods: makes({ predict }) };
}

function classifier(context: Context): Lowered {
  const { ops, state, at } = context;
  const asked = readEstimator(state);
  const { model } = asked;
  if (!isOfClasses(model)) throw unsupported(at, state.className, sentence`its loss is none of catboost's for classes`);
  const raw = once(() => rawValues(context, asked));
  const predict = (): Value => {
    if (isOfLabels(model)) return second(ops, ops.greater(raw(), ops.double(borderOf(asked))));
    const table = labelTableOf(context, catboostLabels(state, model).classes);
    if (model.outputs > 1) return ops.reshape(decoded(ops, table, ops.argmax(raw())), ["N", 1]);
    return decoded(ops, table, second(ops, ops.greater(ops.flat(raw()), ops.double(borderOf(asked)))));
  };
  return {
    kind: "classifier",
    methods: makes({
      predict,
      predict_proba: () => shares(context, asked, raw(), false),
      predict_log_proba: () => shares(context, asked, raw(), true),
    }),
  };
}

export const CATBOOST: readonly Lowering[] = [
  ...["CatBoost", "CatBoostRanker", "CatBoostRegressor"].map((name) => defineLowering({ class: `catboost.${name}`, lower: regressor })),
  defineLowering({ class: "catboost.CatBoostClassifier", lower: classifier }),
];
