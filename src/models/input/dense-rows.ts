/** Sparse rows that were given, written out where a model needs all of them: a shape alone must take no memory. */
import { CornichonError, sentence } from "../../errors.js";
import type { Matrix } from "../../numeric/ndarray.js";
import { type Sparse, toDense } from "../../numeric/sparse.js";

/** 4 GB of doubles. */
const MOST_DENSE = 2 ** 29;

/** @throws CornichonError `input.shape` for more than fit in memory */
export function denseRows(x: Sparse): Matrix {
  const [rows, cols] = x.shape;
  if (rows * cols <= MOST_DENSE) return toDense(x);
  throw new CornichonError("input.shape", sentence`Sparse rows of shape (${rows}, ${cols}) are too many values to be written out.`);
}
