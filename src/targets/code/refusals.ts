/**
 * What numbers of X a method of a model refuses (NaN, infinite, beyond float32, negative): a row that it answers is asked
 * with one kind of number in all columns, and where that is refused in one column after the other.
 */
import { type Asking, placesWhere } from "./asking.js";
import type { Input, Places, Refused } from "./program.js";

/** Columns that are asked one by one; in more of them a kind is refused everywhere or nowhere. */
export const MOST_COLUMNS = 512;

const KINDS = { nan: Number.NaN, infinite: Number.POSITIVE_INFINITY, large: 1e39, negative: -1 } as const;

const NOTHING: Refused = { nan: [], infinite: [], large: [], negative: [] };

/** Finds what a method refuses. */
export function refusalsOf({ ask, base }: Asking, inputs: readonly Input[], width: number): Refused {
  const numbers = placesWhere(inputs, false);
  const usual = ask(base);
  const refuses = (places: readonly number[], value: number): boolean => {
    const row = [...base];
    for (const j of places) row[j] = value;
    const said = ask(row);
    return said !== null && said !== usual;
  };
  const placesOf = (value: number): Places => {
    if (numbers.length === 0 || !refuses(numbers, value)) return [];
    if (numbers.length > MOST_COLUMNS) return "all";
    const found = numbers.filter((j) => refuses([j], value));
    return found.length === 0 || found.length === width ? "all" : found;
  };
  return {
    ...NOTHING,
    ...Object.fromEntries(Object.entries(KINDS).map(([kind, value]) => [kind, placesOf(value)])),
  };
}

/** A text or a label: no number is refused for what it is. */
export const noRefusals = (): Refused => NOTHING;
