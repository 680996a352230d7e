/** Times, durations and periods as pandas prints them. */
import type { TimeUnit, Zone } from "./types.js";

const PER_SECOND: Readonly<Record<TimeUnit, bigint>> = { s: 1n, ms: 1000n, us: 1_000_000n, ns: 1_000_000_000n };

/** Whole seconds, downwards, and the nanoseconds behind them. */
export function secondsOf(count: bigint, unit: TimeUnit): { readonly seconds: number; readonly nanos: number } {
  const per = PER_SECOND[unit];
  const whole = count / per;
  const rest = Number(count - whole * per);
  const nanos = rest * (1_000_000_000 / Number(per));
  return nanos < 0 ? { seconds: Number(whole) - 1, nanos: nanos + 1_000_000_000 } : { seconds: Number(whole), nanos };
}

const TWO = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, "0"));

/** Two digits of a number from 0 to 99. */
const two = (value: number): string => TWO[value] ?? String(value);

const DAY = 86_400;

export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The date of a day since 1970, in the calendar that goes on before its beginning (`days_from_civil`, Howard Hinnant). */
function dateOf(days: number): Day {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const inEra = z - era * 146_097;
  const yearOfEra = Math.floor((inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365);
  const inYear = inEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * inYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: inYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

const yearText = (year: number): string => (year < 0 ? `-${String(-year).padStart(4, "0")}` : String(year).padStart(4, "0"));

/** The day that was asked for last: columns run through time. */
let last = { days: Number.NaN, text: "" };

/** `2024-01-31`. */
export function dayText(days: number): string {
  if (last.days === days) return last.text;
  const { year, month, day } = dateOf(days);
  last = { days, text: `${yearText(year)}-${two(month)}-${two(day)}` };
  return last.text;
}

/** `12:30:01` of a second of a day. */
const clockText = (second: number): string => `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;

/** How many digits stand behind the seconds. */
export type Digits = 0 | 3 | 6 | 9;

const fraction = (nanos: number, digits: Digits): string => (digits === 0 ? "" : `.${String(nanos).padStart(9, "0").slice(0, digits)}`);

/** `2024-01-31 12:30:01.5`: a time without its zone. */
export function stampText(seconds: number, nanos: number, digits: Digits): string {
  const days = Math.floor(seconds / DAY);
  return `${dayText(days)} ${clockText(seconds - days * DAY)}${fraction(nanos, digits)}`;
}

/** The digits that a number of nanoseconds needs. */
export function digitsOf(nanos: number): Digits {
  if (nanos === 0) return 0;
  if (nanos % 1_000_000 === 0) return 3;
  return nanos % 1000 === 0 ? 6 : 9;
}

/** The digits that pandas shows of one scalar: none, microseconds or nanoseconds. */
export const scalarDigits = (nanos: number): Digits => (nanos === 0 ? 0 : nanos % 1000 === 0 ? 6 : 9);

/** `str(Timestamp)`: microseconds or nanoseconds where there are some, and how far the zone is from UTC. */
export function zonedText(seconds: number, nanos: number, zone: Zone | null): string {
  const digits = scalarDigits(nanos);
  if (zone === null) return stampText(seconds, nanos, digits);
  const offset = zone.offset(seconds);
  const size = Math.abs(offset);
  const name = `${offset < 0 ? "-" : "+"}${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}`;
  return `${stampText(seconds + offset, nanos, digits)}${name}${size % 60 === 0 ? "" : `:${two(size % 60)}`}`;
}

/** `-1 days +23:59:59.500000`. */
export function durationText(seconds: number, nanos: number, digits: Digits): string {
  const days = Math.floor(seconds / DAY);
  return `${days} days ${days < 0 ? "+" : ""}${clockText(seconds - days * DAY)}${fraction(nanos, digits)}`;
}

// ---- periods ----

const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** Seconds of what is shorter than a day. */
const SECONDS = new Map([
  ["h", 3600],
  ["min", 60],
  ["s", 1],
]);

const FINE: ReadonlyMap<string, { readonly unit: TimeUnit; readonly digits: Digits }> = new Map([
  ["ms", { unit: "ms", digits: 3 }],
  ["us", { unit: "us", digits: 6 }],
  ["ns", { unit: "ns", digits: 9 }],
] as const);

/** The day of a business day since 1970: a Thursday. */
function businessDay(ordinal: number): number {
  const shifted = ordinal + 3;
  const week = Math.floor(shifted / 5);
  return week * 7 + (shifted - week * 5) - 3;
}

function weekText(ordinal: number, anchor: string): string {
  // Week 0 is the one that ends on the anchor's day next after the last days of 1969.
  const end = ordinal * 7 - 4 + WEEKDAYS.indexOf(anchor);
  return `${dayText(end - 6)}/${dayText(end)}`;
}

/** `str(Period)` of a frequency in its base unit; null for one that is not known. */
export function periodText(count: bigint, freq: string): string | null {
  const [, base = "", anchor = ""] = /^-?\d*([A-Za-z]+)(?:-([A-Z]{3}))?$/.exec(freq) ?? [];
  const ordinal = Number(count);
  if (base === "Y") return yearText(1970 + ordinal);
  if (base === "Q") return `${yearText(1970 + Math.floor(ordinal / 4))}Q${(((ordinal % 4) + 4) % 4) + 1}`;
  if (base === "M") return `${yearText(1970 + Math.floor(ordinal / 12))}-${two((((ordinal % 12) + 12) % 12) + 1)}`;
  if (base === "W") return weekText(ordinal, anchor);
  if (base === "D") return dayText(ordinal);
  if (base === "B") return dayText(businessDay(ordinal));
  const length = SECONDS.get(base);
  if (length !== undefined) {
    const text = stampText(ordinal * length, 0, 0);
    return base === "s" ? text : text.slice(0, -3);
  }
  const fine = FINE.get(base);
  if (fine === undefined) return null;
  const { seconds, nanos } = secondsOf(count, fine.unit);
  return stampText(seconds, nanos, fine.digits);
}
