/**
 * Linear models. `normalize` (to 1.1) is only a matter of the fit but for the deviations of Bayesian models: their `sigma_`
 * was for scaled columns, and before 1.9 not for centred ones.
 */
import { own } from "../../neutral/document.js";
import { at, defineMigration, type Migrating, type MigrationRule } from "../define.js";
import { constants, doubles } from "../numbers.js";
import { sizesOf } from "../sizes.js";

/** `sigma_` for columns that are not scaled. */
function unscaled(stored: Migrating): void {
  const [sigma, scale] = [stored.array("sigma_"), stored.array("X_scale_")];
  if (sigma === null || scale === null) return;
  const kept = keptColumns(stored, scale.data.length);
  const size = kept.length;
  if (sigma.data.length !== size * size) return;
  const by = (k: number): number => Number(scale.data[kept[k] ?? 0]);
  const data = Float64Array.from(sigma.data, (value, place) => Number(value) / (by(Math.floor(place / size)) * by(place % size)));
  stored.set("sigma_", doubles(data, sigma.shape));
}

/** Columns that a relevance determination has left; all of them in other models. */
function keptColumns(stored: Migrating, count: number): readonly number[] {
  const [lambda, most] = [stored.array("lambda_"), stored.number("threshold_lambda")];
  const all = Array.from({ length: count }, (_, j) => j);
  return lambda === null || most === null ? all : all.filter((j) => Number(lambda.data[j]) < most);
}

const wasNormalized = (stored: Migrating): boolean => stored.get("normalize") === true || stored.get("_normalize") === true;

const BAYESIAN = defineMigration({
  classes: at("linear_model", "BayesianRidge ARDRegression"),
  before: [1, 9],
  doc: "deviations are those of centred columns, and were of columns as they are",
  migrate: (stored) => {
    if (!stored.has("sigma_")) return;
    if (wasNormalized(stored)) return unscaled(stored);
    const [features] = sizesOf(stored.get("coef_"), stored.references) ?? [];
    if (features === undefined) return;
    stored.set("X_offset_", constants(0, [features]));
    stored.set("X_scale_", constants(1, [features]));
  },
});

const ALPHAS = defineMigration({
  classes: at("linear_model", "ElasticNetCV LassoCV MultiTaskElasticNetCV MultiTaskLassoCV"),
  doc: "alphas says how many there are, where n_alphas did",
  migrate: (stored) => {
    if (stored.number("n_alphas") !== null && stored.get("alphas") === null) stored.set("alphas", stored.get("n_alphas"));
  },
});

const RIDGE_CLASSES = defineMigration({
  classes: at("linear_model", "RidgeClassifier RidgeClassifierCV"),
  doc: "the classes are an attribute, and were the label binarizer's",
  migrate: (stored) => {
    const classes = stored.part("_label_binarizer")?.get("classes_");
    if (!stored.has("classes_") && classes !== undefined) stored.set("classes_", withoutId(classes));
  },
});

/** A copy that stands for itself. */
const withoutId = (value: unknown): unknown =>
  own(value, "$id") === undefined ? value : Object.fromEntries(Object.entries(Object(value)).filter(([key]) => key !== "$id"));

const RIDGE_SOLVER = defineMigration({
  classes: at("linear_model", "Ridge RidgeClassifier"),
  doc: "the solver that was used is an attribute",
  migrate: (stored) => {
    const solver = stored.get("solver");
    if (typeof solver === "string" && solver !== "auto" && stored.has("coef_")) stored.add("solver_", solver);
  },
});

const RIDGE_CV = defineMigration({
  classes: at("linear_model", "RidgeCV RidgeClassifierCV"),
  doc: "cross-validation results have this name",
  migrate: (stored) => {
    if (stored.get("store_cv_values") === "deprecated") stored.drop("store_cv_values");
    if (stored.attributes.has("store_cv_results") && stored.attributes.has("store_cv_values")) stored.drop("store_cv_results");
    stored.rename("store_cv_values", "store_cv_results");
    stored.rename("cv_values_", "cv_results_");
  },
});

const LARS_PATH = defineMigration({
  classes: at("linear_model", "LassoLarsCV"),
  doc: "it always fits the path",
  migrate: (stored) => stored.drop("fit_path"),
});

export const LINEAR: readonly MigrationRule[] = [BAYESIAN, ALPHAS, RIDGE_CLASSES, RIDGE_SOLVER, RIDGE_CV, LARS_PATH];
