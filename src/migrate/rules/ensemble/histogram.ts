/**
 * Histogram boosting (sklearn.ensemble._hist_gradient_boosting 0.21 to 1.9): losses, nodes of 56 bytes, bitsets of
 * categories, first scores as a matrix. Native code walks the nodes unchecked, so every tree is checked as
 * `models/parts/boosting` checks it.
 */
import { sentence } from "../../../errors.js";
import { knownCategories, readHistogramTree } from "../../../models/parts/boosting/histogram-nodes.js";
import { State } from "../../../models/state.js";
import { itemsOf } from "../../../neutral/attributes.js";
import { arrayOf, numberOf, typeOf } from "../../../neutral/document.js";
import { type Columns, columnsOf, type Field, structuredValue } from "../../../neutral/structured.js";
import { at, defineMigration, float64Value, type Migrating, type MigrationRule, withAttributes } from "../../define.js";
import { renamesOf } from "../renames.js";
import { spell } from "../trees/estimators.js";
import { lossObject, multinomial } from "./losses.js";

const BOTH = at("ensemble", "HistGradientBoostingClassifier HistGradientBoostingRegressor");
const PREDICTOR = "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor";

const LOSSES = new Map([
  ["least_squares", "squared_error"],
  ["least_absolute_deviation", "absolute_error"],
  ["auto", "log_loss"],
  ["binary_crossentropy", "log_loss"],
  ["categorical_crossentropy", "log_loss"],
]);

/** Today's loss of the losses of 1.0 and before. */
const NAMES = new Map([
  ["LeastSquares", "HalfSquaredError"],
  ["LeastAbsoluteDeviation", "AbsoluteError"],
  ["Poisson", "HalfPoissonLoss"],
  ["BinaryCrossEntropy", "HalfBinomialLoss"],
]);

const losses = defineMigration({
  classes: BOTH,
  before: [1, 1],
  doc: "losses are those of sklearn._loss today",
  migrate: (stored) => {
    const loss = stored.part("_loss");
    if (loss === null) return;
    const name = loss.className.slice(loss.className.lastIndexOf(".") + 1);
    const classes = stored.number("n_trees_per_iteration_") ?? 1;
    const made =
      name === "CategoricalCrossEntropy"
        ? multinomial(classes)
        : lossObject(NAMES.get(name) ?? "", loss.get("hessians_are_constant") === true);
    if (made === null) throw stored.refusal(sentence`today's sklearn has no such loss.`);
    stored.set("_loss", stored.made(made));
  },
});

/** A row of first scores, whatever shape its version kept them in. */
function baseline(stored: Migrating): void {
  const value = stored.get("_baseline_prediction");
  if (value === undefined || value === null) return;
  const data = typeOf(value) === "ndarray" ? Array.from(arrayOf(value).data, Number) : [numberOf(value) ?? Number.NaN];
  const each = stored.number("n_trees_per_iteration_") ?? 1;
  if (data.length !== each) throw stored.refusal(sentence`it has ${data.length} first scores for ${each} trees an iteration.`);
  const shape = typeOf(value) === "ndarray" ? arrayOf(value).shape : [];
  if (shape.length !== 2 || shape[0] !== 1) stored.set("_baseline_prediction", float64Value([1, each], data));
}

/** @throws CornichonError `model.inconsistent` unless each of its trees can be walked with its columns and categories */
function check(stored: Migrating): void {
  const state = new State(
    withAttributes(stored.value, Object.fromEntries(stored.attributes), stored.references),
    stored.references,
    stored.version,
  );
  const features = stored.number("_n_features") ?? stored.number("n_features_in_") ?? 0;
  const known = knownCategories(state.object("_bin_mapper"), features);
  for (const iteration of stored.items("_predictors") ?? [])
    for (const tree of itemsOf(iteration, stored.references) ?? []) readHistogramTree(state.inner(tree), features, known);
}

const boosted = defineMigration({
  classes: BOTH,
  before: [1, 9],
  doc: "as today's histogram boosting has it",
  migrate: (stored) => {
    spell(stored, "loss", LOSSES);
    if (stored.version.before(1, 4)) stored.add("categorical_features", null);
    if (stored.version.before(0, 23)) stored.add("early_stopping", stored.get("n_iter_no_change") !== null);
    if (!stored.has("_predictors")) return;
    baseline(stored);
    for (const name of ["_scorer", "is_categorical_", "_preprocessor", "_is_categorical_remapped"]) stored.add(name, null);
    if (!stored.has("_n_features") && stored.has("n_features_in_")) stored.set("_n_features", stored.get("n_features_in_"));
    if (!stored.has("n_features_in_") && stored.has("_n_features")) stored.set("n_features_in_", stored.get("_n_features"));
  },
});

/** Whatever wrote it. */
const checked = defineMigration({
  classes: BOTH,
  doc: "each tree can be walked",
  migrate: (stored) => {
    if (!stored.has("_predictors")) return;
    if (stored.number("_n_features") !== stored.number("n_features_in_")) throw stored.refusal(sentence`it is for two numbers of columns.`);
    check(stored);
  },
});

/** sklearn.ensemble._hist_gradient_boosting.common.PREDICTOR_RECORD_DTYPE 1.9 */
const FIELDS: readonly Field[] = [
  { name: "value", dtype: "float64", offset: 0 },
  { name: "count", dtype: "uint32", offset: 8 },
  { name: "feature_idx", dtype: "int64", offset: 12 },
  { name: "num_threshold", dtype: "float64", offset: 20 },
  { name: "missing_go_to_left", dtype: "uint8", offset: 28 },
  { name: "left", dtype: "uint32", offset: 29 },
  { name: "right", dtype: "uint32", offset: 33 },
  { name: "gain", dtype: "float64", offset: 37 },
  { name: "depth", dtype: "uint32", offset: 45 },
  { name: "is_leaf", dtype: "uint8", offset: 49 },
  { name: "bin_threshold", dtype: "uint8", offset: 50 },
  { name: "is_categorical", dtype: "uint8", offset: 51 },
  { name: "bitset_idx", dtype: "uint32", offset: 52 },
];
const ITEMSIZE = 56;

const isToday = ({ fields, itemsize }: Columns): boolean =>
  itemsize === ITEMSIZE &&
  FIELDS.every(({ name, dtype, offset }, i) => fields[i]?.name === name && fields[i].dtype === dtype && fields[i].offset === offset);

const NO_SETS = { $type: "ndarray", dtype: "uint32", shape: [0, 8], data: [] };

const predictor = defineMigration({
  classes: [PREDICTOR],
  doc: "nodes of 56 bytes, and sets of categories",
  migrate: (stored) => {
    if (!stored.owner?.className.startsWith("sklearn.ensemble.HistGradientBoosting"))
      throw stored.refusal(sentence`it stands in no model that says how many columns it may ask for.`);
    const nodes = columnsOf(stored.get("nodes"));
    const none = new Float64Array(nodes.count);
    const column = (name: string): Float64Array => nodes.get(name) ?? (name === "num_threshold" ? nodes.get("threshold") : null) ?? none;
    if (!isToday(nodes)) stored.set("nodes", structuredValue(FIELDS, ITEMSIZE, column, nodes.count));
    for (const name of ["binned_left_cat_bitsets", "raw_left_cat_bitsets"]) stored.add(name, NO_SETS);
  },
});

/** `_BinMapper` of 0.23 and before knew no categories. */
const mapper = defineMigration({
  classes: ["sklearn.ensemble._hist_gradient_boosting.binning._BinMapper"],
  before: [1, 2],
  doc: "as today's mapper of bins has it",
  migrate: (stored) => {
    stored.add("is_categorical", null);
    stored.add("known_categories", null);
    const bins = stored.number("max_bins");
    if (!stored.has("n_bins") && bins !== null) stored.set("n_bins", bins + 1);
    if (!stored.has("n_bins_non_missing_") && stored.attributes.has("actual_n_bins_"))
      stored.rename("actual_n_bins_", "n_bins_non_missing_");
    const thresholds = stored.items("bin_thresholds_");
    if (thresholds === null) return;
    const zeros = { $type: "ndarray", dtype: "uint8", shape: [thresholds.length], data: thresholds.map(() => 0) };
    if (!stored.has("is_categorical_")) stored.set("is_categorical_", zeros);
    if (!stored.has("missing_values_bin_idx_")) stored.set("missing_values_bin_idx_", (stored.number("n_bins") ?? 256) - 1);
    stored.add("n_threads", null);
  },
});

export const HISTOGRAM_RULES: readonly MigrationRule[] = [...renamesOf(BOTH), losses, boosted, checked, predictor, mapper];
