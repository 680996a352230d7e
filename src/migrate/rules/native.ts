/**
 * What today's compiled code takes on trust, and a state may say otherwise: numbers that index arrays, counts by which lengths are
 * read, sizes of matrices. A state that lies here crashes Python when the model is asked, or has it read and write memory that is
 * not the model's. Nothing is changed, and what sklearn stored passes. What every model needs is held by making the model
 * (`targets/python/root.ts`); here is what only Python reads.
 */
import { type Shown, sentence, showText } from "../../errors.js";
import { entriesOf, itemsOf } from "../../neutral/attributes.js";
import { arrayOf, numberOf, own, typeOf } from "../../neutral/document.js";
import { at, defineMigration, type Migrating, type MigrationRule } from "../define.js";
import { sizesOf } from "../sizes.js";

const DOC = "what compiled code takes on trust holds";

/** Refuses a state in which something else is so. */
function hold(stored: Migrating, holds: boolean, what: Shown): void {
  if (!holds) throw stored.refusal(sentence`sklearn's compiled code relies on ${what}, and here that is not so.`);
}

const lengthOf = (stored: Migrating, name: string): number => sizesOf(stored.get(name), stored.references)?.[0] ?? 0;

/** The numbers of an array or a list, NaN for what is none; null where it is neither. */
function numbersOf(stored: Migrating, value: unknown): readonly number[] | null {
  const resolved = stored.references.resolve(value);
  if (typeOf(resolved) === "ndarray" && own(resolved, "dtype") !== "object") return Array.from(arrayOf(resolved).data, Number);
  return itemsOf(resolved, stored.references)?.map((item) => numberOf(item) ?? Number.NaN) ?? null;
}

const isIndex = (value: number, count: number): boolean => Number.isInteger(value) && value >= 0 && value < count;

const isShape = (stored: Migrating, name: string, ...wanted: readonly number[]): boolean =>
  sizesOf(stored.get(name), stored.references)?.join() === wanted.join();

// ---- support vector machines (sklearn/svm/src/libsvm) ----

const CLASSIFIERS = at("svm", "SVC NuSVC");

/** libsvm's own names: to 0.18 states had them, today classes do. */
const MACHINES: ReadonlyMap<string, string> = new Map([
  ["sklearn.svm.SVC", "c_svc"],
  ["sklearn.svm.NuSVC", "nu_svc"],
  ["sklearn.svm.SVR", "epsilon_svr"],
  ["sklearn.svm.NuSVR", "nu_svr"],
  ["sklearn.svm.OneClassSVM", "one_class"],
]);

/** A sparse model's coefficients are read by place, as if none were left out. */
function isFull(stored: Migrating, name: string): boolean {
  const part = stored.part(name);
  const data = part === null ? null : sizesOf(part.get("data"), stored.references);
  const shape = sizesOf(stored.get(name), stored.references) ?? [];
  return part === null || data?.[0] === (shape[0] ?? 0) * (shape[1] ?? 0);
}

function holdSupports(stored: Migrating, rows: number, classes: number): void {
  const counts = numbersOf(stored, stored.get("_n_support")) ?? [];
  const isClassifier = CLASSIFIERS.includes(stored.className);
  const sum = counts.reduce((all, count) => all + count, 0);
  const fits = counts.length === classes && counts.every((count) => isIndex(count, rows + 1)) && sum === (isClassifier ? rows : 2 * rows);
  hold(stored, fits, sentence`support vectors as many as _n_support says of each class`);
}

const SUPPORTS = defineMigration({
  classes: [...CLASSIFIERS, ...at("svm", "SVR NuSVR OneClassSVM")],
  doc: DOC,
  migrate: (stored) => {
    if (!stored.has("support_vectors_")) return;
    const rows = lengthOf(stored, "support_");
    const classes = CLASSIFIERS.includes(stored.className) ? lengthOf(stored, "classes_") : 2;
    const pairs = (classes * (classes - 1)) / 2;
    holdSupports(stored, rows, classes);
    for (const name of ["_dual_coef_", "dual_coef_"])
      hold(
        stored,
        isShape(stored, name, classes - 1, rows) && isFull(stored, name),
        sentence`a row of ${showText(name)} for each class but one`,
      );
    hold(stored, isShape(stored, "_intercept_", pairs), sentence`an intercept for each pair of classes`);
    const least = stored.get("_effective_probability") === true && CLASSIFIERS.includes(stored.className) ? pairs : 0;
    for (const name of ["_probA", "_probB"])
      hold(stored, [least, pairs].includes(lengthOf(stored, name)), sentence`as many numbers of ${showText(name)} as pairs of classes`);
    const isSparse = typeOf(stored.get("support_vectors_")) === "object";
    hold(stored, (stored.get("_sparse") === true) === isSparse, sentence`support vectors that are sparse where _sparse says so`);
    hold(
      stored,
      (stored.get("_impl") ?? MACHINES.get(stored.className)) === MACHINES.get(stored.className),
      sentence`the library's name of its class`,
    );
  },
});

// ---- clusters (sklearn/cluster/_k_means_lloyd.pyx) ----

/** More than any machine that sklearn was fitted on has. */
const MOST_THREADS = 4096;

const THREADS = defineMigration({
  classes: at("cluster", "KMeans MiniBatchKMeans BisectingKMeans"),
  doc: DOC,
  migrate: (stored) => {
    if (!stored.has("cluster_centers_")) return;
    const threads = stored.number("_n_threads") ?? 0;
    hold(stored, isIndex(threads - 1, MOST_THREADS), sentence`a number of threads from 1 to ${MOST_THREADS}`);
    const [, columns] = sizesOf(stored.get("cluster_centers_"), stored.references) ?? [];
    hold(stored, columns === stored.number("n_features_in_"), sentence`centers of n_features_in_ columns`);
  },
});

const NORMS = defineMigration({
  classes: at("cluster", "Birch"),
  doc: DOC,
  migrate: (stored) => {
    if (stored.has("subcluster_centers_"))
      hold(stored, isShape(stored, "_subcluster_norms", lengthOf(stored, "subcluster_centers_")), sentence`a norm for each subcluster`);
  },
});

// ---- neighbours (sklearn/metrics/_pairwise_distances_reduction) ----

const BY_CLASS = at("neighbors", "KNeighborsClassifier RadiusNeighborsClassifier");
const OTHERS = at(
  "neighbors",
  "KNeighborsRegressor RadiusNeighborsRegressor NearestNeighbors KNeighborsTransformer RadiusNeighborsTransformer LocalOutlierFactor",
);

const ROWS = defineMigration({
  classes: [...BY_CLASS, ...OTHERS],
  doc: DOC,
  migrate: (stored) => {
    if (!stored.has("_fit_X")) return;
    const [rows, columns] = sizesOf(stored.get("_fit_X"), stored.references) ?? [];
    hold(stored, rows === stored.number("n_samples_fit_"), sentence`n_samples_fit_ rows of _fit_X`);
    hold(stored, columns === stored.number("n_features_in_"), sentence`n_features_in_ columns of _fit_X`);
  },
});

/** Numbers of classes, of each row one an output. */
const LABELS = defineMigration({
  classes: BY_CLASS,
  doc: DOC,
  migrate: (stored) => {
    if (!stored.has("_fit_X")) return;
    const isMany = stored.get("outputs_2d_") === true;
    const classes = isMany
      ? (stored.items("classes_") ?? []).map((one) => sizesOf(one, stored.references)?.[0] ?? 0)
      : [lengthOf(stored, "classes_")];
    const rows = lengthOf(stored, "_fit_X");
    const fits = isMany ? isShape(stored, "_y", rows, classes.length) : isShape(stored, "_y", rows);
    const labels = numbersOf(stored, stored.get("_y")) ?? [];
    const inside = labels.every((label, i) => isIndex(label, classes[i % classes.length] ?? 0));
    hold(stored, fits && inside, sentence`a number of classes_ in _y for each row`);
  },
});

// ---- what makes sparse matrices (scipy/sparse/sparsetools) ----

const CACHED = defineMigration({
  classes: at("preprocessing", "MultiLabelBinarizer"),
  doc: DOC,
  migrate: (stored) => {
    const cache = stored.get("_cached_dict") ?? null;
    if (cache === null) return;
    const entries = entriesOf(cache, stored.references) ?? [];
    const inOrder = entries.every(([, place], i) => numberOf(place) === i);
    hold(stored, inOrder && entries.length === lengthOf(stored, "classes_"), sentence`the places of classes_ in _cached_dict`);
  },
});

/** How many columns a column of categories makes, and whether what is dropped is one of its groups. */
function outOf(size: number, infrequent: unknown, dropped: number | null | undefined): number | null {
  const grouped = size - Math.max(0, Number(infrequent ?? 1) - 1);
  if (dropped === null || dropped === undefined || Number.isNaN(dropped)) return grouped;
  return isIndex(dropped, grouped) ? grouped - 1 : null;
}

const COLUMNS = defineMigration({
  classes: at("preprocessing", "OneHotEncoder"),
  doc: DOC,
  migrate: (stored) => {
    const categories = stored.items("categories_");
    if (categories === null) return;
    const infrequent = stored.get("_infrequent_enabled") === true ? stored.items("_infrequent_indices") : null;
    const dropped = stored.has("_drop_idx_after_grouping") ? numbersOf(stored, stored.get("_drop_idx_after_grouping")) : null;
    const outs = categories.map((one, j) =>
      outOf(countIn(stored, one) ?? 0, infrequent === null ? null : countIn(stored, infrequent[j]), dropped?.[j]),
    );
    const told = numbersOf(stored, stored.get("_n_features_outs"));
    hold(stored, told?.join() === outs.join(), sentence`the columns that categories_ make in _n_features_outs`);
  },
});

const countIn = (stored: Migrating, value: unknown): number | null => sizesOf(value, stored.references)?.[0] ?? null;

// ---- trees that are asked without a look at X's columns ----

const ISOLATED = defineMigration({
  classes: at("ensemble", "IsolationForest"),
  doc: DOC,
  migrate: (stored) => {
    if (stored.has("estimators_")) hold(stored, isIndex(stored.number("n_features_in_") ?? -1, 2 ** 31), sentence`n_features_in_`);
  },
});

export const NATIVE: readonly MigrationRule[] = [SUPPORTS, THREADS, NORMS, ROWS, LABELS, CACHED, COLUMNS, ISOLATED];
