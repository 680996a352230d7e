/**
 * `feature_importances_` of boosters, which they count from their trees when they are asked (xgboost 0.90 to 3, LightGBM 2 to 4) or
 * keep beside the model (catboost). Of what was decoded only the splits are read. Linear boosters have coefficients instead, which
 * are null here.
 */
import { numberOf } from "../../../neutral/document.js";
import { MOST_FEATURES, type State } from "../../state.js";
import { decodedOf, type Native, unanswered } from "./native.js";

/** How often each column splits and what the splits gain or cover, as `add` sums them up. */
interface Sums {
  readonly count: Float64Array;
  readonly sum: Float64Array;
}

const sumsOf = (features: number): Sums => ({ count: new Float64Array(features), sum: new Float64Array(features) });

/** One more split. @throws CornichonError `model.inconsistent` for a column that there is not */
function addSplit(state: State, sums: Sums, feature: number, value: number, round: (sum: number) => number): void {
  if (!(Number.isInteger(feature) && feature >= 0 && feature < sums.sum.length))
    throw state.inconsistent(`a tree splits on feature ${feature} of ${sums.sum.length}`);
  sums.count[feature] += 1;
  sums.sum[feature] = round(sums.sum[feature] + value);
}

/** The splits of a tree that are reached from its root, the right side first as xgboost walks. */
function addTree(state: State, sums: Sums, tree: Native, of: string): void {
  const [left, right, feature] = [tree.numbers("left_children"), tree.numbers("right_children"), tree.numbers("split_indices")];
  const values = tree.numbers(of);
  if ([right, feature, values].some((one) => one.length !== left.length))
    throw state.inconsistent("the columns of a tree have several lengths");
  const open = [0];
  for (let steps = 0; open.length > 0; steps++) {
    const id = open.pop() ?? 0;
    if (steps > left.length || !(id >= 0 && id < left.length)) throw state.inconsistent("its trees are no trees");
    if (left[id] < 0) continue;
    addSplit(state, sums, feature[id], values[id], Math.fround);
    open.push(left[id], right[id]);
  }
}

/** In float32, as xgboost sums up; the share of each. */
function ofXgboost(state: State, booster: State): readonly number[] | null {
  const learner = decodedOf(booster, "Model").dict("Model").dict("learner");
  const gradient = learner.dict("gradient_booster");
  if (gradient.text("name") === "gblinear") return null;
  const type = state.text("importance_type") ?? "gain";
  if (!/^(?:weight|(?:total_)?(?:gain|cover))$/.test(type)) throw unanswered(state, `importance_type=${type}`);
  const sums = sumsOf(learner.dict("learner_model_param").whole("num_feature", 0, 0, MOST_FEATURES));
  const trees = (gradient.text("name") === "dart" ? gradient.dict("gbtree") : gradient).dict("model").dicts("trees");
  for (const tree of trees) addTree(booster, sums, tree, type.endsWith("cover") ? "sum_hessian" : "loss_changes");
  const isMean = !type.startsWith("total_");
  const scores = Float32Array.from(sums.sum, (sum, j) =>
    type === "weight" ? sums.count[j] : isMean ? Math.fround(sum) / Math.max(1, sums.count[j]) : sum,
  );
  const total = scores.reduce((all, score) => Math.fround(all + score), 0);
  return Array.from(total === 0 ? scores : scores.map((score) => score / total));
}

/** The trees of the best iteration count, and only splits that gain. */
function ofLightgbm(state: State, booster: State): readonly number[] {
  const model = decodedOf(booster, "header");
  const header = model.dict("header");
  const sums = sumsOf(1 + header.whole("max_feature_idx", -1, 0, MOST_FEATURES - 1));
  const best = booster.number("best_iteration") ?? -1;
  const each = header.whole("num_tree_per_iteration", header.number("num_class", 1), 1, MOST_FEATURES);
  const trees = model.dicts("trees");
  for (const tree of best > 0 ? trees.slice(0, best * each) : trees) {
    const inner = tree.whole("num_leaves", 1, 1, MOST_FEATURES) - 1;
    const [feature, gain] = [tree.numbers("split_feature", inner), tree.numbers("split_gain", inner)];
    if (feature.length !== gain.length) throw booster.inconsistent("the columns of a tree have several lengths");
    for (const [at, value] of gain.entries()) if (value > 0) addSplit(booster, sums, feature[at], value, (sum) => sum);
  }
  const type = state.text("importance_type") ?? "split";
  if (type !== "split" && type !== "gain") throw unanswered(state, `importance_type=${type}`);
  return Array.from(type === "gain" ? sums.sum : sums.count);
}

/** Losses over groups of rows, for which catboost has importances of their own. */
const OF_GROUPS = /^(?:YetiRank|PairLogit|Query|StochasticFilter|StochasticRank|LambdaMart|GroupQuantile)/;

function ofCatboost(state: State): readonly number[] {
  const loss = ["loss_function", "objective", "loss"].map((key) => state.get(key)).find((value) => typeof value === "string") ?? "";
  const key = OF_GROUPS.test(String(loss)) ? "_loss_value_change" : "_prediction_values_change";
  return state.items(key).map((item) => numberOf(state.plain(item)) ?? Number.NaN);
}

/** Importances of a fitted booster; null for what is none, and for one of linear weights. @throws CornichonError `model.*` */
export function boosterImportances(state: State): readonly number[] | null {
  const library = state.className.slice(0, state.className.indexOf("."));
  if (library === "catboost") return ofCatboost(state);
  if (library !== "xgboost" && library !== "lightgbm") return null;
  state.fitted("_Booster");
  const booster = state.object("_Booster");
  if (booster?.className !== `${library}.Booster`) throw state.inconsistent(`its _Booster is none of ${library}`);
  return library === "xgboost" ? ofXgboost(state, booster) : ofLightgbm(state, booster);
}
