/** The estimators that an ensemble holds. One that stands in its list twice is made once, by whoever makes them. */
import type { FittedModel, MakeModel } from "../../define.js";
import type { State } from "../../state.js";

/** Models of `estimators_`. @throws CornichonError `model.*` */
export function membersOf(state: State, make: MakeModel): readonly FittedModel[] {
  const models = state.items("estimators_").map(make);
  if (models.length === 0) throw state.inconsistent("it holds no estimators");
  return models;
}
