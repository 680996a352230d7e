/** What OrdinalEncoder knows of each feature, and the codes that are no positions. */
import { numberOf } from "../../../neutral/document.js";
import type { State } from "../../state.js";
import { allCategories, type Categories } from "./categories.js";
import { type Grouping, groupings } from "./infrequent.js";

/** One feature of an OrdinalEncoder. */
export interface OrdinalFeature {
  readonly categories: Categories;
  readonly grouping: Grouping | null;
  /** Position of the missing value among the categories, −1 for none. */
  readonly missing: number;
  /** The categories that are in no group: what codes stand for. */
  readonly frequent: readonly unknown[];
}

export function ordinalFeatures(state: State): readonly OrdinalFeature[] {
  const all = allCategories(state);
  const missing = new Map<number, number>(
    state.has("_missing_indices") ? state.entries("_missing_indices").map(([j, place]) => [Number(j), numberOf(place) ?? -1]) : [],
  );
  const groups = groupings(state, all, (j) => missing.has(j));
  return all.map((categories, j) => {
    const grouping = groups[j] ?? null;
    const frequent = categories.values.filter((_, place) => grouping?.grouped.has(place) !== true);
    return { categories, grouping, missing: missing.get(j) ?? -1, frequent };
  });
}

/** The codes that are no positions. */
export interface Codes {
  readonly missing: number;
  /** null: unknown values are an error. */
  readonly unknown: number | null;
  /** Until 1.0 a code of NaN was compared as a number, and is no code of anything. */
  readonly findsNaN: boolean;
}

export function codeOf({ grouping, missing }: OrdinalFeature, place: number, codes: Codes): number {
  if (place < 0) return codes.unknown ?? -1;
  if (place === missing) return codes.missing;
  return grouping?.mapping[place] ?? place;
}

/** Reads the codes that are no positions. */
export const codesOf = (state: State): Codes => ({
  missing: state.number("encoded_missing_value") ?? Number.NaN,
  findsNaN: state.since(1, 1),
  unknown: state.text("handle_unknown") === "use_encoded_value" ? (state.number("unknown_value") ?? Number.NaN) : null,
});
