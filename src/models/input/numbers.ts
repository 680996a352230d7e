/** Values of X as doubles, as numpy makes an array of objects one of doubles: texts count that Python's `float` reads, None is NaN. */
import { CornichonError, type Shown, sentence, showText } from "../../errors.js";
import { type Matrix, matrix, type NDArray } from "../../numeric/ndarray.js";
import { columnOrder } from "./order.js";
import type { Expectation, Table } from "./x.js";

/** What Python's `float` reads. */
const FLOAT = /^\s*[+-]?(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:e[+-]?\d(?:_?\d)*)?\s*$/i;
const WORD = /^\s*([+-]?)(?:(nan)|inf(?:inity)?)\s*$/i;

/** A text as Python's `float` reads it; null where that raises. */
function floatOf(text: string): number | null {
  if (FLOAT.test(text)) return Number(text.includes("_") ? text.replaceAll("_", "") : text);
  const word = WORD.exec(text);
  if (word === null) return null;
  return word[2] === undefined ? Number(`${word[1]}Infinity`) : Number.NaN;
}

const COMMA = /^\s*[+-]?[\d. ]*\d,\d+\s*$/;

/** What to do about a number as much of Europe writes it; pandas does not read it either. */
const commaHint = (text: string): Shown =>
  COMMA.test(text.slice(0, 80)) ? sentence`: a decimal comma is not read, as in read_csv without decimal=","; write a point` : sentence``;

function ofText(text: string, row: number, column: number | string): number {
  const n = floatOf(text);
  if (n !== null) return n;
  throw new CornichonError(
    "input.malformed",
    sentence`could not convert string to float: ${showText(`'${text.slice(0, 80)}'`)}${commaHint(text)} (row ${row}, column ${showText(String(column))})`,
    { args: { row, column } },
  );
}

/** What Python calls a value that is no number. */
const typeName = (value: unknown): string => (Array.isArray(value) ? "list" : typeof value === "object" ? "dict" : typeof value);

/** A value as a double; None is NaN. @throws CornichonError `input.malformed` */
export function numberAt(value: unknown, row: number, column: number | string): number {
  if (typeof value === "number") return value;
  if (typeof value === "string") return ofText(value, row, column);
  if (typeof value === "boolean" || typeof value === "bigint") return Number(value);
  if (value === null || value === undefined) return Number.NaN;
  throw new CornichonError(
    "input.malformed",
    sentence`float() argument must be a string or a real number, not '${showText(typeName(value))}' (row ${row}, column ${showText(String(column))})`,
    { args: { row, column } },
  );
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
