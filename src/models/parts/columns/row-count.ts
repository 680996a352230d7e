/** How many samples there are, whatever they are: for models that look at nothing else. */
import { unnamed } from "../../input/x.js";
import type { Samples } from "../../samples.js";

export function rowCount(x: Samples): number {
  const sparse = x.sparse(unnamed("", null));
  return sparse === null ? (x.array().shape[0] ?? 0) : sparse.shape[0];
}
