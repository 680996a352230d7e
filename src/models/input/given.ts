/**
 * X as a program without types may give it: rows in typed arrays are rows, and what is no form of X is refused here, so
 * that nothing behind has to ask again. Only the first row is looked at; values are looked at by the checks.
 */
import { CornichonError, type Shown, sentence, showText } from "../../errors.js";
import { isNDArray, isSparse, isTable, type X } from "./x.js";

const malformed = (what: Shown): CornichonError => new CornichonError("input.malformed", what);

const isSize = (size: unknown): boolean => typeof size === "number" && Number.isSafeInteger(size) && size >= 0;
const isValues = (data: unknown): boolean => Array.isArray(data) || ArrayBuffer.isView(data);

/** A typed array as a list; BigInt64Array too. */
const listed = (row: unknown): unknown => (ArrayBuffer.isView(row) ? Array.from<unknown>(row as Float64Array) : row); // a typed array is a list

const FORMS = sentence`X is rows, an array, a table or sparse rows`;

function checkArrayForm({ dtype, shape, data }: Readonly<Record<"dtype" | "shape" | "data", unknown>>): void {
  if (typeof dtype !== "string") throw malformed(sentence`The dtype of an array is a text, as float64.`);
  if (!Array.isArray(shape) || !shape.every(isSize)) throw malformed(sentence`The shape of an array is a list of sizes.`);
  if (!isValues(data)) throw malformed(sentence`The data of an array is a list of its values.`);
}

function checkTableForm({ columns, rows }: Readonly<Record<"columns" | "rows", unknown>>): void {
  if (!Array.isArray(columns) || !columns.every((name) => typeof name === "string"))
    throw malformed(sentence`The columns of a table are a list of texts.`);
  if (!Array.isArray(rows) || !Array.isArray(rows[0] ?? [])) throw malformed(sentence`The rows of a table are lists of values.`);
}

/** @throws CornichonError `input.malformed` for what is no form of X */
export function givenX(x: unknown): X {
  if (typeof x !== "object" || x === null) throw malformed(sentence`${FORMS}, not ${showText(x === null ? "null" : typeof x)}.`);
  // Any value is looked at when a model takes it; plain rows first, for one of them is asked a million times.
  if (Array.isArray(x)) return (Array.isArray(x[0]) || !ArrayBuffer.isView(x[0]) ? x : x.map(listed)) as X;
  if (ArrayBuffer.isView(x)) return listed(x) as X; // values of one axis: the model says that it takes two
  if (isTable(x)) checkTableForm(x);
  else if (isSparse(x)) return x;
  else if (isNDArray(x)) checkArrayForm(x);
  else throw malformed(sentence`${FORMS}, and this object is none of them.`);
  return x;
}
