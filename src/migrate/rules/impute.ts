/**
 * Imputation. The types of X and of what is filled in are attributes (sklearn.impute._base 1.1 and 1.7), the older Imputer
 * is a SimpleImputer, and neighbours know which columns had a value at all.
 */
import { sentence } from "../../errors.js";
import { own } from "../../neutral/document.js";
import { at, defineMigration, type Migrating, type MigrationRule } from "../define.js";
import { constants } from "../numbers.js";
import { sizesOf } from "../sizes.js";

const NAN = { $type: "float", value: "nan" };

const IMPUTER = defineMigration({
  classes: ["sklearn.preprocessing.Imputer"],
  doc: "a SimpleImputer",
  becomes: "sklearn.impute.SimpleImputer",
  migrate: (stored) => {
    if (stored.number("axis") !== 0)
      throw stored.refusal(sentence`it fills in along rows (axis=1), which today's sklearn has no estimator for.`);
    if (stored.get("missing_values") === "NaN") stored.set("missing_values", NAN);
    stored.drop("axis");
    stored.add("fill_value", null);
    if (stored.has("statistics_")) stored.add("indicator_", null);
  },
});

/** Constants of numbers stand in an array of objects since 1.7; X's type is not kept by older ones. */
const TYPES = defineMigration({
  classes: at("impute", "SimpleImputer"),
  before: [1, 7],
  doc: "types of X and of the values that are filled in are attributes",
  migrate: (stored) => {
    const dtype = own(stored.get("statistics_"), "dtype");
    if (dtype === undefined) return;
    stored.add("indicator_", null);
    stored.add("_fit_dtype", { $type: "dtype", dtype });
    stored.add("_fill_dtype", stored.get("_fit_dtype"));
  },
});

const KNOWN = defineMigration({
  classes: at("impute", "KNNImputer"),
  doc: "which columns had any value is an attribute",
  migrate: (stored) => {
    const mask = stored.array("_mask_fit_X");
    const [rows = 0, cols = 0] = mask?.shape ?? [];
    if (mask === null || rows === 0 || stored.has("_valid_mask")) return;
    const data = Array.from({ length: cols }, (_, j) => !Array.from({ length: rows }, (_r, i) => mask.data[i * cols + j]).every(Boolean));
    stored.set("_valid_mask", { $type: "ndarray", dtype: "bool", shape: [cols], data });
  },
});

/** What is no state: sklearn 1.6 mended which neighbours count where some distances are not known. */
const NEIGHBOURS = defineMigration({
  classes: at("impute", "KNNImputer"),
  before: [1, 6],
  doc: "a row that shares no value with some fitted rows is filled in as sklearn 1.6 and later do",
  migrate: (stored) => stored.note("replaced", "transform"),
});

const ROUNDS = defineMigration({
  classes: at("impute", "IterativeImputer"),
  doc: "which columns had no value is an attribute",
  migrate: (stored) => {
    const statistics = stored.part("initial_imputer_");
    const [features] = sizesOf(statistics?.get("statistics_"), stored.references) ?? [];
    if (features === undefined) return;
    const empty = emptyColumns(stored, features);
    stored.add("_is_empty_feature", { $type: "ndarray", dtype: "bool", shape: [features], data: empty });
    const kept = empty.filter((one) => !one).length;
    for (const name of ["_min_value", "_max_value"]) {
      const limit = stored.number(name);
      if (limit !== null) stored.set(name, constants(limit, [kept]));
    }
  },
});

/** Columns whose statistic is no number; `imputation_sequence_` leaves them out. */
function emptyColumns(stored: Migrating, features: number): boolean[] {
  const values = stored.part("initial_imputer_")?.array("statistics_");
  return Array.from({ length: features }, (_, j) => Number.isNaN(Number(values?.data[j])));
}

const INDICATOR = defineMigration({
  classes: at("impute", "MissingIndicator"),
  doc: "whether it takes a mask is an attribute, and whose columns it counts",
  migrate: (stored) => {
    if (!stored.has("features_")) return;
    stored.add("_precomputed", stored.owner?.attributes.has("add_indicator") ?? false);
    if (stored.has("_n_features")) stored.add("n_features_in_", stored.get("_n_features"));
  },
});

export const IMPUTE: readonly MigrationRule[] = [IMPUTER, TYPES, KNOWN, NEIGHBOURS, ROUNDS, INDICATOR];
