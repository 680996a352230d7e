/**
 * What the values of a column of objects have in common, as pyarrow finds it: scalars of numpy keep their type where all have
 * the same, are the widest of several whole numbers of one sign, and beside Python's numbers are Python's. What pyarrow makes
 * of others depends on which comes first, and is refused.
 */
import { sentence, showList } from "../../../errors.js";
import { own, typeOf } from "../../../neutral/document.js";
import { Float } from "../../../neutral/lossless.js";
import { isMissingItem } from "../frame/missing.js";
import { scalarTimeOf } from "../frame/moments.js";
import { kindOf, noColumn } from "../frame/refusal.js";
import { NUMBER_TYPES, type NumberType, type TimeUnit } from "../frame/types.js";

/** Python's numbers are `int` and `float`, of which numpy's `float64` is one. */
type NumberKind = "int" | "float" | Exclude<NumberType, "float64">;
type TimeKind = `${"datetime" | "timedelta"}64[${TimeUnit}]`;
type PlainKind = "text" | "bytes" | "bool" | "date" | "time" | "datetime" | "timedelta" | "decimal";
type Kind = PlainKind | NumberKind | TimeKind;

/** The one type of a column. */
export type ColumnKind =
  | { readonly is: PlainKind }
  | { readonly is: "number"; readonly type: NumberType }
  | { readonly is: "counts"; readonly of: "datetime" | "timedelta"; readonly unit: TimeUnit };

function scalarKind(value: unknown): Kind | null {
  const dtype = String(own(value, "dtype"));
  if (dtype === "bool") return "bool";
  if (dtype === "float64") return "float";
  if (/^[US]\d+$/.test(dtype)) return dtype.startsWith("U") ? "text" : "bytes";
  const time = scalarTimeOf(value);
  if (time !== null) return `${time.is}64[${time.unit}]`;
  const type = NUMBER_TYPES.find((one) => one === dtype);
  return type === undefined || type === "float64" ? null : type;
}

const CLASSES: ReadonlyMap<string, Kind> = new Map([
  ["datetime.date", "date"],
  ["datetime.time", "time"],
  ["datetime.datetime", "datetime"],
  ["datetime.timedelta", "timedelta"],
  ["pandas.Timestamp", "datetime"],
  ["pandas.Timedelta", "timedelta"],
  ["decimal.Decimal", "decimal"],
] as const);

function kindOfItem(value: unknown): Kind | null {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (value instanceof Float) return "float";
  if (typeof value === "string") return "text";
  const type = typeOf(value);
  if (type === "str") return "text";
  if (type === "bytearray") return "bytes";
  if (type === "int" || type === "float" || type === "bytes") return type;
  if (type === "scalar") return scalarKind(value);
  return type === "object" ? (CLASSES.get(String(own(value, "class"))) ?? null) : null;
}

/** True for what pyarrow takes for nothing: a NaN of numpy's short floats is one of its numbers. */
export const isNull = (value: unknown): boolean =>
  isMissingItem(value) && !(typeOf(value) === "scalar" && /^float(?:16|32)$/.test(String(own(value, "dtype"))));

const isWhole = (kind: Kind): kind is Exclude<NumberKind, "float" | "float16" | "float32"> => /^u?int/.test(kind);
const isFloat = (kind: Kind): boolean => kind === "float" || kind === "float16" || kind === "float32";

const WIDEST: readonly NumberType[] = ["int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8"];

/** The type of numbers of several kinds; null where it would depend on their order. */
function numberType(kinds: ReadonlySet<Kind>): NumberType | null {
  const all = [...kinds];
  if (!all.every((kind) => isWhole(kind) || isFloat(kind))) return null;
  if (kinds.has("float")) return "float64";
  if (all.every(isFloat)) return kinds.has("float32") ? "float32" : "float16";
  if (!all.every(isWhole)) return null;
  if (kinds.has("int")) return "int64";
  const isSigned = all.every((kind) => kind.startsWith("int"));
  const isOfOneSign = isSigned || all.every((kind) => kind.startsWith("uint"));
  return isOfOneSign ? (WIDEST.find((type) => all.some((kind) => kind === type)) ?? null) : null;
}

const PLAIN: readonly PlainKind[] = ["text", "bytes", "bool", "date", "time", "datetime", "timedelta", "decimal"];

function only(kind: Kind): ColumnKind | null {
  const plain = PLAIN.find((one) => one === kind);
  if (plain !== undefined) return { is: plain };
  const [, of, unit] = /^(datetime|timedelta)64\[(s|ms|us|ns)\]$/.exec(kind) ?? [];
  if (unit === "s" || unit === "ms" || unit === "us" || unit === "ns")
    return { is: "counts", of: of === "datetime" ? "datetime" : "timedelta", unit };
  return null;
}

/** The one type of a column; null where all are missing. @throws CornichonError `target.unsupported` where there are several */
export function kindOfColumn(items: readonly unknown[], name: string): ColumnKind | null {
  const kinds = new Set<Kind>();
  for (const item of items) {
    if (isNull(item)) continue;
    const kind = kindOfItem(item);
    if (kind === null) throw noColumn(name, kindOf(item), sentence`it holds objects that have no type in a table`);
    kinds.add(kind);
  }
  const [first, ...others] = kinds;
  if (first === undefined) return null;
  const type = numberType(kinds);
  const found = type !== null ? ({ is: "number", type } as const) : others.length === 0 ? only(first) : null;
  if (found === null) throw noColumn(name, "object", sentence`it holds values of several types: ${showList([...kinds].sort())}`);
  return found;
}
