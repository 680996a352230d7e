/**
 * Time zones of pandas' columns. A fixed offset is computed with; a name is the key of a zone, whose offsets the runtime's own
 * database knows (`Intl`), and is never a path to anything. Offsets are kept by the hour, since columns run through time.
 */
import { sentence } from "../../../errors.js";
import { unsupported } from "../../../graph/define.js";
import { itemsOf } from "../../../neutral/attributes.js";
import { numberOf, own, type References } from "../../../neutral/document.js";
import type { Zone } from "./types.js";

const pad = (value: number): string => String(value).padStart(2, "0");

/** `+02:00`, as Arrow writes it. */
function fixedName(seconds: number): string {
  const size = Math.abs(seconds);
  const text = `${seconds < 0 ? "-" : "+"}${pad(Math.floor(size / 3600))}:${pad(Math.floor(size / 60) % 60)}`;
  return size % 60 === 0 ? text : `${text}:${pad(size % 60)}`;
}

const UTC: Zone = { name: "UTC", offset: () => 0 };

const fixed = (seconds: number): Zone => (seconds === 0 ? UTC : { name: fixedName(seconds), offset: () => seconds });

const PARTS = ["year", "month", "day", "hour", "minute", "second"] as const;

function clockOf(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    throw unsupported("", name.slice(0, 60), sentence`its time zone is not known here`);
  }
}

const HOUR = 3600;
/** Seconds of the first of January of the year 1. */
const FIRST_YEAR = -62_135_596_800;

/** A zone by its key. */
function zoneNamed(name: string): Zone {
  if (name === "UTC") return UTC;
  const known = new Map<number, number>();
  let clock: Intl.DateTimeFormat | null = null;
  const asked = (seconds: number): number => {
    clock ??= clockOf(name);
    if (seconds < FIRST_YEAR) throw unsupported("", name, sentence`a time before the year 1 has no place in a time zone`);
    const parts = new Map<string, number>(clock.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]));
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = PARTS.map((part) => parts.get(part) ?? 0);
    const there = new Date(0);
    there.setUTCFullYear(year, month - 1, day);
    there.setUTCHours(hour, minute, second);
    return there.getTime() / 1000 - seconds;
  };
  // Within an hour that begins and ends alike nothing changes.
  const offset = (seconds: number): number => {
    const hour = Math.floor(seconds / HOUR);
    const [from, to] = [hour, hour + 1].map((at) => {
      const found = known.get(at) ?? asked(at * HOUR);
      known.set(at, found);
      return found;
    });
    return from !== undefined && from === to ? from : asked(seconds);
  };
  return { name, offset };
}

/** When pytz's own tables begin and end: what is before is a zone's local time as it rounds it, what is behind is as at the end. */
const PYTZ_FIRST = -(2 ** 31);
const PYTZ_LAST = Date.UTC(2037, 11, 31) / 1000;

/** A zone by pytz, whose table of changes ends with 2037. */
function pytzZone(key: string): Zone {
  const zone = zoneNamed(key);
  const offset = (seconds: number): number => {
    if (seconds < PYTZ_FIRST) throw unsupported("", key, sentence`a time before 1902 is in pytz what no other database of time zones has`);
    return zone.offset(Math.min(seconds, PYTZ_LAST));
  };
  return key === "UTC" ? zone : { name: key, offset };
}

/** Seconds of a `datetime.timedelta`. */
function secondsOf(value: unknown, references: References): number | null {
  const parts = itemsOf(own(value, "args") ?? null, references)?.map((part) => numberOf(part) ?? Number.NaN) ?? [];
  const [days = Number.NaN, seconds = Number.NaN, micro = 0] = parts;
  return Number.isInteger(days + seconds) && micro === 0 ? days * 86400 + seconds : null;
}

/** The zone that a value stands for. @throws CornichonError `target.unsupported` for one that no table can name */
export function zoneOf(value: unknown, references: References): Zone {
  const name = String(own(value, "class"));
  const args = itemsOf(own(value, "args") ?? [], references) ?? [];
  const [first] = args;
  if (name === "datetime.timezone") {
    const seconds = secondsOf(first, references);
    if (seconds !== null) return fixed(seconds);
  }
  if (name === "zoneinfo.ZoneInfo" && typeof first === "string") return zoneNamed(first);
  if (name === "pytz.timezone" && typeof first === "string") return pytzZone(first);
  if (name === "pytz.UTC" || name === "dateutil.tz.tzutc") return UTC;
  if (name === "pytz.FixedOffset" && typeof first === "number") return fixed(first * 60);
  throw unsupported("", name, sentence`it is no time zone that a table has a name for`);
}
