/** Texts that a document has as code units, since they hold lone surrogates. */
import { malformed, own } from "../../../neutral/document.js";

const isUnit = (unit: unknown): unit is number => typeof unit === "number" && Number.isInteger(unit) && unit >= 0 && unit <= 0xffff;

/** The text of a `$type: "str"`, of any length. @throws CornichonError `document.malformed` */
export function textOfUnits(value: unknown): string {
  const units = own(value, "utf16");
  if (!Array.isArray(units) || !units.every(isUnit)) throw malformed("a text without its code units");
  return units.map((unit) => String.fromCharCode(unit)).join("");
}
