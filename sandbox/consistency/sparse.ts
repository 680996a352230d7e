/**
 * scipy's sparse matrices: compressed rows, columns and blocks, and coordinates. Native code (scipy/sparse/sparsetools)
 * follows `indptr` and `indices` unchecked.
 */
import { dictValue } from "../machine/state.js";
import { shapeOf } from "../numpy/shape.js";
import { type Handle, KIND, NOTHING, OBJECT } from "../tape/handle.js";
import { type ArrayView, eachItem, integerReader, type Payloads, viewOf } from "./array-view.js";

export function sparseProblem(payloads: Payloads, instance: Handle, path: string): string | null {
  const { tape } = payloads;
  const whole = tape.field(instance, OBJECT.STATE);
  const state = tape.kind(whole) === KIND.TUPLE ? tape.tupleItem(whole, 0) : whole;
  const shapeHandle = dictValue(tape, state, "_shape");
  const shape = shapeHandle === NOTHING ? null : shapeOf(tape, shapeHandle);
  if (shape === null || shape.length > 2) return null;
  const format = path.slice("scipy.sparse.".length, "scipy.sparse.".length + 3);
  const array = (key: string): ArrayView | null => viewOf(payloads, dictValue(tape, state, key));
  const [rows, columns] = shape.length === 2 ? shape : [1, shape[0] ?? 0];
  if (format === "csr") return compressed(payloads, array, rows ?? 0, columns ?? 0);
  if (format === "csc") return compressed(payloads, array, columns ?? 0, rows ?? 0);
  if (format === "bsr") return blocks(payloads, array, rows ?? 0, columns ?? 0);
  return format === "coo" ? coordinates(payloads, array, rows ?? 0, columns ?? 0) : null;
}

type Arrays = (key: string) => ArrayView | null;

function compressed(payloads: Payloads, array: Arrays, major: number, minor: number): string | null {
  const [pointers, indices, data] = [array("indptr"), array("indices"), array("data")];
  if (pointers === null || indices === null || data === null) return null;
  if (pointers.shape[0] !== major + 1) return "a sparse matrix with other rows than its shape";
  return pointersProblem(payloads, pointers, Math.min(indices.shape[0] ?? 0, data.shape[0] ?? 0)) ?? indexProblem(payloads, indices, minor);
}

function blocks(payloads: Payloads, array: Arrays, rows: number, columns: number): string | null {
  const [pointers, indices, data] = [array("indptr"), array("indices"), array("data")];
  if (pointers === null || indices === null || data === null) return null;
  const [, height = 0, width = 0] = data.shape;
  if (data.shape.length !== 3 || height < 1 || width < 1 || rows % height !== 0 || columns % width !== 0)
    return "a sparse matrix whose blocks do not fill its shape";
  if (pointers.shape[0] !== rows / height + 1) return "a sparse matrix with other rows than its shape";
  return (
    pointersProblem(payloads, pointers, Math.min(indices.shape[0] ?? 0, data.shape[0] ?? 0)) ??
    indexProblem(payloads, indices, columns / width)
  );
}

function coordinates(payloads: Payloads, array: Arrays, rows: number, columns: number): string | null {
  const [row, column, data] = [array("row"), array("col"), array("data")];
  if (row === null || column === null || data === null) return null;
  if (row.shape[0] !== data.shape[0] || column.shape[0] !== data.shape[0]) return "a sparse matrix with other coordinates than values";
  return indexProblem(payloads, row, rows) ?? indexProblem(payloads, column, columns);
}

/** Begins at 0, never falls, ends within the entries. */
function pointersProblem(payloads: Payloads, pointers: ArrayView, entries: number): string | null {
  const read = integerReader(pointers.dtype);
  if (read === null) return "a sparse matrix whose pointers are no integers";
  let last = 0;
  return eachItem(payloads, pointers, (bytes, at, i) => {
    const value = read(bytes, at);
    if ((i === 0 && value !== 0) || value < last || value > entries) return "a sparse matrix whose rows point outside its entries";
    last = value;
    return null;
  });
}

function indexProblem(payloads: Payloads, indices: ArrayView, size: number): string | null {
  const read = integerReader(indices.dtype);
  if (read === null) return "a sparse matrix whose indices are no integers";
  return eachItem(payloads, indices, (bytes, at) => {
    const value = read(bytes, at);
    return value >= 0 && value < size ? null : "a sparse matrix whose indices lie outside its shape";
  });
}
