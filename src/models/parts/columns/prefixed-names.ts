/** Names of made columns: the class in small letters and a number, `pca0` (sklearn.base.ClassNamePrefixFeaturesOutMixin 1.2). */
import { texts } from "../../../numeric/ndarray.js";
import type { Method } from "../../define.js";
import type { State } from "../../state.js";

/** `get_feature_names_out` of a model that makes `count` columns. */
export function prefixedNames(state: State, count: number): Method {
  const prefix = state.name.toLowerCase();
  return () => texts(Array.from({ length: count }, (_, i) => prefix + i));
}
