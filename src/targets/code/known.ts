/**
 * Columns whose values must be among those of fitting (`handle_unknown="error"`, labels): the model is asked about a value
 * that nobody fitted, and where it refuses it, about all that its program knows.
 */
import { sentence } from "../../errors.js";
import { unsupported } from "../../graph/define.js";
import { type Asking, placesWhere, STRANGE_NUMBERS } from "./asking.js";
import type { Input, Known } from "./program.js";
import { MOST_COLUMNS } from "./refusals.js";

/** Texts that no one fitted. */
const STRANGE_TEXTS = ["\u0001 no category", "\u0002 nor this"] as const;

/** Finds them, for one method. */
export function knownOf({ ask, base, texts, numbers }: Asking, inputs: readonly Input[]): readonly Known[] {
  if (ask(base) !== null) return [];
  const takes = (places: readonly number[], value: unknown): boolean => {
    const row = [...base];
    for (const place of places) row[place] = value;
    return ask(row) === null;
  };
  const closed = (places: readonly number[], strange: readonly unknown[], values: readonly (string | number)[]): readonly Known[] => {
    if (places.length === 0 || strange.some((value) => takes(places, value))) return [];
    if (places.length > MOST_COLUMNS) throw unsupported("", "code", sentence`too many columns whose values must be known`);
    return places
      .filter((place) => !strange.some((value) => takes([place], value)))
      .map((place) => ({ place, values: values.filter((value) => takes([place], value)) }));
  };
  return [
    ...closed(placesWhere(inputs, true), STRANGE_TEXTS, texts),
    ...closed(placesWhere(inputs, false), STRANGE_NUMBERS, [...numbers, Number.NaN]),
  ];
}
