/** X as one array of two axes with values as they came (numbers, texts, null), columns in the model's order. */
import { CornichonError, sentence } from "../../../errors.js";
import { float64, type NDArray } from "../../../numeric/ndarray.js";
import { checkFeatures } from "../../input/order.js";
import type { Expectation, Samples } from "../../samples.js";

/** The values of dense X: its dtype stays; named columns become doubles, truth values, or objects where not all are the same. @throws CornichonError `input.*` */
export function cellsOf(x: Samples, expected: Expectation): NDArray & { readonly shape: readonly [number, number] } {
  if (x.columns === null) {
    const array = x.array();
    const [rows = 0, cols = 0] = array.shape;
    if (array.shape.length !== 2 || array.data.length !== rows * cols)
      throw new CornichonError("input.shape", sentence`Expected 2D array, got ${array.shape.length}D array instead.`);
    checkFeatures(cols, expected);
    return { ...array, shape: [rows, cols] };
  }
  const { columns, rows } = x.table(expected);
  const values = rows.flat();
  const shape = [rows.length, columns.length] as const;
  if (values.length > 0 && values.every((value) => typeof value === "boolean")) return { dtype: "bool", shape, data: values };
  return values.every((value) => typeof value === "number")
    ? { ...float64(shape, Float64Array.from(values, Number)), shape }
    : { dtype: "object", shape, data: values };
}
