/**
 * Gradient boosting (sklearn.ensemble._gb 0.17 to 1.9). Losses and what predicts first have other classes today. What
 * today's first scores would be is held against those of the version that fitted it; a difference, which is one number a class,
 * goes into the leaves of the first stage, so that every score from there on is as it was.
 */
import { sentence } from "../../../errors.js";
import { arrayOf, own, typeOf } from "../../../neutral/document.js";
import { floatValue } from "../../../neutral/lossless.js";
import type { Stored } from "../../../upgrade/define.js";
import { defineMigration, float64Value, int64Value, type Migrating, type MigrationRule, objectValue } from "../../define.js";
import { renamesOf } from "../renames.js";
import { spell, spellGrowth } from "../trees/estimators.js";
import { lossObject, multinomial } from "./losses.js";

const CLASSIFIER = "sklearn.ensemble.GradientBoostingClassifier";
const REGRESSOR = "sklearn.ensemble.GradientBoostingRegressor";
const BOTH = [CLASSIFIER, REGRESSOR];

const LOSSES = new Map([
  ["deviance", "log_loss"],
  ["ls", "squared_error"],
  ["lad", "absolute_error"],
]);

const isClassifier = (stored: Migrating): boolean => stored.className === CLASSIFIER;

const spelling = defineMigration({
  classes: BOTH,
  doc: "this value of the parameter has another name today",
  migrate: (stored) => {
    spellGrowth(stored, null);
    spell(stored, "loss", LOSSES);
  },
});

/** Number of classes, 1 for a regressor. */
const classesOf = (stored: Migrating): number => {
  const classes = stored.get("classes_");
  return isClassifier(stored) && typeOf(classes) === "ndarray" ? arrayOf(classes).data.length : 1;
};

function lossOf(stored: Migrating): object {
  const loss = String(stored.get("loss"));
  const alpha = stored.number("alpha");
  const classes = classesOf(stored);
  if (loss === "log_loss" && classes > 2) return multinomial(classes);
  const gamma = stored.part("_loss")?.get("gamma");
  const made =
    loss === "huber"
      ? lossObject("HuberLoss", false, numberIn(gamma) ?? 1, alpha)
      : loss === "quantile"
        ? lossObject("PinballLoss", false, alpha)
        : lossObject(NAMES.get(loss) ?? "", false);
  if (made === null) throw stored.refusal(sentence`today's sklearn has no such loss.`);
  return stored.made(made);
}

const NAMES = new Map([
  ["log_loss", "HalfBinomialLoss"],
  ["exponential", "ExponentialLoss"],
  ["squared_error", "HalfSquaredError"],
  ["absolute_error", "AbsoluteError"],
]);

const numberIn = (value: unknown): number | null => {
  const inner = typeOf(value) === "scalar" ? own(value, "value") : value;
  return typeof inner === "number" ? inner : null;
};

const losses = defineMigration({
  classes: BOTH,
  before: [1, 4],
  doc: "losses are those of sklearn._loss today",
  migrate: (stored) => {
    if (!stored.has("estimators_")) return;
    stored.set("_loss", lossOf(stored));
    const classes = classesOf(stored);
    stored.set("n_trees_per_iteration_", classes > 2 ? classes : 1);
    if (!isClassifier(stored)) stored.drop("n_classes_", "classes_");
    const stages = own(stored.get("estimators_"), "shape");
    if (Array.isArray(stages) && !stored.has("n_estimators_")) stored.set("n_estimators_", stages[0]);
  },
});

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** What the first scores were, a class: of a regressor and of two classes one. */
interface First {
  readonly scores: readonly number[];
  /** What predicts them today; null: `init_` can stay. */
  readonly init: unknown;
}

const dummyRegressor = (strategy: string, value: unknown, quantile: unknown): object =>
  objectValue("sklearn.dummy.DummyRegressor", "sklearn.dummy.DummyRegressor", {
    strategy,
    constant: null,
    quantile,
    n_outputs_: 1,
    constant_: value,
  });

const dummyClassifier = (stored: Migrating, priors: readonly number[]): object =>
  objectValue("sklearn.dummy.DummyClassifier", "sklearn.dummy.DummyClassifier", {
    strategy: "prior",
    random_state: null,
    constant: null,
    _strategy: "prior",
    sparse_output_: false,
    n_outputs_: 1,
    classes_: int64Value(priors.map((_, k) => k)),
    n_classes_: priors.length,
    class_prior_: float64Value([priors.length], priors),
    ...(stored.has("n_features_in_") ? { n_features_in_: stored.get("n_features_in_") } : {}),
  });

const GONE = "sklearn.ensemble.gradient_boosting.";

/** Estimators of 0.20 and before that predicted first. */
function oldFirst(stored: Migrating, init: Stored): First {
  const name = init.className.slice(GONE.length);
  const prior = init.number("prior") ?? 0;
  const priors = Array.from(init.array("priors")?.data ?? [], Number);
  const one = (value: unknown): object => float64Value([1, 1], [numberIn(value) ?? Number.NaN]);
  switch (name) {
    case "ZeroEstimator":
      return { scores: [], init: "zero" };
    case "MeanEstimator":
      return { scores: [], init: dummyRegressor("mean", one(init.get("mean")), null) };
    case "QuantileEstimator":
      return { scores: [], init: dummyRegressor("quantile", one(init.get("quantile")), floatValue(init.number("alpha") ?? 0.5)) };
    case "LogOddsEstimator":
      return { scores: [prior], init: dummyClassifier(stored, [1 - sigmoid(prior), sigmoid(prior)]) };
    case "ScaledLogOddsEstimator":
      return { scores: [prior], init: dummyClassifier(stored, [1 - sigmoid(2 * prior), sigmoid(2 * prior)]) };
    case "PriorProbabilityEstimator":
      return { scores: priors, init: dummyClassifier(stored, priors) };
    default:
      throw stored.refusal(sentence`what predicts first has no counterpart today.`);
  }
}

/** Probabilities that a DummyClassifier gives every row; null for anything else. */
function priorsOf(init: Stored): readonly number[] | null {
  if (init.className !== "sklearn.dummy.DummyClassifier" || init.get("strategy") !== "prior") return null;
  return Array.from(init.array("class_prior_")?.data ?? [], Number);
}

/** Scores of the same probabilities for every row, as `fromProbabilities` of the models has them. */
function scoresOf(priors: readonly number[], half: boolean, least: number, plain: boolean): readonly number[] {
  const kept = priors.map((p) => Math.min(1 - least, Math.max(least, p)));
  const [, positive = 0.5] = kept;
  if (kept.length === 2) return [(half ? 0.5 : 1) * Math.log(positive / (1 - positive))];
  const logs = kept.map(Math.log);
  const mean = plain ? 0 : logs.reduce((sum, value) => sum + value, 0) / logs.length;
  return logs.map((value) => value - mean);
}

/** First scores of a classifier. @throws CornichonError `target.unsupported` where they depend on the row and were cut elsewhere */
function first(stored: Migrating, init: Stored): First {
  if (init.className.startsWith(GONE)) return oldFirst(stored, init);
  if (!isClassifier(stored)) return { scores: [], init: null };
  const priors = priorsOf(init);
  if (priors === null) throw stored.refusal(sentence`its init_ gives scores that today's sklearn would cut at another probability.`);
  return { scores: scoresOf(priors, stored.get("loss") === "exponential", 2 ** -23, stored.version.before(1, 4)), init: null };
}

/** Moves the leaves of the first stage, so that the scores after it are what they were. */
function shift(stored: Migrating, scores: readonly number[], today: readonly number[]): void {
  const rate = stored.number("learning_rate") ?? 0;
  const moved = scores.map((score, k) => score - (today[k] ?? 0));
  if (moved.every((by) => Math.abs(by) < 1e-15)) return;
  const trees = stored.items("estimators_") ?? [];
  if (trees.length < moved.length || rate === 0) throw stored.refusal(sentence`its first scores are others than today's would be.`);
  for (const [k, by] of moved.entries()) {
    const tree = stored.part(trees[k])?.get("tree_");
    if (typeof tree !== "object" || tree === null || stored.run.notes.has(tree))
      throw stored.refusal(sentence`a tree of its first stage cannot be told from another.`);
    stored.run.notes.set(tree, by / rate);
  }
  stored.note("computed", "estimators_", "leaves of the first stage hold what today's first scores lack");
}

const starts = defineMigration({
  classes: BOTH,
  before: [1, 8],
  doc: "what predicts first",
  migrate: (stored) => {
    const init = stored.part("init_");
    if (!stored.has("estimators_") || init === null) return;
    const { scores, init: made } = first(stored, init);
    if (made !== null) stored.set("init_", made);
    if (scores.length === 0) return;
    const priors = priorsOf(stored.part("init_") ?? init) ?? [];
    shift(stored, scores, scoresOf(priors, stored.get("loss") === "exponential", Number.EPSILON, false));
  },
});

const lengthOf = (stored: Stored | null, name: string): number => stored?.array(name)?.data.length ?? 0;

/** Native code adds each stage's trees to as many columns of scores as it is told. */
const table = defineMigration({
  classes: BOTH,
  doc: "as many trees a stage as there are scores",
  migrate: (stored) => {
    if (!stored.has("estimators_")) return;
    const shape = own(stored.get("estimators_"), "shape");
    const classes = classesOf(stored);
    const each = classes > 2 ? classes : 1;
    const fits = Array.isArray(shape) && shape.length === 2 && shape[1] === each && stored.number("n_trees_per_iteration_") === each;
    if (!fits) throw stored.refusal(sentence`its stages are not of ${each} trees.`);
    const init = stored.part("init_");
    if (init === null) return;
    const widths = [lengthOf(init, "classes_"), init.className.endsWith("DummyClassifier") ? lengthOf(init, "class_prior_") : classes];
    const odd = isClassifier(stored)
      ? widths.some((width) => width !== classes)
      : init.className.endsWith("DummyRegressor") && lengthOf(init, "constant_") !== 1;
    if (odd) throw stored.refusal(sentence`what predicts first has other scores than its stages.`);
  },
});

export const BOOSTING_RULES: readonly MigrationRule[] = [...renamesOf(BOTH), spelling, losses, starts, table];
