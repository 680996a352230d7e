/**
 * One changed state for each thing that a library takes on trust: a sound model of a fixture, edited in one place, is refused with
 * the place. The same models unedited are sound.
 */
import { describe, expect, test } from "vitest";
import { reasonArgs } from "../../sandbox/finding/because.js";
import { type Library, nativeProblem } from "../../sandbox/native/index.js";
import { NATIVE_FIXTURES } from "./models.js";

const problem = (library: Library, text: string): string | null => {
  const why = nativeProblem(Buffer.from(text), library, { left: 1_000_000, most: 1_000_000 });
  if (why === null) return null;
  const { why: code, key } = reasonArgs(why);
  return key === undefined ? code : `${code} ${key}`;
};

/** A snapshot as JSON, as xgboost 1.3 to 1.5 pickle it. */
function snapshot(label: string): string {
  const fixture = NATIVE_FIXTURES.find(({ path }) => path === `xgboost-2.1.4/${label}.pkl`);
  return JSON.stringify({ Config: fixture?.says.config, Model: fixture?.says.model }).replace(
    /\{"\$type":"float","value":"[^"]*"\}/g,
    "0.5",
  );
}

type Edit = readonly [name: string, label: string, from: string | RegExp, to: string, why: string];

describe("xgboost", () => {
  test.each(["binary", "booster", "categorical", "dart", "linear", "multiclass", "ranker"])("%s is sound", (label) => {
    expect(problem("xgboost", snapshot(label))).toBeNull();
  });

  test.each<Edit>([
    ["a key that no version has", "booster", '"attributes":{', '"plugin":"a.so","attributes":{', "native.unknown-key learner.plugin"],
    ["a key of a tree", "booster", '"base_weights":', '"more":[],"base_weights":', "native.unknown-key trees[0].more"],
    ["no trees", "booster", '"trees":', '"treez":', "native.missing-key model.trees"],
    ["more trees than there are", "booster", /"num_trees":"2"\},"iteration/, '"num_trees":"3"},"iteration', "native.range-of num_trees"],
    ["a tree out of its place", "booster", '"id":1', '"id":0', "native.range-of trees[1].id"],
    ["more nodes than an array has", "booster", /"num_nodes":"\d+"/, '"num_nodes":"99"', "native.count-of trees[0].loss_changes"],
    ["a child beyond the nodes", "booster", /"left_children":\[1/, '"left_children":[99', "native.range-of trees[0].left_children"],
    ["a child twice", "booster", /"right_children":\[2/, '"right_children":[1', "native.tree-of trees[0]"],
    ["a node that is its own child", "booster", /"left_children":\[1/, '"left_children":[0', "native.tree-of trees[0]"],
    ["another parent", "booster", /"parents":\[2147483647,0/, '"parents":[2147483647,2', "native.tree-of trees[0]"],
    ["a feature beyond the model's", "booster", /"split_indices":\[\d/, '"split_indices":[7', "native.tree-of trees[0]"],
    ["a weight that is none", "booster", /"sum_hessian":\[\d+/, '"sum_hessian":[0', "native.tree-of trees[0]"],
    [
      "more features than a predictor holds",
      "booster",
      /"num_feature":"4"/g,
      '"num_feature":"99999999"',
      "native.range-of learner_model_param.num_feature",
    ],
    ["a tree of another group", "booster", '"tree_info":[0', '"tree_info":[1', "native.range-of tree_info"],
    [
      "iterations that do not end",
      "booster",
      '"iteration_indptr":[0,1,2]',
      '"iteration_indptr":[0,1,1]',
      "native.range-of iteration_indptr",
    ],
    [
      "no parallel trees",
      "booster",
      /"num_parallel_tree":"1","num_trees":"2"\},"iter/,
      '"num_parallel_tree":"0","num_trees":"2"},"iter',
      "native.range-of num_parallel_tree",
    ],
    ["a category beyond all", "categorical", /"categories":\[0/, '"categories":[2147483647', "native.range-of trees[0].categories"],
    [
      "a segment elsewhere",
      "categorical",
      /"categories_segments":\[0/,
      '"categories_segments":[1',
      "native.range-of trees[0].categories_segments",
    ],
    [
      "a set of no categories",
      "categorical",
      /"categories_sizes":\[\d/,
      '"categories_sizes":[0',
      "native.range-of trees[0].categories_sizes",
    ],
    [
      "categories of another node",
      "categorical",
      /"categories_nodes":\[0/,
      '"categories_nodes":[1',
      "native.range-of trees[0].categories_nodes",
    ],
    ["a weight too few", "dart", /"weight_drop":\[[^\]]*\]/, '"weight_drop":[1]', "native.count-of weight_drop"],
    ["a linear weight too many", "linear", /"weights":\[/, '"weights":[1,', "native.count-of weights"],
    ["an objective of one's own", "booster", /"name":"reg:squarederror"/g, '"name":"reg:mine"', "native.word-of objective.name"],
    [
      "another booster",
      "booster",
      /"name":"gbtree"\},"learner_model/,
      '"name":"gbmine"},"learner_model',
      "native.word-of gradient_booster.name",
    ],
    [
      "other classes than the objective's",
      "multiclass",
      /"softmax_multiclass_param":\{"num_class":"3"/g,
      '"softmax_multiclass_param":{"num_class":"2"',
      "native.range-of objective.num_class",
    ],
    ["a million threads", "booster", /"nthread":"\d+"/, '"nthread":"1000000"', "native.range-of generic_param.nthread"],
    ["an updater of one's own", "booster", /"name":"grow_\w+"/, '"name":"grow_mine"', "native.word-of gradient_booster.updater.name"],
    ["a metric of one's own", "booster", /"metrics":\[\{"name":"rmse"/, '"metrics":[{"name":"mine"', "native.word-of metrics.name"],
    [
      "a parameter of no version",
      "booster",
      '"generic_param":{',
      '"generic_param":{"log_file":"/tmp/x",',
      "native.unknown-key generic_param.log_file",
    ],
    ["a number that is none", "booster", /"base_score":"[^"]*"/g, '"base_score":"0x10"', "native.kind-of learner_model_param.base_score"],
    ["a feature's name too many", "booster", '"feature_names":["a"', '"feature_names":["a","x"', "native.count-of feature_names"],
    [
      "a parameter that xgboost restores",
      "booster",
      '"attributes":{',
      '"attributes":{"SAVED_PARAM_predictor":"x"',
      "native.unknown-key attributes.SAVED_PARAM_predictor",
    ],
    ["a version of words", "booster", '"version":[2', '"version":["2"', "native.kind-of version"],
  ])("%s is refused", (_, label, from, to, why) => {
    const text = snapshot(label);
    const edited = text.replace(from, to);
    expect(edited).not.toBe(text);
    expect(problem("xgboost", edited)).toBe(why);
  });
});

describe("LightGBM", () => {
  const textOf = (path: string): string => NATIVE_FIXTURES.find((fixture) => fixture.path === path)?.says.text ?? "";
  /** The sizes of the trees, made to fit again. */
  const sized = (text: string): string => {
    const places = [...text.matchAll(/^(?:Tree=|end of trees)/gm)].map(({ index }) => index);
    return text.replace(
      /^tree_sizes=.*$/m,
      `tree_sizes=${places
        .slice(1)
        .map((place, i) => place - (places[i] ?? 0))
        .join(" ")}`,
    );
  };

  test.each(NATIVE_FIXTURES.filter(({ family }) => family === "lightgbm"))("$path is sound", ({ says }) => {
    expect(problem("lightgbm", says.text ?? "")).toBeNull();
  });

  test.each<readonly [string, string | RegExp, string, string]>([
    ["a key of the header", "label_index=0", "label_index=0\nplugin=a.so", "native.unknown-key plugin"],
    ["another version", "version=v4", "version=v9", "native.word-of version"],
    ["more classes than trees an iteration", "num_class=1", "num_class=2", "native.range-of num_tree_per_iteration"],
    ["more features than names", "max_feature_idx=3", "max_feature_idx=4", "native.count-of feature_names"],
    ["an objective of one's own", "objective=regression", "objective=mine", "native.word-of objective"],
    ["an objective of more classes", "objective=regression", "objective=multiclass num_class:3", "native.range-of objective"],
    [
      "classes that are written as no whole number",
      "objective=regression",
      "objective=multiclass num_class:100e-2",
      "native.word-of objective",
    ],
    ["a feature's values that are none", /feature_infos=\S+/, "feature_infos=<x>", "native.word-of feature_infos"],
    ["fewer leaves than values", "num_leaves=4", "num_leaves=3", "native.count-of trees[0].leaf_value"],
    ["a feature beyond the model's", "split_feature=3", "split_feature=9", "native.range-of trees[0].split_feature"],
    ["a child beyond the nodes", "left_child=-1", "left_child=-9", "native.range-of trees[0].left_child"],
    ["a leaf twice", "left_child=-1", "left_child=-2", "native.tree-of trees[0]"],
    ["a node below itself", "left_child=-1", "left_child=0", "native.tree-of trees[0]"],
    ["a kind of decision that is none", /decision_type=\d+/, "decision_type=77", "native.range-of trees[0].decision_type"],
    ["a set of categories that is not there", /decision_type=\d+/, "decision_type=1", "native.range-of trees[0].threshold"],
    ["linear leaves without their features", "is_linear=0", "is_linear=1", "native.kind-of trees[0].leaf_const"],
    ["a line behind a blank one", "leaf_value=", "\nleaf_value=", "native.tree-number"],
    ["a number that old versions abort on", /leaf_value=\S+/, "leaf_value=1e-320", "native.number"],
    ["a parameter of no version", "[boosting: gbdt]", "[boosting: gbdt]\n[log_file: x]", "native.unknown-key parameters.log_file"],
    [
      "a parameter that names a file",
      "[forcedsplits_filename: ]",
      "[forcedsplits_filename: /etc/passwd]",
      "native.word-of parameters.forcedsplits_filename",
    ],
    ["a zero byte", "shrinkage=1", "shrinkage=1\0", "native.number"],
    ["a tab and a zero byte in a name", "Column_0", "Column\t\0", "native.kind-of tree"],
  ])("%s is refused", (_, from, to, why) => {
    const text = textOf("lightgbm-4.7.0/regressor.pkl");
    const edited = text.replace(from, to);
    expect(edited).not.toBe(text);
    expect(problem("lightgbm", sized(edited))).toBe(why);
  });

  test("sizes that lie are refused", () => {
    const text = textOf("lightgbm-4.7.0/regressor.pkl").replace(/tree_sizes=\d+/, "tree_sizes=7");
    expect(problem("lightgbm", text)).toBe("native.range-of tree_sizes");
  });
});
