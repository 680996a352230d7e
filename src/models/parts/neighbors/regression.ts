/** Targets of neighbours regressors: `_y` with one axis or a column an output. */
import { floats, type NDArray } from "../../../numeric/ndarray.js";
import type { State } from "../../state.js";

export interface RegressionTargets {
  readonly y: Float64Array;
  readonly outputs: number;
  readonly dtype: string;
  /** Predictions as an array of `_y`'s kind. */
  array(rows: number, data: Float64Array, dtype?: string): NDArray;
}

/** Reads `_y`. @throws CornichonError `model.inconsistent` */
export function readRegressionTargets(state: State, rows: number): RegressionTargets {
  const { shape, data } = state.numbers("_y");
  const [first = 0, outputs = 1] = shape;
  if (shape.length < 1 || shape.length > 2 || first !== rows) throw state.inconsistent(`_y is (${shape}) for ${rows} rows`);
  return {
    y: data,
    outputs,
    dtype: state.dtype("_y"),
    array: (count, values, dtype = "float64") => floats(dtype, shape.length === 1 ? [count] : [count, outputs], values),
  };
}
