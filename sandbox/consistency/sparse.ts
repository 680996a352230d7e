/**
 * scipy's sparse matrices: compressed rows, columns and blocks, coordinates, diagonals. Native code
 * (scipy/sparse/sparsetools) follows `indptr`, `indices` and `offsets` unchecked, so these are plain one-dimensional
 * arrays of integers of 32 or 64 bits whose numbers stay inside the matrix; the data is one number an entry.
 */
import type { PlainReason } from "../finding/reasons.js";
import { tupleShape } from "../numpy/shape.js";
import { ARRAY, type Handle, KIND, NOTHING, OBJECT, PLACE, SCALAR } from "../tape/handle.js";
import { dictValue, eachItem as walk } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";
import {
  type ArrayView,
  eachItem,
  GrowingRange,
  integerReader,
  isWithin,
  once,
  type Payloads,
  type Range,
  rangeOf,
  viewOf,
} from "./array-view.js";

/** The parts of one matrix: its state by key, its sides. */
interface Matrix {
  readonly payloads: Payloads;
  readonly state: Handle;
  readonly rows: number;
  readonly columns: number;
  readonly shape: readonly number[];
}

export function sparseProblem(payloads: Payloads, instance: Handle, path: string): PlainReason | null {
  const { tape } = payloads;
  const whole = tape.field(instance, OBJECT.STATE);
  const state = tape.kind(whole) === KIND.TUPLE ? tape.tupleItem(whole, 0) : whole;
  const check = CHECKS[path.slice("scipy.sparse.".length, "scipy.sparse.".length + 3)];
  if (check === undefined) return null;
  const shapeHandle = dictValue(tape, state, "_shape");
  const shape = shapeHandle === NOTHING ? null : tupleShape(tape, shapeHandle);
  if (shape === null || shape.length < 1) return "sparse.no-shape";
  const [rows = 0, columns = 0] = shape.length === 1 ? [1, shape[0]] : shape;
  if (check === coordinates) return check({ payloads, state, rows, columns, shape });
  return shape.length > 2 ? "sparse.dimensions" : check({ payloads, state, rows, columns, shape });
}

const CHECKS: Readonly<Record<string, (matrix: Matrix) => PlainReason | null>> = {
  csr: (matrix) => compressed(matrix, matrix.rows, matrix.columns),
  csc: (matrix) => compressed(matrix, matrix.columns, matrix.rows),
  bsr: blocks,
  coo: coordinates,
  dia: diagonals,
  lil: lists,
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

function compressed(matrix: Matrix, major: number, minor: number): PlainReason | null {
  const [pointers, indices, data] = [indexPart(matrix, "indptr"), indexPart(matrix, "indices"), part(matrix, "data", 1)];
  if (pointers === null || indices === null || data === null) return "sparse.pointers";
  if (pointers.shape[0] !== major + 1) return "sparse.rows";
  return entriesProblem(matrix.payloads, pointers, indices, data, minor);
}

function blocks(matrix: Matrix): PlainReason | null {
  const [pointers, indices, data] = [indexPart(matrix, "indptr"), indexPart(matrix, "indices"), part(matrix, "data", 3)];
  if (pointers === null || indices === null || data === null) return "sparse.pointers";
  const [, height = 0, width = 0] = data.shape;
  if (height < 1 || width < 1 || matrix.rows % height !== 0 || matrix.columns % width !== 0) return "sparse.blocks";
  if (pointers.shape[0] !== matrix.rows / height + 1) return "sparse.rows";
  return entriesProblem(matrix.payloads, pointers, indices, data, matrix.columns / width);
}

function entriesProblem(payloads: Payloads, pointers: ArrayView, indices: ArrayView, data: ArrayView, minor: number): PlainReason | null {
  const entries = Math.min(indices.shape[0] ?? 0, data.shape[0] ?? 0);
  return pointersProblem(payloads, pointers, entries) ?? indexProblem(payloads, indices, minor);
}

/** `row` and `col`, or since scipy 1.13 `coords`: an array a dimension. */
function coordinates(matrix: Matrix): PlainReason | null {
  const { payloads, state, rows, columns } = matrix;
  if (dictValue(payloads.tape, state, "coords") !== NOTHING) return anyCoordinates(matrix);
  const [row, column, data] = [indexPart(matrix, "row"), indexPart(matrix, "col"), part(matrix, "data", 1)];
  if (row === null || column === null || data === null) return "sparse.triples";
  if (row.shape[0] !== data.shape[0] || column.shape[0] !== data.shape[0]) return "sparse.coordinates";
  return indexProblem(payloads, row, rows) ?? indexProblem(payloads, column, columns);
}

function anyCoordinates(matrix: Matrix): PlainReason | null {
  const { payloads, state, shape } = matrix;
  const { tape } = payloads;
  const [coords, data] = [dictValue(tape, state, "coords"), part(matrix, "data", 1)];
  if (tape.kind(coords) !== KIND.TUPLE || tape.count(coords) !== shape.length || data === null) return "sparse.no-coordinates";
  for (const [i, size] of shape.entries()) {
    const view = viewOf(payloads, tape.tupleItem(coords, i));
    if (view === null || view.shape.length !== 1 || !isIndex(view)) return "sparse.no-coordinates";
    if (view.shape[0] !== data.shape[0]) return "sparse.coordinates";
    const why = indexProblem(payloads, view, size);
    if (why !== null) return why;
  }
  return null;
}

/** Native code clips a diagonal to the matrix, and reads a row of data for each. */
function diagonals(matrix: Matrix): PlainReason | null {
  const [offsets, data] = [indexPart(matrix, "offsets"), part(matrix, "data", 2)];
  if (offsets === null || data === null || offsets.shape[0] !== data.shape[0]) return "sparse.diagonals";
  const most = Math.max(matrix.rows, matrix.columns, data.shape[1] ?? 0);
  return isWithin(rangeOf(matrix.payloads, offsets), -most, most) ? null : "sparse.diagonal-outside";
}

/** Lists of a matrix: an object array with a list a row. */
function rowLists(matrix: Matrix, key: string): readonly Handle[] | null {
  const { tape } = matrix.payloads;
  const array = dictValue(tape, matrix.state, key);
  const data = tape.kind(array) === KIND.NDARRAY ? tape.field(array, ARRAY.DATA) : NOTHING;
  const shape = tape.kind(array) === KIND.NDARRAY ? tupleShape(tape, tape.field(array, ARRAY.SHAPE)) : null;
  if (tape.kind(data) !== KIND.LIST || shape?.length !== 1 || shape[0] !== matrix.rows) return null;
  const lists: Handle[] = [];
  walk(tape, data, (list) => lists.push(list));
  return lists.every((list) => tape.kind(list) === KIND.LIST) ? lists : null;
}

/** Of each row a list of columns and one of values. Native code copies the lists into arrays of the first one's lengths. */
function lists(matrix: Matrix): PlainReason | null {
  const { tape } = matrix.payloads;
  const [rows, data] = [rowLists(matrix, "rows"), rowLists(matrix, "data")];
  if (rows === null || data === null) return "sparse.lists";
  for (const [i, row] of rows.entries()) {
    if (tape.count(row) !== tape.count(data[i] ?? NOTHING)) return "sparse.columns";
    if (!isWithin(listRange(matrix.payloads, row), 0, matrix.columns - 1)) return "sparse.index-outside";
  }
  return null;
}

/** The range of a list's integers, null when one of them is none. */
const listRange = ({ tape, ranges }: Payloads, list: Handle): Range | null =>
  once(ranges, list, () => {
    const range = new GrowingRange();
    let integers = true;
    walk(tape, list, (item) => {
      const value = indexOf(tape, item);
      if (value === null) integers = false;
      else range.add(value);
    });
    return integers ? range : null;
  });

/** An integer, or the numpy scalar of one: scipy keeps what it was given. */
function indexOf(tape: Tape, item: Handle): number | null {
  if (tape.kind(item) !== KIND.SCALAR) return tape.intValue(item);
  const dtype = tape.dtypeValue(tape.field(item, SCALAR.DTYPE));
  const range = tape.byteRange(tape.field(item, SCALAR.DATA));
  const read = dtype === null ? null : integerReader(dtype);
  if (read === null || range === null || range.place !== PLACE.ARENA) return null;
  const bytes = tape.arena.subarray(range.offset, range.offset + range.length);
  return read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
}

/** Begins at 0, never falls, ends within the entries. */
function pointersProblem(payloads: Payloads, pointers: ArrayView, entries: number): PlainReason | null {
  const last = once(payloads.pointers, pointers.handle, () => lastPointer(payloads, pointers));
  return last !== null && last <= entries ? null : "sparse.pointer-outside";
}

/** True for an array of integers that begin at 0, never fall and end at no more than `most`. */
export function isRising(payloads: Payloads, array: Handle, most: number): boolean {
  const view = viewOf(payloads, array);
  return view !== null && pointersProblem(payloads, view, most) === null;
}

/** The last of pointers that begin at 0 and never fall, null for others. */
function lastPointer(payloads: Payloads, pointers: ArrayView): number | null {
  const read = integerReader(pointers.dtype);
  if (read === null) return null;
  let last = 0;
  const why = eachItem(payloads, pointers, (bytes, at, i) => {
    const value = read(bytes, at);
    if ((i === 0 && value !== 0) || value < last) return "sparse.pointer-outside";
    last = value;
    return null;
  });
  return why === null ? last : null;
}

const indexProblem = (payloads: Payloads, indices: ArrayView, size: number): PlainReason | null =>
  isWithin(rangeOf(payloads, indices), 0, size - 1) ? null : "sparse.index-outside";
