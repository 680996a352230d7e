/**
 * Extension arrays: Categorical, times, periods, strings, numbers with a mask. `NDArrayBacked.__setstate__` and the
 * `__setstate__`s before it set what they find, cached values too, which native code then takes for granted.
 */
import type { PlainReason } from "../../../finding/reasons.js";
import type { DType } from "../../../tape/dtype.js";
import { ARRAY, type Handle, KIND, NONE, NOTHING, SCALAR, TAG, tagOf } from "../../../tape/handle.js";
import { argumentsOf, eachItem, isStr } from "../../../tape/read.js";
import type { Machine } from "../../machine.js";
import { type Checker, no } from "../answer.js";
import { built } from "../built.js";
import { buildable, listed } from "../cython.js";
import type { StateChecker } from "../state-checker.js";
import { arrowStringProblem } from "./arrow.js";
import { sparseProblem } from "./composed.js";
import { categoriesLength, isMaskedDtype, isPythonStrings, maskedType } from "./dtypes.js";
import { factOf, madeBy, remember, type Size } from "./facts.js";
import { type Fields, field, fieldsOf, hasKeys, isBoolean, isInteger, isOf, textOf, tupleOf } from "./fields.js";
import { isNA } from "./labels.js";
import { isCodes, isTime, type Layout, layoutOf, vector } from "./ndarray.js";
import { isFrequency, isOffset, isTickFrequency } from "./offsets.js";

/** `__pyx_unpickle_NDArrayBacked(cls, checksum, None)`: BUILD brings the state. */
export const unpickleBacked: Checker = (input) => {
  const { tape } = input;
  const items = argumentsOf(input);
  const path = items.length === 3 && items[2] === NONE ? buildable(input, items[0]) : null;
  if (path === null) return no("pandas-array.class");
  const checksum = tape.intValue(items[1] ?? NONE);
  if (checksum === null || !listed(input, "checksums").includes(checksum)) return no("call.checksum");
  return built(input, path, tape.tuple(items, 1, 2));
};

/** A state's parts: what is kept under names that changed with the versions. */
interface Parts {
  readonly values: Handle;
  readonly dtype: Handle;
  /** The rest, by key. */
  readonly rest: Fields;
}

export const arrayState: StateChecker = ({ machine, target, state }) => {
  const path = machine.classOf(target)?.path ?? "";
  const items = tupleOf(machine, state);
  const fields = items === null ? fieldsOf(machine, state) : null;
  if (path === "pandas.arrays.ArrowStringArray") return arrowStringProblem(machine, target, fields);
  if (path === "pandas.arrays.SparseArray") return sparseProblem(machine, target, fields);
  const masked = maskedOf(path);
  if (masked !== null) return maskedProblem(machine, target, fields, masked);
  if (path === "pandas.Categorical" && fields?.has("_categories") === true) return firstCategorical(machine, target, fields);
  const parts = items === null ? dictParts(fields) : tupleParts(machine, items);
  if (parts === null) return "pandas-array.state";
  if (path === "pandas.Categorical") return categoricalProblem(machine, target, parts);
  if (path === "pandas.arrays.StringArray") return stringProblem(machine, target, parts);
  if (path === "pandas.arrays.PeriodArray") return periodProblem(machine, target, parts);
  if (path === "pandas.arrays.DatetimeArray") return timeProblem(machine, target, parts, "M");
  return path === "pandas.arrays.TimedeltaArray" ? timeProblem(machine, target, parts, "m") : "pandas-array.not-read";
};

/** The dict of pandas until 1.2. */
function dictParts(fields: Fields | null): Parts | null {
  if (fields === null) return null;
  const rest = new Map(fields);
  const own = ["_ndarray", "_data", "_codes"].filter((key) => rest.delete(key));
  const dtype = field(rest, "_dtype");
  rest.delete("_dtype");
  return own.length === 1 && dtype !== NOTHING ? { values: field(fields, own[0] ?? ""), dtype, rest } : null;
}

/** (dtype, array[, dict]), either first. */
function tupleParts(machine: Machine, items: Int32Array): Parts | null {
  const [first = NOTHING, second = NOTHING, third = NOTHING] = items;
  const rest = items.length === 3 ? fieldsOf(machine, third) : items.length === 2 ? new Map<string, Handle>() : null;
  if (rest === null) return null;
  const isArray = layoutOf(machine, first, () => true) !== false;
  return { values: isArray ? first : second, dtype: isArray ? second : first, rest };
}

/** What the rest of a state may hold beside what the class has: whether it is read-only, and cached values. */
function restProblem(machine: Machine, { values, dtype, rest }: Parts, layout: Layout, also: string): PlainReason | null {
  if (!hasKeys(rest, "", `_readonly _cache ${also}`)) return "pandas-array.key";
  if (rest.has("_readonly") && !isBoolean(machine, field(rest, "_readonly"))) return "pandas-array.readonly";
  if (!rest.has("_cache")) return null;
  const cache = fieldsOf(machine, field(rest, "_cache"));
  if (cache === null) return "pandas-array.cache";
  for (const [key, value] of cache) if (!isCached(machine, key, value, { values, dtype, layout })) return "pandas-array.cached";
  return null;
}

interface Own {
  readonly values: Handle;
  readonly dtype: Handle;
  readonly layout: Layout;
}

const RESOLUTIONS = ["year", "quarter", "month", "day", "hour", "minute", "second", "millisecond", "microsecond", "nanosecond"];
/** Codes of the units (`NPY_DATETIMEUNIT`). */
const UNIT_CODE: Readonly<Record<string, number>> = { s: 7, ms: 8, us: 9, ns: 10 };
const FREQUENCY = /^-?[0-9]{0,19}[A-Za-z]{1,4}(?:-[0-9A-Z]{1,5})?$/;

/** True for what pandas' cached properties give for this very array. */
function isCached(machine: Machine, key: string, value: Handle, { values, dtype, layout }: Own): boolean {
  const { tape } = machine;
  const items = layout === null ? null : layout.shape.reduce((product, n) => product * n, 1);
  const number = tape.intValue(value) ?? numpyInteger(machine, value);
  const isNumber = (expected: Size): boolean => number !== null && (expected === null || number === expected);
  switch (key) {
    case "_ndarray":
    case "_data":
      return value === values || isAlike(machine, value, layout);
    case "dtype":
      return value === dtype || (isOf(machine, value, "pandas.PeriodDtype") && isOf(machine, dtype, "pandas.PeriodDtype"));
    case "ndim":
      return isNumber(layout === null ? null : layout.shape.length);
    case "size":
      return isNumber(items);
    // Of objects and categories: as the machine that wrote them had it.
    case "nbytes":
    case "itemsize":
      return number !== null && number >= 0;
    case "unit":
      return layout === null || textOf(machine, value) === layout.dtype.unit;
    case "_creso":
    case "_reso":
      return isNumber(layout === null ? null : (UNIT_CODE[layout.dtype.unit] ?? -1));
    case "_isnan":
      return isMaskOf(machine, value, layout);
    case "_hasna":
    case "_hasnans":
    case "_can_hold_na":
    case "is_normalized":
      return isBoolean(machine, value) || isNumpyBoolean(machine, value);
    case "resolution":
    case "_resolution":
      return RESOLUTIONS.includes(textOf(machine, value) ?? "");
    case "inferred_freq":
    case "_inferred_freq_str":
      return value === NONE || FREQUENCY.test(textOf(machine, value) ?? "");
    default:
      return false;
  }
}

/** numpy's product of a shape. */
function numpyInteger(machine: Machine, value: Handle): number | null {
  const { tape } = machine;
  const dtype = tape.kind(value) === KIND.SCALAR ? tape.dtypeValue(tape.field(value, SCALAR.DTYPE)) : null;
  const bytes = dtype?.kind === "i" && dtype.itemsize === 8 && !dtype.bigEndian ? machine.bytesOf(tape.field(value, SCALAR.DATA), 8) : null;
  return bytes === null ? null : Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0, true));
}

const isNumpyBoolean = ({ tape }: Machine, value: Handle): boolean =>
  tape.kind(value) === KIND.SCALAR && tape.dtypeValue(tape.field(value, SCALAR.DTYPE))?.kind === "b";

/** Booleans in the shape of another array. */
function isMaskOf(machine: Machine, mask: Handle, layout: Layout): boolean {
  const found = layoutOf(machine, mask, (dtype) => dtype.kind === "b");
  return isShapeOf(found, layout);
}

/** True when an array was found, and is of the shape. */
const isShapeOf = (found: Layout | false, layout: Layout): boolean =>
  found !== false && (found === null || layout === null || isSameShape(found.shape, layout.shape));

/** An array of the same type and shape: joblib writes one array as often as it stands somewhere. */
function isAlike(machine: Machine, value: Handle, layout: Layout): boolean {
  const found = layoutOf(machine, value, ({ kind, itemsize, unit, bigEndian }) => {
    const own = layout?.dtype;
    return own === undefined || (kind === own.kind && itemsize === own.itemsize && unit === own.unit && bigEndian === own.bigEndian);
  });
  return isShapeOf(found, layout);
}

const isSameShape = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((n, i) => n === b[i]);

/** One dimension, or the two of a block. */
const isFlatOrBlock = (shape: readonly number[]): boolean => shape.length === 1 || shape.length === 2;

function keep(machine: Machine, target: Handle, path: string, layout: Layout): null {
  remember(machine, target, { is: "array", path, shape: layout?.shape ?? null });
  return null;
}

// ---- categories ----

function categoricalProblem(machine: Machine, target: Handle, parts: Parts): PlainReason | null {
  const dtype = factOf(machine, parts.dtype, "dtype");
  if (dtype?.path !== "pandas.CategoricalDtype") return "categorical.dtype";
  return codesProblem(machine, target, parts, dtype.length);
}

/** So many items of one hash take a second. */
const MOST_LOOKED_UP = 20_000;

/** pandas until 0.20: categories and order beside the codes. They are looked up when they are loaded. */
function firstCategorical(machine: Machine, target: Handle, fields: Fields): PlainReason | null {
  const categories = field(fields, "_categories");
  if (!hasKeys(fields, "_codes _categories _ordered", "_cache") || !isBoolean(machine, field(fields, "_ordered"))) return "categorical.key";
  const index = factOf(machine, categories, "index");
  if (index === null || categoriesLength(machine, categories) === false || index.items === "collections") return "categorical.categories";
  // Numbers can be chosen so that all have one hash; texts cannot.
  const isQuick = index.content === "range" || index.items === "texts" || (index.length ?? 0) <= MOST_LOOKED_UP;
  if (!isQuick) return "categorical.too-many";
  const rest = new Map([...fields].filter(([key]) => key === "_cache"));
  return codesProblem(machine, target, { values: field(fields, "_codes"), dtype: NOTHING, rest }, index.length);
}

/** The numbers themselves are compared with the categories when the streams have been read (`sandbox/consistency`). */
function codesProblem(machine: Machine, target: Handle, parts: Parts, most: Size): PlainReason | null {
  const layout = layoutOf(machine, parts.values, isCodes);
  if (layout === false) return "categorical.codes";
  if (most !== null) madeBy(machine).codes.push({ instance: target, array: parts.values, most });
  return restProblem(machine, parts, layout, "") ?? keep(machine, target, "pandas.Categorical", layout);
}

// ---- times ----

function timeProblem(machine: Machine, target: Handle, parts: Parts, kind: "M" | "m"): PlainReason | null {
  const layout = layoutOf(machine, parts.values, (dtype, shape) => isTime(dtype, kind) && isFlatOrBlock(shape));
  if (layout === false) return "pandas-array.time-data";
  if (!isTimeDtype(machine, parts.dtype, kind, layout?.dtype.unit ?? null)) return "pandas-array.time-dtype";
  const freq = field(parts.rest, "_freq");
  const isFreq = freq === NOTHING || (kind === "M" ? isFrequency(machine, freq) : isTickFrequency(machine, freq));
  if (!isFreq) return "pandas-array.time-frequency";
  const path = kind === "M" ? "pandas.arrays.DatetimeArray" : "pandas.arrays.TimedeltaArray";
  return restProblem(machine, parts, layout, "_freq") ?? keep(machine, target, path, layout);
}

/** numpy's dtype of the same unit, or pandas' with a time zone. */
function isTimeDtype(machine: Machine, handle: Handle, kind: "M" | "m", unit: string | null): boolean {
  const own: DType | null = machine.tape.dtypeValue(handle);
  if (own !== null) return isTime(own, kind) && (unit === null || own.unit === unit);
  const zoned = factOf(machine, handle, "dtype");
  return kind === "M" && zoned?.path === "pandas.DatetimeTZDtype" && (unit === null || zoned.detail === unit);
}

function periodProblem(machine: Machine, target: Handle, parts: Parts): PlainReason | null {
  const layout = layoutOf(machine, parts.values, isOrdinals);
  if (layout === false) return "pandas-array.period-data";
  if (factOf(machine, parts.dtype, "dtype")?.path !== "pandas.PeriodDtype") return "pandas-array.period-dtype";
  const freq = field(parts.rest, "_freq");
  if (freq !== NOTHING && !isOffset(machine, freq)) return "pandas-array.period-frequency";
  return restProblem(machine, parts, layout, "_freq") ?? keep(machine, target, "pandas.arrays.PeriodArray", layout);
}

const isOrdinals = (dtype: DType, shape: readonly number[]): boolean =>
  dtype.kind === "i" && dtype.itemsize === 8 && !dtype.bigEndian && isFlatOrBlock(shape);

// ---- strings ----

function stringProblem(machine: Machine, target: Handle, parts: Parts): PlainReason | null {
  const layout = layoutOf(machine, parts.values, vector("O"));
  if (layout === false || (layout !== null && !isStrings(machine, parts.values))) return "pandas-array.string-data";
  if (!isPythonStrings(machine, parts.dtype)) return "pandas-array.string-dtype";
  return restProblem(machine, parts, layout, "") ?? keep(machine, target, "pandas.arrays.StringArray", layout);
}

/** Texts, and what stands for missing ones; looked at once. */
function isStrings(machine: Machine, array: Handle): boolean {
  const { tape } = machine;
  const { strings } = madeBy(machine);
  const known = strings.get(array);
  if (known !== undefined) return known;
  const list = tape.field(array, ARRAY.DATA);
  let all = tape.kind(list) === KIND.LIST;
  const isString = (item: Handle): boolean => {
    if (item === NONE || isStr(tape, item)) return true;
    return tagOf(item) === TAG.FLOAT ? Number.isNaN(tape.floatValue(item)) : isNA(machine, item);
  };
  if (all)
    eachItem(tape, list, (item) => {
      if (all && !isString(item)) all = false;
    });
  strings.set(array, all);
  return all;
}

// ---- masks ----

interface Masked {
  readonly path: string;
  readonly kinds: string;
}

function maskedOf(path: string): Masked | null {
  if (path === "pandas.arrays.IntegerArray") return { path, kinds: "iu" };
  if (path === "pandas.arrays.FloatingArray") return { path, kinds: "f" };
  return path === "pandas.arrays.BooleanArray" ? { path, kinds: "b" } : null;
}

function maskedProblem(machine: Machine, target: Handle, fields: Fields | null, { path, kinds }: Masked): PlainReason | null {
  const also = path === "pandas.arrays.BooleanArray" ? "_dtype _readonly" : "_cache _readonly";
  if (fields === null || !hasKeys(fields, "_data _mask", also)) return "pandas-array.key";
  const layout = layoutOf(machine, field(fields, "_data"), (dtype, shape) => kinds.includes(dtype.kind) && isFlatOrBlock(shape));
  if (layout === false) return "pandas-array.masked-data";
  if (!isMaskOf(machine, field(fields, "_mask"), layout)) return "pandas-array.mask";
  if (fields.has("_readonly") && !isBoolean(machine, field(fields, "_readonly"))) return "pandas-array.readonly";
  if (fields.has("_dtype") && !isMaskedDtype(machine, field(fields, "_dtype"), "pandas.BooleanDtype")) return "pandas-array.masked-dtype";
  if (fields.has("_cache") && !isMaskedCache(machine, field(fields, "_cache"), layout)) return "pandas-array.cached";
  return keep(machine, target, path, layout);
}

/** The dtype, of the numbers' own kind and size. */
function isMaskedCache(machine: Machine, handle: Handle, layout: Layout): boolean {
  const cache = fieldsOf(machine, handle);
  if (cache === null || !hasKeys(cache, "", "dtype ndim")) return false;
  if (cache.has("ndim") && layout !== null && !isInteger(machine, field(cache, "ndim"), layout.shape.length, layout.shape.length))
    return false;
  const type = maskedType(machine.classOf(field(cache, "dtype"))?.path ?? "");
  if (!cache.has("dtype") || layout === null) return true;
  return type !== null && type.kind === layout.dtype.kind && type.size === layout.dtype.itemsize;
}
