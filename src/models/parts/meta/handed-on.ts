/**
 * X as an ensemble hands it to estimators that were fitted on an array: in the model's order of columns, without names.
 * A table with texts becomes an array of objects: what takes no texts refuses them where it is asked.
 */
import { floats } from "../../../numeric/ndarray.js";
import { type Expectation, Samples } from "../../samples.js";
import { cellsOf } from "../columns/cells.js";

/** @throws CornichonError `input.*` */
export function handedOn(x: Samples, expected: Expectation): Samples {
  const sparse = x.sparse(expected);
  if (sparse !== null) return new Samples(sparse);
  if (x.holdsObjects) return new Samples(cellsOf(x, expected));
  const m = x.matrix(expected);
  return new Samples(x.dtype === "float32" ? floats("float32", [m.rows, m.cols], m.data) : m);
}
