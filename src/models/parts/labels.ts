/** Class labels: what `predict` of a classifier gives back, numbers or texts, in the dtype of `classes_`. */
import type { NDArray, NDArrayData } from "../../numeric/ndarray.js";
import type { State } from "../state.js";

export interface Labels {
  readonly count: number;
  /** Labels by their positions in `classes_`. */
  decode(positions: readonly number[]): NDArray;
}

/** Reads `classes_`. */
export function labelsOf(state: State): Labels {
  const classes = state.array("classes_");
  const values: readonly unknown[] = Array.from(classes.data);
  return {
    count: values.length,
    decode: (positions) => {
      const picked = positions.map((at) => values[at]);
      return { dtype: classes.dtype, shape: [positions.length], data: typedLike(classes.data, picked) };
    },
  };
}

function typedLike(like: NDArrayData, values: readonly unknown[]): NDArrayData {
  if (like instanceof Float64Array) return Float64Array.from(values, Number);
  if (like instanceof Float32Array) return Float32Array.from(values, Number);
  if (like instanceof Int32Array) return Int32Array.from(values, Number);
  return values;
}
