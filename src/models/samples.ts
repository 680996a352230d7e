/**
 * X: what a model is asked about, in any of the shapes that the library takes. Columns with names are put into the
 * model's order; what is missing or too much is told with sklearn's own words.
 */
import { CornichonError } from "../errors.js";
import { type Matrix, matrix, type NDArray } from "../numeric/ndarray.js";
import { isConsistent, type Sparse, toDense } from "../numeric/sparse.js";

/** Columns with names, rows of values. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Everything that `predict` and its like take. */
export type X =
  | Sparse
  | readonly (readonly (number | string)[])[]
  | NDArray
  | readonly Readonly<Record<string, unknown>>[]
  | readonly string[]
  | readonly number[]
  | Table;

const isArrayOfArrays = (x: readonly unknown[]): x is readonly (readonly unknown[])[] => x.every(Array.isArray);
const isNDArray = (x: object): x is NDArray => "shape" in x && "data" in x;
const isSparse = (x: object): x is Sparse => "indptr" in x && "indices" in x;
const isTable = (x: object): x is Table => "columns" in x && "rows" in x;

const isRecord = (row: unknown): row is object => typeof row === "object" && row !== null;

/** What a model expects of X. */
export interface Expectation {
  readonly name: string;
  readonly nFeatures: number | null;
  readonly featureNames: readonly string[] | null;
}

const list = (names: readonly string[]): string =>
  names
    .slice(0, 5)
    .map((name) => `- ${name}\n`)
    .join("") + (names.length > 5 ? "- ...\n" : "");

export class Samples {
  readonly #x: X | Matrix;

  constructor(x: X | Matrix) {
    this.#x = x;
  }

  /** X where it came as sparse rows, null else. @throws CornichonError `input.shape`, `input.malformed` */
  sparse(expected: Expectation): Sparse | null {
    const x = this.#x;
    if ("cols" in x || !isSparse(x)) return null;
    if (!isConsistent(x)) throw new CornichonError("input.malformed", "The sparse rows of X contradict each other.");
    if (expected.nFeatures !== null && x.shape[1] !== expected.nFeatures)
      throw new CornichonError(
        "input.shape",
        `X has ${x.shape[1]} features, but ${expected.name} is expecting ${expected.nFeatures} features as input.`,
      );
    return x;
  }

  /** The samples as doubles, in the model's order of columns. @throws CornichonError `input.columns`, `input.shape` */
  matrix(expected: Expectation): Matrix {
    const x = this.#toMatrix(expected);
    if (expected.nFeatures !== null && x.cols !== expected.nFeatures) {
      throw new CornichonError(
        "input.shape",
        `X has ${x.cols} features, but ${expected.name} is expecting ${expected.nFeatures} features as input.`,
      );
    }
    return x;
  }

  #toMatrix(expected: Expectation): Matrix {
    const x = this.#x;
    if ("cols" in x) return x;
    const sparse = this.sparse({ ...expected, nFeatures: null });
    if (sparse !== null) return toDense(sparse);
    if (isTable(x)) return fromTable(x, expected);
    if (isNDArray(x)) return fromArray(x, expected);
    const rows: readonly unknown[] = x;
    if (isArrayOfArrays(rows)) return fromRows(rows);
    if (rows.every(isRecord)) return fromRecords(rows, expected);
    throw new CornichonError("input.shape", `Expected 2D array, got 1D array instead; ${expected.name} takes rows of numbers.`);
  }
}

function number(value: unknown, row: number, column: number | string): number {
  const n =
    typeof value === "number"
      ? value
      : typeof value === "boolean" || typeof value === "bigint"
        ? Number(value)
        : typeof value === "string" && value.trim() !== ""
          ? Number(value)
          : value === null || value === ""
            ? Number.NaN
            : Number.NaN;
  if (Number.isNaN(n) && typeof value === "string" && !/^\s*(?:nan)?\s*$/i.test(value))
    throw new CornichonError(
      "input.malformed",
      `could not convert string to float: ${JSON.stringify(value.slice(0, 80))} (row ${row}, column ${column})`,
    );
  return n;
}

function fromRows(rows: readonly (readonly unknown[])[]): Matrix {
  const cols = rows[0]?.length ?? 0;
  const out = matrix(rows.length, cols);
  rows.forEach((row, i) => {
    if (row.length !== cols) throw new CornichonError("input.shape", `Row ${i} of X has ${row.length} values, the first has ${cols}.`);
    row.forEach((value, j) => {
      out.data[i * cols + j] = number(value, i, j);
    });
  });
  return out;
}

function fromArray({ shape, data }: NDArray, expected: Expectation): Matrix {
  const [rows, cols] = shape;
  if (shape.length !== 2 || rows === undefined || cols === undefined)
    throw new CornichonError(
      "input.shape",
      `Expected 2D array, got ${shape.length}D array instead; ${expected.name} takes rows of numbers.`,
    );
  if (data.length !== rows * cols) throw new CornichonError("input.shape", `X has ${data.length} values, its shape means ${rows * cols}.`);
  return matrix(
    rows,
    cols,
    data instanceof Float64Array ? data : Float64Array.from(data, (value, i) => number(value, Math.floor(i / cols), i % cols)),
  );
}

/** Positions of the model's columns among X's; without names in the model, X's own order. */
function columnOrder(columns: readonly string[], expected: Expectation): readonly number[] {
  const { featureNames } = expected;
  if (featureNames === null) return columns.map((_, i) => i);
  const places = new Map(columns.map((name, i) => [name, i]));
  const wanted = new Set(featureNames);
  const unseen = columns.filter((name) => !wanted.has(name));
  const missing = featureNames.filter((name) => !places.has(name));
  if (unseen.length > 0 || missing.length > 0) {
    const parts = [
      unseen.length > 0 ? `Feature names unseen at fit time:\n${list(unseen)}` : "",
      missing.length > 0 ? `Feature names seen at fit time, yet now missing:\n${list(missing)}` : "",
    ];
    throw new CornichonError(
      "input.columns",
      `The feature names should match those that were passed during fit.\n${parts.join("")}`.trimEnd(),
    );
  }
  return featureNames.map((name) => places.get(name) ?? 0);
}

function fromTable({ columns, rows }: Table, expected: Expectation): Matrix {
  if (new Set(columns).size !== columns.length) throw new CornichonError("input.columns", "Two columns of X have the same name.");
  const order = columnOrder(columns, expected);
  const out = matrix(rows.length, order.length);
  rows.forEach((row, i) => {
    if (row.length !== columns.length)
      throw new CornichonError("input.shape", `Row ${i} of X has ${row.length} values for ${columns.length} columns.`);
    order.forEach((from, j) => {
      out.data[i * order.length + j] = number(row[from], i, columns[from] ?? from);
    });
  });
  return out;
}

function fromRecords(records: readonly object[], expected: Expectation): Matrix {
  const columns = Object.keys(records[0] ?? {});
  const known = new Set(columns);
  const rows = records.map((record, i) => {
    const keys = Object.keys(record);
    const odd = keys.find((key) => !known.has(key)) ?? columns.find((key) => !Object.hasOwn(record, key));
    if (odd !== undefined) throw new CornichonError("input.columns", `Row ${i} of X has other columns than the first: ${odd}`);
    const values = new Map<string, unknown>(Object.entries(record));
    return columns.map((key) => values.get(key));
  });
  return fromTable({ columns, rows }, expected);
}
