/** Which values pandas takes for missing: NaN, None, NaT, NA, what a mask covers, and codes of no category. */

import { own, typeOf } from "../../../neutral/document.js";
import { Float } from "../../../neutral/lossless.js";
import { numbersOf } from "./numbers.js";
import type { Vector } from "./types.js";

/** The least int64 is no time. */
export const NAT = -(2n ** 63n);

/** True for what stands for nothing in an object array. */
export function isMissingItem(value: unknown): boolean {
  if (value === null) return true;
  if (value instanceof Float || typeof value !== "object") return false;
  const type = typeOf(value);
  if (type === "float") return isNaNValue(value);
  if (type === "scalar") return isNaNValue(own(value, "value")) || isNoTime(value);
  if (type === "global") return own(value, "name") === "pandas.NA";
  return type === "object" && (String(own(value, "class")).endsWith("nat_unpickle") || isNoDecimal(value));
}

/** numpy's own NaT. */
const isNoTime = (value: unknown): boolean =>
  /^(?:datetime|timedelta)64/.test(String(own(value, "dtype"))) && own(own(value, "value"), "value") === String(NAT);

/** `Decimal('NaN')`. */
function isNoDecimal(value: unknown): boolean {
  const args = own(value, "class") === "decimal.Decimal" ? own(value, "args") : null;
  return Array.isArray(args) && /^[+-]?s?nan\d*$/i.test(String(args[0]));
}

const isNaNValue = (value: unknown): boolean => typeOf(value) === "float" && own(value, "value") === "nan";

/** Asks for one row after another. */
export function missingIn({ values, mask }: Vector): (row: number) => boolean {
  if (mask !== null) return (row) => mask[row] !== 0;
  switch (values.is) {
    case "number": {
      if (!values.type.startsWith("float")) return () => false;
      const at = numbersOf(values.type, values.bytes);
      return (row) => Number.isNaN(Number(at(row)));
    }
    case "bool":
      return () => false;
    case "time":
    case "duration":
    case "period":
      return (row) => values.counts[row] === NAT;
    case "category": {
      const none = missingIn(values.categories);
      return (row) => Number(values.codes[row]) < 0 || none(Number(values.codes[row]));
    }
    case "interval":
      return missingIn(values.left);
    case "text":
    case "object":
      return (row) => isMissingItem(values.items[row]);
  }
}
