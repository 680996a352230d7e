/** How many samples there are, whatever they are: for models that look at nothing else. */
import { CornichonError, sentence } from "../../../errors.js";
import { unnamed } from "../../input/x.js";
import type { Samples } from "../../samples.js";

export function rowCount(x: Samples): number {
  const sparse = x.sparse(unnamed("", null));
  if (sparse !== null) return sparse.shape[0];
  const [rows] = x.array().shape;
  if (rows === undefined)
    throw new CornichonError("input.shape", sentence`Input should have at least 1 dimension, got a single value: it is no collection.`);
  return rows;
}
