/**
 * pandas' dtypes: made empty and built from a dict (`PandasExtensionDtype.__getstate__`), or called. Their cached values
 * are asked for instead of being computed, so each must be what pandas would compute.
 */
import type { PlainReason } from "../../../finding/reasons.js";
import type { DType } from "../../../tape/dtype.js";
import { FALSE, type Handle, KIND, NONE, NOTHING, TAG, TRUE, tagOf } from "../../../tape/handle.js";
import { argumentsOf } from "../../../tape/read.js";
import type { Machine } from "../../machine.js";
import { type Checker, no } from "../answer.js";
import { inert } from "../builtins.js";
import type { StateChecker } from "../state-checker.js";
import { intervalDtypeProblem, sparseDtypeProblem } from "./composed.js";
import { factOf, remember } from "./facts.js";
import { type Fields, field, fieldsOf, hasKeys, isBoolean, isZone, textOf } from "./fields.js";
import { isNA } from "./labels.js";
import { isOffset } from "./offsets.js";

/** numpy's kind and size of a masked dtype, null for other dtypes. */
export function maskedType(path: string): { readonly kind: "i" | "u" | "f" | "b"; readonly size: number } | null {
  if (path === "pandas.BooleanDtype") return { kind: "b", size: 1 };
  const [, letter = "", bits = ""] = /^pandas\.(Int|UInt|Float)(8|16|32|64)Dtype$/.exec(path) ?? [];
  if (bits === "") return null;
  return { kind: letter === "Int" ? "i" : letter === "UInt" ? "u" : "f", size: Number(bits) / 8 };
}

const isMaskedType = (dtype: DType | null, { kind, size }: { readonly kind: string; readonly size: number }): boolean =>
  dtype !== null && dtype.kind === kind && dtype.itemsize === size && !dtype.bigEndian && dtype.fields === null && dtype.base === null;

/** An Int64Dtype and its like, made empty: pandas keeps no values of it but the cached ones. */
export const isMaskedDtype = (machine: Machine, handle: Handle, path: string): boolean => machine.classOf(handle)?.path === path;

export const dtypeState: StateChecker = ({ machine, target, state }) => {
  const path = machine.classOf(target)?.path ?? "";
  const fields = fieldsOf(machine, state);
  if (fields === null) return "pandas-dtype.state";
  if (path === "pandas.CategoricalDtype") return categoricalProblem(machine, target, fields);
  if (path === "pandas.DatetimeTZDtype") return zoneProblem(machine, target, fields);
  if (path === "pandas.PeriodDtype") return periodProblem(machine, target, fields);
  if (path === "pandas.StringDtype") return stringProblem(machine, target, fields);
  if (path === "pandas.IntervalDtype") return intervalDtypeProblem(machine, target, fields);
  if (path === "pandas.SparseDtype") return sparseDtypeProblem(machine, target, fields);
  return maskedProblem(machine, path, fields);
};

function categoricalProblem(machine: Machine, target: Handle, fields: Fields): PlainReason | null {
  const [categories, ordered, sentinel] = ["categories", "ordered", "_ordered_from_sentinel"].map((key) => field(fields, key));
  if (!hasKeys(fields, "categories ordered", "_ordered_from_sentinel")) return "pandas-dtype.categorical-key";
  if (ordered !== NONE && !isBoolean(machine, ordered ?? NOTHING)) return "pandas-dtype.ordered";
  if (sentinel !== NOTHING && !isBoolean(machine, sentinel ?? NOTHING)) return "pandas-dtype.ordered";
  const length = categoriesLength(machine, categories ?? NOTHING);
  if (length === false) return "pandas-dtype.categories";
  remember(machine, target, { is: "dtype", path: "pandas.CategoricalDtype", detail: "", length });
  return null;
}

/** How many categories there are; false when they are neither None nor a flat index. */
export function categoriesLength(machine: Machine, categories: Handle): number | null | false {
  if (categories === NONE) return 0;
  const index = factOf(machine, categories, "index");
  return index === null || index.content === "multi" || index.content === "category" ? false : index.length;
}

function zoneProblem(machine: Machine, target: Handle, fields: Fields): PlainReason | null {
  const unit = textOf(machine, field(fields, "unit"));
  if (!hasKeys(fields, "unit tz") || unit === null || !["s", "ms", "us", "ns"].includes(unit)) return "pandas-dtype.times";
  if (!isZone(machine, field(fields, "tz"))) return "timezone.foreign";
  remember(machine, target, { is: "dtype", path: "pandas.DatetimeTZDtype", detail: unit, length: null });
  return null;
}

function periodProblem(machine: Machine, target: Handle, fields: Fields): PlainReason | null {
  if (!hasKeys(fields, "freq") || !isOffset(machine, field(fields, "freq"))) return "pandas-dtype.periods";
  remember(machine, target, { is: "dtype", path: "pandas.PeriodDtype", detail: "", length: null });
  return null;
}

/** Frequencies of periods in words (`period[3M]`): the letters that pandas has, with a number before and a month or day behind. */
const PERIOD = /^period\[[0-9]{0,9}(?:(?:A|Y|Q|W)-[A-Z]{3}|(?:YE|QE)-[A-Z]{3}|A|Y|YE|Q|QE|M|ME|W|D|B|C|H|h|T|min|S|s|L|ms|U|us|N|ns)\]$/;

/** `PeriodDtype(offset)`, or of `period[M]`. */
export const periodDtype: Checker = (input) => {
  const { machine } = input;
  const items = argumentsOf(input);
  const [freq = NOTHING] = items;
  const fits = items.length === 1 && (isOffset(machine, freq) || PERIOD.test(textOf(machine, freq) ?? ""));
  if (!fits) return no("pandas-dtype.period-arguments");
  return remember(machine, inert(input), { is: "dtype", path: "pandas.PeriodDtype", detail: "", length: null });
};

function stringProblem(machine: Machine, target: Handle, fields: Fields): PlainReason | null {
  const storage = textOf(machine, field(fields, "storage"));
  if (!hasKeys(fields, "storage") || (storage !== "python" && storage !== "pyarrow")) return "pandas-dtype.storage";
  remember(machine, target, { is: "dtype", path: "pandas.StringDtype", detail: storage, length: null });
  return null;
}

/** `StringDtype(storage, missing value)`. */
export const stringDtype: Checker = (input) => {
  const { machine } = input;
  const items = argumentsOf(input);
  const [storage, missing] = items;
  const text = storage === undefined ? "python" : textOf(machine, storage);
  const isMissing = missing === undefined || isNA(machine, missing) || tagOf(missing) === TAG.FLOAT;
  if (items.length > 2 || (text !== "python" && text !== "pyarrow") || !isMissing) return no("pandas-dtype.storage");
  return remember(machine, inert(input), { is: "dtype", path: "pandas.StringDtype", detail: text, length: null });
};

/** A string dtype over Python's texts; pandas until 1.2 has one without a state. */
export function isPythonStrings(machine: Machine, handle: Handle): boolean {
  if (machine.classOf(handle)?.path !== "pandas.StringDtype") return false;
  const fact = factOf(machine, handle, "dtype");
  return fact === null || fact.detail === "python";
}

function maskedProblem(machine: Machine, path: string, fields: Fields): PlainReason | null {
  const type = maskedType(path);
  if (type === null) return "pandas-dtype.no-state";
  if (fields.size === 0) return null;
  const cache = fieldsOf(machine, field(fields, "_cache"));
  const known = "numpy_dtype kind is_unsigned_integer is_signed_integer itemsize";
  if (!hasKeys(fields, "_cache") || cache === null || ![...cache.keys()].every((key) => known.split(" ").includes(key)))
    return "pandas-dtype.key";
  const { tape } = machine;
  const isFlag = (key: string, value: boolean): boolean => !cache.has(key) || field(cache, key) === (value ? TRUE : FALSE);
  const dtype = field(cache, "numpy_dtype");
  const fits =
    (dtype === NOTHING || (tape.kind(dtype) === KIND.DTYPE && isMaskedType(tape.dtypeValue(dtype), type))) &&
    (!cache.has("kind") || textOf(machine, field(cache, "kind")) === type.kind) &&
    (!cache.has("itemsize") || tape.intValue(field(cache, "itemsize")) === type.size) &&
    isFlag("is_unsigned_integer", type.kind === "u") &&
    isFlag("is_signed_integer", type.kind === "i");
  return fits ? null : "pandas-dtype.cached";
}
