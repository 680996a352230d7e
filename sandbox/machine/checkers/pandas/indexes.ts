/**
 * Indexes: `_new_Index(cls, {…})` and its like call the class with what they are given, and every class would take, and
 * follow, any other index, series or array. So the data of each are exactly those that its versions write.
 */
import type { PlainReason } from "../../../finding/reasons.js";
import type { DType } from "../../../tape/dtype.js";
import { type Handle, NONE, NOTHING } from "../../../tape/handle.js";
import { argumentsOf } from "../../../tape/read.js";
import type { Machine } from "../../machine.js";
import { type Checker, type CheckerInput, no } from "../answer.js";
import { built } from "../built.js";
import { buildable } from "../cython.js";
import { affordable, factOf, type IndexContent, type Items, madeBy, remember, type Size, sameSize } from "./facts.js";
import { type Fields, field, fieldsOf, hasKeys, int64Of, isInteger, isZone, listOf } from "./fields.js";
import { isLabel, itemsIn } from "./labels.js";
import { isCodes, isTime, type Layout, layoutOf, lengthOf, vector } from "./ndarray.js";
import { isFrequency, isOffset, isTickFrequency } from "./offsets.js";
import { isClosed } from "./scalars.js";

/** What an index is made of; a code says why it is none. */
interface Content {
  readonly length: Size;
  readonly content: IndexContent;
  readonly items: Items;
}
type Answer = Content | PlainReason;

const OTHER_KEYS = "index.keys";
const OTHER_DATA = "index.data";

const of = (length: Size, content: IndexContent, items: Items = "labels"): Content => ({ length, content, items });

/** A function that makes indexes: what it takes for a class, null for a class that it does not build. */
type Maker = (path: string) => ((machine: Machine, fields: Fields) => Answer) | null;

function indexOf(input: CheckerInput, maker: Maker): ReturnType<Checker> {
  const { machine, tape } = input;
  const items = argumentsOf(input);
  const path = items.length === 2 ? buildable(input, items[0]) : null;
  const make = path === null ? null : maker(path);
  if (path === null || make === null) return no("index.class");
  const dict = items[1] ?? NONE;
  const fields = fieldsOf(machine, dict);
  if (fields === null) return no("index.parts");
  const answer = make(machine, fields);
  if (typeof answer === "string") return no(answer);
  if (path !== "pandas.MultiIndex" && !isLabel(machine, field(fields, "name"))) return no("index.name");
  if (answer.content !== "range" && !affordable(machine, answer.length)) return no("index.shared");
  const made = built(input, path, tape.tuple(items, 1, 1));
  if (path === "pandas.MultiIndex") noteCodes(machine, made, fields);
  return remember(machine, made, { is: "index", path, ...answer });
}

export const newIndex: Checker = (input) => indexOf(input, (path) => MAKERS[path] ?? null);
export const newDatetimeIndex: Checker = (input) => indexOf(input, (path) => (path === "pandas.DatetimeIndex" ? datetimes : null));
export const newTimedeltaIndex: Checker = (input) => indexOf(input, (path) => (path === "pandas.TimedeltaIndex" ? timedeltas : null));
export const newIntervalIndex: Checker = (input) => indexOf(input, (path) => (path === "pandas.IntervalIndex" ? intervals : null));

const MAKERS: Readonly<Record<string, (machine: Machine, fields: Fields) => Answer>> = {
  "pandas.Index": index,
  "pandas.Int64Index": numbers("i"),
  "pandas.UInt64Index": numbers("u"),
  "pandas.Float64Index": numbers("f"),
  "pandas.RangeIndex": range,
  "pandas.MultiIndex": multi,
  "pandas.CategoricalIndex": categories,
  "pandas.PeriodIndex": periods,
  "pandas.TimedeltaIndex": timedeltas,
};

// ---- flat indexes ----

const EXTENSIONS = ["StringArray", "IntegerArray", "FloatingArray", "BooleanArray", "SparseArray", "ArrowStringArray"].map(
  (name) => `pandas.arrays.${name}`,
);

/** The length of an extension array of one of the classes, false for anything else or two dimensions. */
function extension(machine: Machine, handle: Handle, ...paths: readonly string[]): Size | false {
  const array = factOf(machine, handle, "array");
  if (array === null || !paths.includes(array.path)) return false;
  if (array.shape === null) return null;
  return array.shape.length === 1 ? (array.shape[0] ?? null) : false;
}

/** `Index`: labels, from pandas 2 on numbers too, or an extension array that has no index of its own. */
function index(machine: Machine, fields: Fields): Answer {
  if (!hasKeys(fields, "data name")) return OTHER_KEYS;
  const data = field(fields, "data");
  const array = extension(machine, data, ...EXTENSIONS);
  if (array !== false) return of(array, "extension");
  const layout = layoutOf(machine, data, vector("Obiufc"));
  if (layout === false) return OTHER_DATA;
  if (layout === null || layout.dtype.kind !== "O") return of(lengthOf(layout), "number");
  const items = itemsIn(machine, data);
  return items === "others" ? "index.labels" : of(lengthOf(layout), "object", items);
}

function numbers(kind: "i" | "u" | "f") {
  return (machine: Machine, fields: Fields): Answer => {
    if (!hasKeys(fields, "data name")) return OTHER_KEYS;
    const layout = layoutOf(machine, field(fields, "data"), (dtype, shape) => dtype.itemsize === 8 && vector(kind)(dtype, shape));
    return layout === false ? OTHER_DATA : of(lengthOf(layout), "number");
  };
}

/** `RangeIndex`: three integers. Its length is a number only: nothing that pandas does with it here writes it out. */
function range(machine: Machine, fields: Fields): Answer {
  if (!hasKeys(fields, "name start stop step")) return OTHER_KEYS;
  const [start, stop, step] = ["start", "stop", "step"].map((key) => int64Of(machine, field(fields, key)) ?? null);
  if (typeof start !== "bigint" || typeof stop !== "bigint" || typeof step !== "bigint" || step === 0n) return "index.range";
  const [away, by] = step > 0n ? [stop - start, step] : [start - stop, -step];
  const length = away > 0n ? (away + by - 1n) / by : 0n;
  return length <= Number.MAX_SAFE_INTEGER ? of(Number(length), "range") : "index.range-length";
}

function categories(machine: Machine, fields: Fields): Answer {
  if (!hasKeys(fields, "data name")) return OTHER_KEYS;
  const length = extension(machine, field(fields, "data"), "pandas.Categorical");
  return length === false ? OTHER_DATA : of(length, "category");
}

// ---- times ----

function periods(machine: Machine, fields: Fields): Answer {
  const freq = field(fields, "freq");
  if (!hasKeys(fields, "data name", "freq") || (freq !== NOTHING && !isOffset(machine, freq))) return OTHER_KEYS;
  const data = field(fields, "data");
  const array = extension(machine, data, "pandas.arrays.PeriodArray");
  if (array !== false) return of(array, "period");
  const layout = layoutOf(machine, data, (dtype, shape) => dtype.itemsize === 8 && !dtype.bigEndian && vector("i")(dtype, shape));
  return layout === false || freq === NOTHING ? OTHER_DATA : of(lengthOf(layout), "period");
}

const isNanoseconds =
  (kind: "M" | "m") =>
  (dtype: DType, shape: readonly number[]): boolean =>
    isTime(dtype, kind) && dtype.unit === "ns" && shape.length === 1;

/** One of pandas' arrays, or until 0.23 numpy's in nanoseconds. */
function times(machine: Machine, data: Handle, path: string, kind: "M" | "m"): Layout | { readonly array: Size } | false {
  const array = extension(machine, data, path);
  return array === false ? layoutOf(machine, data, isNanoseconds(kind)) : { array };
}

const timesLength = (found: Layout | { readonly array: Size }): Size =>
  found !== null && "array" in found ? found.array : lengthOf(found);

function timedeltas(machine: Machine, fields: Fields): Answer {
  const freq = field(fields, "freq");
  if (!hasKeys(fields, "data name", "freq")) return OTHER_KEYS;
  if (freq !== NOTHING && !isTickFrequency(machine, freq)) return "index.frequency";
  const data = field(fields, "data");
  const found = times(machine, data, "pandas.arrays.TimedeltaArray", "m");
  return found === false ? sliced(machine, data, "timedelta", fields.has("freq")) : of(timesLength(found), "timedelta");
}

/** pandas 0.19 to 0.23 wrote the index that an index was sliced from. It is held against the frequency, item by item. */
function sliced(machine: Machine, data: Handle, content: "datetime" | "timedelta", isOld: boolean): Answer {
  const source = factOf(machine, data, "index");
  return isOld && source?.content === content ? of(source.length, content) : OTHER_DATA;
}

/** The time zone is an object: a text would be looked up in files. */
function datetimes(machine: Machine, fields: Fields): Answer {
  const [freq, tz] = [field(fields, "freq"), field(fields, "tz")];
  if (!hasKeys(fields, "data name", "freq tz")) return OTHER_KEYS;
  if (freq !== NOTHING && !isFrequency(machine, freq)) return "index.frequency";
  if (tz !== NOTHING && tz !== NONE && !isZone(machine, tz)) return "timezone.foreign";
  const data = field(fields, "data");
  const found = times(machine, data, "pandas.arrays.DatetimeArray", "M");
  if (found !== false && (fields.has("tz") || (found !== null && "array" in found))) return of(timesLength(found), "datetime");
  return sliced(machine, data, "datetime", fields.has("tz") && fields.has("freq"));
}

// ---- indexes of indexes ----

const ENDS: readonly IndexContent[] = ["number", "datetime", "timedelta"];

/** `_new_IntervalIndex(cls, {left, right, closed, name})`: the ends are compared. */
function intervals(machine: Machine, fields: Fields): Answer {
  if (hasKeys(fields, "data name", "closed")) {
    const array = extension(machine, field(fields, "data"), "pandas.arrays.IntervalArray");
    return array === false ? OTHER_DATA : of(array, "interval");
  }
  if (!hasKeys(fields, "left right closed name") || !isClosed(machine, field(fields, "closed"))) return OTHER_KEYS;
  const [left, right] = [factOf(machine, field(fields, "left"), "index"), factOf(machine, field(fields, "right"), "index")];
  if (left === null || right === null || left.path !== right.path || left.content !== right.content) return OTHER_DATA;
  // Until 0.23 the ends of no intervals were objects.
  if (!ENDS.includes(left.content) && !(left.content === "object" && left.length === 0)) return OTHER_DATA;
  return sameSize(left.length, right.length) ? of(left.length, "interval") : "index.intervals";
}

const MOST_LEVELS = 1000;

/** Levels and codes, one each; the codes are compared with the levels when the streams have been read. */
function multi(machine: Machine, fields: Fields): Answer {
  const key = fields.has("labels") ? "labels" : "codes";
  if (!hasKeys(fields, `levels ${key} sortorder names`)) return OTHER_KEYS;
  const [levels, codes, names] = ["levels", key, "names"].map((part) => listOf(machine, field(fields, part)));
  if (!levels || !codes || !names || levels.length < 1 || levels.length > MOST_LEVELS) return "index.lists";
  if (codes.length !== levels.length || names.length !== levels.length) return "index.levels";
  const order = field(fields, "sortorder");
  if (order !== NONE && !isInteger(machine, order, 0, levels.length)) return "index.sort-order";
  if (!names.every((name) => isLabel(machine, name))) return "index.level-name";
  if (!levels.every((level) => isLevel(machine, level))) return "index.level";
  return codesLength(machine, codes);
}

function isLevel(machine: Machine, level: Handle): boolean {
  const fact = factOf(machine, level, "index");
  return fact !== null && fact.content !== "multi";
}

function codesLength(machine: Machine, codes: Int32Array): Answer {
  let length: Size = null;
  for (const code of codes) {
    const layout = layoutOf(machine, code, isCodes);
    if (layout === false) return "index.codes";
    const own = lengthOf(layout);
    if (!sameSize(length, own)) return "index.code-lengths";
    if (!affordable(machine, own)) return "index.shared";
    length = own ?? length;
  }
  return of(length, "multi");
}

/** The numbers of each level, to be read later. */
function noteCodes(machine: Machine, instance: Handle, fields: Fields): void {
  const levels = listOf(machine, field(fields, "levels"));
  const codes = listOf(machine, field(fields, fields.has("labels") ? "labels" : "codes"));
  codes?.forEach((array, i) => {
    const most = factOf(machine, levels?.[i] ?? NOTHING, "index")?.length ?? null;
    if (most !== null) madeBy(machine).codes.push({ instance, array, most });
  });
}
