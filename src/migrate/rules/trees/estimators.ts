/**
 * Decision trees (sklearn.tree._classes 0.17 to 1.9). `max_features="auto"` was the square root for classifiers and all
 * features for regressors (to 1.2); criteria have had their long names since 1.0.
 */
import { Float } from "../../../neutral/lossless.js";
import { at, defineMigration, type Migrating, type MigrationRule } from "../../define.js";
import { renamesOf } from "../renames.js";

const TREES = at("tree", "DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor");
const REGRESSORS = TREES.filter((name) => name.endsWith("Regressor"));

const CRITERIA = new Map([
  ["mse", "squared_error"],
  ["mae", "absolute_error"],
]);

/** Names of a parameter's values that are others today. */
export function spell(stored: Migrating, name: string, names: ReadonlyMap<string, unknown>): void {
  const value = stored.attributes.get(name);
  if (typeof value === "string" && names.has(value)) stored.set(name, names.get(value));
}

/** The parameters that trees and what is made of them share; `all`: what "auto" was for a regressor. */
export function spellGrowth(stored: Migrating, all: unknown = new Float("1.0")): void {
  spell(stored, "criterion", CRITERIA);
  spell(stored, "max_features", new Map([["auto", /Classifier$/.test(stored.className) ? "sqrt" : all]]));
}

/** 0.17 set fitted attributes to None before anything was fitted, which today's checks take for fitted. */
const unfitted = defineMigration({
  classes: TREES,
  doc: "it is not fitted, and has no fitted attributes then",
  migrate: (stored) => {
    if (stored.has("tree_")) return;
    for (const name of [...stored.attributes.keys()]) if (/[^_]_$/.test(name) && !stored.has(name)) stored.drop(name);
  },
});

const plain = defineMigration({
  classes: REGRESSORS,
  before: [0, 24],
  doc: "a regressor has no classes",
  migrate: (stored) => stored.drop("classes_", "n_classes_"),
});

const growth = defineMigration({
  classes: TREES,
  doc: "this value of the parameter has another name today",
  migrate: (stored) => spellGrowth(stored),
});

export const TREE_ESTIMATORS: readonly MigrationRule[] = [...renamesOf(TREES), unfitted, plain, growth];
