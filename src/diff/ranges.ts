/**
 * What rows of a model may look like, by what it was fitted to: for each column the values that stand in scalers, trees,
 * bins, encoders, clusters and kept samples, and of kept samples whole rows. Steps that see X itself are looked at: the
 * first of a Pipeline, those of a ColumnTransformer with their columns, whatever a meta-estimator holds. Nothing is made up
 * here, and nothing of it needs to be there.
 */
import { attributesOf, entriesOf, itemsOf } from "../neutral/attributes.js";
import { arrayOf, numberOf, own, type References, typeOf } from "../neutral/document.js";
import { columnsOf as structured } from "../neutral/structured.js";

/** A cell of X. */
export type Cell = number | string | boolean | null;

export interface Ranges {
  /** Values of each column. */
  readonly columns: readonly Set<Cell>[];
  /** Whole rows, as samples were kept. */
  readonly rows: (readonly Cell[])[];
  /** Words of a vocabulary. */
  readonly words: string[];
  /** What the values come from, in words. */
  readonly from: Set<string>;
}

const MOST_VALUES = 4096;
const MOST_ROWS = 16;
const MOST_LOOKS = 2000;
const MOST_WORDS = 200;

type Attributes = ReadonlyMap<string, unknown>;

/** An estimator or a part of one, and which of X's columns it sees. */
interface Look {
  readonly value: unknown;
  readonly columns: readonly number[];
  /** Names of those columns, where they are known. */
  readonly names: readonly string[];
}

/** A numeric array with its rows and columns; null for anything else. */
interface Table {
  readonly rows: number;
  readonly cols: number;
  readonly at: (row: number, col: number) => number;
}

/** Attributes with a row for each sample or centre. */
const SAMPLES = [
  "_fit_X",
  "fit_X_",
  "X_fit_",
  "X_train_",
  "support_vectors_",
  "cluster_centers_",
  "centroids_",
  "means_",
  "theta_",
  "location_",
];
/** Attributes with a value, or some, for each column. */
const SPREADS: readonly (readonly [middle: string, spread: readonly string[], words: string])[] = [
  ["mean_", ["scale_", "std_"], "means and scales"],
  ["center_", ["scale_"], "centres and scales"],
  ["statistics_", [], "fillings"],
];
const LIMITS: readonly (readonly [string, string])[] = [
  ["data_min_", "data_max_"],
  ["X_min_", "X_max_"],
];
/** What holds other estimators that see the same X. */
const INSIDE =
  /^(?:estimators_|estimator_|base_estimator_|best_estimator_|regressor_|classifier_|calibrated_classifiers_|base_estimator|estimator|classifiers_|pairs_|init_|tree_|_predictors|_bin_mapper|_preprocessor|classifiers)$/;

export class RangesFinder implements Ranges {
  readonly columns: Set<Cell>[];
  readonly rows: (readonly Cell[])[] = [];
  readonly words: string[] = [];
  readonly from = new Set<string>();
  readonly #references: References;
  readonly #left: Look[] = [];

  constructor(width: number, references: References) {
    this.columns = Array.from({ length: width }, () => new Set<Cell>());
    this.#references = references;
  }

  /** Looks at an estimator and what it holds, as far as that sees X. */
  look(estimator: unknown, names: readonly string[]): void {
    this.#left.push({ value: estimator, columns: this.columns.map((_, j) => j), names });
    for (let looks = 0, at = this.#left.shift(); at !== undefined && looks < MOST_LOOKS; looks++, at = this.#left.shift()) this.#take(at);
  }

  #take(look: Look): void {
    const value = this.#references.resolve(look.value);
    if (
      Array.isArray(value) ||
      typeOf(value) === "list" ||
      typeOf(value) === "tuple" ||
      (typeOf(value) === "ndarray" && own(value, "dtype") === "object")
    ) {
      for (const item of itemsOf(value, this.#references) ?? []) this.#left.push({ ...look, value: item });
      return;
    }
    const attributes = typeOf(value) === "object" ? attributesOf(own(value, "state") ?? null, this.#references) : null;
    if (attributes === null) return;
    if (this.#words(attributes) || this.#steps(attributes, look)) return;
    const declared = numberOf(this.#references.resolve(attributes.get("n_features_in_")) ?? null);
    if (declared !== undefined && declared !== look.columns.length) return;
    this.#nodes(attributes, look);
    this.#samples(attributes, look);
    this.#spreads(attributes, look);
    this.#listed(attributes, look);
    for (const [name, inner] of attributes) if (INSIDE.test(name)) this.#left.push({ ...look, value: inner });
  }

  #get(attributes: Attributes, name: string): unknown {
    return this.#references.resolve(attributes.get(name) ?? null);
  }

  #add(column: number | undefined, cell: Cell, words: string): void {
    const values = column === undefined ? undefined : this.columns[column];
    if (values === undefined || values.size >= MOST_VALUES || (typeof cell === "number" && !Number.isFinite(cell))) return;
    values.add(cell);
    this.from.add(words);
  }

  #words(attributes: Attributes): boolean {
    const vocabulary = entriesOf(this.#get(attributes, "vocabulary_"), this.#references);
    if (vocabulary === null) return false;
    for (const [word] of vocabulary) if (typeof word === "string" && this.words.length < MOST_WORDS) this.words.push(word);
    this.from.add("the vocabulary");
    return true;
  }

  /** True where what is inside sees X, and the estimator itself only through it. */
  #steps(attributes: Attributes, look: Look): boolean {
    const steps = this.#named(attributes, "steps");
    if (steps.length > 0) {
      const first = steps.find(([step]) => typeOf(this.#references.resolve(step)) === "object");
      if (first !== undefined) this.#left.push({ ...look, value: first[0] });
      return true;
    }
    const transformers = this.#named(attributes, "transformers_");
    for (const [value, columns] of transformers) {
      const places = this.#places(columns, look, attributes);
      if (places !== null)
        this.#left.push({ value, columns: places.map((j) => look.columns[j] ?? 0), names: places.map((j) => look.names[j] ?? "") });
    }
    const parallel = this.#named(attributes, "transformer_list");
    for (const [value] of parallel) this.#left.push({ ...look, value });
    return transformers.length > 0 || parallel.length > 0;
  }

  /** What stands behind the names of a list of named estimators. */
  #named(attributes: Attributes, name: string): readonly (readonly [value: unknown, more: unknown])[] {
    return (itemsOf(this.#get(attributes, name), this.#references) ?? []).flatMap((item) => {
      const parts = itemsOf(item, this.#references);
      return parts === null || parts.length < 2 ? [] : [[parts[1], parts[2]] as const];
    });
  }

  /** Places of a ColumnTransformer's columns among its own. */
  #places(columns: unknown, look: Look, attributes: Attributes): readonly number[] | null {
    const value = this.#references.resolve(columns ?? null);
    const own_ = this.#get(attributes, "feature_names_in_");
    const names = typeOf(own_) === "ndarray" ? [...arrayOf(own_).data].map(String) : look.names;
    const given =
      typeof value === "string" || typeof value === "number"
        ? [value]
        : typeOf(value) === "ndarray"
          ? [...arrayOf(value).data]
          : itemsOf(value, this.#references);
    if (given === null || typeOf(value) === "slice") return null;
    if (given.every((one) => typeof one === "boolean")) return given.flatMap((one, j) => (one === true ? [j] : []));
    const places = given.map((one) => (typeof one === "string" ? names.indexOf(one) : (numberOf(one) ?? -1)));
    return places.every((j) => j >= 0 && j < look.columns.length) ? places : null;
  }

  #table(value: unknown): Table | null {
    if (typeOf(value) !== "ndarray" || !/^(?:float|int|uint)(?:8|16|32|64)$/.test(String(own(value, "dtype")))) return null;
    if (own(value, "dtype") === "float16") return null;
    const { shape, data } = arrayOf(value);
    if (shape.length > 2) return null;
    const [rows, cols] = shape.length === 2 ? [shape[0] ?? 0, shape[1] ?? 0] : [1, shape[0] ?? 0];
    return { rows, cols, at: (row, col) => Number(data[row * cols + col]) };
  }

  #nodes(attributes: Attributes, { columns }: Look): void {
    const nodes = this.#get(attributes, "nodes");
    if (typeOf(nodes) !== "ndarray") return;
    const { get, count } = structured(nodes);
    const feature = get("feature") ?? get("feature_idx");
    const threshold = get("threshold") ?? get("num_threshold");
    const left = get("left_child") ?? get("left");
    if (feature === null || threshold === null || left === null) return;
    for (let i = 0; i < count; i++) {
      const [at = 0, value = 0] = [feature[i], threshold[i]];
      if (at < 0 || (left[i] ?? -1) <= 0) continue;
      for (const cell of [value, value + Math.max(1e-3, Math.abs(value) * 1e-3), value - Math.max(1, Math.abs(value) / 8)])
        this.#add(columns[at], cell, "trees' thresholds");
    }
  }

  #samples(attributes: Attributes, { columns }: Look): void {
    for (const name of SAMPLES) {
      const table = this.#table(this.#get(attributes, name));
      if (table === null || table.cols !== columns.length) continue;
      const step = Math.max(1, Math.floor(table.rows / MOST_ROWS));
      for (let i = 0; i < table.rows; i += step) {
        for (const [j, column] of columns.entries()) this.#add(column, table.at(i, j), name);
        if (columns.length === this.columns.length && this.rows.length < MOST_ROWS) this.rows.push(columns.map((_, j) => table.at(i, j)));
      }
    }
  }

  #spreads(attributes: Attributes, { columns }: Look): void {
    for (const [middle, spreads, words] of SPREADS) {
      const center = this.#table(this.#get(attributes, middle));
      const spread = spreads
        .map((name) => this.#table(this.#get(attributes, name)))
        .find((one) => one !== null && one.cols === columns.length);
      if (center?.cols !== columns.length) continue;
      for (const [j, column] of columns.entries())
        for (const times of [-2, -1, -0.25, 0, 0.5, 1, 3]) this.#add(column, center.at(0, j) + times * (spread?.at(0, j) ?? 0), words);
    }
    for (const [least, most] of LIMITS) {
      const [low, high] = [this.#table(this.#get(attributes, least)), this.#table(this.#get(attributes, most))];
      if (low?.cols !== columns.length || high?.cols !== columns.length) continue;
      for (const [j, column] of columns.entries())
        for (const part of [0, 0.25, 0.5, 0.8, 1])
          this.#add(column, low.at(0, j) + part * (high.at(0, j) - low.at(0, j)), "least and largest values");
    }
  }

  /** A list of arrays, one a column: categories, edges of bins. */
  #listed(attributes: Attributes, { columns }: Look): void {
    for (const [name, words] of [
      ["categories_", "categories"],
      ["bin_edges_", "edges of bins"],
      ["bin_thresholds_", "edges of bins"],
    ] as const) {
      const lists = itemsOf(this.#get(attributes, name), this.#references);
      if (lists === null || lists.length !== columns.length) continue;
      for (const [j, list] of lists.entries()) {
        if (typeOf(list) !== "ndarray" || !/^(?:float(?:32|64)|u?int\d+|bool|object|U\d+)$/.test(String(own(list, "dtype")))) continue;
        for (const cell of Array.from<unknown>(valuesOf(list))) if (isCell(cell)) this.#add(columns[j], cell, words);
      }
    }
  }
}

/** Items of an array of numbers, texts or plain objects; none where they stand as bytes that are no numbers. */
function valuesOf(array: unknown): ArrayLike<unknown> {
  const texts = /^[UO]|object/.test(String(own(array, "dtype")));
  return texts && !Array.isArray(own(array, "data")) ? [] : arrayOf(array).data;
}

const isCell = (value: unknown): value is Cell => typeof value === "number" || typeof value === "string" || typeof value === "boolean";
