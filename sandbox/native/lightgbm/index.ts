/**
 * All of LightGBM's model text (`GBDT::LoadModelFromString`), versions v2 to v4: a header whose counts hold for every tree, trees
 * at the bytes that `tree_sizes` says, parameters of known names none of which sets a file, categories of pandas as JSON.
 *
 * Refused besides what the trees' own rules refuse: keys that no version writes, carriage returns, control characters and NUL,
 * at which C ends the text.
 */
import { BLANK, NEWLINE, TAB } from "../../bytes/ascii.js";
import type { Reason } from "../../finding/because.js";
import { Check, has, isFloatText, isWholeText, words } from "../check.js";
import { isRow, type Plain, type PlainDict, PlainNumber, type Row } from "../plain.js";
import { PARAMETERS, UNSET, unsetValue } from "./parameters.js";
import { checkTree } from "./tree.js";

/** Features of a model: its predictor keeps a row of so many doubles a thread. */
const MAX_FEATURES = 2 ** 24;
const MAX_CLASSES = 2 ** 16;

const HEADER = "version num_class label_index max_feature_idx feature_names feature_infos";
const HEADER_TOO = "num_tree_per_iteration objective average_output monotone_constraints tree_sizes";

/** Lines of a tree that every version reads. */
const MAX_LINES = 15;

/** Why it is none that LightGBM writes, null when all of it holds. */
export function lightgbmProblem(value: Plain, bytes: Uint8Array): Reason | null {
  const check = new Check();
  checkCharacters(check, bytes);
  const model = check.dict(value, "", "header", "trees feature_importances parameters pandas_categorical");
  const header = check.dict(model.get("header"), "", HEADER, HEADER_TOO);
  if (check.failed) return check.why;
  const features = checkHeader(check, header);
  const trees = model.has("trees") ? check.list(model.get("trees"), "trees") : [];
  for (let i = 0; i < trees.length && !check.failed; i++) checkTree(check, trees[i], i, features);
  checkPlaces(check, header.get("tree_sizes"), trees, bytes);
  if (!check.failed) check.must(trees.length % classesOf(header) === 0, "native.count-of", "trees");
  if (model.has("feature_importances")) checkImportances(check, model.get("feature_importances"));
  if (model.has("parameters")) checkParameters(check, model.get("parameters"));
  if (model.has("pandas_categorical")) checkCategories(check, model.get("pandas_categorical"));
  return check.why;
}

function checkCharacters(check: Check, bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < BLANK && byte !== NEWLINE && byte !== TAB) return check.fail("native.kind-of", "tree");
  }
}

const classesOf = (header: PlainDict): number => {
  const classes = header.get("num_class");
  return classes instanceof PlainNumber ? classes.value : 1;
};

/** Returns how many features there are. */
function checkHeader(check: Check, header: PlainDict): number {
  check.word(header.get("version"), "version", "v2 v3 v4");
  const classes = check.whole(header.get("num_class"), "num_class", 1, MAX_CLASSES);
  if (header.has("num_tree_per_iteration")) check.whole(header.get("num_tree_per_iteration"), "num_tree_per_iteration", classes, classes);
  check.whole(header.get("label_index"), "label_index", 0, MAX_FEATURES);
  const features = check.whole(header.get("max_feature_idx"), "max_feature_idx", 0, MAX_FEATURES - 1) + 1;
  if (header.has("average_output")) check.must(header.get("average_output") === true, "native.kind-of", "average_output");
  if (header.has("monotone_constraints")) check.wholes(header.get("monotone_constraints"), "monotone_constraints", features, -1, 1);
  check.must(textsOf(check, header, "feature_names").length === features, "native.count-of", "feature_names");
  const infos = textsOf(check, header, "feature_infos");
  check.must(infos.length === features, "native.count-of", "feature_infos");
  check.must(infos.every(isFeatureInfo), "native.word-of", "feature_infos");
  if (header.has("objective")) checkObjective(check, check.text(header.get("objective"), "objective"), classes);
  return check.failed ? 0 : features;
}

function textsOf(check: Check, header: PlainDict, key: string): readonly string[] {
  const list = header.get(key);
  if (!Array.isArray(list)) check.fail("native.kind-of", key);
  else if (list.every((item) => typeof item === "string")) return list;
  return [];
}

/** `none`, `[0.5:2]`, or categories: `0:3:7`. */
function isFeatureInfo(text: string): boolean {
  if (text === "none") return true;
  if (!text.startsWith("[")) return text.split(":").every(isWholeText);
  const ends = text.endsWith("]") ? text.slice(1, -1).split(":") : [];
  return ends.length === 2 && ends.every(isFloatText);
}

const OBJECTIVES =
  "regression regression_l1 huber fair poisson quantile mape gamma tweedie binary multiclass multiclassova lambdarank rank_xendcg " +
  "cross_entropy cross_entropy_lambda xentropy xentlambda custom none";
const OBJECTIVE_FACTS = "sigmoid num_class alpha fair_c poisson_max_delta_step tweedie_variance_power scale_pos_weight";

function checkObjective(check: Check, text: string, classes: number): void {
  const [name = "", ...facts] = words(text).filter((word) => word !== "");
  check.must(has(OBJECTIVES, name), "native.word-of", "objective");
  const several = has("multiclass multiclassova", name);
  let own = several ? 0 : 1;
  for (const fact of facts) {
    const [key = "", value, ...rest] = fact.split(":");
    const isFlag = value === undefined && key === "sqrt";
    // `Atoi` ends at a point and at an exponent: of `10e-1` it takes ten.
    const isNumber = key === "num_class" ? isWholeText : isFloatText;
    check.must(isFlag || (has(OBJECTIVE_FACTS, key) && rest.length === 0 && isNumber(value ?? "")), "native.word-of", "objective");
    if (key === "num_class") own = Number(value);
  }
  // It writes as many numbers a row as it says itself.
  check.must(own === classes || has("custom none", name), "native.range-of", "objective");
}

/** LightGBM goes to each tree by the sizes of those before it. */
function checkPlaces(check: Check, sizes: Plain | undefined, trees: readonly Plain[], bytes: Uint8Array): void {
  if (check.failed) return;
  const places = treeLines(bytes);
  check.must(places.length === trees.length + 1, "native.count-of", "trees");
  if (sizes === undefined) {
    for (const tree of trees) check.must(tree instanceof Map && tree.size <= MAX_LINES, "native.count-of", "trees");
    return;
  }
  const row: Row = check.wholes(isRow(sizes) ? sizes : undefined, "tree_sizes", trees.length, 1, bytes.length);
  for (let i = 0; i < row.count; i++) check.must((places[i] ?? 0) + row.at(i) === places[i + 1], "native.range-of", "tree_sizes");
}

/** Where the lines `Tree=…` begin, and the line that ends the trees. */
function treeLines(bytes: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (startsWith(bytes, at, "Tree=")) places.push(at);
    if (startsWith(bytes, at, "end of trees") || startsWith(bytes, at, "feature importances:")) {
      places.push(at);
      break;
    }
    const end = bytes.indexOf(NEWLINE, at);
    at = end < 0 ? bytes.length : end + 1;
  }
  return places;
}

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

function checkImportances(check: Check, value: Plain | undefined): void {
  for (const [name, count] of check.anyDict(value, "feature_importances"))
    check.must(count instanceof PlainNumber && count.value >= 0, "native.kind-of", `feature_importances.${name}`);
}

function checkParameters(check: Check, value: Plain | undefined): void {
  for (const [name, setting] of check.anyDict(value, "parameters")) {
    const text = check.text(setting, `parameters.${name}`);
    check.must(has(PARAMETERS, name) || has(UNSET, name), "native.unknown-key", `parameters.${name}`);
    if (has(UNSET, name)) check.must(text === "" || text === unsetValue(name), "native.word-of", `parameters.${name}`);
  }
}

/** Null, or a column's categories each: texts, numbers, truths. */
function checkCategories(check: Check, value: Plain | undefined): void {
  if (value === null) return;
  for (const column of check.list(value, "pandas_categorical"))
    for (const category of isRow(column) ? [] : check.list(column, "pandas_categorical"))
      check.must(isScalar(category), "native.kind-of", "pandas_categorical");
}

const isScalar = (value: Plain): boolean =>
  value === null || typeof value === "string" || typeof value === "boolean" || value instanceof PlainNumber;
