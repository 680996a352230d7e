/**
 * Columns of Python's objects, by the one type that all of their values have: texts, bytes, truth values, numbers, dates,
 * exact decimals. A column of several types is refused, as pyarrow refuses it.
 */
import { sentence, showList } from "../../../errors.js";
import { itemsOf } from "../../../neutral/attributes.js";
import { bytesOf, exactNumberOf, numberOf, own, type References, typeOf } from "../../../neutral/document.js";
import { Float } from "../../../neutral/lossless.js";
import { isMissingItem } from "../frame/missing.js";
import { dateDays, dateTimeOf, textOf } from "../frame/object-text.js";
import { kindOf, noColumn } from "../frame/refusal.js";
import { binaryArray, bitsOf, decimalData, flat, textArray, validityOf } from "./arrays.js";
import type { ArrowArray } from "./types.js";

type Kind = "text" | "bytes" | "bool" | "int" | "float" | "date" | "datetime" | "decimal";

function scalarKind(value: unknown): Kind | null {
  const dtype = own(value, "dtype");
  if (dtype === "bool") return "bool";
  if (dtype === "float64") return "float";
  return typeof dtype === "string" && /^u?int\d+$/.test(dtype) ? "int" : null;
}

const CLASSES: ReadonlyMap<string, Kind> = new Map([
  ["datetime.date", "date"],
  ["datetime.datetime", "datetime"],
  ["decimal.Decimal", "decimal"],
]);

function kindOfItem(value: unknown): Kind | null {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (value instanceof Float) return "float";
  if (typeof value === "string") return "text";
  const type = typeOf(value);
  if (type === "str") return "text";
  if (type === "int" || type === "float" || type === "bytes") return type;
  if (type === "scalar") return scalarKind(value);
  return type === "object" ? (CLASSES.get(String(own(value, "class"))) ?? null) : null;
}

/** The one type of a column; null where all are missing. @throws CornichonError `target.unsupported` where there are several */
function kindOfColumn(items: readonly unknown[], name: string): Kind | null {
  const kinds = new Set<Kind>();
  for (const item of items) {
    if (isMissingItem(item)) continue;
    const kind = kindOfItem(item);
    if (kind === null) throw noColumn(name, kindOf(item), sentence`it holds objects that have no type in a table`);
    kinds.add(kind);
  }
  if (kinds.has("float")) kinds.delete("int");
  const [kind = null, ...others] = kinds;
  if (others.length > 0) throw noColumn(name, "object", sentence`it holds values of several types: ${showList([...kinds].sort())}`);
  return kind;
}

const wholeOf = (value: unknown): bigint => {
  const number = exactNumberOf(value);
  return number === undefined || (typeof number === "number" && !Number.isInteger(number)) ? 0n : BigInt(number);
};

/** A `decimal.Decimal` as a whole number and how many of its digits are behind the point; null for none (NaN, infinity). */
function decimalOf(value: unknown, references: References): { readonly digits: bigint; readonly scale: number } | null {
  const [text] = itemsOf(own(value, "args") ?? [], references) ?? [];
  const found = typeof text === "string" ? /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))?$/.exec(text) : null;
  const [, sign = "", whole = "", fraction = "", power = "0"] = found ?? [];
  if (found === null || whole + fraction === "" || whole.length + fraction.length > MOST_DIGITS) return null;
  const scale = fraction.length - Number(power);
  if (Math.abs(scale) > MOST_DIGITS) return null;
  const digits = BigInt(`${sign === "-" ? "-" : ""}${whole}${fraction}`);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** Of a decimal of 128 bits. */
const MOST_DIGITS = 38;

function decimals(items: readonly unknown[], name: string, references: References): ArrowArray {
  const values = items.map((item) => {
    if (isMissingItem(item)) return null;
    const value = decimalOf(item, references);
    if (value === null)
      throw noColumn(name, "decimal.Decimal", sentence`it holds a number that a decimal of ${MOST_DIGITS} digits cannot have`);
    return value;
  });
  const scale = values.reduce((most, value) => Math.max(most, value?.scale ?? 0), 0);
  const scaled = values.map((value) => (value === null ? null : value.digits * 10n ** BigInt(scale - value.scale)));
  const whole = values.reduce((most, value) => Math.max(most, value === null ? 0 : wholeDigits(value)), 0);
  const precision = Math.max(1, whole + scale);
  if (precision > MOST_DIGITS) throw noColumn(name, "decimal.Decimal", sentence`its numbers need more than ${MOST_DIGITS} digits`);
  const bits = validityOf(items.length, (row) => scaled[row] === null);
  return flat({ is: "decimal", precision, scale }, items.length, bits, decimalData(scaled));
}

/** Digits before the point; a number below 1 has none. */
function wholeDigits({ digits, scale }: { readonly digits: bigint; readonly scale: number }): number {
  const size = digits < 0n ? -digits : digits;
  const whole = size / 10n ** BigInt(scale);
  return whole === 0n ? 0 : String(whole).length;
}

function numbersArray(items: readonly unknown[], kind: "int" | "float", name: string): ArrowArray {
  const bits = validityOf(items.length, (row) => isMissingItem(items[row]));
  if (kind === "float") {
    const data = Float64Array.from(items, (item) => (isMissingItem(item) ? 0 : (numberOf(item) ?? 0)));
    if (items.some((item) => typeof exactNumberOf(item) === "bigint"))
      throw noColumn(name, "int", sentence`it holds a whole number that no double can hold`);
    return flat({ is: "float", bits: 64 }, items.length, bits, new Uint8Array(data.buffer));
  }
  const data = new BigInt64Array(items.length);
  for (const [row, item] of items.entries()) {
    const value = isMissingItem(item) ? 0n : wholeOf(item);
    if (BigInt.asIntN(64, value) !== value) throw noColumn(name, "int", sentence`it holds a whole number of more than 64 bits`);
    data[row] = value;
  }
  return flat({ is: "int", bits: 64, signed: true }, items.length, bits, new Uint8Array(data.buffer));
}

function dates(items: readonly unknown[], name: string, references: References): ArrowArray {
  const data = Int32Array.from(items, (item) => {
    const days = isMissingItem(item) ? 0 : dateDays(item, references);
    if (days === null) throw noColumn(name, "datetime.date", sentence`it holds a date in another form than Python 3 writes`);
    return days;
  });
  const bits = validityOf(items.length, (row) => isMissingItem(items[row]));
  return flat({ is: "date" }, items.length, bits, new Uint8Array(data.buffer));
}

function dateTimes(items: readonly unknown[], name: string, references: References): ArrowArray {
  const data = new BigInt64Array(items.length);
  for (const [row, item] of items.entries()) {
    if (isMissingItem(item)) continue;
    const time = dateTimeOf(item, references);
    if (time === null || time.zone !== null)
      throw noColumn(name, "datetime.datetime", sentence`it holds times with a zone, or in another form than Python 3 writes`);
    data[row] = BigInt(time.seconds) * 1_000_000n + BigInt(time.micros);
  }
  const bits = validityOf(items.length, (row) => isMissingItem(items[row]));
  return flat({ is: "timestamp", unit: "us", zone: null }, items.length, bits, new Uint8Array(data.buffer));
}

/** The array of a column of objects. @throws CornichonError `target.unsupported` */
export function objectArray(items: readonly unknown[], name: string, references: References): ArrowArray {
  const kind = kindOfColumn(items, name);
  switch (kind) {
    case null:
      return flat({ is: "null" }, items.length, { validity: null, nulls: items.length }, null);
    case "text":
      return textArray(
        items.map((item) => textOf(item)),
        false,
        name,
      );
    case "bytes":
      return binaryArray(
        items.map((item) => (isMissingItem(item) ? null : bytesOf(item))),
        name,
      );
    case "bool": {
      const isTrue = (row: number): boolean => items[row] === true || own(items[row], "value") === true;
      const bits = validityOf(items.length, (row) => isMissingItem(items[row]));
      return flat({ is: "bool" }, items.length, bits, bitsOf(items.length, isTrue));
    }
    case "int":
    case "float":
      return numbersArray(items, kind, name);
    case "date":
      return dates(items, name, references);
    case "datetime":
      return dateTimes(items, name, references);
    case "decimal":
      return decimals(items, name, references);
  }
}
