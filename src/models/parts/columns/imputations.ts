/** The imputations of IterativeImputer: which column, from which others, by which regressor, within which limits. */
import { arrayOf, numberOf, typeOf } from "../../../neutral/document.js";
import type { State } from "../../state.js";

/** `_min_value` and `_max_value`: one for all or one a column. */
function limit(state: State, key: string, column: number, otherwise: number): number {
  if (!state.has(key)) return otherwise;
  const { data } = state.numbers(key);
  return data[data.length === 1 ? 0 : column] ?? otherwise;
}

function columnsIn(state: State, value: unknown, columns: number): readonly number[] {
  const places = typeOf(value) === "ndarray" ? Array.from(arrayOf(value).data, Number) : [];
  if (!places.every((j) => Number.isInteger(j) && j >= 0 && j < columns))
    throw state.inconsistent("an imputation's columns are out of range");
  return places;
}

/** One imputation as it is stored. */
export interface StoredImputation {
  readonly column: number;
  readonly neighbours: readonly number[];
  readonly estimator: unknown;
  readonly low: number;
  readonly high: number;
}

export function storedImputation(state: State, value: unknown, columns: number): StoredImputation {
  const [at, neighbours, estimator] = state.inner(value).args();
  const column = numberOf(at) ?? -1;
  if (!Number.isInteger(column) || column < 0 || column >= columns) throw state.inconsistent("an imputation's column is out of range");
  return {
    column,
    neighbours: columnsIn(state, state.references.resolve(neighbours), columns),
    estimator,
    low: limit(state, "_min_value", column, Number.NEGATIVE_INFINITY),
    high: limit(state, "_max_value", column, Number.POSITIVE_INFINITY),
  };
}

/** Columns of X that were not empty, in their order. @throws CornichonError `model.inconsistent` */
export function filledColumns(state: State, features: number): readonly number[] {
  const empty = state.has("_is_empty_feature") ? state.array("_is_empty_feature").data : null;
  const statistics = empty === null ? state.object("initial_imputer_")?.vector("statistics_", features) : undefined;
  if ((empty ?? statistics)?.length !== features) throw state.inconsistent(`nothing says which of ${features} features are empty`);
  const isEmpty = (j: number): boolean => (empty === null ? Number.isNaN(statistics?.[j]) : Boolean(empty[j]));
  return Array.from({ length: features }, (_, j) => j).filter((j) => !isEmpty(j));
}
