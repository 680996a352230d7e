/** A fitted attribute that is a scipy.sparse CSR matrix or array: its state is checked before anybody multiplies with it. */
import { itemsOf } from "../../../neutral/attributes.js";
import { numberOf } from "../../../neutral/document.js";
import type { Matrix } from "../../../numeric/ndarray.js";
import { isConsistent, type Sparse, toDense } from "../../../numeric/sparse.js";
import type { State } from "../../state.js";

const CSR = /^scipy\.sparse\.(?:.*\.)?csr_(?:matrix|array)$/;

/** A sparse matrix is written out up to this many values for each that it stores: its width is only a number in a file. */
const MOST_PER_VALUE = 4096;

/** True when the attribute is stored as compressed sparse rows. */
export const isSparseAttribute = (state: State, key: string): boolean => CSR.test(state.object(key)?.className ?? "");

/** Reads compressed sparse rows as doubles. @throws CornichonError `model.inconsistent` */
export function sparseAttribute(state: State, key: string): Sparse {
  const stored = state.object(key);
  if (stored === null || !CSR.test(stored.className)) throw state.inconsistent(`${key} is no CSR matrix`);
  const [rows, cols] = (itemsOf(stored.get("_shape"), state.references) ?? []).map(numberOf);
  if (rows === undefined || cols === undefined) throw state.inconsistent(`${key} has no shape`);
  const sparse: Sparse = {
    format: "csr",
    dtype: stored.dtype("data"),
    shape: [rows, cols],
    data: stored.vector("data"),
    indices: Int32Array.from(stored.vector("indices")),
    indptr: Int32Array.from(stored.vector("indptr")),
  };
  if (!isConsistent(sparse)) throw state.inconsistent(`${key} contradicts itself`);
  return sparse;
}

/** A matrix, zeros written out. @throws CornichonError `model.inconsistent` */
export function writtenOut(state: State, key: string, sparse: Sparse): Matrix {
  const [rows, cols] = sparse.shape;
  if (rows * cols > MOST_PER_VALUE * (sparse.data.length + 1)) throw state.inconsistent(`${key} is too wide for what it stores`);
  return toDense(sparse);
}
