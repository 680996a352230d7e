/**
 * The samples that a method is asked about, in whichever way the model wants them: numbers, a table of mixed columns,
 * sparse rows, texts, dicts, lists. Each way checks what it takes, and what sklearn's method refuses (`under` a check);
 * none changes X.
 */
import { CornichonError, sentence, showText } from "../errors.js";
import { float64, type Matrix, type NDArray } from "../numeric/ndarray.js";
import { isConsistent, type Sparse } from "../numeric/sparse.js";
import { pickColumns, pickSparseColumns } from "../numeric/stack.js";
import { allFinite, checkArrayValues, checkCells, checkSparse, checkValues, type Place, refuse } from "./input/checks.js";
import { denseRows } from "./input/dense-rows.js";
import { checkForm } from "./input/form.js";
import { matrixOfArray, matrixOfRows, matrixOfTable } from "./input/numbers.js";
import { checkFeatures, checkRows, columnOrder, tableOfRecords } from "./input/order.js";
import type { Check } from "./input/rules.js";
import {
  dtypeName,
  type Expectation,
  isArrayOfArrays,
  isNDArray,
  isRecord,
  isSparse,
  isTable,
  type Table,
  unnamed,
  type X,
} from "./input/x.js";

export type { Expectation, Table, X } from "./input/x.js";

const NO_CHECKS: readonly Check[] = [];

const isMatrix = (x: X | Matrix): x is Matrix => "cols" in x;

/** `x0`, `x1` …: names of columns that have none. */
const numbered = (count: number): string[] => Array.from({ length: count }, (_, j) => `x${j}`);

/** Rows of an array with two axes, or of one axis as rows of one value. */
function rowsOfArray({ shape, data }: NDArray): unknown[][] {
  const [rows = 0, cols = 1] = shape;
  if (shape.length > 2 || data.length !== rows * cols)
    throw new CornichonError("input.shape", sentence`X has ${data.length} values and ${shape.length} axes where rows are needed.`);
  return Array.from({ length: rows }, (_, i) => Array.from(data.slice(i * cols, (i + 1) * cols)));
}

export class Samples {
  readonly #x: X | Matrix;
  /** What holds these samples first: an estimator that hands X on refuses its values although the one inside may take them. */
  readonly #checks: readonly Check[];
  /** X is what the user gave: a place in it means something to him. */
  readonly #given: boolean;

  constructor(x: X | Matrix, checks: readonly Check[] = NO_CHECKS, given = false) {
    this.#x = x;
    this.#checks = checks;
    this.#given = given;
  }

  /** True for what the user gave, false for what another step made of it. */
  get isGiven(): boolean {
    return this.#given;
  }

  /** The same X for a method that is held to this check. @throws CornichonError `input.shape` for a form that it refuses */
  under(check: Check): Samples {
    const x = this.#x;
    if (isMatrix(x)) {
      if (x.rows === 0) refuse(check, "empty", { shape: `(0, ${x.cols})`, features: x.cols });
    } else checkForm(x, check);
    const held = this.#checks;
    return new Samples(x, held.length === 0 ? (check.alone ?? [check]) : held.includes(check) ? held : [...held, check], this.#given);
  }

  /** No columns are refused where no rows are. @throws CornichonError `input.shape` */
  #refuseNoColumns(rows: number, cols: number): void {
    if (cols === 0 && this.#checks.some(({ rule }) => rule.empty !== undefined))
      throw new CornichonError(
        "input.shape",
        sentence`Found array with 0 feature(s) (shape=(${rows}, 0)) while a minimum of 1 is required.`,
      );
  }

  /** X with its columns in the order of these names, where it has names. @throws CornichonError `input.columns`, `input.shape` */
  named(names: readonly string[]): Samples {
    if (this.columns === null) return this;
    const table = this.#toTable();
    const order = columnOrder(table.columns, { name: "", nFeatures: names.length, featureNames: names });
    return new Samples(inOrder(table, order), this.#checks, this.#given);
  }

  /** Where a value stands, by row and column of what the user gave, and in which floats. */
  #place(cols: number, names: readonly string[] | null): Place {
    const { dtype } = this;
    if (!this.#given) return { dtype, at: () => ({}) };
    return { dtype, at: (at) => ({ row: Math.floor(at / cols), column: names?.[at % cols] ?? at % cols }) };
  }

  /** dtype of the numbers as X carries them: `float32` and integers stay what they are, rows of numbers are `float64`. */
  get dtype(): string {
    const x = this.#x;
    if (isMatrix(x) || Array.isArray(x) || isTable(x)) return "float64";
    if (!isSparse(x) && !isNDArray(x)) return "float64";
    if (x.data instanceof Float32Array) return "float32";
    return typeof x.dtype === "string" ? dtypeName(x.dtype) : "float64";
  }

  /** True where a cell is a text or nothing that is a number: X is an array of objects to numpy. */
  get holdsObjects(): boolean {
    const x = this.#x;
    if (isMatrix(x) || (!Array.isArray(x) && isSparse(x))) return false;
    const isText = (value: unknown): boolean => typeof value === "string";
    if (!Array.isArray(x) && isNDArray(x)) return Array.isArray(x.data) && x.data.some(isText);
    return this.#toTable().rows.some((row) => row.some(isText));
  }

  /** Names of X's columns, null where it has none. */
  get columns(): readonly string[] | null {
    const x = this.#x;
    if (isMatrix(x)) return null;
    if (isTable(x)) return x.columns;
    const rows: readonly unknown[] = Array.isArray(x) ? x : [];
    const [first] = rows;
    return isRecord(first) && !isArrayOfArrays(rows) && rows.every(isRecord) ? Object.keys(first) : null;
  }

  /** X where it came as sparse rows, null else. @throws CornichonError `input.shape`, `input.malformed` */
  sparse(expected: Expectation): Sparse | null {
    const x = this.#x;
    if (isMatrix(x) || !isSparse(x)) return null;
    if (!isConsistent(x)) throw new CornichonError("input.malformed", sentence`The sparse rows of X contradict each other.`);
    checkFeatures(x.shape[1], expected);
    for (const check of this.#checks) checkSparse(x, check);
    return x;
  }

  /** The samples as doubles, in the model's order of columns. @throws CornichonError `input.columns`, `input.shape` */
  matrix(expected: Expectation): Matrix {
    const x = this.#toMatrix(expected);
    this.#refuseNoColumns(x.rows, x.cols);
    checkFeatures(x.cols, expected);
    // One row is asked a million times: what is finite, and of rules that ask no more, is done with.
    const finite = this.#checks.length === 0 || allFinite(x.data);
    for (const check of this.#checks)
      if (!finite || check.looksAtEach) checkValues(x.data, check, this.#place(x.cols, expected.featureNames));
    return x;
  }

  #toMatrix(expected: Expectation): Matrix {
    const x = this.#x;
    if (isMatrix(x)) return x;
    // Rows of another width are refused before memory is taken for them; of no columns there is more to say.
    const sparse = this.sparse({ ...expected, nFeatures: null });
    if (sparse !== null) return denseRows(sparse);
    if (isNDArray(x)) return matrixOfArray(x, expected);
    if (isTable(x)) {
      checkRows(x);
      return matrixOfTable(x, expected);
    }
    const rows: readonly unknown[] = Array.isArray(x) ? x : [];
    if (isArrayOfArrays(rows)) return matrixOfRows(rows);
    if (rows.every(isRecord)) return matrixOfTable(tableOfRecords(rows), expected);
    throw new CornichonError(
      "input.shape",
      sentence`Expected 2D array, got 1D array instead; ${showText(expected.name)} takes rows of numbers.`,
    );
  }

  /** Rows of values of any type (texts, numbers, null), columns in the model's order. @throws CornichonError `input.*` */
  table(expected: Expectation): Table {
    const { columns, rows, written } = this.#toTable();
    const order = this.columns === null ? columns.map((_, j) => j) : columnOrder(columns, expected);
    checkFeatures(order.length, expected);
    const table = inOrder({ columns, rows, ...(written === undefined ? {} : { written }) }, order);
    const place = this.#place(table.columns.length, table.columns);
    for (const check of this.#checks) checkCells(table.rows, table.columns.length, check, place);
    return table;
  }

  #toTable(): Table {
    const x = this.#x;
    if (isMatrix(x)) return this.#unnamed(rowsOfArray(float64([x.rows, x.cols], x.data)));
    const sparse = this.sparse(unnamed("", null));
    if (sparse !== null) return new Samples(denseRows(sparse)).#toTable();
    if (isNDArray(x)) return this.#unnamed(rowsOfArray(x));
    if (isTable(x)) {
      checkRows(x);
      return x;
    }
    const rows: readonly unknown[] = Array.isArray(x) ? x : [];
    if (isArrayOfArrays(rows)) return this.#unnamed(rows);
    return rows.every(isRecord) ? tableOfRecords(rows) : this.#unnamed(rows.map((value) => [value]));
  }

  #unnamed(rows: readonly (readonly unknown[])[]): Table {
    const table = { columns: numbered(rows[0]?.length ?? 0), rows };
    checkRows(table);
    return table;
  }

  /** Number of samples. */
  get rows(): number {
    const x = this.#x;
    if (isMatrix(x)) return x.rows;
    if (Array.isArray(x)) return x.length;
    if (isTable(x)) return x.rows.length;
    return isSparse(x) || isNDArray(x) ? (x.shape[0] ?? 0) : 0;
  }

  /** Number of columns, whatever they hold. */
  get width(): number {
    const x = this.#x;
    if (isMatrix(x)) return x.cols;
    if (!Array.isArray(x) && (isSparse(x) || (isNDArray(x) && !isTable(x)))) return x.shape[1] ?? 1;
    return this.#toTable().columns.length;
  }

  /** The columns at the given places, in that order and as they are: numbers, sparse rows or a table with its names. */
  select(places: readonly number[]): Samples {
    const x = this.#x;
    if (isMatrix(x)) return new Samples(pickColumns(this.#toArray(), places));
    if (!Array.isArray(x) && isSparse(x)) return new Samples(pickSparseColumns(x, places));
    if (!Array.isArray(x) && isNDArray(x)) return new Samples(pickColumns(this.#toArray(), places));
    const picked = inOrder(this.#toTable(), places);
    return new Samples(this.columns === null ? arrayOfValues(picked.rows.flat(), [picked.rows.length, places.length]) : picked);
  }

  /** One column as a list of its values: texts for a vectoriser. */
  column(place: number): Samples {
    const values = this.#toTable().rows.map((row) => row[place]);
    return new Samples(arrayOfValues(values, [values.length]));
  }

  /**
   * X as one array of any number of axes, values as they are: `float64` for rows of numbers, `object` for mixed ones.
   * @throws CornichonError `input.*`
   */
  array(): NDArray {
    const array = this.#toArray();
    const [rows = 0, cols = 1] = array.shape;
    this.#refuseNoColumns(rows, cols);
    for (const check of this.#checks) checkArrayValues(array, check, this.#place(cols, null));
    return array;
  }

  #toArray(): NDArray {
    const x = this.#x;
    if (isMatrix(x)) return float64([x.rows, x.cols], x.data);
    if (!Array.isArray(x) && !isSparse(x) && isNDArray(x)) return { ...x, dtype: this.dtype };
    if (Array.isArray(x) && !x.some(isRecord)) return arrayOfValues(x, [x.length]);
    const { columns, rows } = this.#toTable();
    return arrayOfValues(rows.flat(), [rows.length, columns.length]);
  }

  /** Texts, one a sample. @throws CornichonError `input.malformed` */
  texts(name: string): readonly string[] {
    const x = this.#x;
    const values: readonly unknown[] = Array.isArray(x) ? x : !isMatrix(x) && isNDArray(x) ? Array.from<unknown>(x.data) : [null];
    if (!Array.isArray(x) && !isMatrix(x) && isNDArray(x) && x.shape.length > 1)
      throw new CornichonError("input.shape", sentence`${showText(name)} takes one text a sample, and X has ${x.shape.length} axes.`);
    return values.map((value, i) => {
      if (typeof value !== "string")
        throw new CornichonError("input.malformed", sentence`${showText(name)} takes texts, and item ${i} of X is none.`);
      return value;
    });
  }

  /** A list a sample (tokens, labels); a row of an array counts as one, a dict as the list of its names, where `texts` a text as its characters. @throws CornichonError `input.malformed` */
  lists(name: string, texts = false): readonly (readonly unknown[])[] {
    const x = this.#x;
    if (texts && Array.isArray(x) && x.length > 0 && x.every((item) => typeof item === "string")) return x.map((text) => [...text]);
    if (Array.isArray(x) && isArrayOfArrays(x)) return x;
    if (Array.isArray(x) && x.every(isRecord)) return x.map(Object.keys);
    if (!isMatrix(x) && isNDArray(x)) return rowsOfArray(x);
    throw new CornichonError("input.malformed", sentence`${showText(name)} takes a list for each sample.`);
  }

  /** A dict a sample, as its entries in order. @throws CornichonError `input.malformed` */
  records(name: string): readonly (readonly (readonly [string, unknown])[])[] {
    const x = this.#x;
    const rows: readonly unknown[] = Array.isArray(x) ? x : [null];
    if (!isArrayOfArrays(rows) && rows.every(isRecord)) return rows.map((record) => Object.entries(record));
    if (!isMatrix(x) && isTable(x)) return x.rows.map((row) => x.columns.map((column, j) => [column, row[j]] as const));
    throw new CornichonError("input.malformed", sentence`${showText(name)} takes a dict for each sample.`);
  }
}

/** A table's columns at the given places, in that order. */
function inOrder({ columns, rows, written }: Table, places: readonly number[]): Table {
  const picked = { columns: places.map((j) => columns[j] ?? ""), rows: rows.map((row) => places.map((j) => row[j])) };
  return written === undefined ? picked : { ...picked, written: written.map((row) => places.map((j) => row[j] ?? "")) };
}

/** Values in a typed array where all are numbers. */
function arrayOfValues(values: readonly unknown[], shape: readonly number[]): NDArray {
  return values.every((value) => typeof value === "number")
    ? float64(shape, Float64Array.from(values, Number))
    : { dtype: "object", shape, data: values };
}
