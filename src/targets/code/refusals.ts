/**
 * What numbers of X a method of a model refuses (NaN, infinite, beyond float32, negative), found by asking the model: a
 * graph answers anything, and code must not where sklearn raises. A row of zeros is asked with one kind of number in all
 * columns, and where that is refused in one column after the other.
 */
import { CornichonError } from "../../errors.js";
import type { Model, X } from "../../model/all.js";
import type { Input, Places, Refused } from "./program.js";

/** Columns that are asked one by one; in more of them a kind is refused everywhere or nowhere. */
const MOST_COLUMNS = 512;

const KINDS = { nan: Number.NaN, infinite: Number.POSITIVE_INFINITY, large: 1e39, negative: -1 } as const;

const NOTHING: Refused = { nan: [], infinite: [], large: [], negative: [] };

/** Asks a model about one row; what it says where it raises, null where it answers. */
type Ask = (row: readonly unknown[]) => string | null;

function asker(model: Model, method: string, names: readonly string[], isPlain: boolean): Ask {
  return (row) => {
    const x: X = isPlain
      ? { dtype: "float64", shape: [1, row.length], data: Float64Array.from(row, Number) }
      : { columns: names, rows: [row] };
    try {
      model.call(method, x);
      return null;
    } catch (error) {
      if (error instanceof CornichonError) return error.message;
      throw error;
    }
  };
}

/** Finds what a method refuses. */
export function refusalsOf(
  model: Model,
  method: string,
  inputs: readonly Input[],
  width: number,
  names: readonly string[] | null,
): Refused {
  const numbers = inputs.flatMap(({ type, place, size }) => (type === "str" ? [] : Array.from({ length: size }, (_, j) => place + j)));
  const isPlain = inputs.every(({ type, column }) => type !== "str" && column === null);
  const taken = new Set(inputs.flatMap(({ place, size }) => Array.from({ length: size }, (_, j) => place + j)));
  const isText = new Set(
    inputs.flatMap(({ type, place, size }) => (type === "str" ? Array.from({ length: size }, (_, j) => place + j) : [])),
  );
  const base = Array.from({ length: width }, (_, j): unknown => (isText.has(j) ? "" : taken.has(j) ? 0 : null));
  const columns = names ?? base.map((_, j) => `x${j}`);
  const ask = asker(model, method, columns, isPlain);
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

/** A text or a label: there is nothing to refuse. */
export const noRefusals = (): Refused => NOTHING;
