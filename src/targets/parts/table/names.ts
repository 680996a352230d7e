/** Names of columns as pyarrow makes them of labels: texts as they are, anything else by Python's `str`. */
import { sentence } from "../../../errors.js";
import type { References } from "../../../neutral/document.js";
import { cellsOf } from "../frame/cells.js";
import { missingIn } from "../frame/missing.js";
import { objectText, textOf } from "../frame/object-text.js";
import { noColumn } from "../frame/refusal.js";
import type { Cell, Index, Label } from "../frame/types.js";

const ESCAPES = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** Python's `repr` of a text. */
function textRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = (character: string): string => ESCAPES.get(character) ?? (character === quote ? `\\${quote}` : character);
  return `${quote}${Array.from(text, escaped).join("")}${quote}`;
}

/** The text of one value of a label; null where it is missing. */
function cellName({ vector, row }: Cell, references: References): string | null {
  return cellsOf(vector, { name: "(header)", references, form: { days: false, digits: 0 }, asObjects: true })(row);
}

const isNone = ({ vector, row }: Cell): boolean => vector.values.is === "object" && vector.values.items[row] === null;

/** The name of a column. */
export function columnName(label: readonly Cell[], references: References): string {
  const [only, ...others] = label;
  if (only !== undefined && others.length === 0) return cellName(only, references) ?? (isNone(only) ? "None" : "nan");
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
