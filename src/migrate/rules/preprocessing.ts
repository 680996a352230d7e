/** Scalers, encoders and the like (sklearn.preprocessing). */
import { sentence } from "../../errors.js";
import { itemsOf } from "../../neutral/attributes.js";
import { own, typeOf } from "../../neutral/document.js";
import { arrayValue } from "../../neutral/values.js";
import { at, defineMigration, type Migrating, type MigrationRule } from "../define.js";
import { sizesOf } from "../sizes.js";

const QUANTILES = defineMigration({
  classes: at("preprocessing", "QuantileTransformer"),
  doc: "the number of quantiles that there are is an attribute",
  migrate: (stored) => {
    const [count] = sizesOf(stored.get("quantiles_"), stored.references) ?? [];
    if (count !== undefined) stored.add("n_quantiles_", count);
  },
});

const MOST_DEGREES = 1000;
const MOST_COLUMNS = 2 ** 31;

/** Ways to take k of n, with repetition or without (sklearn's own `comb`). */
function combinations(n: number, k: number, repeats: boolean): number {
  const all = repeats ? n + k - 1 : n;
  if (all < k) return 0;
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (all - k + i)) / i;
  return Math.round(result);
}

/** Columns of all degrees to the highest, of what `_num_combinations` counts with a bias and from the first degree on. */
function countTerms(features: number, degree: number, interactions: boolean, bias: boolean): number {
  let count = bias ? 1 : 0;
  for (let d = 1; d <= degree; d++) count += combinations(features, d, !interactions);
  return count;
}

const POLYNOMIALS = defineMigration({
  classes: at("preprocessing", "PolynomialFeatures"),
  before: [1, 0],
  doc: "the degrees and the number of their terms are attributes",
  migrate: (stored) => {
    const degree = stored.number("degree");
    const features = stored.number("n_features_in_");
    if (degree === null || features === null) return;
    if (!(degree >= 0 && degree <= MOST_DEGREES && features <= MOST_COLUMNS))
      throw stored.refusal(sentence`its degree or its columns are too many.`);
    stored.add("_min_degree", 0);
    stored.add("_max_degree", stored.get("degree"));
    stored.add("_n_out_full", countTerms(features, degree, stored.get("interaction_only") === true, stored.get("include_bias") === true));
  },
});

const CACHE = defineMigration({
  classes: at("preprocessing", "MultiLabelBinarizer"),
  doc: "places of classes are looked up in a dict, made at the first call",
  migrate: (stored) => {
    if (stored.has("classes_")) stored.add("_cached_dict", null);
  },
});

const ENCODER = "sklearn.preprocessing.OneHotEncoder";

/** Codes of 0.17 to 0.21: whole numbers, `active_features_` are those of all columns that were there (sklearn.preprocessing.data). */
function legacyCategories(stored: Migrating): object[] {
  if ((stored.get("categorical_features") ?? "all") !== "all")
    throw stored.refusal(sentence`categorical_features put columns into another order, which needs a ColumnTransformer today.`);
  const starts = Array.from(stored.array("feature_indices_")?.data ?? [], Number);
  const active = Array.from(stored.array("active_features_")?.data ?? [], Number);
  if (active.length === 0) throw stored.refusal(sentence`it has no active_features_.`);
  return starts.slice(0, -1).map((start, j) => {
    const values = active.filter((code) => code >= start && code < (starts[j + 1] ?? 0)).map((code) => code - start);
    return arrayValue({ dtype: "int64", shape: [values.length], data: values });
  });
}

const LEGACY = defineMigration({
  classes: [ENCODER],
  before: [0, 22],
  doc: "columns of whole numbers have categories like others",
  migrate: (stored) => {
    if (stored.has("categories_") || !stored.has("feature_indices_")) return;
    if (!["auto", null, undefined].includes(textOf(stored.get("n_values"))))
      throw stored.refusal(sentence`n_values has no counterpart today.`);
    stored.set("categories_", legacyCategories(stored));
    stored.add("categories", "auto");
  },
});

const textOf = (value: unknown): string | null | undefined =>
  value === undefined || value === null ? value : typeof value === "string" ? value : "";

/** Since 0.23 an entry of what is dropped may be None, so they are objects. */
const dropped = (stored: Migrating): unknown => {
  const value = stored.get("drop_idx_");
  if (typeOf(value) !== "ndarray" || own(value, "dtype") === "object") return value ?? null;
  const indices = Array.from(stored.array("drop_idx_")?.data ?? [], Number);
  return { $type: "ndarray", dtype: "object", shape: [indices.length], data: indices };
};

const plain = (value: unknown): unknown =>
  typeOf(value) === null ? value : Object.fromEntries(Object.entries(Object(value)).filter(([key]) => key !== "$id"));

const DROPPED = defineMigration({
  classes: [ENCODER],
  before: [1, 2],
  doc: "what is dropped is told after infrequent categories are grouped, too, of which there were none",
  migrate: (stored) => {
    const sizes = (itemsOf(stored.get("categories_"), stored.references) ?? []).map((one) => sizesOf(one, stored.references)?.[0] ?? 0);
    if (sizes.length === 0) return;
    const drop = dropped(stored);
    const indices = itemsOf(drop, stored.references);
    stored.set("drop_idx_", drop);
    stored.add("_infrequent_enabled", false);
    stored.add("_drop_idx_after_grouping", plain(drop));
    const less = (j: number): number => (indices === null || indices[j] === null || indices[j] === undefined ? 0 : 1);
    stored.add(
      "_n_features_outs",
      sizes.map((size, j) => size - less(j)),
    );
  },
});

const isNaNValue = (value: unknown): boolean => own(value, "value") === "nan" || (typeof value === "number" && Number.isNaN(value));

/** Where the missing value is among the categories of each column: the last one. */
function missingIndices(stored: Migrating): object {
  const found: [number, number][] = [];
  for (const [j, categories] of (itemsOf(stored.get("categories_"), stored.references) ?? []).entries()) {
    const size = sizesOf(categories, stored.references)?.[0] ?? 0;
    const last = itemsOf(categories, stored.references)?.at(-1);
    if (size > 0 && isNaNValue(last)) found.push([j, size - 1]);
  }
  return found.length === 0 ? {} : { $type: "dict", items: found };
}

const ORDINALS = defineMigration({
  classes: at("preprocessing", "OrdinalEncoder"),
  before: [1, 3],
  doc: "there were no infrequent categories; where missing values are is an attribute",
  migrate: (stored) => {
    if (!stored.has("categories_")) return;
    stored.add("_infrequent_enabled", false);
    stored.add("_missing_indices", missingIndices(stored));
  },
});

export const PREPROCESSING: readonly MigrationRule[] = [QUANTILES, POLYNOMIALS, CACHE, LEGACY, DROPPED, ORDINALS];
