/**
 * Objects of JSON that are a table: what `DataFrame.to_json` writes in each of its orients, lists by column, and one row by
 * name. Which of two lists of keys are the columns is told by the model; where nothing tells, it is asked for.
 */
import { sentence } from "../errors.js";
import type { X } from "../model/all.js";
import { malformed } from "./decode.js";
import { at, isMapping, isPlain, isScalar, keysOf, type Mapping, plainOf, tableOf, valuesOf } from "./json-values.js";
import type { Wanted } from "./wanted.js";

/** Records that have all the same keys are a table; others are dicts, which a model of dicts takes. */
export function recordsOf(records: readonly Mapping[]): X {
  const [first] = records;
  const columns = first === undefined ? [] : keysOf(first);
  // As they are, where nothing is to be told of their order or of what is missing.
  if (records.every((one) => isPlain(one) && !valuesOf(one).includes(null))) return records.map(plainOf);
  const isTable = records.every((one) => keysOf(one).length === columns.length && columns.every((name) => at(one, name) !== undefined));
  return isTable
    ? tableOf(
        columns,
        records.map((one) => columns.map((name) => at(one, name))),
      )
    : records.map(plainOf);
}

/** `orient="split"`, and `{columns, rows}`; null for what is neither. */
export function splitOf(value: Mapping): X | null {
  const columns = at(value, "columns");
  const rows = at(value, "rows") ?? at(value, "data");
  if (!Array.isArray(columns) || !Array.isArray(rows) || !rows.every(Array.isArray)) return null;
  return tableOf(columns.map(String), rows);
}

/** `orient="table"`: records with their schema, whose primary key is the index. */
export function schemaOf(value: Mapping, { featureNames }: Wanted): X | null {
  const [fields, data] = [at(at(value, "schema"), "fields"), at(value, "data")];
  if (!Array.isArray(fields) || !Array.isArray(data) || !data.every(isMapping)) return null;
  const primary = at(at(value, "schema"), "primaryKey");
  const index = new Set<unknown>(Array.isArray(primary) ? primary : []);
  const names = fields
    .map((field) => String(at(field, "name")))
    .filter((name) => !index.has(name) || featureNames?.includes(name) === true);
  return tableOf(
    names,
    data.map((record) => names.map((name) => at(record, name) ?? null)),
  );
}

const isWhole = (keys: readonly string[]): boolean => keys.every((key) => /^\d+$/.test(key));

/** True where the outer keys are the columns, false where the inner ones are. @throws CornichonError `input.malformed` */
function isByColumn(outer: readonly string[], inner: readonly string[], { featureNames, nFeatures }: Wanted): boolean {
  const known = new Set(featureNames);
  const shared = (keys: readonly string[]): number => keys.filter((key) => known.has(key)).length;
  if (featureNames !== null && shared(outer) !== shared(inner)) return shared(outer) > shared(inner);
  if ((outer.length === nFeatures) !== (inner.length === nFeatures)) return outer.length === nFeatures;
  if (isWhole(outer) !== isWhole(inner)) return isWhole(inner);
  throw malformed(
    sentence`nothing tells whether the JSON's ${outer.length} outer or its ${inner.length} inner keys are the columns; to_json(orient="split") or orient="records" does`,
  );
}

/** Objects in an object: `orient="columns"`, which is pandas' default, or `orient="index"`. */
export function nestedOf(value: Mapping, wanted: Wanted): X | null {
  const inside = valuesOf(value);
  const [first] = inside;
  if (first === undefined || !isMapping(first) || !inside.every(isMapping)) return null;
  const [outer, inner] = [keysOf(value), keysOf(first)];
  if (inside.some((one) => keysOf(one).length !== inner.length || inner.some((key) => at(one, key) === undefined)))
    throw malformed(sentence`the JSON's inner objects have different keys`);
  return isByColumn(outer, inner, wanted)
    ? tableOf(
        outer,
        inner.map((key) => inside.map((one) => at(one, key))),
      )
    : tableOf(
        inner,
        inside.map((one) => inner.map((key) => at(one, key))),
      );
}

/** Columns of one value a row may come as `[[1], [2]]`. */
const unwrapped = (column: readonly unknown[]): readonly unknown[] =>
  column.every((one) => Array.isArray(one) && one.length === 1) ? column.flat() : column;

/** Lists by column. */
export function listsOf(value: Mapping): X | null {
  const lists = valuesOf(value);
  if (lists.length === 0 || !lists.every(Array.isArray)) return null;
  const columns = lists.map(unwrapped);
  const count = columns[0]?.length ?? 0;
  if (columns.some((column) => column.length !== count)) throw malformed(sentence`the JSON's columns have different lengths`);
  return tableOf(
    keysOf(value),
    Array.from({ length: count }, (_, i) => columns.map((column) => column[i])),
  );
}

/** One row by name. */
export const recordOf = (value: Mapping): X | null => {
  const values = valuesOf(value);
  return values.length > 0 && values.every(isScalar) ? recordsOf([value]) : null;
};
