/** Python's `str` of what an object array holds: of plain values, dates, exact numbers and pandas' own scalars. */
import { itemsOf } from "../../../neutral/attributes.js";
import { bytesOf, exactNumberOf, numberOf, own, type References, typeOf } from "../../../neutral/document.js";
import { Float } from "../../../neutral/lossless.js";
import { textOfUnits } from "../python/texts.js";
import { floatText, HALF, narrowText, SINGLE } from "./decimal-text.js";
import { nested } from "./nesting.js";
import { freqOfOffset } from "./periods.js";
import { dayText, durationText, periodText, scalarDigits, secondsOf, stampText, zonedText } from "./time-text.js";
import type { TimeUnit, Zone } from "./types.js";
import { zoneOf } from "./zones.js";

const UNIT_OF_CODE: Readonly<Record<number, TimeUnit>> = { 7: "s", 8: "ms", 9: "us", 10: "ns" };

/** A count of units and their size, as pandas' scalars are pickled; nanoseconds before there were others. */
function countOfScalar(args: readonly unknown[], place: number): { readonly count: bigint; readonly unit: TimeUnit } | null {
  const count = exactNumberOf(args[0]);
  const unit = args[place] === undefined ? "ns" : UNIT_OF_CODE[numberOf(args[place]) ?? 0];
  return count === undefined || unit === undefined ? null : { count: BigInt(count), unit };
}

const argumentsOf = (value: unknown, references: References): readonly unknown[] => itemsOf(own(value, "args") ?? [], references) ?? [];

const NO_BYTES = new Uint8Array(0);

/** Packed bytes; Python 2 wrote them as a text. */
function bytesOfArgument(value: unknown): Uint8Array {
  if (typeof value === "string") return Uint8Array.from(value, (character) => character.charCodeAt(0));
  return typeOf(value) === "bytes" ? (bytesOf(value) ?? NO_BYTES) : NO_BYTES;
}

export interface DateTime {
  readonly seconds: number;
  readonly micros: number;
  readonly zone: Zone | null;
}

const daysOf = (bytes: Uint8Array): number => {
  const date = new Date(0);
  date.setUTCFullYear((bytes[0] ?? 0) * 256 + (bytes[1] ?? 0), ((bytes[2] ?? 1) & 127) - 1, bytes[3] ?? 1);
  return date.getTime() / 86_400_000;
};

/** Days since 1970 of a `datetime.date`; null for what is none in the form that Python 3 pickles. */
export function dateDays(value: unknown, references: References): number | null {
  const bytes = own(value, "class") === "datetime.date" ? bytesOfArgument(argumentsOf(value, references)[0]) : null;
  return bytes?.length === 4 ? daysOf(bytes) : null;
}

const microsOf = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) * 65_536 + (bytes[at + 1] ?? 0) * 256 + (bytes[at + 2] ?? 0);
const clockOf = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) * 3600 + (bytes[at + 1] ?? 0) * 60 + (bytes[at + 2] ?? 0);

/** A `datetime.datetime`: its clock as it stands there, and its zone. */
export function dateTimeOf(value: unknown, references: References): DateTime | null {
  const [held, tz] = own(value, "class") === "datetime.datetime" ? argumentsOf(value, references) : [];
  const bytes = bytesOfArgument(held);
  if (bytes.length !== 10) return null;
  const zone = tz === undefined || tz === null ? null : zoneOf(tz, references);
  return { seconds: daysOf(bytes) * 86_400 + clockOf(bytes, 4), micros: microsOf(bytes, 7), zone };
}

function dateTimeText(value: unknown, references: References): string | null {
  const time = dateTimeOf(value, references);
  // How far a zone is from UTC at a time of its own clock is told only by those that never change.
  if (time === null || (time.zone !== null && !/^(?:UTC|[+-])/.test(time.zone.name))) return null;
  return zonedText(time.seconds - (time.zone?.offset(0) ?? 0), time.micros * 1000, time.zone);
}

function timeText(value: unknown, references: References): string | null {
  const [held, tz] = argumentsOf(value, references);
  const bytes = bytesOfArgument(held);
  if (bytes.length !== 6 || tz !== undefined) return null;
  const micros = microsOf(bytes, 3);
  return stampText(clockOf(bytes, 0), micros * 1000, micros === 0 ? 0 : 6).slice(11);
}

/** `str(datetime.timedelta)`: `1 day, 0:00:02`. */
function timedeltaText(value: unknown, references: References): string | null {
  const [days = Number.NaN, seconds = Number.NaN, micros = Number.NaN] = argumentsOf(value, references).map(
    (part) => numberOf(part) ?? Number.NaN,
  );
  if (!Number.isInteger(days + seconds + micros)) return null;
  const clock = stampText(seconds, micros * 1000, micros === 0 ? 0 : 6)
    .slice(11)
    .replace(/^0/, "");
  return days === 0 ? clock : `${days} day${Math.abs(days) === 1 ? "" : "s"}, ${clock}`;
}

function timestampText(value: unknown, references: References): string | null {
  const args = argumentsOf(value, references);
  const held = countOfScalar(args, 3);
  if (held === null) return null;
  const { seconds, nanos } = secondsOf(held.count, held.unit);
  return zonedText(seconds, nanos, args[2] === null || args[2] === undefined ? null : zoneOf(args[2], references));
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

function scalarText(value: unknown): string | null {
  const [dtype, held] = [own(value, "dtype"), own(value, "value")];
  const number = numberOf(held);
  if (typeof held === "boolean") return held ? "True" : "False";
  if (typeof held === "string") return held;
  if (number === undefined || typeof dtype !== "string") return null;
  if (dtype === "float32") return narrowText(number, SINGLE);
  if (dtype === "float16") return narrowText(number, HALF);
  if (dtype === "float64") return floatText(number);
  return /^u?int\d+$/.test(dtype) ? String(exactNumberOf(held)) : null;
}

const ESCAPES: Readonly<Record<number, string>> = { 9: "\\t", 10: "\\n", 13: "\\r", 92: "\\\\" };

/** `b'…'`. */
function bytesText(bytes: Uint8Array): string {
  const quote = bytes.includes(39) && !bytes.includes(34) ? '"' : "'";
  let text = `b${quote}`;
  for (const byte of bytes) {
    const isPlain = byte >= 32 && byte < 127 && byte !== 92 && String.fromCharCode(byte) !== quote;
    const escaped = String.fromCharCode(byte) === quote ? `\\${quote}` : `\\x${byte.toString(16).padStart(2, "0")}`;
    text += isPlain ? String.fromCharCode(byte) : (ESCAPES[byte] ?? escaped);
  }
  return text + quote;
}

/** A text, or null for what is none; lone surrogates stay. */
export function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeOf(value) === "str" ? textOfUnits(value) : null;
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
      return bytesText(bytesOf(value) ?? new Uint8Array(0));
    case "object":
      return OBJECTS.get(String(own(value, "class")))?.(value, references) ?? null;
    default:
      return null;
  }
}
