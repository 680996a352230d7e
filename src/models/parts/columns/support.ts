/** `support_` of eliminations and sequential selection (sklearn.feature_selection._rfe, _sequential). */
import type { State } from "../../state.js";

/** `support_`: which columns are kept. @throws CornichonError `model.inconsistent` */
export function storedSupport(state: State): boolean[] {
  const { shape, data } = state.array("support_");
  if (shape.length !== 1) throw state.inconsistent(`support_ has ${shape.length} axes where it needs one`);
  return Array.from<unknown, boolean>(data, Boolean);
}
