/**
 * What holds other estimators: voting, stacking, calibration, one-vs-rest, chains, several outputs, self training, and the
 * selections of features (sklearn 0.17 to 1.9).
 */
import { sentence } from "../../../errors.js";
import { itemsOf } from "../../../neutral/attributes.js";
import { own, typeOf } from "../../../neutral/document.js";
import type { Stored } from "../../../upgrade/define.js";
import { at, attributesIn, defineMigration, type Migrating, type MigrationRule } from "../../define.js";
import { renamesOf } from "../renames.js";

const RENAMED = [
  ...at("multioutput", "ClassifierChain RegressorChain"),
  ...at("calibration", "CalibratedClassifierCV _CalibratedClassifier"),
  ...at("semi_supervised", "SelfTrainingClassifier"),
];

/** A value again, under no id of its own. */
function copied(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const { $id: _, ...rest } = Object(value);
  return rest;
}

const calibrator = defineMigration({
  classes: ["sklearn.calibration._CalibratedClassifier"],
  before: [0, 24],
  doc: "it has this name today",
  migrate: (stored) => {
    if (stored.has("calibrators_")) stored.rename("calibrators_", "calibrators");
    if (stored.has("classes")) return;
    if (stored.has("classes_")) stored.set("classes", copied(stored.get("classes_")));
    else if (stored.has("label_encoder_")) stored.set("classes", copied(stored.part("label_encoder_")?.get("classes_")));
    else throw stored.refusal(sentence`it does not say which classes it tells apart.`);
  },
});

/** Its mean is over all its calibrated classifiers, whatever it is called. */
const calibrated = defineMigration({
  classes: at("calibration", "CalibratedClassifierCV"),
  before: [0, 24],
  doc: "a calibrated classifier a split, as before",
  migrate: (stored) => stored.add("ensemble", true),
});

const rest = defineMigration({
  classes: at("multiclass", "OneVsRestClassifier"),
  before: [0, 20],
  doc: "the classes of its label binarizer",
  migrate: (stored) => {
    const classes = stored.part("label_binarizer_")?.get("classes_");
    if (!stored.has("classes_") && classes !== undefined) stored.set("classes_", copied(classes));
  },
});

const one = defineMigration({
  classes: at("multiclass", "OneVsOneClassifier"),
  before: [0, 18],
  doc: "no columns are chosen for each pair",
  migrate: (stored) => {
    if (stored.has("estimators_")) stored.add("pairwise_indices_", null);
  },
});

/** Modules whose scores are real numbers, which are never equal but by chance. */
const CONTINUOUS = /^sklearn\.(?:linear_model|svm|discriminant_analysis|neural_network|gaussian_process|multiclass)\./;

const estimators = (stored: Migrating): readonly Stored[] =>
  stored.parts("estimators_").flatMap((found) => (found === null ? [] : [found]));

/** To 1.7 the last of equal scores won, today the first: trees and neighbours often have equal ones. */
const ties = defineMigration({
  classes: at("multiclass", "OneVsRestClassifier"),
  before: [1, 8],
  doc: "of equal scores the first wins today",
  migrate: (stored) => {
    const all = estimators(stored);
    if (all.length > 1 && !all.every(({ className }) => CONTINUOUS.test(className)))
      throw stored.refusal(sentence`of classes with equal scores another one wins today, and its estimators have some.`);
  },
});

/** Scores were scaled in another way before 0.21, of two classes kept apart before 0.19, and cut at zero before 1.1. */
const pairs = defineMigration({
  classes: at("multiclass", "OneVsOneClassifier"),
  before: [1, 1],
  doc: "scores are made as they are today",
  migrate: (stored) => {
    const all = estimators(stored);
    if (all.length === 0) return;
    if (all.length > 1 ? stored.version.before(0, 21) : stored.version.before(0, 19))
      throw stored.refusal(sentence`today's scores are others than those of its version.`);
    if (all.length === 1 && !all.every(({ className }) => /^sklearn\.(?:linear_model|svm)\./.test(className)))
      throw stored.refusal(sentence`today's sklearn cuts its scores at another value.`);
  },
});

const outputs = defineMigration({
  classes: at("multioutput", "MultiOutputClassifier"),
  before: [0, 24],
  doc: "classes of each output",
  migrate: (stored) => {
    const inner = stored.items("estimators_");
    const classes = inner?.map((estimator) =>
      copied(stored.references.resolve(attributesIn(estimator, stored.references).get("classes_"))),
    );
    if (!stored.has("classes_") && classes?.every((found) => found !== undefined)) stored.set("classes_", classes);
  },
});

const voting = defineMigration({
  classes: at("ensemble", "VotingClassifier"),
  before: [0, 21],
  doc: "probabilities are left beside each other, as before",
  migrate: (stored) => {
    if (!stored.has("flatten_transform")) stored.set("flatten_transform", false);
  },
});

const lengthOf = (value: unknown): number => {
  const shape = own(value, "shape");
  return Array.isArray(shape) && typeof shape[0] === "number" ? shape[0] : 0;
};

/** Columns that each estimator of a stack adds: one of two classes and of what predicts. */
function widths(stored: Migrating): readonly number[] {
  const classes = lengthOf(stored.get("classes_"));
  const methods = itemsOf(stored.get("stack_method_") ?? [], stored.references) ?? [];
  return methods.map((method) => (method === "predict" || classes <= 2 ? 1 : classes));
}

const stacking = defineMigration({
  classes: at("ensemble", "StackingClassifier StackingRegressor"),
  before: [1, 2],
  doc: "as today's stack has it",
  migrate: (stored) => {
    stored.rename("_le", "_label_encoder");
    if (stored.has("stack_method_") && !stored.has("_n_feature_outs")) stored.set("_n_feature_outs", widths(stored));
  },
});

const elimination = defineMigration({
  classes: at("feature_selection", "RFECV"),
  before: [1, 0],
  doc: "scores of its splits have this name today",
  migrate: (stored) => {
    const scores = stored.get("grid_scores_");
    if (!stored.has("cv_results_") && typeOf(scores) === "ndarray") stored.set("cv_results_", { mean_test_score: copied(scores) });
  },
});

const isotonic = at("isotonic", "IsotonicRegression");

/** Dicts that warned of old names. */
const dicts = defineMigration({
  classes: ["sklearn.utils.deprecation.DeprecationDict", "sklearn.covariance._graph_lasso._DictWithDeprecatedKeys"],
  doc: "a plain dict today",
  replace: (stored) => {
    const pairs = own(stored.value, "pairs");
    stored.note("replaced", "");
    return { $type: "dict", items: Array.isArray(pairs) ? pairs : [] };
  },
});

export const WRAPPER_RULES: readonly MigrationRule[] = [
  ...renamesOf([...RENAMED, ...isotonic]),
  calibrator,
  calibrated,
  rest,
  ties,
  pairs,
  one,
  outputs,
  voting,
  stacking,
  elimination,
  dicts,
];
