/**
 * Logistic regression. Since 1.8 (sklearn.linear_model._logistic) more than two classes always are a softmax and two a
 * sigmoid, and the penalty is told by `l1_ratio` and `C`. Normalised sigmoids of one model a class (the default to 0.21) are
 * what an SGDClassifier with the logistic loss computes from the same attributes (`_predict_proba_lr` in both); a softmax
 * of two classes has no form left.
 */
import { sentence } from "../../errors.js";
import type { JsonObject } from "../../neutral/document.js";
import { floatValue } from "../../neutral/lossless.js";
import { largest } from "../../numeric/extremes.js";
import { at, defineMigration, type Migrating, type MigrationRule, objectValue } from "../define.js";
import { estimatorValue } from "../estimators.js";
import { constants } from "../numbers.js";
import { sizesOf } from "../sizes.js";

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
  doc: "normalised sigmoids are what an SGDClassifier of the logistic loss answers",
  replace: (stored) => {
    const [classes] = sizesOf(stored.get("classes_"), stored.references) ?? [];
    if (classes === undefined || !stored.has("coef_")) return null;
    if (!isOneVsRest(stored, classes)) {
      if (classes === 2) throw stored.refusal(sentence`multi_class="multinomial" for two classes gave other probabilities than today's.`);
      return null;
    }
    return classes > 2 ? descent(stored, classes) : null;
  },
});

const GONE = defineMigration({
  classes: BOTH,
  doc: "today's sklearn has one way for more than two classes",
  migrate: (stored) => stored.drop("multi_class"),
});

const DESCENT = "sklearn.linear_model.SGDClassifier";
const LOSS = "sklearn._loss._loss.CyHalfBinomialLoss";

/** What stays as it was. */
function kept(stored: Migrating): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const name of ["class_weight", "fit_intercept", "random_state", "warm_start", "verbose", "feature_names_in_"])
    if (stored.attributes.has(name)) found[name] = stored.attributes.get(name);
  return found;
}

/** What is known of one sigmoid a class. */
export interface Sigmoids {
  readonly coef_: unknown;
  readonly intercept_: unknown;
  readonly classes_: unknown;
  readonly n_features_in_: unknown;
}

/** An SGDClassifier of the logistic loss with coefficients that there are. */
export function sigmoids(stored: Migrating, known: Sigmoids, others: Readonly<Record<string, unknown>> = {}): JsonObject {
  stored.note("replaced", "", "the coefficients are the same, a fit would be another");
  return estimatorValue(stored, DESCENT, {
    ...others,
    ...known,
    loss: "log_loss",
    t_: floatValue(1),
    _loss_function_: stored.made({ ...objectValue(LOSS, LOSS, null), args: [] }),
    n_iter_: largest([1, ...Array.from(stored.array("n_iter_")?.data ?? [], Number)]),
  });
}

/** A linear model of one sigmoid a class, with the coefficients that there are. */
function descent(stored: Migrating, classes: number): JsonObject {
  const [rows, features] = sizesOf(stored.get("coef_"), stored.references) ?? [];
  if (rows !== classes || features === undefined) throw stored.refusal(sentence`coef_ has no row for each class.`);
  const known = {
    coef_: stored.attributes.get("coef_"),
    intercept_: interceptOf(stored, classes),
    classes_: stored.attributes.get("classes_"),
    n_features_in_: features,
  };
  return sigmoids(stored, known, kept(stored));
}

/** One for each class; without intercepts older versions kept a single zero. */
function interceptOf(stored: Migrating, classes: number): unknown {
  return stored.array("intercept_") === null ? constants(stored.number("intercept_") ?? 0, [classes]) : stored.attributes.get("intercept_");
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
