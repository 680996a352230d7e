/**
 * Coefficients as text. What stands in many places of a model is one value in memory and many in JSON: they are counted,
 * each once, before any text is made.
 */
import { sentence } from "../../errors.js";
import { unsupported } from "../../graph/define.js";
import type { Coefficients } from "../../model/coefficients.js";

/** Numbers and texts of a file: with their places in lists, what one text has room for. */
const MOST_VALUES = 10_000_000;
/** Letters that count as a value. */
const LETTERS = 32;

/** How many values a value is as text. It is no deeper than coefficients are, which is bounded. */
function valuesIn(value: unknown, known: Map<object, number>): number {
  if (typeof value === "string") return 1 + value.length / LETTERS;
  if (typeof value !== "object" || value === null) return 1;
  const before = known.get(value);
  if (before !== undefined) return before;
  let count = 1;
  for (const key of Array.isArray(value) ? [] : Object.keys(value)) count += key.length / LETTERS;
  for (const one of Object.values(value)) count += valuesIn(one, known);
  known.set(value, count);
  return count;
}

/** @throws CornichonError `target.unsupported` */
export function coefficientsText(made: Coefficients): string {
  if (valuesIn(made, new Map()) > MOST_VALUES)
    throw unsupported("", made.model_type, sentence`the file would have more than ${MOST_VALUES} values`);
  return `${JSON.stringify(made, null, 2)}\n`;
}
