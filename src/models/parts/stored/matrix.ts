/** A matrix attribute that may be stored sparse (scipy's csr_matrix or csr_array): support vectors, fitted rows. */
import { itemsOf } from "../../../neutral/attributes.js";
import { numberOf, typeOf } from "../../../neutral/document.js";
import type { Matrix } from "../../../numeric/ndarray.js";
import { isConsistent, toDense } from "../../../numeric/sparse.js";
import type { State } from "../../state.js";

/** Most values that a stored sparse matrix is written out to, in all and for each that it stores: its shape is a number in a file. */
const MOST_VALUES = 2 ** 28;
const MOST_PER_VALUE = 2 ** 14;
const ALWAYS = 2 ** 22;

/** True when the attribute is stored sparse. */
export const isStoredSparse = (state: State, key: string): boolean => typeOf(state.get(key)) === "object";

/** A matrix, zeros written out. @throws CornichonError `model.inconsistent` */
export function storedMatrix(state: State, key: string): Matrix {
  if (!isStoredSparse(state, key)) return state.matrix(key);
  const csr = state.inner(state.fitted(key));
  if (!/^scipy\.sparse\.csr_(matrix|array)$/.test(csr.className)) throw state.inconsistent(`${key} is ${csr.className}, no matrix of rows`);
  const shapeKey = csr.has("_shape") ? "_shape" : "shape";
  const [rows = -1, cols = -1, ...rest] = (itemsOf(csr.fitted(shapeKey), csr.references) ?? []).map((n) => numberOf(n) ?? -1);
  const whole = [rows, cols].every((n) => Number.isSafeInteger(n) && n >= 0) && rest.length === 0;
  if (!whole || rows * cols > MOST_VALUES) throw state.inconsistent(`${key} has no usable shape`);
  const sparse = {
    format: "csr" as const,
    dtype: "float64",
    shape: [rows, cols] as const,
    data: csr.vector("data"),
    indices: Array.from(csr.vector("indices")),
    indptr: Array.from(csr.vector("indptr")),
  };
  if (!isConsistent(sparse)) throw state.inconsistent(`${key} is sparse and contradicts itself`);
  if (rows * cols > Math.max(ALWAYS, MOST_PER_VALUE * sparse.data.length))
    throw state.inconsistent(`${key} is too wide for what it stores`);
  return toDense(sparse);
}
