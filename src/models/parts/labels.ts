/** Class labels: what `predict` of a classifier gives back, numbers or texts, in the dtype of `classes_`. */
import { itemsOf } from "../../neutral/attributes.js";
import { arrayOf, typeOf } from "../../neutral/document.js";
import type { NDArray } from "../../numeric/ndarray.js";
import { typedLike } from "../../numeric/typed.js";
import type { State } from "../state.js";

export interface Labels {
  readonly count: number;
  /** `classes_` itself. */
  readonly classes: NDArray;
  /** Labels by their positions in `classes_`, one axis. */
  decode(positions: ArrayLike<number>): NDArray;
}

/** Labels from an array of classes. */
export function labelsFrom(classes: NDArray): Labels {
  const values: readonly unknown[] = Array.from(classes.data);
  return {
    count: values.length,
    classes,
    decode: (positions) => ({
      dtype: classes.dtype,
      shape: [positions.length],
      data: typedLike(
        classes.data,
        Array.from(positions, (at) => values[at]),
      ),
    }),
  };
}

/** Reads `classes_` of a classifier with one output. */
export const labelsOf = (state: State): Labels => labelsFrom(state.array("classes_"));

/** Reads `classes_` where it may be a list of arrays, one an output (trees, neighbours, dummies); null for one array. */
export function manyLabelsOf(state: State): readonly Labels[] | null {
  const value = state.fitted("classes_");
  if (typeOf(value) === "ndarray") return null;
  const items = itemsOf(value, state.references);
  if (items === null || !items.every((item) => typeOf(item) === "ndarray"))
    throw state.inconsistent("classes_ is neither an array nor a list of arrays");
  return items.map((item) => labelsFrom(arrayOf(item)));
}
