/** The estimators that an ensemble holds: one that stands in its list twice is made once, so that references do not multiply. */
import type { FittedModel, MakeModel } from "../define.js";
import type { State } from "../state.js";

/** Models of `estimators_`. @throws CornichonError `model.*` */
export function membersOf(state: State, make: MakeModel): readonly FittedModel[] {
  const items = state.items("estimators_");
  const made = new Map<unknown, FittedModel>();
  for (const item of items) if (!made.has(item)) made.set(item, make(item));
  const models = items.flatMap((item) => made.get(item) ?? []);
  if (models.length === 0) throw state.inconsistent("it holds no estimators");
  return models;
}
