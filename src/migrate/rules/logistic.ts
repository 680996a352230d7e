/**
 * Logistic regression. Since 1.8 (sklearn.linear_model._logistic) more than two classes always are a softmax and two a
 * sigmoid, and the penalty is told by `l1_ratio` and `C`. One model a class is a OneVsRestClassifier today, which answers
 * alike; a softmax of two classes has no form left.
 */
import { sentence } from "../../errors.js";
import { type JsonObject, typeOf } from "../../neutral/document.js";
import { floatValue } from "../../neutral/lossless.js";
import { arrayValue } from "../../neutral/values.js";
import type { NDArrayData } from "../../numeric/ndarray.js";
import { at, defineMigration, type Migrating, type MigrationRule, objectValue } from "../define.js";
import { sizesOf } from "../sizes.js";
import { TARGET_VERSION } from "../target.js";

const BOTH = at("linear_model", "LogisticRegression LogisticRegressionCV");

const INFINITE = { $type: "float", value: "inf" };

/** Today's `l1_ratio` of a penalty. */
function ratioOf(penalty: unknown, stored: unknown): unknown {
  if (penalty === "l1") return floatValue(1);
  return penalty === "elasticnet" ? stored : floatValue(0);
}

const PENALTY = defineMigration({
  classes: at("linear_model", "LogisticRegression"),
  before: [1, 8],
  doc: "l1_ratio and C tell the penalty",
  migrate: (stored) => {
    const penalty = stored.get("penalty");
    if (penalty === "deprecated") return;
    stored.set("l1_ratio", ratioOf(penalty, stored.get("l1_ratio")));
    if (penalty === null || penalty === "none") stored.set("C", INFINITE);
    stored.set("penalty", "deprecated");
  },
});

const PENALTY_CV = defineMigration({
  classes: at("linear_model", "LogisticRegressionCV"),
  before: [1, 8],
  doc: "l1_ratios tell the penalty",
  migrate: (stored) => {
    const penalty = stored.get("penalty");
    if (penalty === "deprecated") return;
    if (penalty !== "elasticnet") stored.set("l1_ratios", { $type: "tuple", items: [ratioOf(penalty, null)] });
    stored.set("penalty", "deprecated");
  },
});

/** Solvers that know two classes alone, one of the newer ones until 1.5. */
const isBinarySolver = (stored: Migrating): boolean =>
  stored.get("solver") === "liblinear" || (stored.get("solver") === "newton-cholesky" && stored.version.before(1, 6));

/** 0.16 did not store its iterations, and had sigmoids whatever `multi_class` said. */
const isBefore017 = (stored: Migrating): boolean => !stored.attributes.has("n_iter_") && stored.version.before(0, 18);

/** True when probabilities were normalised sigmoids. */
function isOneVsRest(stored: Migrating, classes: number): boolean {
  const mode = stored.get("multi_class");
  if (mode === "ovr" || mode === "warn") return true;
  if (mode === "multinomial") return (stored.version.before(0, 20) && classes <= 2) || isBefore017(stored);
  return classes <= 2 || (mode !== undefined && isBinarySolver(stored));
}

const MULTI_CLASS = defineMigration({
  classes: BOTH,
  before: [1, 8],
  doc: "one model a class is a OneVsRestClassifier",
  replace: (stored) => {
    const [classes] = sizesOf(stored.get("classes_"), stored.references) ?? [];
    if (classes === undefined || !stored.has("coef_")) return null;
    if (!isOneVsRest(stored, classes)) {
      if (classes === 2) throw stored.refusal(sentence`multi_class="multinomial" for two classes gave other probabilities than today's.`);
      return null;
    }
    if (classes <= 2) return null;
    if (stored.className.endsWith("CV")) throw stored.refusal(sentence`it is one model a class, and today's is one for all of them.`);
    return oneVsRest(stored, classes);
  },
});

const GONE = defineMigration({
  classes: BOTH,
  doc: "today's sklearn has one way for more than two classes",
  migrate: (stored) => stored.drop("multi_class"),
});

/** Parameters of the model of one class. */
function parametersOf(stored: Migrating): Record<string, unknown> {
  const names =
    "penalty C l1_ratio dual tol fit_intercept intercept_scaling class_weight random_state solver max_iter verbose warm_start n_jobs";
  return attributesNamed(stored, names);
}

function attributesNamed(stored: Migrating, names: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const name of names.split(" ")) if (stored.attributes.has(name)) found[name] = stored.attributes.get(name);
  return found;
}

function slice(data: NDArrayData, from: number, to: number): NDArrayData {
  return data.slice(from, to);
}

/** Coefficients of one class as those of two. */
function fittedOf(stored: Migrating, k: number, classes: number): Record<string, unknown> | null {
  const coef = stored.array("coef_");
  const intercept = stored.array("intercept_");
  const [rows, cols = 0] = coef?.shape ?? [];
  if (coef === null || coef.shape.length !== 2 || rows !== classes) return null;
  return {
    n_features_in_: cols,
    classes_: arrayValue({ dtype: "int64", shape: [2], data: [0, 1] }),
    n_iter_: iterationsOf(stored, k),
    coef_: arrayValue({ dtype: coef.dtype, shape: [1, cols], data: slice(coef.data, k * cols, (k + 1) * cols) }),
    intercept_:
      intercept === null
        ? stored.get("intercept_")
        : arrayValue({ dtype: intercept.dtype, shape: [1], data: slice(intercept.data, k, k + 1) }),
  };
}

function iterationsOf(stored: Migrating, k: number): unknown {
  const all = stored.array("n_iter_");
  if (all === null || all.shape.length !== 1) return stored.get("n_iter_");
  const at = all.data.length > k ? k : 0;
  return arrayValue({ dtype: all.dtype, shape: [1], data: slice(all.data, at, at + 1) });
}

const REGRESSION = "sklearn.linear_model.LogisticRegression";
const REGRESSION_ORIGIN = "sklearn.linear_model._logistic.LogisticRegression";

/** Classes as an array of their own: they stand twice. */
const classesOf = (stored: Migrating): unknown => {
  const value = stored.get("classes_");
  return typeOf(value) === "ndarray" ? Object.fromEntries(Object.entries(Object(value)).filter(([key]) => key !== "$id")) : value;
};

function binarizerOf(stored: Migrating): JsonObject {
  return objectValue("sklearn.preprocessing.LabelBinarizer", "sklearn.preprocessing._label.LabelBinarizer", {
    neg_label: 0,
    pos_label: 1,
    sparse_output: true,
    y_type_: "multiclass",
    sparse_input_: false,
    classes_: classesOf(stored),
    ...attributesNamed(stored, "_sklearn_version"),
  });
}

/** The parts are of the old version still: they are migrated after this. */
function oneVsRest(stored: Migrating, classes: number): JsonObject {
  const parameters = { ...parametersOf(stored), ...attributesNamed(stored, "_sklearn_version") };
  const names = attributesNamed(stored, "feature_names_in_");
  const fitted = Array.from({ length: classes }, (_, k) => fittedOf(stored, k, classes));
  if (fitted.some((one) => one === null)) throw stored.refusal(sentence`coef_ has no row for each class.`);
  stored.note("replaced", "", "sigmoids that are normalised");
  return objectValue("sklearn.multiclass.OneVsRestClassifier", "sklearn.multiclass.OneVsRestClassifier", {
    estimator: objectValue(REGRESSION, REGRESSION_ORIGIN, parameters),
    n_jobs: null,
    verbose: 0,
    label_binarizer_: binarizerOf(stored),
    classes_: classesOf(stored),
    estimators_: fitted.map((one) => objectValue(REGRESSION, REGRESSION_ORIGIN, { ...parameters, ...one, ...names })),
    n_features_in_: fitted[0]?.["n_features_in_"],
    ...names,
    _sklearn_version: TARGET_VERSION,
  });
}

/** Ratios of the penalties, which 0.20 had none of. */
const RATIOS = defineMigration({
  classes: at("linear_model", "LogisticRegressionCV"),
  before: [0, 21],
  doc: "ratios that were tried, which are none",
  migrate: (stored) => {
    const [rows] = sizesOf(stored.get("coef_"), stored.references) ?? [];
    if (rows === undefined) return;
    const none = (count: number): object => ({ $type: "ndarray", dtype: "object", shape: [count], data: new Array(count).fill(null) });
    stored.add("l1_ratio_", none(rows));
    stored.add("l1_ratios_", none(1));
  },
});

export const LOGISTIC: readonly MigrationRule[] = [PENALTY, PENALTY_CV, RATIOS, MULTI_CLASS, GONE];
