/**
 * What X is to a model (CONTRACT, section 5): one matrix of numbers or of texts, one axis of texts or labels, or a column
 * an input where columns are of several kinds. The model itself tells: categories, what was imputed, which columns go
 * where. What is taken by no step that says its kind is a number.
 */
import { sentence } from "../errors.js";
import { categoriesOf } from "../models/parts/columns/categories.js";
import { columnChoice } from "../models/parts/columns/choice.js";
import { dtypeParameter } from "../models/parts/columns/dtype-parameter.js";
import { fittedNames, indexNames } from "../models/parts/columns/frame-names.js";
import { legacyOf } from "../models/parts/columns/legacy-categories.js";
import { stepsOf } from "../models/parts/meta/steps.js";
import { State } from "../models/state.js";
import { itemsOf } from "../neutral/attributes.js";
import { arrayOf, type References, typeOf } from "../neutral/document.js";
import { unsupported } from "./define.js";
import type { Dim, DType, Value } from "./ir.js";

/** `none`: taken by nobody; `any`: by whoever takes whatever there is. */
type Kind = "none" | "any" | "number" | "text";

const MOST_DEPTH = 64;
const MOST_COLUMNS = 2 ** 22;

/** What is known of X's columns on the way through the model. */
interface Seen {
  readonly kinds: Kind[];
  readonly names: readonly string[] | null;
  /** One axis of this dtype instead of columns. */
  single: DType | null;
}

function mark(seen: Seen, places: readonly number[], kind: Kind): void {
  for (const j of places) {
    const old = seen.kinds[j] ?? "none";
    if ((old === "text" && kind === "number") || (old === "number" && kind === "text"))
      throw unsupported("", "X", sentence`a column is taken as texts and as numbers`);
    if (old === "none" || (old === "any" && kind !== "none")) seen.kinds[j] = kind;
  }
}

type Walk = (state: State, seen: Seen, places: readonly number[], depth: number) => void;

const isText = (value: unknown): boolean => typeof value === "string";

/** Encoders: a column is of the kind of its categories. */
const byCategories: Walk = (state, seen, places) => {
  if (!state.has("categories_") || legacyOf(state) !== null) return mark(seen, places, "number");
  state.items("categories_").forEach((value, k) => {
    const place = places[k];
    if (place === undefined || typeOf(value) !== "ndarray") return;
    mark(seen, [place], categoriesOf(arrayOf(value)).values.some(isText) ? "text" : "number");
  });
};

/** Imputers: of the kind of what is filled in. */
const byStatistics: Walk = (state, seen, places) => {
  const value = state.get("statistics_");
  const items = itemsOf(value, state.references) ?? (typeOf(value) === "ndarray" ? Array.from<unknown>(arrayOf(value).data) : []);
  const objects = dtypeParameter(state, "_fit_dtype", "") === "object";
  const marker = state.get("missing_values");
  places.forEach((place, k) => {
    const statistic = state.plain(items[k]);
    const unsure = objects && (isText(marker) || marker === null) && !isText(statistic);
    mark(seen, [place], isText(statistic) ? "text" : unsure ? "any" : "number");
  });
};

const throughPipeline: Walk = (state, seen, places, depth) => {
  for (const { value } of stepsOf(state, "steps", 2)) {
    if (value === null || value === "passthrough") continue;
    const step = state.inner(value);
    if (step.name !== "FunctionTransformer" || step.has("func")) return walk(step, seen, places, depth + 1);
  }
  mark(seen, places, "any");
};

const throughUnion: Walk = (state, seen, places, depth) => {
  for (const { value } of stepsOf(state, "transformer_list", 2)) {
    if (value === "drop" || value === null) continue;
    if (value === "passthrough") mark(seen, places, "any");
    else walk(state.inner(value), seen, places, depth + 1);
  }
};

const throughColumns: Walk = (state, seen, places, depth) => {
  const names = fittedNames(state) ?? indexNames(state) ?? (places.length === seen.kinds.length ? seen.names : null);
  for (const { value, rest } of stepsOf(state, "transformers_", 3)) {
    const choice = value === "drop" || (rest[0] ?? null) === null ? null : columnChoice(state, rest[0]);
    if (choice === null) continue;
    const own = choice.places(names, places.length).map((j) => places[j] ?? 0);
    if (own.length === 0) continue;
    if (value === "passthrough" || value === null) mark(seen, own, "any");
    else walkPart(state.inner(value), seen, own, choice.single, depth);
  }
};

/** A single column without its second axis is what a vectorizer takes. */
function walkPart(state: State, seen: Seen, places: readonly number[], isSingle: boolean, depth: number): void {
  const inside: Seen = { kinds: [...seen.kinds], names: null, single: null };
  walk(state, inside, places, depth + 1);
  if (inside.single !== null && !isSingle) throw unsupported("", state.className, sentence`it takes one axis, and is given columns`);
  mark(seen, places, "none");
  if (inside.single !== null) mark(seen, places, inside.single === "string" ? "text" : "number");
  else for (const j of places) mark(seen, [j], inside.kinds[j] ?? "none");
}

const texts: Walk = (_state, seen) => {
  seen.single = "string";
};

/** Labels: their own type. */
const labels: Walk = (state, seen) => {
  const { dtype, data } = state.array("classes_");
  const isTexts = Array.from<unknown>(data).every(isText);
  seen.single = isTexts ? "string" : dtype.startsWith("float") ? "float64" : "int64";
};

const inside =
  (...keys: readonly string[]): Walk =>
  (state, seen, places, depth) => {
    const held = keys.flatMap((key) => {
      const value = state.get(key);
      return typeOf(value) === "object"
        ? [value]
        : (itemsOf(value ?? [], state.references) ?? []).map((item) => state.references.resolve(item));
    });
    const estimators = held.filter((value) => typeOf(value) === "object");
    if (estimators.length === 0) mark(seen, places, "number");
    for (const value of estimators) walk(state.inner(value), seen, places, depth + 1);
  };

const WALKS: ReadonlyMap<string, Walk> = new Map<string, Walk>([
  ["Pipeline", throughPipeline],
  ["FeatureUnion", throughUnion],
  ["ColumnTransformer", throughColumns],
  ["OneHotEncoder", byCategories],
  ["OrdinalEncoder", byCategories],
  ["TargetEncoder", byCategories],
  ["SimpleImputer", byStatistics],
  ["CountVectorizer", texts],
  ["TfidfVectorizer", texts],
  ["HashingVectorizer", texts],
  ["LabelEncoder", labels],
  ["LabelBinarizer", labels],
  ["GridSearchCV", inside("best_estimator_")],
  ["RandomizedSearchCV", inside("best_estimator_")],
  ["HalvingGridSearchCV", inside("best_estimator_")],
  ["HalvingRandomSearchCV", inside("best_estimator_")],
  ["VotingClassifier", inside("estimators_")],
  ["VotingRegressor", inside("estimators_")],
  ["StackingClassifier", inside("estimators_")],
  ["StackingRegressor", inside("estimators_")],
  ["TransformedTargetRegressor", inside("regressor_")],
  ["CalibratedClassifierCV", inside("calibrated_classifiers_")],
  ["_CalibratedClassifier", inside("estimator", "base_estimator")],
  ["FixedThresholdClassifier", inside("estimator_")],
  ["TunedThresholdClassifierCV", inside("estimator_")],
  ["FrozenEstimator", inside("estimator")],
  ["HistGradientBoostingClassifier", inside("_preprocessor")],
  ["HistGradientBoostingRegressor", inside("_preprocessor")],
  ["MultiOutputClassifier", inside("estimators_")],
  ["MultiOutputRegressor", inside("estimators_")],
  ["OneVsRestClassifier", inside("estimators_")],
  ["OneVsOneClassifier", inside("estimators_")],
]);

function walk(state: State, seen: Seen, places: readonly number[], depth: number): void {
  if (depth > MOST_DEPTH) throw state.inconsistent("it contains itself");
  const own = WALKS.get(state.name);
  if (own !== undefined) own(state, seen, places, depth);
  else mark(seen, places, "number");
}

/** The first estimator inside that tells how many columns X has, and their names. */
function told(state: State, depth = 0): { readonly names: readonly string[] | null; readonly count: number | null } {
  const isColumns = state.name === "ColumnTransformer";
  const names = isColumns ? (fittedNames(state) ?? indexNames(state)) : state.featureNames();
  const count = state.declaredFeatures() ?? names?.length ?? countOf(state);
  if (count !== null || depth > MOST_DEPTH) return { names: names !== null && names.length === count ? names : null, count };
  const first = firstInside(state);
  return first === null ? { names, count } : told(first, depth + 1);
}

/** Columns by what older versions tell. */
function countOf(state: State): number | null {
  if (state.name === "ColumnTransformer") return state.number("_n_features");
  if (state.name === "IsotonicRegression") return 1;
  const legacy = state.name === "OneHotEncoder" && (state.has("categories_") || state.has("n_values_")) ? legacyOf(state) : null;
  // Where only some columns are encoded, the state does not tell of the others.
  if (legacy !== null) return legacy.selected === null ? legacy.sizes.length : null;
  if (["OneHotEncoder", "OrdinalEncoder", "TargetEncoder"].includes(state.name) && state.has("categories_"))
    return state.items("categories_").length;
  return null;
}

function firstInside(state: State): State | null {
  if (state.name === "Pipeline" || state.name === "FeatureUnion") {
    const step = stepsOf(state, state.name === "Pipeline" ? "steps" : "transformer_list", 2).find(
      ({ value }) => typeOf(state.references.resolve(value)) === "object",
    );
    return step === undefined ? null : state.inner(step.value);
  }
  const key = ["best_estimator_", "estimator_", "regressor_"].find((one) => typeOf(state.get(one)) === "object");
  return key === undefined ? null : state.object(key);
}

const DTYPES: Readonly<Record<Kind, DType>> = { none: "float64", any: "float64", number: "float64", text: "string" };

/** The inputs of a model's graph: a null is a column that nobody takes. @throws CornichonError `target.unsupported`, `model.*` */
export function inputForm(estimator: unknown, references: References, features: number | null): readonly (Value | null)[] {
  const state = new State(references.resolve(estimator), references);
  const known = told(state);
  const count = known.count ?? features ?? 0;
  if (count > MOST_COLUMNS) throw state.inconsistent("it has too many columns");
  const seen: Seen = { kinds: Array.from({ length: count }, () => "none"), names: known.names, single: null };
  walk(
    state,
    seen,
    seen.kinds.map((_, j) => j),
    0,
  );
  if (seen.single !== null) return [input(seen.single, ["N"])];
  if (known.count === null && features === null)
    throw unsupported(
      "",
      state.className,
      sentence`the model does not tell how many columns X has, which n_features_in of its metadata would`,
    );
  return formOf(state, seen);
}

const input = (dtype: DType, shape: readonly Dim[], name = "X"): Value => ({ name, dtype, shape });

function formOf(state: State, { kinds, names }: Seen): readonly (Value | null)[] {
  const hasTexts = kinds.includes("text");
  // A column of a table that nobody takes may hold anything.
  const isOne = names === null || !kinds.includes("none");
  if (isOne && !hasTexts) return [input("float64", ["N", kinds.length])];
  if (isOne && kinds.every((kind) => kind === "text")) return [input("string", ["N", kinds.length])];
  const columns = kinds.map((kind, j) => input(DTYPES[kind], ["N", 1], names?.[j] ?? `x${j}`));
  if (new Set(columns.map(({ name }) => name)).size < columns.length || columns.some(({ name }) => name === ""))
    throw unsupported("", state.className, sentence`names of columns that are not different`);
  return columns.map((column, j) => (kinds[j] === "none" ? null : column));
}
