/** X as an ensemble hands it to estimators that were fitted on an array: in the model's order of columns, without names. */
import { floats } from "../../../numeric/ndarray.js";
import { type Expectation, Samples } from "../../samples.js";

/** @throws CornichonError `input.*` */
export function handedOn(x: Samples, expected: Expectation): Samples {
  const sparse = x.sparse(expected);
  if (sparse !== null) return new Samples(sparse);
  const m = x.matrix(expected);
  return new Samples(x.dtype === "float32" ? floats("float32", [m.rows, m.cols], m.data) : m);
}
