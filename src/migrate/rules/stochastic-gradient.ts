/**
 * SGD and its kin. The averaged model's parts are private (1.0), the loss functions of `_sgd_fast` that sklearn has
 * elsewhere today (1.6) are taken from there, and to 0.20 the iterations that count stood in private names.
 */
import { own } from "../../neutral/document.js";
import { at, defineMigration, type Migrating, type MigrationRule } from "../define.js";

const CLASSES = at(
  "linear_model",
  "SGDClassifier SGDRegressor SGDOneClassSVM Perceptron PassiveAggressiveClassifier PassiveAggressiveRegressor",
);

const NAMES: readonly (readonly [string, string])[] = [
  ["average_coef_", "_average_coef"],
  ["average_intercept_", "_average_intercept"],
  ["standard_coef_", "_standard_coef"],
  ["standard_intercept_", "_standard_intercept"],
];

const AVERAGES = defineMigration({
  classes: CLASSES,
  doc: "the averaged and the plain coefficients are private",
  migrate: (stored) => {
    for (const [from, to] of NAMES) stored.rename(from, to);
  },
});

/** Loss functions of `sklearn.linear_model._sgd_fast` that are sklearn's own losses today; how many arguments those take. */
const LOSSES: ReadonlyMap<string, readonly [name: string, args: number]> = new Map([
  ["sklearn.linear_model._sgd_fast.Log", ["CyHalfBinomialLoss", 0]],
  ["sklearn.linear_model._sgd_fast.SquaredLoss", ["CyHalfSquaredError", 0]],
  ["sklearn.linear_model._sgd_fast.Huber", ["CyHuberLoss", 1]],
]);

const LOSS = defineMigration({
  classes: [...LOSSES.keys()],
  doc: "this loss is one of sklearn._loss",
  replace: (stored) => {
    const [name, count] = LOSSES.get(stored.className) ?? ["", 0];
    const args = own(stored.value, "args");
    const path = `sklearn._loss._loss.${name}`;
    stored.note("renamed", "", `the class is ${path} today`);
    return { $type: "object", class: path, origin: path, args: Array.isArray(args) ? args.slice(0, count) : [] };
  },
});

const ITERATIONS = defineMigration({
  classes: CLASSES,
  before: [0, 21],
  doc: "how often it went over the data",
  migrate: (stored) => {
    if (stored.get("max_iter") === null && stored.has("_max_iter")) stored.set("max_iter", stored.get("_max_iter"));
    if (isOlder(stored)) stored.add("tol", null);
  },
});

/** To 0.18 nothing was tolerated: it went over the data as often as it was told to. */
const isOlder = (stored: Migrating): boolean => stored.version.before(0, 19);

export const STOCHASTIC_GRADIENT: readonly MigrationRule[] = [AVERAGES, LOSS, ITERATIONS];
