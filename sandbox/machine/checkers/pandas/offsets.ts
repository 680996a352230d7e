/**
 * Offsets (pandas/tseries/offsets.py, from 1.1 on pandas/_libs/tslibs/offsets.pyx): called with their numbers, or until
 * 1.0 made empty and built from a dict. Native code counts months and days with these numbers, so all are in range. A
 * `DateOffset` has been a dict ever since: its numbers by their keywords, and the duration or dateutil's `relativedelta`
 * that they make.
 */
import { type Handle, KIND, NONE, NOTHING, TAG, tagOf } from "../../../tape/handle.js";
import { argumentsOf, itemsOf } from "../../../tape/read.js";
import type { Machine } from "../../machine.js";
import { type Checker, no } from "../answer.js";
import { inert } from "../builtins.js";
import type { StateChecker } from "../state-checker.js";
import { factOf, remember } from "./facts.js";
import { type Fields, field, fieldsOf, hasKeys, isBoolean, isInt64, isInteger, isOf, listOf, pairsOf, textOf } from "./fields.js";

type Part = "month" | "weekday" | "week" | "weekday or None" | "day" | "day from 2" | "delta";

interface OffsetClass {
  /** What the class is called with behind `n` and `normalize`. */
  readonly parts: readonly Part[];
  /** The same in a state, by its key. */
  readonly keys: readonly string[];
  /** `freqstr` without its number, in all versions. */
  readonly texts: string;
  /** A fixed time. */
  readonly tick?: true;
}

const plain = (texts: string): OffsetClass => ({ parts: [], keys: [], texts });
const tick = (texts: string): OffsetClass => ({ parts: [], keys: [], texts, tick: true });
const ofMonth = (texts: string): OffsetClass => ({ parts: ["month"], keys: ["month"], texts: `(?:${texts})-[A-Z]{3}` });
const ofQuarter = (texts: string): OffsetClass => ({ parts: ["month"], keys: ["startingMonth"], texts: `(?:${texts})-[A-Z]{3}` });
const ofWeeks = (texts: string, parts: readonly Part[], keys: readonly string[]): OffsetClass => ({ parts, keys, texts });

const CLASSES: Readonly<Record<string, OffsetClass>> = {
  Day: tick("D"),
  Hour: tick("H|h"),
  Minute: tick("T|min"),
  Second: tick("S|s"),
  Milli: tick("L|ms"),
  Micro: tick("U|us"),
  Nano: tick("N|ns"),
  MonthEnd: plain("M|ME"),
  MonthBegin: plain("MS"),
  BusinessMonthEnd: plain("BM|BME"),
  BusinessMonthBegin: plain("BMS"),
  YearEnd: ofMonth("A|Y|YE"),
  YearBegin: ofMonth("AS|YS"),
  BYearEnd: ofMonth("BA|BY|BYE"),
  BYearBegin: ofMonth("BAS|BYS"),
  QuarterEnd: ofQuarter("Q|QE"),
  QuarterBegin: ofQuarter("QS"),
  BQuarterEnd: ofQuarter("BQ|BQE"),
  BQuarterBegin: ofQuarter("BQS"),
  BusinessDay: { parts: ["delta"], keys: ["_offset"], texts: "B(?:[+-][0-9A-Za-z+-]{1,40})?" },
  Week: { parts: ["weekday or None"], keys: ["weekday"], texts: "W(?:-[A-Z]{3})?" },
  WeekOfMonth: ofWeeks("WOM(?:-[0-9][A-Z]{3})?", ["week", "weekday"], ["week", "weekday"]),
  LastWeekOfMonth: ofWeeks("LWOM(?:-[A-Z]{3})?", ["weekday"], ["weekday"]),
  SemiMonthEnd: ofWeeks("SME?(?:-[0-9]{1,2})?", ["day"], ["day_of_month"]),
  SemiMonthBegin: ofWeeks("SMS(?:-[0-9]{1,2})?", ["day from 2"], ["day_of_month"]),
};

const classNamed = (path: string): OffsetClass | null =>
  path.startsWith("pandas.tseries.offsets.") ? (CLASSES[path.slice(path.lastIndexOf(".") + 1)] ?? null) : null;

function isPart(machine: Machine, part: Part, value: Handle): boolean {
  switch (part) {
    case "month":
      return isInteger(machine, value, 1, 12);
    case "weekday":
      return isInteger(machine, value, 0, 6);
    case "weekday or None":
      return value === NONE || isInteger(machine, value, 0, 6);
    case "week":
      return isInteger(machine, value, 0, 3);
    case "day":
      return isInteger(machine, value, 1, 27);
    case "day from 2":
      return isInteger(machine, value, 2, 27);
    case "delta":
      return isDelta(machine, value);
  }
}

const isDelta = (machine: Machine, value: Handle): boolean => isOf(machine, value, "datetime.timedelta");

/** `Day(n, normalize)`, `YearEnd(n, normalize, month)`, … */
export const offset: Checker = (input) => {
  const { machine, callee } = input;
  const path = machine.entry(callee)?.path ?? "";
  const parts = classNamed(path)?.parts ?? null;
  const [n = NOTHING, normalize = NOTHING, ...rest] = argumentsOf(input);
  if (parts === null || rest.length !== parts.length || !isInt64(machine, n) || !isBoolean(machine, normalize))
    return no("offset.arguments");
  const fits = parts.every((part, i) => isPart(machine, part, rest[i] ?? NOTHING));
  return fits ? remember(machine, inert(input), { is: "offset", path }) : no("offset.number");
};

/** The dict of pandas until 1.0. */
export const offsetState: StateChecker = ({ machine, target, state }) => {
  const path = machine.classOf(target)?.path ?? "";
  const known = classNamed(path);
  const fields = fieldsOf(machine, state);
  if (known === null || fields === null) return "offset.state";
  const own = fields.has("offset") ? known.keys.map((key) => (key === "_offset" ? "offset" : key)) : known.keys;
  const needed = ["n", "normalize", ...own].join(" ");
  const legacy = own.includes("month") || own.length === 0 ? "_cache kwds _offset _use_relativedelta" : "_cache kwds _inc";
  if (!hasKeys(fields, needed, legacy)) return "offset.key";
  const fits =
    isInt64(machine, field(fields, "n")) &&
    isBoolean(machine, field(fields, "normalize")) &&
    known.parts.every((part, i) => isPart(machine, part, field(fields, own[i] ?? ""))) &&
    isLegacy(machine, fields) &&
    isCache(machine, field(fields, "_cache"), known);
  if (!fits) return "offset.value";
  remember(machine, target, { is: "offset", path });
  return null;
};

/** What pandas until 0.22 kept beside: the keywords of the call and a time that nothing reads. */
function isLegacy(machine: Machine, fields: Fields): boolean {
  const relative = field(fields, "_use_relativedelta");
  const delta = field(fields, "_offset");
  if (relative !== NOTHING && !isBoolean(machine, relative)) return false;
  if (delta !== NOTHING && !isDelta(machine, delta) && !isRelative(machine, delta)) return false;
  if (fields.has("_inc") && !isDelta(machine, field(fields, "_inc"))) return false;
  if (!fields.has("kwds")) return true;
  const words = pairsOf(machine, field(fields, "kwds"));
  return words !== null && [...words.values()].every((value) => isKeyword(machine, value));
}

function isKeyword(machine: Machine, value: Handle): boolean {
  if (value === NONE || isBoolean(machine, value) || isInt64(machine, value) || isDelta(machine, value)) return true;
  return listOf(machine, value)?.every((item) => textOf(machine, item) !== null) ?? false;
}

/** Values that pandas computed before: the text of the offset, and what it is compared by. */
function isCache(machine: Machine, cache: Handle, { texts }: OffsetClass): boolean {
  if (cache === NOTHING) return true;
  const fields = fieldsOf(machine, cache);
  if (fields === null || ![...fields.keys()].every((key) => key === "freqstr" || key === "_params" || key === "rule_code")) return false;
  const text = new RegExp(`^(?:-?[0-9]{1,19})?(?:${texts})$`);
  const isText = (key: string): boolean => !fields.has(key) || text.test(textOf(machine, field(fields, key)) ?? "");
  return isText("freqstr") && isText("rule_code") && (!fields.has("_params") || isParams(machine, field(fields, "_params")));
}

/** `_params`: a text and pairs of a text and a value. */
function isParams({ tape }: Machine, params: Handle): boolean {
  const isFlat = (item: Handle): boolean => tagOf(item) !== TAG.NODE && tagOf(item) !== TAG.GLOBAL;
  const isPair = (item: Handle): boolean => tape.kind(item) === KIND.TUPLE && tape.count(item) === 2 && itemsOf(tape, item).every(isFlat);
  return tape.kind(params) === KIND.TUPLE && tape.count(params) <= 8 && itemsOf(tape, params).every((item) => isFlat(item) || isPair(item));
}

// ---- DateOffset ----

const RELATIVE = "dateutil.relativedelta.relativedelta";

const isRelative = (machine: Machine, value: Handle): boolean => factOf(machine, value, "offset")?.path === RELATIVE;

const SPANS = "years months days hours minutes seconds microseconds";
const PLACES = "year month day hour minute second microsecond";

/** Far beyond any calendar, and nothing that C's arithmetic of days and months would wrap at. */
const MOST = 1_000_000_000;

const isSpan = (machine: Machine, value: Handle): boolean => isInteger(machine, value, -MOST, MOST);
const isPlace = (machine: Machine, value: Handle): boolean => value === NONE || isInteger(machine, value, 0, MOST);

/** dateutil's `relativedelta`: spans, and places in a calendar or None. A weekday's place is none that is read. */
export const relativeState: StateChecker = ({ machine, target, state }) => {
  const fields = fieldsOf(machine, state);
  const spans = `${SPANS} leapdays`;
  if (fields === null || !hasKeys(fields, `${spans} ${PLACES} weekday _has_time`)) return "offset.key";
  const has = field(fields, "_has_time");
  const fits =
    spans.split(" ").every((key) => isSpan(machine, field(fields, key))) &&
    PLACES.split(" ").every((key) => isPlace(machine, field(fields, key))) &&
    field(fields, "weekday") === NONE &&
    (isBoolean(machine, has) || isInteger(machine, has, 0, 1));
  if (!fits) return "offset.value";
  remember(machine, target, { is: "offset", path: RELATIVE });
  return null;
};

const DATE_OFFSET = "pandas.tseries.offsets.DateOffset";

/** `DateOffset()` of pandas 3, whose state comes behind it. */
export const dateOffset: Checker = (input) => (argumentsOf(input).length === 0 ? inert(input) : no("offset.arguments"));

const KEYWORDS = `${SPANS} weeks milliseconds nanoseconds year month day weekday hour minute second microsecond nanosecond`;

export const dateOffsetState: StateChecker = ({ machine, target, state }) => {
  const fields = fieldsOf(machine, state);
  if (fields === null || !hasKeys(fields, "n normalize _offset", `_use_relativedelta kwds _cache ${KEYWORDS}`)) return "offset.key";
  const delta = field(fields, "_offset");
  const cache = field(fields, "_cache");
  const fits =
    isInt64(machine, field(fields, "n")) &&
    isBoolean(machine, field(fields, "normalize")) &&
    (isDelta(machine, delta) || isRelative(machine, delta)) &&
    isLegacy(machine, new Map([...fields].filter(([key]) => key !== "_offset"))) &&
    KEYWORDS.split(" ").every((key) => !fields.has(key) || isSpan(machine, field(fields, key))) &&
    (cache === NOTHING || fieldsOf(machine, cache)?.size === 0);
  if (!fits) return "offset.value";
  remember(machine, target, { is: "offset", path: DATE_OFFSET });
  return null;
};

/** An offset of pandas, which dateutil's is not. */
const isPandas = (path: string | undefined): boolean => path !== undefined && path !== RELATIVE;

/** Any offset that was made here. */
export const isOffset = (machine: Machine, value: Handle): boolean => isPandas(factOf(machine, value, "offset")?.path);

/** None, or an offset that was made here. */
export const isFrequency = (machine: Machine, value: Handle): boolean => value === NONE || isOffset(machine, value);

/** None, or an offset of a fixed time. */
export function isTickFrequency(machine: Machine, value: Handle): boolean {
  const path = factOf(machine, value, "offset")?.path;
  return value === NONE || (path !== undefined && classNamed(path)?.tick === true);
}
