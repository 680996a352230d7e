/**
 * Infrequent categories grouped into one, the last (sklearn.preprocessing._encoders 1.1 on). A feature without any has
 * no group.
 */
import { arrayOf, numberOf, typeOf } from "../../../neutral/document.js";
import type { State } from "../../state.js";
import type { Categories } from "./categories.js";

/** The name of the group where categories are named. */
export const INFREQUENT = "infrequent_sklearn";

export interface Grouping {
  /** Position of each category after grouping. */
  readonly mapping: Int32Array;
  /** Number of categories after grouping; the group is the last. */
  readonly count: number;
  /** Positions of the grouped categories, before grouping. */
  readonly grouped: ReadonlySet<number>;
}

function wholeNumbers(state: State, value: unknown, most: number): Int32Array {
  const data = typeOf(value) === "ndarray" ? Array.from<unknown>(arrayOf(value).data) : Array.isArray(value) ? value : [];
  const numbers = data.map((item) => numberOf(item) ?? Number(item));
  if (!numbers.every((n) => Number.isInteger(n) && n >= 0 && n < most))
    throw state.inconsistent("its infrequent categories are out of range");
  return Int32Array.from(numbers);
}

/**
 * The grouping of each feature, null for those without; all null where none is enabled. `aside`: the feature has a
 * missing value as its last category, which is no part of any group. @throws CornichonError `model.inconsistent`
 */
export function groupings(
  state: State,
  features: readonly Categories[],
  aside: (feature: number) => boolean = () => false,
): readonly (Grouping | null)[] {
  if (!state.flag("_infrequent_enabled", false)) return features.map(() => null);
  const mappings = state.items("_default_to_infrequent_mappings");
  const indices = state.items("_infrequent_indices");
  if (mappings.length !== features.length || indices.length !== features.length)
    throw state.inconsistent("its groups are not one a feature");
  return features.map(({ values }, j) => {
    if ((mappings[j] ?? null) === null || (indices[j] ?? null) === null) return null;
    const counted = values.length - (aside(j) ? 1 : 0);
    const mapping = wholeNumbers(state, mappings[j], counted);
    const grouped = new Set(wholeNumbers(state, indices[j], counted));
    if (mapping.length !== counted || grouped.size === 0) throw state.inconsistent("a group does not fit its categories");
    const count = counted - grouped.size + 1;
    if (mapping.some((place) => place >= count)) throw state.inconsistent("its infrequent categories are out of range");
    return { mapping, count, grouped };
  });
}

/** Categories after grouping: the frequent ones in order, then the group. */
export const groupedValues = ({ values }: Categories, grouping: Grouping | null): readonly unknown[] =>
  grouping === null ? values : [...values.filter((_, place) => !grouping.grouped.has(place)), INFREQUENT];
