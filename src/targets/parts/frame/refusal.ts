/** What no table has a form for, told by the column's name. */
import { type CornichonError, type Shown, sentence, showText } from "../../../errors.js";
import { unsupported } from "../../../graph/define.js";
import { own, typeOf } from "../../../neutral/document.js";

/** What a value is called when it is refused: its class, or its type. */
export function kindOf(value: unknown): string {
  const name = own(value, "class") ?? own(value, "name") ?? own(value, "dtype");
  if (typeof name === "string") return name;
  if (Array.isArray(value)) return "list";
  return typeOf(value) ?? (value === null ? "None" : typeof value === "object" ? "dict" : typeof value);
}

/** The refusal of a whole value. */
export const noTable = (value: unknown, why: Shown): CornichonError => unsupported("", kindOf(value), why);

/** The refusal of what a column holds. */
export const noColumn = (column: string, kind: string, why: Shown): CornichonError =>
  unsupported("", kind, sentence`column ${showText(column)}: ${why}`);
