/** Names of columns as pyarrow makes them of labels: texts as they are, anything else by Python's `str`. */
import { sentence } from "../../../errors.js";
import { itemsOf } from "../../../neutral/attributes.js";
import { type References, typeOf } from "../../../neutral/document.js";
import { cellsOf } from "../frame/cells.js";
import { missingIn } from "../frame/missing.js";
import { nested } from "../frame/nesting.js";
import { objectText } from "../frame/object-text.js";
import { noColumn } from "../frame/refusal.js";
import { textOf, textRepr } from "../frame/repr-text.js";
import type { Cell, Index, Label } from "../frame/types.js";

/** The text of one value of a label; null where it is missing. */
function cellName({ vector, row }: Cell, references: References): string | null {
  return cellsOf(vector, { name: "(header)", references, form: { days: false, digits: 0 }, asObjects: true })(row);
}

/** A label that is a tuple: pyarrow makes texts of its values first. */
function tupleName(value: unknown, references: References): string | null {
  if (typeOf(value) !== "tuple") return null;
  const parts = (itemsOf(value, references) ?? []).map((item) => {
    if (item === null) return "None";
    return textRepr(nested(() => tupleName(item, references)) ?? objectText(item, references) ?? "");
  });
  return `(${parts.join(", ")}${parts.length === 1 ? "," : ""})`;
}

/** The value of a label that may be any. */
const heldIn = ({ vector, row }: Cell): unknown => (vector.values.is === "object" ? vector.values.items[row] : null);

const isNone = ({ vector, row }: Cell): boolean => vector.values.is === "object" && vector.values.items[row] === null;

/** The name of a column. */
export function columnName(label: readonly Cell[], references: References): string {
  const [only, ...others] = label;
  if (only !== undefined && others.length === 0)
    return tupleName(heldIn(only), references) ?? cellName(only, references) ?? (isNone(only) ? "None" : "nan");
  const parts = label.map((cell) => (missingIn(cell.vector)(cell.row) ? "nan" : textRepr(cellName(cell, references) ?? "")));
  return `(${parts.join(", ")})`;
}

/** The name of an index or level; null where it has none. */
export function levelName(name: Label, references: References): string | null {
  if (name === null) return null;
  const text = textOf(name) ?? objectText(name, references);
  if (text === null) throw noColumn("(index)", "object", sentence`its name is no text`);
  return text;
}

/** Levels of an index and their names. */
export const namesOf = (index: Index, references: References): readonly (string | null)[] =>
  (index.is === "levels" ? index.levels.map(({ name }) => name) : [index.name]).map((name) => levelName(name, references));
