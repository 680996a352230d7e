/** Values of X as doubles. Texts that spell numbers count, as in a CSV; an empty field and null are NaN. */
import { CornichonError, sentence, showText } from "../../errors.js";
import { type Matrix, matrix, type NDArray } from "../../numeric/ndarray.js";
import { columnOrder } from "./order.js";
import type { Expectation, Table } from "./x.js";

const MISSING = /^\s*(?:nan)?\s*$/i;

function ofText(text: string, row: number, column: number | string): number {
  if (MISSING.test(text)) return Number.NaN;
  const n = Number(text);
  if (Number.isNaN(n))
    throw new CornichonError(
      "input.malformed",
      sentence`could not convert string to float: ${showText(JSON.stringify(text.slice(0, 80)))} (row ${row}, column ${showText(String(column))})`,
      { args: { row, column } },
    );
  return n;
}

/** A value as a double. @throws CornichonError `input.malformed` */
export function numberAt(value: unknown, row: number, column: number | string): number {
  if (typeof value === "number") return value;
  if (typeof value === "string") return ofText(value, row, column);
  return typeof value === "boolean" || typeof value === "bigint" ? Number(value) : Number.NaN;
}

/** Rows of equal length. @throws CornichonError `input.shape`, `input.malformed` */
export function matrixOfRows(rows: readonly (readonly unknown[])[]): Matrix {
  const cols = rows[0]?.length ?? 0;
  const out = matrix(rows.length, cols);
  rows.forEach((row, i) => {
    if (row.length !== cols)
      throw new CornichonError("input.shape", sentence`Row ${i} of X has ${row.length} values, the first has ${cols}.`);
    for (let j = 0; j < cols; j++) out.data[i * cols + j] = numberAt(row[j], i, j);
  });
  return out;
}

/** A table's columns in the model's order. @throws CornichonError `input.columns`, `input.malformed` */
export function matrixOfTable({ columns, rows }: Table, expected: Expectation): Matrix {
  const order = columnOrder(columns, expected);
  const out = matrix(rows.length, order.length);
  rows.forEach((row, i) => {
    order.forEach((from, j) => {
      out.data[i * order.length + j] = numberAt(row[from], i, columns[from] ?? from);
    });
  });
  return out;
}

/** An array with two axes; one of doubles is taken as it is. @throws CornichonError `input.shape`, `input.malformed` */
export function matrixOfArray({ shape, data }: NDArray, expected: Expectation): Matrix {
  const [rows, cols] = shape;
  if (shape.length !== 2 || rows === undefined || cols === undefined)
    throw new CornichonError(
      "input.shape",
      sentence`Expected 2D array, got ${shape.length}D array instead; ${showText(expected.name)} takes rows of numbers.`,
    );
  if (data.length !== rows * cols)
    throw new CornichonError("input.shape", sentence`X has ${data.length} values, its shape means ${rows * cols}.`);
  return matrix(
    rows,
    cols,
    data instanceof Float64Array ? data : Float64Array.from(data, (value, i) => numberAt(value, Math.floor(i / cols), i % cols)),
  );
}
