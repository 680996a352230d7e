/**
 * scipy's sparse matrices: compressed rows, columns and blocks, coordinates, diagonals. Native code
 * (scipy/sparse/sparsetools) follows `indptr`, `indices` and `offsets` unchecked, so these are plain one-dimensional
 * arrays of integers of 32 or 64 bits whose numbers stay inside the matrix; the data is one number an entry.
 */
import { dictValue } from "../machine/state.js";
import { tupleShape } from "../numpy/shape.js";
import { type Handle, KIND, NOTHING, OBJECT } from "../tape/handle.js";
import { type ArrayView, eachItem, integerReader, type Payloads, viewOf } from "./array-view.js";

/** The parts of one matrix: its state by key, its sides. */
interface Matrix {
  readonly payloads: Payloads;
  readonly state: Handle;
  readonly rows: number;
  readonly columns: number;
  readonly shape: readonly number[];
}

export function sparseProblem(payloads: Payloads, instance: Handle, path: string): string | null {
  const { tape } = payloads;
  const whole = tape.field(instance, OBJECT.STATE);
  const state = tape.kind(whole) === KIND.TUPLE ? tape.tupleItem(whole, 0) : whole;
  const check = CHECKS[path.slice("scipy.sparse.".length, "scipy.sparse.".length + 3)];
  if (check === undefined) return null;
  const shapeHandle = dictValue(tape, state, "_shape");
  const shape = shapeHandle === NOTHING ? null : tupleShape(tape, shapeHandle);
  if (shape === null || shape.length < 1) return "a sparse matrix without a shape";
  const [rows = 0, columns = 0] = shape.length === 1 ? [1, shape[0]] : shape;
  if (check === coordinates) return check({ payloads, state, rows, columns, shape });
  return shape.length > 2 ? "a sparse matrix of more than two dimensions" : check({ payloads, state, rows, columns, shape });
}

const CHECKS: Readonly<Record<string, (matrix: Matrix) => string | null>> = {
  csr: (matrix) => compressed(matrix, matrix.rows, matrix.columns),
  csc: (matrix) => compressed(matrix, matrix.columns, matrix.rows),
  bsr: blocks,
  coo: coordinates,
  dia: diagonals,
};

/** An array under a key, of so many dimensions. */
function part({ payloads, state }: Matrix, key: string, dimensions: number): ArrayView | null {
  const view = viewOf(payloads, dictValue(payloads.tape, state, key));
  return view !== null && view.shape.length === dimensions && view.dtype.fields === null && view.dtype.base === null ? view : null;
}

/** Indices: integers of 32 or 64 bits. */
function indexPart(matrix: Matrix, key: string): ArrayView | null {
  const view = part(matrix, key, 1);
  return view !== null && isIndex(view) ? view : null;
}

const isIndex = ({ dtype }: ArrayView): boolean => dtype.kind === "i" && (dtype.itemsize === 4 || dtype.itemsize === 8);

function compressed(matrix: Matrix, major: number, minor: number): string | null {
  const [pointers, indices, data] = [indexPart(matrix, "indptr"), indexPart(matrix, "indices"), part(matrix, "data", 1)];
  if (pointers === null || indices === null || data === null) return "a sparse matrix without arrays of pointers, indices and data";
  if (pointers.shape[0] !== major + 1) return "a sparse matrix with other rows than its shape";
  return entriesProblem(matrix.payloads, pointers, indices, data, minor);
}

function blocks(matrix: Matrix): string | null {
  const [pointers, indices, data] = [indexPart(matrix, "indptr"), indexPart(matrix, "indices"), part(matrix, "data", 3)];
  if (pointers === null || indices === null || data === null) return "a sparse matrix without arrays of pointers, indices and data";
  const [, height = 0, width = 0] = data.shape;
  if (height < 1 || width < 1 || matrix.rows % height !== 0 || matrix.columns % width !== 0)
    return "a sparse matrix whose blocks do not fill its shape";
  if (pointers.shape[0] !== matrix.rows / height + 1) return "a sparse matrix with other rows than its shape";
  return entriesProblem(matrix.payloads, pointers, indices, data, matrix.columns / width);
}

function entriesProblem(payloads: Payloads, pointers: ArrayView, indices: ArrayView, data: ArrayView, minor: number): string | null {
  const entries = Math.min(indices.shape[0] ?? 0, data.shape[0] ?? 0);
  return pointersProblem(payloads, pointers, entries) ?? indexProblem(payloads, indices, minor);
}

/** `row` and `col`, or since scipy 1.13 `coords`: an array a dimension. */
function coordinates(matrix: Matrix): string | null {
  const { payloads, state, rows, columns } = matrix;
  if (dictValue(payloads.tape, state, "coords") !== NOTHING) return anyCoordinates(matrix);
  const [row, column, data] = [indexPart(matrix, "row"), indexPart(matrix, "col"), part(matrix, "data", 1)];
  if (row === null || column === null || data === null) return "a sparse matrix without arrays of rows, columns and data";
  if (row.shape[0] !== data.shape[0] || column.shape[0] !== data.shape[0]) return "a sparse matrix with other coordinates than values";
  return indexProblem(payloads, row, rows) ?? indexProblem(payloads, column, columns);
}

function anyCoordinates(matrix: Matrix): string | null {
  const { payloads, state, shape } = matrix;
  const { tape } = payloads;
  const [coords, data] = [dictValue(tape, state, "coords"), part(matrix, "data", 1)];
  if (tape.kind(coords) !== KIND.TUPLE || tape.count(coords) !== shape.length || data === null)
    return "a sparse matrix without arrays of coordinates and data";
  for (const [i, size] of shape.entries()) {
    const view = viewOf(payloads, tape.tupleItem(coords, i));
    if (view === null || view.shape.length !== 1 || !isIndex(view)) return "a sparse matrix without arrays of coordinates and data";
    if (view.shape[0] !== data.shape[0]) return "a sparse matrix with other coordinates than values";
    const why = indexProblem(payloads, view, size);
    if (why !== null) return why;
  }
  return null;
}

/** Native code clips a diagonal to the matrix, and reads a row of data for each. */
function diagonals(matrix: Matrix): string | null {
  const [offsets, data] = [indexPart(matrix, "offsets"), part(matrix, "data", 2)];
  if (offsets === null || data === null || offsets.shape[0] !== data.shape[0]) return "a sparse matrix with other diagonals than offsets";
  const most = Math.max(matrix.rows, matrix.columns, data.shape[1] ?? 0);
  return numbersProblem(matrix.payloads, offsets, -most, most, "a sparse matrix whose diagonals lie outside its shape");
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

const indexProblem = (payloads: Payloads, indices: ArrayView, size: number): string | null =>
  numbersProblem(payloads, indices, 0, size - 1, "a sparse matrix whose indices lie outside its shape");

function numbersProblem(payloads: Payloads, array: ArrayView, low: number, high: number, why: string): string | null {
  const read = integerReader(array.dtype);
  if (read === null) return "a sparse matrix whose indices are no integers";
  return eachItem(payloads, array, (bytes, at) => {
    const value = read(bytes, at);
    return value >= low && value <= high ? null : why;
  });
}
