/**
 * All of a model of catboost (`TModelCore`), 0.1x to 1.2: one format version, no parts beside it, features that stand where they
 * say, trees over splits that there are, classes that fit the outputs. catboost itself checks that the flatbuffer is one, and
 * follows what is in it.
 */
import type { Reason } from "../../finding/because.js";
import { Check } from "../check.js";
import { type Plain, PlainNumber } from "../plain.js";
import { checkBins } from "./features.js";
import { checkForest, MAX_OUTPUTS } from "./trees.js";

/** catboost's own spelling. */
const FORMAT = "FlabuffersModel_v1";

const CORE = "FormatVersion ModelTrees InfoMap ModelPartIds";
const TREES =
  "ApproxDimension TreeSplits TreeSizes TreeStartOffsets CatFeatures FloatFeatures OneHotFeatures LeafValues LeafWeights " +
  "NonSymmetricStepNodes NonSymmetricNodeIdToLeafId Scale Bias MultiBias RepackedBins";

/** Why it is none that catboost writes, null when all of it holds. */
export function catboostProblem(value: Plain): Reason | null {
  const check = new Check();
  const core = check.dict(value, "", CORE);
  check.word(core.get("FormatVersion"), "FormatVersion", FORMAT);
  check.must(check.list(core.get("ModelPartIds"), "ModelPartIds").length === 0, "native.count-of", "ModelPartIds");
  const trees = check.dict(core.get("ModelTrees"), "ModelTrees.", TREES);
  if (check.failed) return check.why;
  const bins = checkBins(check, trees);
  const outputs = checkForest(check, trees, bins);
  checkInfo(check, core.get("InfoMap"), outputs);
  return check.why;
}

const CLASSES = "class_names class_to_label classes_count class_label_type";

/** Beyond what catboost reads as JSON the map holds texts, which nobody acts on. */
function checkInfo(check: Check, value: Plain | undefined, outputs: number): void {
  const info = check.anyDict(value, "InfoMap");
  for (const key of ["params", "loss_function"]) if (info.has(key)) check.anyDict(info.get(key), `InfoMap.${key}`);
  for (const key of ["class_params", "multiclass_params"])
    if (info.has(key)) checkClasses(check, info.get(key), `InfoMap.${key}.`, outputs);
}

/** Names of the classes, and which of them each output stands for. */
function checkClasses(check: Check, value: Plain | undefined, key: string, outputs: number): void {
  const classes = check.dict(value, key, "class_to_label", CLASSES);
  const names = classes.has("class_names") ? check.list(classes.get("class_names"), `${key}class_names`) : [];
  check.must(names.length <= MAX_OUTPUTS && names.every(isName), "native.kind-of", `${key}class_names`);
  const count = classes.has("classes_count") ? check.whole(classes.get("classes_count"), `${key}classes_count`, 0, MAX_OUTPUTS) : 0;
  const known = Math.max(count, names.length);
  const labels = check.row(classes.get("class_to_label"), `${key}class_to_label`, outputs > 1 ? outputs : null);
  check.must(labels.count <= MAX_OUTPUTS, "native.count-of", `${key}class_to_label`);
  if (known === 0) return;
  for (let i = 0; i < labels.count; i++) check.must(labels.at(i) >= 0 && labels.at(i) < known, "native.range-of", `${key}class_to_label`);
}

const isName = (value: Plain): boolean => typeof value === "string" || typeof value === "boolean" || value instanceof PlainNumber;
