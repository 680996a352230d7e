/** What OneHotEncoder knows of each feature: its categories, their groups, and the one that has no column. */
import { numberOf } from "../../../neutral/document.js";
import type { State } from "../../state.js";
import { allCategories, type Categories } from "./categories.js";
import { type Grouping, groupedValues, groupings } from "./infrequent.js";

/** One feature: its categories, their groups, and the (grouped) category that has no column. */
export interface OneHotFeature {
  readonly categories: Categories;
  readonly grouping: Grouping | null;
  /** −1 when none is dropped. */
  readonly drop: number;
  /** What its columns stand for. */
  readonly columns: readonly unknown[];
  /** All of it, the dropped one too. */
  readonly values: readonly unknown[];
}

/** Positions of dropped categories after grouping (`_drop_idx_after_grouping` from 1.2 on, `drop_idx_` before). */
function dropped(state: State, key: string, features: number): readonly number[] {
  if (!state.has(key)) return new Array<number>(features).fill(-1);
  const places = state.items(key).map((value) => numberOf(value) ?? -1);
  if (places.length !== features) throw state.inconsistent(`${key} is not one a feature`);
  return places;
}

export function oneHotFeatures(state: State): readonly OneHotFeature[] {
  const all = allCategories(state);
  const groups = groupings(state, all);
  const drops = dropped(state, state.has("_drop_idx_after_grouping") ? "_drop_idx_after_grouping" : "drop_idx_", all.length);
  return all.map((categories, j) => {
    const grouping = groups[j] ?? null;
    const values = groupedValues(categories, grouping);
    const drop = drops[j];
    if (!Number.isInteger(drop) || drop < -1 || drop >= values.length) throw state.inconsistent("a dropped category is out of range");
    return { categories, grouping, drop, values, columns: values.filter((_, place) => place !== drop) };
  });
}

/** Column of a category within its feature, −1 for none (dropped, unknown). */
export function columnOf({ grouping, drop }: OneHotFeature, place: number, unknownIsInfrequent: boolean): number {
  if (place < 0 && (grouping === null || !unknownIsInfrequent)) return -1;
  const group = grouping === null ? place : place < 0 ? grouping.count - 1 : grouping.mapping[place];
  if (group === drop) return -1;
  return drop >= 0 && group > drop ? group - 1 : group;
}

/** Unknown values count as infrequent ones. `warn` says what `infrequent_if_exist` does; until 1.7 it left them out all the same. */
export function unknownIsInfrequent(state: State): boolean {
  const mode = state.text("handle_unknown") ?? "error";
  return mode === "infrequent_if_exist" || (mode === "warn" && state.since(1, 8));
}
