/** Where a value stands among the labels of a table inside a model, as pandas looks it up: NaN and None are one missing value. */
import type { State } from "../../state.js";
import { categoriesOf, keyOf } from "../columns/categories.js";
import { type StoredFrame, storedFrame } from "../stored/frames.js";

/** A value of X; `written`: the field of a CSV that it was read from. */
export type Find<T> = (value: unknown, written?: string) => T;

export const isGone = (value: unknown): boolean => value === null || value === undefined || Number.isNaN(value);

/** A table that must stand there. @throws CornichonError `model.inconsistent`, `model.unsupported-class` */
export function tableAt(state: State, value: unknown, what: string): StoredFrame {
  const frame = storedFrame(value, state.references);
  if (frame === null) throw state.inconsistent(`${what} is no Series or DataFrame`);
  return frame;
}

/** The row of a label, −1 for one that is not there. @throws CornichonError `model.inconsistent` for labels that stand there twice */
export function rowFinder(state: State, { index }: StoredFrame): Find<number> {
  const places = categoriesOf(index);
  const labels = places.values.map((label) => keyOf(label ?? Number.NaN));
  if (new Set(labels).size !== labels.length) throw state.inconsistent("a table has a label twice");
  // None among labels is the missing value too.
  const gone = labels.findIndex(Number.isNaN);
  return (value, written) => (isGone(value) ? gone : places.find(value, written));
}

/** The number beside a label of a Series, undefined for a label that is not there. */
export function seriesFinder(state: State, frame: StoredFrame): Find<number | undefined> {
  const find = rowFinder(state, frame);
  const [values = []] = frame.values;
  return (value, written) => values[find(value, written)];
}
