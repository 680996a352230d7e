/**
 * Estimators that know the names of X's columns while those inside were fitted on plain arrays: X is put in their order, and
 * refused where it does not fit them, before anything inside sees it.
 */
import type { Method } from "../../define.js";
import type { State } from "../../state.js";

/** Methods that take X by the names of `state`; the same ones where it has none. @throws CornichonError `input.columns` when asked */
export function byOwnNames(state: State, methods: ReadonlyMap<string, Method>): ReadonlyMap<string, Method> {
  const names = state.featureNames();
  if (names === null) return methods;
  return new Map([...methods].map(([name, method]) => [name, (x, options) => method(x.named(names), options)]));
}
