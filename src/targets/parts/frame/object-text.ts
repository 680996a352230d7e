/** Python's `str` of what an object array holds: of plain values, dates, exact numbers and pandas' own scalars. */
import { bytesOf, exactNumberOf, numberOf, own, type References, typeOf } from "../../../neutral/document.js";
import { Float } from "../../../neutral/lossless.js";
import { floatText, HALF, narrowText, SINGLE } from "./decimal-text.js";
import {
  argumentsOf,
  clockTimeOf,
  countOfScalar,
  dateDays,
  dateTimeOf,
  isSteady,
  NO_BYTES,
  scalarTimeOf,
  timedeltaOf,
  timestampOf,
} from "./moments.js";
import { nested } from "./nesting.js";
import { freqOfOffset } from "./periods.js";
import { bytesText, containerRepr, textOf } from "./repr-text.js";
import { dayText, durationText, periodText, scalarDigits, secondsOf, stampText, zonedText } from "./time-text.js";
import type { TimeUnit } from "./types.js";

function dateTimeText(value: unknown, references: References): string | null {
  const time = dateTimeOf(value, references);
  if (time === null || !isSteady(time.zone)) return null;
  return zonedText(time.seconds - (time.zone?.offset(0) ?? 0), time.micros * 1000, time.zone);
}

function timeText(value: unknown, references: References): string | null {
  const time = clockTimeOf(value, references);
  if (time === null || time.hasZone) return null;
  return stampText(time.seconds, time.micros * 1000, time.micros === 0 ? 0 : 6).slice(11);
}

/** `str(datetime.timedelta)`: `1 day, 0:00:02`. */
function timedeltaText(value: unknown, references: References): string | null {
  const held = timedeltaOf(value, references);
  if (held === null) return null;
  const { days, seconds, micros } = held;
  const clock = stampText(seconds, micros * 1000, micros === 0 ? 0 : 6)
    .slice(11)
    .replace(/^0/, "");
  return days === 0 ? clock : `${days} day${Math.abs(days) === 1 ? "" : "s"}, ${clock}`;
}

function timestampText(value: unknown, references: References): string | null {
  const held = timestampOf(value, references);
  if (held === null) return null;
  const { seconds, nanos } = secondsOf(held.count, held.unit);
  return zonedText(seconds, nanos, held.zone);
}

function pandasDurationText(value: unknown, references: References): string | null {
  const held = countOfScalar(argumentsOf(value, references), 1);
  if (held === null) return null;
  const { seconds, nanos } = secondsOf(held.count, held.unit);
  return durationText(seconds, nanos, scalarDigits(nanos));
}

function pandasPeriodText(value: unknown, references: References): string | null {
  const [, freq, ordinal] = argumentsOf(value, references);
  const count = exactNumberOf(ordinal);
  return count === undefined ? null : periodText(BigInt(count), freqOfOffset(freq, references));
}

const OPEN: Readonly<Record<string, readonly [string, string]>> = {
  left: ["[", ")"],
  right: ["(", "]"],
  both: ["[", "]"],
  neither: ["(", ")"],
};

/** `(0, 1]` of two texts. */
export function intervalText(left: string, right: string, closed: string): string {
  const [from, to] = OPEN[closed] ?? ["(", ")"];
  return `${from}${left}, ${right}${to}`;
}

function pandasIntervalText(value: unknown, references: References): string | null {
  const [left, right, closed] = argumentsOf(value, references);
  const [from, to] = [objectText(left, references), objectText(right, references)];
  return from === null || to === null ? null : intervalText(from, to, String(closed));
}

const decimalText = (value: unknown, references: References): string | null => {
  const [text] = argumentsOf(value, references);
  return typeof text === "string" ? text : null;
};

const OBJECTS: ReadonlyMap<string, (value: unknown, references: References) => string | null> = new Map([
  ["datetime.date", (value, references) => ((days) => (days === null ? null : dayText(days)))(dateDays(value, references))],
  ["datetime.datetime", dateTimeText],
  ["datetime.time", timeText],
  ["datetime.timedelta", timedeltaText],
  ["decimal.Decimal", decimalText],
  ["pandas.Timestamp", timestampText],
  ["pandas.Timedelta", pandasDurationText],
  ["pandas.Period", pandasPeriodText],
  ["pandas.Interval", (value, references) => nested(() => pandasIntervalText(value, references))],
] as const);

const DURATION_WORDS: Readonly<Record<TimeUnit, string>> = { s: "seconds", ms: "milliseconds", us: "microseconds", ns: "nanoseconds" };
const UNIT_DIGITS = { s: 0, ms: 3, us: 6, ns: 9 } as const;

function scalarTimeText(value: unknown): string | null {
  const time = scalarTimeOf(value);
  if (time === null) return null;
  if (time.is === "timedelta") return `${time.count} ${DURATION_WORDS[time.unit]}`;
  const { seconds, nanos } = secondsOf(time.count, time.unit);
  return stampText(seconds, nanos, UNIT_DIGITS[time.unit]).replace(" ", "T");
}

function scalarText(value: unknown): string | null {
  const [dtype, held] = [own(value, "dtype"), own(value, "value")];
  const number = numberOf(held);
  if (typeof held === "boolean") return held ? "True" : "False";
  if (typeof held === "string") return held;
  if (typeOf(held) === "bytes") return bytesText(bytesOf(held) ?? NO_BYTES);
  if (number === undefined || typeof dtype !== "string") return null;
  if (dtype === "float32") return narrowText(number, SINGLE);
  if (dtype === "float16") return narrowText(number, HALF);
  if (dtype === "float64") return floatText(number);
  return /^u?int\d+$/.test(dtype) ? String(exactNumberOf(held)) : scalarTimeText(value);
}

/** What `str` gives; null for what has no text that is known here. */
export function objectText(value: unknown, references: References): string | null {
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : floatText(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value instanceof Float) return floatText(value.value);
  const text = textOf(value);
  if (text !== null) return text;
  switch (typeOf(value)) {
    case "int":
      return String(own(value, "value"));
    case "float":
      return floatText(numberOf(value) ?? Number.NaN);
    case "scalar":
      return scalarText(value);
    case "bytes":
      return bytesText(bytesOf(value) ?? NO_BYTES);
    case "bytearray":
      return `bytearray(${bytesText(bytesOf(value) ?? NO_BYTES, true)})`;
    case "object":
      return OBJECTS.get(String(own(value, "class")))?.(value, references) ?? null;
    default:
      return containerRepr(value, references);
  }
}
