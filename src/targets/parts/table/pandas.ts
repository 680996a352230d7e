/**
 * What pyarrow keeps of a frame in the schema's `pandas`: which columns are the index, dtypes by pandas' own names, and
 * what the columns' labels were, so that `to_pandas` gives the frame back.
 */
import type { References } from "../../../neutral/document.js";
import { VERSION } from "../../../version.js";
import { levelsOf } from "../frame/frame.js";
import { isMissingItem } from "../frame/missing.js";
import { objectText } from "../frame/object-text.js";
import type { Index, Vector } from "../frame/types.js";
import { subtypeOf } from "./columns.js";
import { levelName, namesOf } from "./names.js";
import type { ArrowColumn, ArrowType } from "./types.js";

/** An entry of `columns`. */
interface Described {
  readonly name: string | null;
  readonly field_name: string | null;
  readonly pandas_type: string;
  readonly numpy_type: string;
  readonly metadata: object | null;
}

type Kind = Pick<Described, "pandas_type" | "numpy_type" | "metadata">;

const kind = (pandas: string, numpy: string, metadata: object | null = null): Kind => ({
  pandas_type: pandas,
  numpy_type: numpy,
  metadata,
});

/** pandas' name of a vector's dtype. */
function dtypeName({ values, mask }: Vector): string {
  switch (values.is) {
    case "number":
      return mask === null
        ? values.type
        : values.type.replace(/^(u?)(.)/, (_, u: string, first: string) => u.toUpperCase() + first.toUpperCase());
    case "bool":
      return mask === null ? "bool" : "boolean";
    case "time":
      return `datetime64[${values.unit}]`;
    case "duration":
      return `timedelta64[${values.unit}]`;
    case "period":
      return `period[${values.freq}]`;
    case "category":
      return `int${8 * values.codes.BYTES_PER_ELEMENT}`;
    case "interval":
      return "interval";
    case "text":
      return values.dtype;
    case "object":
      return "object";
  }
}

/** What pyarrow calls a type. */
function typeName(type: ArrowType): string {
  switch (type.is) {
    case "int":
      return `${type.signed ? "int" : "uint"}${type.bits}`;
    case "float":
      return `float${type.bits}`;
    case "text":
      return type.large ? "object" : "unicode";
    case "binary":
      return "bytes";
    case "timestamp":
      return type.zone === null ? "datetime" : "datetimetz";
    case "null":
      return "empty";
    case "bool":
    case "date":
    case "time":
    case "decimal":
      return type.is;
    case "duration":
    case "struct":
      return "object";
  }
}

/** A column as it is described. */
function kindOf({ field, array }: ArrowColumn, vector: Vector): Kind {
  const { values } = vector;
  if (field.dictionary !== undefined)
    return kind("categorical", dtypeName(vector), { num_categories: field.dictionary.values.length, ordered: field.dictionary.ordered });
  if (values.is === "interval" && field.type.is === "struct") {
    const [left] = field.type.fields;
    return kind("object", `interval[${left === undefined ? "object" : subtypeOf(left.type)}, ${values.closed}]`);
  }
  if (field.extension !== undefined) return kind("object", dtypeName(vector));
  const { type } = array;
  if (type.is === "timestamp" && type.zone !== null)
    return kind("datetimetz", dtypeName(vector), values.is === "time" ? { timezone: type.zone } : null);
  if (type.is === "decimal") return kind("decimal", "object", { precision: type.precision, scale: type.scale });
  return kind(typeName(type), dtypeName(vector));
}

/** Labels of one kind, as `infer_dtype` calls them. */
function inferred(items: readonly unknown[], references: References): Kind {
  if (items.length === 0) return kind("empty", "object");
  const kinds = new Set(items.map((item) => (isMissingItem(item) ? "missing" : typeof item)));
  const hasText = kinds.has("string");
  const isWhole = items.every((item) => typeof item !== "number" || Number.isInteger(item));
  const isKnown = items.every((item) => objectText(item, references) !== null);
  if (isKnown && kinds.size === 1 && hasText) return kind("unicode", "object", { encoding: "UTF-8" });
  if (kinds.size === 1 && kinds.has("number") && isWhole) return kind("integer", "object");
  return kind(hasText && kinds.has("number") && isWhole && kinds.size === 2 ? "mixed-integer" : "mixed", "object");
}

/** A level of the columns' labels. */
function labelKind(vector: Vector, references: References): Kind {
  const { values } = vector;
  switch (values.is) {
    case "number":
    case "bool":
      return kind(values.is === "bool" ? "bool" : values.type, dtypeName(vector));
    case "text":
      return kind("unicode", values.dtype, { encoding: "UTF-8" });
    case "time":
      return values.zone === null
        ? kind(dtypeName(vector), dtypeName(vector))
        : kind("datetimetz", dtypeName(vector), { timezone: values.zone.name });
    case "duration":
      return kind("timedelta64", dtypeName(vector));
    case "category":
      return kind("categorical", dtypeName(vector), { num_categories: values.categories.length, ordered: values.ordered });
    case "period":
    case "interval":
      return kind(values.is, dtypeName(vector));
    case "object":
      return inferred(values.items, references);
  }
}

/** The values of a level, which its codes stand for. */
const levelValues = ({ values }: Vector): Vector | null => (values.is === "category" ? values.categories : null);

function columnIndexes(header: Index, references: References): readonly Described[] {
  return levelsOf(header).map(({ name, vector }) => {
    const held = header.is === "levels" ? (levelValues(vector) ?? vector) : vector;
    const text = levelName(name, references);
    return { name: text, field_name: text, ...labelKind(held, references) };
  });
}

export interface Named {
  readonly column: ArrowColumn;
  readonly vector: Vector;
  /** The label; null for an index without a name. */
  readonly name: string | null;
}

const described = ({ column, vector, name }: Named): Described => ({ name, field_name: column.field.name, ...kindOf(column, vector) });

const rangeEntry = (index: Extract<Index, { readonly is: "range" }>, references: References): object => ({
  kind: "range",
  name: namesOf(index, references)[0] ?? null,
  start: index.start,
  stop: index.stop,
  step: index.step,
});

/** The text of the schema's `pandas`. */
export function pandasText(
  index: Index,
  header: Index,
  columns: readonly Named[],
  levels: readonly Named[],
  references: References,
): string {
  return JSON.stringify({
    index_columns: index.is === "range" ? [rangeEntry(index, references)] : levels.map(({ column }) => column.field.name),
    column_indexes: columnIndexes(header, references),
    columns: [...columns, ...levels].map(described),
    attributes: {},
    creator: { library: "cornichon", version: VERSION },
    pandas_version: "3.0.0",
  });
}
