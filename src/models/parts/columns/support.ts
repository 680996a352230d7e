/** `support_` of eliminations and sequential selection (sklearn.feature_selection._rfe, _sequential). */
import type { State } from "../../state.js";

/** `support_`, or what is called so: which columns are kept. @throws CornichonError `model.inconsistent` */
export function storedSupport(state: State, key = "support_"): boolean[] {
  const { shape, data } = state.array(key);
  if (shape.length !== 1) throw state.inconsistent(`${key} has ${shape.length} axes where it needs one`);
  return Array.from<unknown, boolean>(data, Boolean);
}
