/**
 * Dates, times and durations that stand as objects: of Python, in the bytes that it packs them into, of pandas, and of numpy.
 * None that has more than a caller can say is rounded: it is null.
 */
import { itemsOf } from "../../../neutral/attributes.js";
import { bytesOf, exactNumberOf, numberOf, own, type References, typeOf } from "../../../neutral/document.js";
import { secondsOf } from "./time-text.js";
import type { TimeUnit, Zone } from "./types.js";
import { zoneOf } from "./zones.js";

const UNIT_OF_CODE: Readonly<Record<number, TimeUnit>> = { 7: "s", 8: "ms", 9: "us", 10: "ns" };

/** A count of units and their size, as pandas' scalars are pickled; nanoseconds before there were others. */
export function countOfScalar(args: readonly unknown[], place: number): { readonly count: bigint; readonly unit: TimeUnit } | null {
  const count = exactNumberOf(args[0]);
  const unit = args[place] === undefined ? "ns" : UNIT_OF_CODE[numberOf(args[place]) ?? 0];
  return count === undefined || unit === undefined ? null : { count: BigInt(count), unit };
}

export const argumentsOf = (value: unknown, references: References): readonly unknown[] =>
  itemsOf(own(value, "args") ?? [], references) ?? [];

export const NO_BYTES = new Uint8Array(0);

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

/** How far a zone is from UTC at a time of its own clock is told only by those that never change. */
export const isSteady = (zone: Zone | null): boolean => zone === null || /^(?:UTC|[+-])/.test(zone.name);

export interface ClockTime {
  readonly seconds: number;
  readonly micros: number;
  readonly hasZone: boolean;
}

/** A `datetime.time`; its first bit says which of two equal hours it is in. */
export function clockTimeOf(value: unknown, references: References): ClockTime | null {
  const [held, tz] = own(value, "class") === "datetime.time" ? argumentsOf(value, references) : [];
  const [first = 0, ...others] = bytesOfArgument(held);
  if (others.length !== 5) return null;
  const bytes = Uint8Array.of(first & 127, ...others);
  return { seconds: clockOf(bytes, 0), micros: microsOf(bytes, 3), hasZone: tz !== undefined && tz !== null };
}

export interface Duration {
  readonly days: number;
  readonly seconds: number;
  readonly micros: number;
}

/** A `datetime.timedelta`. */
export function timedeltaOf(value: unknown, references: References): Duration | null {
  if (own(value, "class") !== "datetime.timedelta") return null;
  const [days = Number.NaN, seconds = Number.NaN, micros = Number.NaN] = argumentsOf(value, references).map(
    (part) => numberOf(part) ?? Number.NaN,
  );
  return Number.isSafeInteger(days + seconds + micros) ? { days, seconds, micros } : null;
}

/** A `Timestamp`: its place in time, and its zone. */
export function timestampOf(
  value: unknown,
  references: References,
): { readonly count: bigint; readonly unit: TimeUnit; readonly zone: Zone | null } | null {
  const args = own(value, "class") === "pandas.Timestamp" ? argumentsOf(value, references) : [];
  const held = countOfScalar(args, 3);
  if (held === null) return null;
  return { ...held, zone: args[2] === null || args[2] === undefined ? null : zoneOf(args[2], references) };
}

/** Microseconds; null where there is more than these can say. */
function microsOfCount(count: bigint, unit: TimeUnit): bigint | null {
  const { seconds, nanos } = secondsOf(count, unit);
  return nanos % 1000 === 0 ? BigInt(seconds) * 1_000_000n + BigInt(nanos / 1000) : null;
}

/** Microseconds since 1970 of a `datetime` or a `Timestamp`; null for nanoseconds, and for a clock whose zone changes. */
export function momentOf(value: unknown, references: References): { readonly micros: bigint; readonly zone: Zone | null } | null {
  const stamp = timestampOf(value, references);
  if (stamp !== null) {
    const micros = microsOfCount(stamp.count, stamp.unit);
    return micros === null ? null : { micros, zone: stamp.zone };
  }
  const time = dateTimeOf(value, references);
  if (time === null || !isSteady(time.zone)) return null;
  return { micros: BigInt(time.seconds - (time.zone?.offset(0) ?? 0)) * 1_000_000n + BigInt(time.micros), zone: time.zone };
}

/** Microseconds of a `timedelta` or a `Timedelta`; null for nanoseconds. */
export function spanOf(value: unknown, references: References): bigint | null {
  const held = timedeltaOf(value, references);
  if (held !== null) return (BigInt(held.days) * 86_400n + BigInt(held.seconds)) * 1_000_000n + BigInt(held.micros);
  const count = own(value, "class") === "pandas.Timedelta" ? countOfScalar(argumentsOf(value, references), 1) : null;
  return count === null ? null : microsOfCount(count.count, count.unit);
}

/** The unit of a numpy time or duration, and what its number is followed by. */
const SCALAR_TIMES = /^(datetime|timedelta)64\[(s|ms|us|ns)\]$/;
const isUnit = (name: string): name is TimeUnit => ["s", "ms", "us", "ns"].includes(name);

/** A numpy time or duration: its count and unit; null for every other scalar. */
export function scalarTimeOf(
  value: unknown,
): { readonly is: "datetime" | "timedelta"; readonly count: bigint; readonly unit: TimeUnit } | null {
  const [, kind, unit = ""] = SCALAR_TIMES.exec(String(own(value, "dtype"))) ?? [];
  const count = exactNumberOf(value);
  if (typeOf(value) !== "scalar" || count === undefined || !isUnit(unit)) return null;
  return { is: kind === "datetime" ? "datetime" : "timedelta", count: BigInt(count), unit };
}
