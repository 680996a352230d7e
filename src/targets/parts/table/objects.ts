/** Columns of Python's objects, by the one type that all of their values have: none of them is rounded, and none is lost. */
import { sentence, showText } from "../../../errors.js";
import { itemsOf } from "../../../neutral/attributes.js";
import { bytesOf, exactNumberOf, numberOf, own, type References, typeOf } from "../../../neutral/document.js";
import { NAT } from "../frame/missing.js";
import { clockTimeOf, dateDays, momentOf, scalarTimeOf, spanOf } from "../frame/moments.js";
import { noColumn } from "../frame/refusal.js";
import { textOf } from "../frame/repr-text.js";
import type { NumberType, TimeUnit } from "../frame/types.js";
import { dtypeOf } from "../numpy/dtypes.js";
import { packed } from "../numpy/items.js";
import { binaryArray, bitsOf, decimalData, flat, numberTypeOf, textArray, validityOf } from "./arrays.js";
import { isNull, kindOfColumn } from "./object-kinds.js";
import type { ArrowArray, ArrowType } from "./types.js";

/** A scalar of numpy's stands for its value. */
const plain = (item: unknown): unknown => (typeOf(item) === "scalar" ? own(item, "value") : item);

const nullsOf = (items: readonly unknown[]): ReturnType<typeof validityOf> => validityOf(items.length, (row) => isNull(items[row]));

// ---- numbers ----

/** Whole numbers that are exact in a double. */
const MOST_EXACT = 2n ** 53n;

function doubles(items: readonly unknown[], name: string): Uint8Array {
  const data = Float64Array.from(items, (item) => (isNull(item) ? 0 : (numberOf(item) ?? 0)));
  for (const item of items) {
    const exact = exactNumberOf(item);
    const isTooLarge = typeof exact === "bigint" && (exact > MOST_EXACT || exact < -MOST_EXACT);
    if (isTooLarge) throw noColumn(name, "int", sentence`it holds a whole number that no double can hold`);
  }
  return new Uint8Array(data.buffer);
}

function longs(items: readonly unknown[], name: string): Uint8Array {
  const data = new BigInt64Array(items.length);
  for (const [row, item] of items.entries()) {
    const value = isNull(item) ? 0n : BigInt(exactNumberOf(item) ?? 0);
    if (BigInt.asIntN(64, value) !== value) throw noColumn(name, "int", sentence`it holds a whole number of more than 64 bits`);
    data[row] = value;
  }
  return new Uint8Array(data.buffer);
}

function numbers(items: readonly unknown[], type: NumberType, name: string): ArrowArray {
  const bytes = (): Uint8Array => {
    if (type === "float64") return doubles(items, name);
    if (type === "int64") return longs(items, name);
    return packed(
      dtypeOf(type),
      items.map((item) => (isNull(item) ? 0 : item)),
    );
  };
  return flat(numberTypeOf(type, name), items.length, nullsOf(items), bytes());
}

// ---- exact numbers ----

/** Digits of decimals of 128 bits, and of 256. */
const MOST_SHORT = 38;
const MOST_LONG = 76;

/** A `decimal.Decimal` as a whole number and how many of its digits are behind the point; null for none (infinity). */
function decimalOf(item: unknown, references: References): { readonly digits: bigint; readonly scale: number } | null {
  const [text] = itemsOf(own(item, "args") ?? [], references) ?? [];
  const found = typeof text === "string" ? /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))?$/.exec(text) : null;
  const [, sign = "", whole = "", fraction = "", power = "0"] = found ?? [];
  if (found === null || whole + fraction === "" || whole.length + fraction.length > MOST_LONG) return null;
  const scale = fraction.length - Number(power);
  if (Math.abs(scale) > MOST_LONG) return null;
  const digits = BigInt(`${sign === "-" ? "-" : ""}${whole}${fraction}`);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** Digits before the point; a number below 1 has none. */
function wholeDigits({ digits, scale }: { readonly digits: bigint; readonly scale: number }): number {
  const size = digits < 0n ? -digits : digits;
  const whole = size / 10n ** BigInt(scale);
  return whole === 0n ? 0 : String(whole).length;
}

function decimals(items: readonly unknown[], name: string, references: References): ArrowArray {
  const refused = noColumn(name, "decimal.Decimal", sentence`it holds a number that a decimal of ${MOST_LONG} digits cannot have`);
  const values = items.map((item) => {
    if (isNull(item)) return null;
    const value = decimalOf(item, references);
    if (value === null) throw refused;
    return value;
  });
  const scale = values.reduce((most, value) => Math.max(most, value?.scale ?? 0), 0);
  const whole = values.reduce((most, value) => Math.max(most, value === null ? 0 : wholeDigits(value)), 0);
  const precision = Math.max(1, whole + scale);
  if (precision > MOST_LONG) throw refused;
  const bits = precision > MOST_SHORT ? 256 : 128;
  const scaled = values.map((value) => (value === null ? null : value.digits * 10n ** BigInt(scale - value.scale)));
  return flat({ is: "decimal", bits, precision, scale }, items.length, nullsOf(items), decimalData(scaled, bits));
}

// ---- times ----

/** Counts of 64 bits, one an item. */
function counted(items: readonly unknown[], type: ArrowType, name: string, values: readonly bigint[]): ArrowArray {
  if (values.some((value) => BigInt.asIntN(64, value) !== value))
    throw noColumn(name, type.is, sentence`it holds a time that 64 bits cannot have`);
  return flat(type, items.length, nullsOf(items), new Uint8Array(BigInt64Array.from(values).buffer));
}

/** What is counted of each item that is there. */
const countsOf = (items: readonly unknown[], count: (item: unknown) => bigint): readonly bigint[] =>
  items.map((item) => (isNull(item) ? 0n : count(item)));

function dates(items: readonly unknown[], name: string, references: References): ArrowArray {
  const data = Int32Array.from(items, (item) => {
    const days = isNull(item) ? 0 : dateDays(item, references);
    if (days === null) throw noColumn(name, "datetime.date", sentence`it holds a date in another form than Python packs one into`);
    return days;
  });
  return flat({ is: "date" }, items.length, nullsOf(items), new Uint8Array(data.buffer));
}

function clockTimes(items: readonly unknown[], name: string, references: References): ArrowArray {
  const values = countsOf(items, (item) => {
    const time = clockTimeOf(item, references);
    if (time === null || time.hasZone)
      throw noColumn(name, "datetime.time", sentence`it holds a time with a zone, or in another form than Python packs one into`);
    return BigInt(time.seconds) * 1_000_000n + BigInt(time.micros);
  });
  return counted(items, { is: "time" }, name, values);
}

/** Moments of one zone, in microseconds: pyarrow would drop nanoseconds, and name one zone for all. */
function moments(items: readonly unknown[], name: string, references: References): ArrowArray {
  const zones = new Set<string | null>();
  const values = countsOf(items, (item) => {
    const moment = momentOf(item, references);
    if (moment === null) {
      const why = sentence`it holds a time with nanoseconds, or of the clock of a zone that changes`;
      throw noColumn(name, String(own(item, "class")), why);
    }
    zones.add(moment.zone?.name ?? null);
    return moment.micros;
  });
  const [zone = null, ...others] = zones;
  if (others.length > 0) {
    const shown = [zone, ...others].map((one) => one ?? "none").join(", ");
    throw noColumn(name, "datetime.datetime", sentence`its times have several zones: ${showText(shown)}`);
  }
  return counted(items, { is: "timestamp", unit: "us", zone }, name, values);
}

function spans(items: readonly unknown[], name: string, references: References): ArrowArray {
  const values = countsOf(items, (item) => {
    const micros = spanOf(item, references);
    if (micros === null) throw noColumn(name, String(own(item, "class")), sentence`it holds a duration with nanoseconds`);
    return micros;
  });
  return counted(items, { is: "duration", unit: "us" }, name, values);
}

function scalarTimes(items: readonly unknown[], of: "datetime" | "timedelta", unit: TimeUnit, name: string): ArrowArray {
  const type: ArrowType = of === "datetime" ? { is: "timestamp", unit, zone: null } : { is: "duration", unit };
  return counted(
    items,
    type,
    name,
    countsOf(items, (item) => scalarTimeOf(item)?.count ?? NAT),
  );
}

// ---- all ----

function truths(items: readonly unknown[]): ArrowArray {
  const data = bitsOf(items.length, (row) => plain(items[row]) === true);
  return flat({ is: "bool" }, items.length, nullsOf(items), data);
}

/** The array of a column of objects. @throws CornichonError `target.unsupported` */
export function objectArray(items: readonly unknown[], name: string, references: References): ArrowArray {
  const kind = kindOfColumn(items, name);
  switch (kind?.is) {
    case undefined:
      return flat({ is: "null" }, items.length, { validity: null, nulls: items.length }, null);
    case "text":
      return textArray(
        items.map((item) => textOf(plain(item))),
        false,
        name,
      );
    case "bytes":
      return binaryArray(
        items.map((item) => (isNull(item) ? null : bytesOf(plain(item)))),
        name,
      );
    case "bool":
      return truths(items);
    case "number":
      return numbers(items, kind.type, name);
    case "date":
      return dates(items, name, references);
    case "time":
      return clockTimes(items, name, references);
    case "datetime":
      return moments(items, name, references);
    case "timedelta":
      return spans(items, name, references);
    case "counts":
      return scalarTimes(items, kind.of, kind.unit, name);
    case "decimal":
      return decimals(items, name, references);
  }
}
