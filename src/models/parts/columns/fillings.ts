/** What imputers fill, and with what: their `statistics_`, the columns that come out, and those that are told beside them. */
import { itemsOf } from "../../../neutral/attributes.js";
import { exactNumberOf } from "../../../neutral/document.js";
import type { State } from "../../state.js";
import { dtypeParameter } from "./dtype-parameter.js";
import type { Filling } from "./imputed.js";
import { type IsMissing, indicatorColumns, missingIn } from "./missing.js";

/** A value of `statistics_` or of an object array: numbers as such, exactly. */
const plainValue = (item: unknown): unknown => (typeof item === "boolean" ? item : (exactNumberOf(item) ?? item));

/** `statistics_`: a value a column. */
function statisticsOf(state: State): unknown[] {
  const value = state.fitted("statistics_");
  return (itemsOf(value, state.references) ?? Array.from(state.array("statistics_").data)).map(plainValue);
}

export const isEmpty = (statistic: unknown): boolean => typeof statistic === "number" && Number.isNaN(statistic);

/** From 1.8 on values are filled in the type of what was seen at fitting. */
const storedAs = (state: State): ((value: unknown) => unknown) =>
  state.since(1, 8) && dtypeParameter(state, "_fill_dtype", "") === "float32"
    ? (value) => (typeof value === "number" ? Math.fround(value) : value)
    : (value) => value;

/** What a SimpleImputer fills. Until 1.7 a constant fills empty columns, too. */
export function simpleFilling(state: State, isMissing: IsMissing): Filling {
  const values = statisticsOf(state).map(storedAs(state));
  const constant = state.text("strategy") === "constant" && state.before(1, 8);
  const all = constant || state.flag("keep_empty_features", false);
  const kept = values.flatMap((value, j) => (all || !isEmpty(value) ? [j] : []));
  return { values, kept, told: indicatorColumns(state, values.length) ?? [], isMissing };
}

/** What the old Imputer fills along columns. */
export function oldFilling(state: State): Filling {
  const values = Array.from(state.vector("statistics_"));
  return { values, kept: values.flatMap((value, j) => (Number.isNaN(value) ? [] : [j])), told: [], isMissing: missingIn(state) };
}
