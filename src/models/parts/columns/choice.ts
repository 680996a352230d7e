/**
 * Which columns a part of a ColumnTransformer takes (sklearn.utils._indexing._get_column_indices 1.6): places, names,
 * slices of either, or a mask. A single text or number means that the part gets one column without its second axis.
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { itemsOf } from "../../../neutral/attributes.js";
import { numberOf, own, typeOf } from "../../../neutral/document.js";
import type { State } from "../../state.js";

/** Places among the columns of X. */
export interface ColumnChoice {
  readonly single: boolean;
  /** Columns are chosen by their names. */
  readonly named: boolean;
  /** Places of the columns, given the names of X's columns (null: it has none) and how many there are. */
  readonly places: (names: readonly string[] | null, count: number) => readonly number[];
}

type Lookup = (name: string, names: readonly string[] | null) => number;

function lookup(state: State): Lookup {
  return (name, names) => {
    if (names === null)
      throw new CornichonError(
        "input.columns",
        sentence`Specifying the columns using strings is only supported for dataframes: X has no names, and the model takes ${showText(name)}.`,
      );
    const place = names.indexOf(name);
    if (place < 0) throw state.inconsistent(`it takes the column ${JSON.stringify(name)}, which X does not have by name`);
    return place;
  };
}

const fromEnd = (place: number, count: number): number => (place < 0 ? count + place : place);

function inRange(state: State, places: readonly number[], count: number): readonly number[] {
  if (!places.every((place) => Number.isInteger(place) && place >= 0 && place < count))
    throw state.inconsistent(`it takes columns that X, with ${count}, does not have`);
  return places;
}

/** A slice of places or of names (whose end belongs to it). */
function slice(state: State, value: unknown, find: Lookup): ColumnChoice {
  const [start, stop, step] = itemsOf(own(value, "items"), state.references) ?? [];
  const by = step === null || step === undefined ? 1 : (numberOf(step) ?? 0);
  if (!Number.isInteger(by) || by < 1) throw state.inconsistent("a slice of columns with an odd step");
  return {
    single: false,
    named: typeof start === "string" || typeof stop === "string",
    places: (names, count) => {
      const edge = (end: unknown, otherwise: number, more: number): number =>
        end === null || end === undefined
          ? otherwise
          : typeof end === "string"
            ? find(end, names) + more
            : Math.min(count, fromEnd(numberOf(end) ?? 0, count));
      const [from, to] = [edge(start, 0, 0), edge(stop, count, 1)];
      return Array.from({ length: Math.max(0, Math.ceil((to - from) / by)) }, (_, i) => from + i * by);
    },
  };
}

/** Reads a choice of columns. @throws CornichonError `model.inconsistent`; `null` for a function, whose choice is not in the model */
export function columnChoice(state: State, value: unknown): ColumnChoice | null {
  const find = lookup(state);
  const resolved = state.references.resolve(value);
  if (typeOf(resolved) === "slice") return slice(state, resolved, find);
  const place = (item: unknown, names: readonly string[] | null, count: number): number =>
    typeof item === "string" ? find(item, names) : fromEnd(numberOf(item) ?? -1, count);
  if (typeof resolved === "string" || numberOf(resolved) !== undefined)
    return {
      single: true,
      named: typeof resolved === "string",
      places: (names, count) => inRange(state, [place(resolved, names, count)], count),
    };
  // The remainder's columns of 1.5 and 1.6 are a list in a wrapping of their own.
  const items = itemsOf(typeOf(resolved) === "object" ? state.inner(resolved).get("data") : resolved, state.references);
  if (items === null) return null;
  const mask = items.length > 0 && items.every((item) => typeof item === "boolean");
  return {
    single: false,
    named: items.some((item) => typeof item === "string"),
    places: (names, count) =>
      inRange(state, mask ? items.flatMap((item, j) => (item === true ? [j] : [])) : items.map((item) => place(item, names, count)), count),
  };
}
