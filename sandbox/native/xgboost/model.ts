/**
 * xgboost's model as JSON or UBJSON (`Learner::LoadModel`, `GBTreeModel::LoadModel`, `Dart`, `GBLinearModel`, `CatContainer`):
 * every key known, counts that agree, groups and features in range. What a section's parameters may be is in `params.ts`.
 */
import { type Check, has, isFloatText } from "../check.js";
import { isDict, isRow, type Plain, type PlainDict, PlainNumber } from "../plain.js";
import { MAX_FEATURES, MAX_GROUPS, MAX_INT32 } from "./limits.js";
import { checkSection, floatsOf, OBJECTIVES, SECTIONS } from "./params.js";
import { checkTree, type Forest, leafVector } from "./tree.js";

/** What a model says of itself, that its configuration has to say as well. */
export interface Facts {
  readonly objective: string;
  readonly booster: string;
  readonly features: number;
  readonly classes: number;
  readonly targets: number;
}

export function checkModel(check: Check, value: Plain | undefined, blocks: boolean): Facts {
  const model = check.dict(value, "", "learner version");
  checkVersion(check, model.get("version"));
  const learner = check.dict(
    model.get("learner"),
    "learner.",
    "attributes gradient_booster learner_model_param objective",
    "feature_names feature_types",
  );
  const facts = { ...factsOf(check, learner.get("learner_model_param")), objective: "", booster: "" };
  const objective = checkObjective(check, learner.get("objective"), facts.classes);
  for (const [key, attribute] of check.anyDict(learner.get("attributes"), "attributes")) {
    check.text(attribute, `attributes.${key}`);
    check.must(!key.startsWith("SAVED_PARAM_"), "native.unknown-key", `attributes.${key}`);
  }
  checkNames(check, learner, facts.features);
  if (check.failed) return facts;
  const booster = checkBooster(check, learner.get("gradient_booster"), facts, blocks);
  return { ...facts, objective, booster };
}

export function checkVersion(check: Check, value: Plain | undefined): void {
  check.wholes(value, "version", 3, 0, 10_000);
}

export function factsOf(check: Check, value: Plain | undefined): Pick<Facts, "features" | "classes" | "targets"> {
  const key = "learner_model_param.";
  const param = check.dict(value, key, "base_score num_class num_feature", "num_target boost_from_average");
  const features = check.wholeText(param.get("num_feature"), `${key}num_feature`, 0, MAX_FEATURES);
  const classes = check.wholeText(param.get("num_class"), `${key}num_class`, 0, MAX_GROUPS);
  const targets = param.has("num_target") ? check.wholeText(param.get("num_target"), `${key}num_target`, 1, MAX_GROUPS) : 1;
  if (param.has("boost_from_average")) check.word(param.get("boost_from_average"), `${key}boost_from_average`, "0 1");
  check.must(classes <= 1 || targets === 1, "native.range-of", `${key}num_target`);
  const score = check.text(param.get("base_score"), `${key}base_score`);
  const scores = floatsOf(score);
  check.must(scores === null ? isFloatText(score) : scores.every(isFloatText), "native.kind-of", `${key}base_score`);
  const groups = Math.max(1, classes, targets);
  check.must(scores === null || scores.length === 1 || scores.length === groups, "native.count-of", `${key}base_score`);
  return { features, classes, targets };
}

export function checkObjective(check: Check, value: Plain | undefined, classes: number): string {
  const objective = check.anyDict(value, "objective");
  const name = check.word(objective.get("name"), "objective.name", OBJECTIVES);
  for (const [key, section] of objective) {
    if (key === "name") continue;
    if (key === "ti+" || key === "tj-") check.row(section, `objective.${key}`, null);
    else if (has(SECTIONS, key)) checkSection(check, section, `objective.${key}`);
    else check.fail("native.unknown-key", `objective.${key}`);
  }
  if (!name.startsWith("multi:")) return name;
  // Answers are cut into rows of so many numbers: another count than the model's reads beside them.
  const softmax = objective.get("softmax_multiclass_param");
  const own = isDict(softmax) ? softmax.get("num_class") : undefined;
  check.must(classes >= 1 && own === String(classes), "native.range-of", "objective.num_class");
  return name;
}

const FEATURE_TYPES = "int float i q c str string categorical bool";

function checkNames(check: Check, learner: PlainDict, features: number): void {
  for (const key of ["feature_names", "feature_types"]) {
    if (!learner.has(key)) continue;
    const list = check.list(learner.get(key), key);
    check.must(list.length === 0 || list.length === features, "native.count-of", key);
    for (const name of list) {
      const text = check.text(name, key);
      check.must(key === "feature_names" || has(FEATURE_TYPES, text), "native.word-of", key);
    }
  }
}

type Numbers = Pick<Facts, "features" | "classes" | "targets">;

function checkBooster(check: Check, value: Plain | undefined, facts: Numbers, blocks: boolean): string {
  const booster = check.anyDict(value, "gradient_booster");
  const name = check.text(booster.get("name"), "gradient_booster.name");
  if (name === "gbtree") checkForest(check, check.dict(value, "gradient_booster.", "name model").get("model"), facts, blocks);
  else if (name === "dart") checkDart(check, value, facts, blocks);
  else if (name === "gblinear") checkLinear(check, check.dict(value, "gradient_booster.", "name model").get("model"), facts, blocks);
  else check.fail("native.word-of", "gradient_booster.name");
  return name;
}

function checkDart(check: Check, value: Plain | undefined, facts: Numbers, blocks: boolean): void {
  const dart = check.dict(value, "gradient_booster.", "name gbtree weight_drop");
  const inner = check.dict(dart.get("gbtree"), "gradient_booster.gbtree.", "name model");
  check.word(inner.get("name"), "gradient_booster.gbtree.name", "gbtree");
  const trees = checkForest(check, inner.get("model"), facts, blocks);
  checkDropped(check, dart.get("weight_drop"), trees);
}

/** A weight a tree: of dart's own model, from 3.3 on of any. */
function checkDropped(check: Check, value: Plain | undefined, trees: number): void {
  const weights = check.row(value, "weight_drop", trees);
  check.must(weights.layout === "list" || weights.layout === "f4", "native.kind-of", "weight_drop");
}

function checkLinear(check: Check, value: Plain | undefined, { features, classes, targets }: Numbers, blocks: boolean): void {
  const model = check.dict(value, "model.", "weights", "boosted_rounds");
  check.must(targets === 1, "native.range-of", "num_target");
  const weights = check.row(model.get("weights"), "weights", (features + 1) * Math.max(1, classes));
  check.must(weights.layout === (blocks ? "f4" : "list"), "native.kind-of", "weights");
  if (model.has("boosted_rounds")) check.whole(model.get("boosted_rounds"), "boosted_rounds", 0, MAX_INT32);
}

/** Returns how many trees there are. */
function checkForest(check: Check, value: Plain | undefined, { features, classes, targets }: Numbers, blocks: boolean): number {
  const model = check.dict(value, "model.", "gbtree_model_param trees tree_info", "iteration_indptr cats weight_drop");
  const param = check.dict(model.get("gbtree_model_param"), "gbtree_model_param.", "num_trees", "num_parallel_tree size_leaf_vector");
  const trees = check.list(model.get("trees"), "trees");
  check.wholeText(param.get("num_trees"), "num_trees", trees.length, trees.length);
  if (param.has("size_leaf_vector")) check.wholeText(param.get("size_leaf_vector"), "size_leaf_vector", 0, 1);
  const vector = leafVector(trees) > 1;
  const groups = vector ? 1 : Math.max(1, classes, targets);
  check.wholes(model.get("tree_info"), "tree_info", trees.length, 0, groups - 1);
  if (param.has("num_parallel_tree")) {
    const parallel = check.wholeText(param.get("num_parallel_tree"), "num_parallel_tree", 1, 2 ** 20);
    check.must(trees.length % (parallel * groups) === 0, "native.range-of", "num_parallel_tree");
  }
  if (model.has("iteration_indptr")) checkIterations(check, model.get("iteration_indptr"), trees.length);
  if (model.has("weight_drop")) checkDropped(check, model.get("weight_drop"), trees.length);
  if (model.has("cats")) checkContainer(check, model.get("cats"), features);
  const forest: Forest = { features, targets: vector ? Math.max(classes, targets) : 1, blocks, categoryBytes: 0 };
  for (let i = 0; i < trees.length && !check.failed; i++) checkTree(check, trees[i], i, forest);
  return trees.length;
}

/** Where each round's trees begin, and the end of the last. */
function checkIterations(check: Check, value: Plain | undefined, trees: number): void {
  const places = check.wholes(value, "iteration_indptr", null, 0, trees);
  check.must(places.count >= 1 && places.at(0) === 0 && places.at(places.count - 1) === trees, "native.range-of", "iteration_indptr");
  for (let i = 1; i < places.count; i++) check.must(places.at(i) >= places.at(i - 1), "native.range-of", "iteration_indptr");
}

/** The categories of a data frame (3.1 and later): a column's texts as offsets and characters, or its numbers. */
function checkContainer(check: Check, value: Plain | undefined, features: number): void {
  const cats = check.dict(value, "cats.", "enc feature_segments sorted_idx", "is_ref sorted");
  for (const flag of ["is_ref", "sorted"])
    if (cats.has(flag)) check.must(typeof cats.get(flag) === "boolean", "native.kind-of", `cats.${flag}`);
  const columns = check.list(cats.get("enc"), "cats.enc");
  check.must(columns.length === 0 || columns.length === features, "native.count-of", "cats.enc");
  const starts = check.wholes(
    cats.get("feature_segments"),
    "cats.feature_segments",
    columns.length === 0 ? null : columns.length + 1,
    0,
    MAX_INT32,
  );
  check.must(columns.length > 0 || starts.count === 0, "native.count-of", "cats.feature_segments");
  let total = 0;
  for (let i = 0; i < columns.length && !check.failed; i++) {
    check.must(starts.at(i) === total, "native.range-of", "cats.feature_segments");
    total += columnCategories(check, columns[i]);
  }
  check.must(columns.length === 0 || starts.at(columns.length) === total, "native.range-of", "cats.feature_segments");
  checkOrder(check, cats.get("sorted_idx"), starts, total, cats.get("sorted") === true);
}

/** The order in which a column's categories sort, each column on its own: every place once. */
function checkOrder(
  check: Check,
  value: Plain | undefined,
  starts: { readonly count: number; at(i: number): number },
  total: number,
  sorted: boolean,
): void {
  const order = check.wholes(value, "cats.sorted_idx", null, 0, MAX_INT32);
  check.must(order.count === total || (order.count === 0 && !(sorted && total > 0)), "native.count-of", "cats.sorted_idx");
  for (let column = 0; column + 1 < starts.count && order.count > 0 && !check.failed; column++) {
    const size = starts.at(column + 1) - starts.at(column);
    const met = new Uint8Array(size);
    for (let i = starts.at(column); i < starts.at(column + 1); i++) {
      const place = order.at(i);
      check.must(place < size && met[place] === 0, "native.range-of", "cats.sorted_idx");
      if (place < size) met[place] = 1;
    }
  }
}

/** How many categories a column has. */
function columnCategories(check: Check, value: Plain | undefined): number {
  const column = check.dict(value, "cats.enc.", "values", "offsets type");
  const values = check.row(column.get("values"), "cats.enc.values", null);
  check.must(values.whole, "native.kind-of", "cats.enc.values");
  if (!column.has("offsets")) {
    check.must(column.get("type") instanceof PlainNumber, "native.kind-of", "cats.enc.type");
    check.whole(column.get("type"), "cats.enc.type", 0, 64);
    return values.count;
  }
  check.must(!column.has("type") && isRow(column.get("values")), "native.unknown-key", "cats.enc.type");
  const offsets = check.wholes(column.get("offsets"), "cats.enc.offsets", null, 0, values.count);
  for (let i = 0; i < offsets.count; i++)
    check.must(i === 0 ? offsets.at(0) === 0 : offsets.at(i) >= offsets.at(i - 1), "native.range-of", "cats.enc.offsets");
  return Math.max(0, offsets.count - 1);
}
