/** Names of the columns that a ColumnTransformer was fitted on. */
import { entriesOf, itemsOf } from "../../../neutral/attributes.js";
import { arrayOf, own, typeOf } from "../../../neutral/document.js";
import type { State } from "../../state.js";

/** Names at fitting: `feature_names_in_`, or a data frame's columns that older versions kept. */
export function fittedNames(state: State): readonly string[] | null {
  const names = state.featureNames();
  return names !== null && names.length > 0 ? names : null;
}

/** The names that versions before 0.24 kept as a pandas Index, which only tell what is refused; null where there are none. */
export function indexNames(state: State): readonly string[] | null {
  const args = itemsOf(own(state.get("feature_names_in_"), "args"), state.references);
  const data = new Map(entriesOf(args?.[0], state.references) ?? []).get("data");
  const names = typeOf(data) === "ndarray" ? Array.from<unknown>(arrayOf(data).data) : [];
  return names.length > 0 && names.every((name) => typeof name === "string") ? names : null;
}
