/** `estimators_features_`: which of X's columns each estimator of a bag was fitted on. */
import { arrayOf, typeOf } from "../../../neutral/document.js";
import type { State } from "../../state.js";

/** Positions for each of `count` estimators, all among `features` columns. @throws CornichonError `model.inconsistent` */
export function featureChoices(state: State, count: number, features: number): readonly Int32Array[] {
  const items = state.items("estimators_features_");
  if (items.length !== count) throw state.inconsistent(`${items.length} choices of features for ${count} estimators`);
  return items.map((item) => {
    if (typeOf(item) !== "ndarray") throw state.inconsistent("a choice of features is no array");
    const places = Array.from(arrayOf(item).data, Number);
    if (!places.every((j) => Number.isInteger(j) && j >= 0 && j < features))
      throw state.inconsistent(`a choice of features is not among ${features} columns`);
    return Int32Array.from(places);
  });
}
