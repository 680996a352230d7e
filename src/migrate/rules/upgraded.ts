/** What `src/upgrade` knows of names and layouts, for the families of this folder: today's models read the same ones. */
import { ESTIMATOR_RULES } from "../../upgrade/rules/estimators.js";
import { defineMigration, type MigrationRule } from "../define.js";

const MODULES =
  "linear_model svm naive_bayes gaussian_process neural_network cluster mixture decomposition cross_decomposition manifold preprocessing impute " +
  "feature_extraction kernel_approximation dummy covariance random_projection kernel_ridge semi_supervised discriminant_analysis";
const prefixes = MODULES.split(" ").map((module) => `sklearn.${module}.`);

const isOurs = (className: string): boolean => prefixes.some((prefix) => className.startsWith(prefix));

/** Names and layouts first: the other rules read today's. */
export const UPGRADED: readonly MigrationRule[] = ESTIMATOR_RULES.map((rule) => ({ ...rule, classes: rule.classes.filter(isOurs) }))
  .filter(({ classes }) => classes.length > 0)
  .map(({ classes, doc, upgrade }) => defineMigration({ classes, doc, migrate: (stored) => void upgrade(stored) }));
