/** Searches of parameters (sklearn.grid_search 0.17 to sklearn.model_selection 1.9), their scorers and splitters. */
import { sentence } from "../../../errors.js";
import { entriesOf, itemsOf } from "../../../neutral/attributes.js";
import { own, typeOf } from "../../../neutral/document.js";
import { at, defineMigration, type Migrating, type MigrationRule, objectValue } from "../../define.js";

const SEARCHES = at("model_selection", "GridSearchCV RandomizedSearchCV HalvingGridSearchCV HalvingRandomSearchCV");
const SCORERS = "sklearn.metrics._scorer.";

const isPassthrough = (value: unknown): boolean => typeOf(value) === "global" && /\._passthrough_scorer$/.test(String(own(value, "name")));

/** The scorer that asks the estimator's own `score`. */
const passthrough = (estimator: unknown): object =>
  objectValue(`${SCORERS}_PassthroughScorer`, `${SCORERS}_PassthroughScorer`, { _estimator: estimator });

/** An estimator again, where it is no shared one. */
const again = (stored: Migrating, name: string): unknown => {
  const value = stored.attributes.get(name);
  const id = own(value, "$id");
  return typeof id === "number" ? { $type: "ref", id } : value;
};

/** 0.18 and 0.19 took the best parameters from the results when they were asked for. */
function best(stored: Migrating): void {
  const at = stored.number("best_index_");
  if (at === null || stored.has("best_params_")) return;
  const results = new Map(entriesOf(stored.get("cv_results_") ?? null, stored.references) ?? []);
  const parameters = itemsOf(results.get("params") ?? null, stored.references)?.[at];
  if (parameters !== undefined) stored.set("best_params_", parameters);
}

const searches = defineMigration({
  classes: SEARCHES,
  before: [1, 9],
  doc: "as today's search has it",
  migrate: (stored) => {
    if (isPassthrough(stored.get("scorer_"))) stored.set("scorer_", passthrough(again(stored, "estimator")));
    if (own(stored.get("refit"), "name") === "sklearn.model_selection._search_successive_halving._refit_callable")
      stored.set("refit", true);
    if (stored.has("best_estimator_")) stored.add("multimetric_", false);
    best(stored);
  },
});

/** How each class of scorer asked its estimator. */
const METHODS = new Map<string, unknown>([
  ["_PredictScorer", "predict"],
  ["_ProbaScorer", "predict_proba"],
  ["_ThresholdScorer", { $type: "tuple", items: ["decision_function", "predict_proba"] }],
]);

const scorers: readonly MigrationRule[] = [...METHODS].map(([name, method]) =>
  defineMigration({
    classes: [`${SCORERS}${name}`],
    doc: "scorers say by themselves today which method they ask",
    becomes: `${SCORERS}_Scorer`,
    migrate: (stored) => stored.set("_response_method", method),
  }),
);

const message = defineMigration({
  classes: [`${SCORERS}_Scorer`, `${SCORERS}_CurveScorer`],
  doc: "no such message today",
  migrate: (stored) => stored.drop("_deprecation_msg"),
});

/** sklearn.cross_validation (0.17): how often it splits has another name, and how many samples there were is not kept. */
const splitters: readonly MigrationRule[] = ["KFold", "StratifiedKFold"].map((name) =>
  defineMigration({
    classes: [`sklearn.cross_validation.${name}`],
    doc: "splitters know no samples before they split today",
    becomes: `sklearn.model_selection.${name}`,
    migrate: (stored) => {
      if (!stored.has("n_folds")) throw stored.refusal(sentence`it does not say how often it splits.`);
      const kept = new Map([
        ["n_splits", stored.attributes.get("n_folds")],
        ["shuffle", stored.attributes.get("shuffle") ?? false],
        ["random_state", stored.get("shuffle") === true ? (stored.attributes.get("random_state") ?? null) : null],
      ]);
      for (const key of [...stored.attributes.keys()]) stored.drop(key);
      for (const [key, value] of kept) stored.set(key, value);
    },
  }),
);

export const SEARCH_RULES: readonly MigrationRule[] = [searches, ...scorers, message, ...splitters];
