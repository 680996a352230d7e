/**
 * Pipelines, unions and ColumnTransformer (sklearn.pipeline, sklearn.compose 0.17 to 1.9): steps that are left out have
 * words of their own today, columns that are passed through are FunctionTransformers, and which columns each transformer
 * gets is kept as positions.
 */
import { sentence } from "../../../errors.js";
import { entriesOf, itemsOf } from "../../../neutral/attributes.js";
import { arrayOf, isObject, malformed, numberOf, own, typeOf } from "../../../neutral/document.js";
import { setOwn } from "../../../neutral/lossless.js";
import { at, defineMigration, type Migrating, type MigrationRule, objectValue } from "../../define.js";
import { renamesOf } from "../renames.js";

const COLUMNS = "sklearn.compose.ColumnTransformer";

/** A list of named tuples with another second item where it was None. */
function reworded(stored: Migrating, name: string, word: string): void {
  const steps = stored.items(name);
  const changed = steps?.map((step) => {
    const items = own(step, "items");
    return Array.isArray(items) && items[1] === null ? { ...Object(step), items: [items[0], word, ...items.slice(2)] } : step;
  });
  if (steps !== null && changed?.some((step, i) => step !== steps[i]) === true) stored.set(name, changed);
}

const nothing = defineMigration({
  classes: ["sklearn.pipeline.Pipeline", "sklearn.pipeline.FeatureUnion", ...at("ensemble", "VotingClassifier VotingRegressor")],
  before: [1, 2],
  doc: "a step that is left out has a word of its own today",
  migrate: (stored) => {
    if (stored.className.endsWith(".Pipeline")) reworded(stored, "steps", "passthrough");
    else if (stored.className.endsWith("Union")) reworded(stored, "transformer_list", "drop");
    else reworded(stored, "estimators", "drop");
  },
});

/** Names of the columns that it was fitted with. */
function names(stored: Migrating): void {
  const value = stored.get("feature_names_in_");
  if (value === null) stored.drop("feature_names_in_");
  if (value === undefined || value === null || typeOf(value) === "ndarray") return;
  const data = own(own(value, "args"), "0") ?? itemsOf(own(value, "args") ?? [], stored.references)?.[0];
  const found = stored.references.resolve(own(stored.references.resolve(data), "data"));
  if (typeOf(found) !== "ndarray") stored.drop("feature_names_in_");
  else stored.set("feature_names_in_", found);
}

interface Table {
  readonly width: number;
  readonly names: readonly unknown[];
}

/** Most columns of a table: a document may claim any number. */
const MOST_COLUMNS = 1e6;

const range = (start: number, stop: number, step: number): number[] => {
  const out: number[] = [];
  for (let at = start; out.length <= MOST_COLUMNS && (step > 0 ? at < stop : at > stop); at += step) out.push(at);
  if (out.length > MOST_COLUMNS) throw malformed("a number of columns");
  return out;
};

/** A place among the columns, by number (from the end where negative) or name. @throws CornichonError `target.unsupported` */
function place(stored: Migrating, { width, names }: Table, value: unknown): number {
  const found = typeof value === "string" ? names.indexOf(value) : Number(numberOf(value));
  const from = found < 0 && typeof value !== "string" ? found + width : found;
  if (!Number.isInteger(from) || from < 0 || from >= width) throw stored.refusal(sentence`one of its columns cannot be told.`);
  return from;
}

function sliceOf(stored: Migrating, table: Table, [start, stop, step]: readonly unknown[]): number[] {
  const by = step === null || step === undefined ? 1 : Number(numberOf(step));
  if (!Number.isInteger(by) || by < 1) throw stored.refusal(sentence`one of its columns cannot be told.`);
  const named = typeof start === "string" || typeof stop === "string";
  const first =
    start === null || start === undefined ? 0 : named ? place(stored, table, start) : clamp(Number(numberOf(start)), table.width);
  // Slices by name hold their end.
  const last =
    stop === null || stop === undefined ? table.width : named ? place(stored, table, stop) + 1 : clamp(Number(numberOf(stop)), table.width);
  return range(first, last, by);
}

const clamp = (value: number, width: number): number => Math.min(width, Math.max(0, value < 0 ? value + width : value));

/** Positions of what a transformer was given (sklearn.utils._indexing._get_column_indices). */
function positions(stored: Migrating, table: Table, spec: unknown): number[] {
  const value = stored.references.resolve(spec);
  if (typeof value === "string" || typeof value === "number") return [place(stored, table, value)];
  const items = typeOf(value) === "ndarray" ? Array.from(arrayOf(value).data) : itemsOf(value, stored.references);
  if (typeOf(value) === "slice") return sliceOf(stored, table, itemsOf(own(value, "items") ?? [], stored.references) ?? []);
  if (items === null) throw stored.refusal(sentence`one of its columns cannot be told.`);
  if (items.length === table.width && items.every((item) => typeof item === "boolean"))
    return items.flatMap((item, i) => (item ? [i] : []));
  return items.map((item) => place(stored, table, item));
}

const passed = (stored: Migrating, table: Table, columns: readonly number[]): object => {
  const names = columns.map((at) => table.names[at]);
  return objectValue("sklearn.preprocessing.FunctionTransformer", "sklearn.preprocessing._function_transformer.FunctionTransformer", {
    func: null,
    inverse_func: null,
    validate: false,
    accept_sparse: true,
    check_inverse: false,
    feature_names_out: "one-to-one",
    kw_args: null,
    inv_kw_args: null,
    n_features_in_: columns.length,
    ...(table.names.length === table.width && table.width > 0 && stored.has("feature_names_in_")
      ? { feature_names_in_: { $type: "ndarray", dtype: "object", shape: [names.length], data: names } }
      : {}),
    _sklearn_output_config: { transform: "default" },
  });
};

/** Name, transformer and columns of each of `transformers_`. */
function fitted(stored: Migrating): readonly (readonly unknown[])[] {
  return (stored.items("transformers_") ?? []).map((one) => itemsOf(one, stored.references) ?? []);
}

function tableOf(stored: Migrating): Table | null {
  const width = stored.number("n_features_in_") ?? stored.number("_n_features");
  const names = itemsOf(stored.get("feature_names_in_") ?? null, stored.references) ?? [];
  return width === null ? null : { width, names };
}

/** Which columns each transformer gets. */
function indices(stored: Migrating, table: Table): void {
  if (stored.has("_transformer_to_input_indices")) return;
  const made: Record<string, unknown> = {};
  const given = new Set<number>();
  for (const [name, , columns] of fitted(stored)) {
    const found = positions(stored, table, columns);
    for (const at of found) given.add(at);
    setOwn(made, String(name), found);
  }
  if (!Object.hasOwn(made, "remainder"))
    setOwn(
      made,
      "remainder",
      range(0, table.width, 1).filter((at) => !given.has(at)),
    );
  stored.set("_transformer_to_input_indices", dictOf(made));
}

/** A dict, whatever its keys are. */
const dictOf = (made: Record<string, unknown>): object =>
  Object.keys(made).some((key) => /^(?:\$|(?:0|[1-9]\d*)$)/.test(key)) ? { $type: "dict", items: Object.entries(made) } : made;

function passThrough(stored: Migrating, table: Table): void {
  const kept = new Map(entriesOf(stored.get("_name_to_fitted_passthrough") ?? {}, stored.references) ?? []);
  const before = stored.items("transformers_") ?? [];
  const after = before.map((one) => {
    const raw = own(one, "items");
    if (!Array.isArray(raw) || raw[1] !== "passthrough") return one;
    const [name, , columns] = raw;
    return { ...Object(one), items: [name, kept.get(name) ?? passed(stored, table, positions(stored, table, columns)), columns] };
  });
  if (after.some((one, i) => one !== before[i])) stored.set("transformers_", after);
}

/** 1.5 and 1.6 kept the rest's columns in a list of their own class. */
const rest = defineMigration({
  classes: ["sklearn.compose._column_transformer._RemainderColsList"],
  doc: "a plain list today",
  replace: (stored) => {
    const data = stored.attributes.get("data");
    stored.note("replaced", "");
    const items = Array.isArray(data) ? data : (stored.items("data") ?? []);
    return { $type: "list", items };
  },
});

const columns = defineMigration({
  classes: [COLUMNS],
  before: [1, 9],
  doc: "which columns each transformer gets, as today's ColumnTransformer keeps it",
  migrate: (stored) => {
    const table0 = tableOf(stored);
    if (!stored.has("transformers_") || table0 === null) return;
    names(stored);
    const table = tableOf(stored) ?? table0;
    if (!stored.has("n_features_in_")) stored.set("n_features_in_", table.width);
    indices(stored, table);
    passThrough(stored, table);
    const remainder = stored.get("_remainder");
    const items = own(remainder, "items");
    if (Array.isArray(items) && items[2] === null) stored.set("_remainder", { ...Object(remainder), items: [items[0], items[1], []] });
  },
});

/** `force_all_finite` is `ensure_all_finite` today (sklearn.utils.validation.check_array 1.6). */
const partial = defineMigration({
  classes: ["functools.partial"],
  doc: "check_array's argument has another name today",
  migrate: (stored) => {
    const state = stored.references.resolve(own(stored.value, "state"));
    const items = own(state, "items");
    if (!Array.isArray(items) || !/^sklearn\.utils\.(?:validation\.)?check_array$/.test(String(own(items[0], "name")))) return;
    const keywords = stored.references.resolve(items[2]);
    if (!isObject(keywords) || !Object.hasOwn(keywords, "force_all_finite")) return;
    const { force_all_finite, ...others } = keywords;
    stored.note("renamed", "ensure_all_finite");
    stored.frame.set("state", {
      ...Object(state),
      items: [items[0], items[1], { ...others, ensure_all_finite: force_all_finite }, items[3]],
    });
  },
});

export const COLUMN_RULES: readonly MigrationRule[] = [nothing, ...renamesOf([COLUMNS]), columns, rest, partial];
